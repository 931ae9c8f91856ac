// node:events. https://nodejs.org/api/events.html
'use strict';

const kCapture = Symbol('kCapture');

function checkListener(listener) {
  if (typeof listener !== 'function') {
    const received = listener == null ? ` Received ${listener}` : ` Received type ${typeof listener} (${internal.inspect(listener)})`;
    const error = new TypeError('The "listener" argument must be of type function.' + received);
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }
}

function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}
EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;

let defaultMaxListeners = 10;

EventEmitter.init = function (options) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = { __proto__: null };
    this._eventsCount = 0;
  }
  this._maxListeners = this._maxListeners || undefined;
  if (options?.captureRejections) this[kCapture] = true;
  else this[kCapture] = EventEmitter.prototype[kCapture];
};
EventEmitter.prototype[kCapture] = false;
Object.defineProperty(EventEmitter.prototype, kCapture, { value: false, writable: true, enumerable: false });

const prototype = EventEmitter.prototype;

prototype.setMaxListeners = function setMaxListeners(n) {
  if (typeof n !== 'number' || n < 0 || Number.isNaN(n)) {
    const error = new RangeError(`The value of "n" is out of range. It must be a non-negative number. Received ${internal.inspect(n)}`);
    error.code = 'ERR_OUT_OF_RANGE';
    throw error;
  }
  this._maxListeners = n;
  return this;
};
prototype.getMaxListeners = function getMaxListeners() {
  return this._maxListeners === undefined ? defaultMaxListeners : this._maxListeners;
};

prototype.emit = function emit(type, ...args) {
  const events = this._events;
  const handler = events?.[type];
  if (handler === undefined) {
    if (type !== 'error') return false;
    const reason = args[0];
    if (reason instanceof Error) throw reason;
    const shown = internal.inspect(reason);
    const error = new Error(`Unhandled error. (${typeof reason === 'string' ? `'${reason}'` : shown})`);
    error.code = 'ERR_UNHANDLED_ERROR';
    error.context = reason;
    throw error;
  }
  if (typeof handler === 'function') {
    Reflect.apply(handler, this, args);
  } else {
    const list = handler.slice();
    for (let i = 0; i < list.length; ++i) Reflect.apply(list[i], this, args);
  }
  return true;
};

function add(target, type, listener, prepend) {
  checkListener(listener);
  let events = target._events;
  if (events === undefined) {
    events = target._events = { __proto__: null };
    target._eventsCount = 0;
  } else if (events.newListener !== undefined) {
    target.emit('newListener', type, listener.listener ?? listener);
    events = target._events;
  }
  const existing = events[type];
  if (existing === undefined) {
    events[type] = listener;
    ++target._eventsCount;
    return target;
  }
  let list = existing;
  if (typeof existing === 'function') {
    list = events[type] = prepend ? [listener, existing] : [existing, listener];
  } else if (prepend) {
    existing.unshift(listener);
  } else {
    existing.push(listener);
  }
  const limit = target.getMaxListeners();
  if (limit > 0 && list.length > limit && !list.warned) {
    list.warned = true;
    const name = target.constructor?.name ?? 'EventEmitter';
    process.stderr.write(
      `(scrim:${process.pid}) MaxListenersExceededWarning: Possible EventEmitter memory leak detected. ` +
        `${list.length} ${String(type)} listeners added to [${name}]. MaxListeners is ${limit}. ` +
        'Use emitter.setMaxListeners() to increase limit\n');
  }
  return target;
}

prototype.addListener = function addListener(type, listener) {
  return add(this, type, listener, false);
};
prototype.on = prototype.addListener;
prototype.prependListener = function prependListener(type, listener) {
  return add(this, type, listener, true);
};

function onceWrapper(target, type, listener) {
  const state = { fired: false };
  const wrapped = function (...args) {
    if (state.fired) return undefined;
    state.fired = true;
    target.removeListener(type, wrapped);
    return Reflect.apply(listener, target, args);
  };
  wrapped.listener = listener;
  return wrapped;
}
prototype.once = function once(type, listener) {
  checkListener(listener);
  return this.on(type, onceWrapper(this, type, listener));
};
prototype.prependOnceListener = function prependOnceListener(type, listener) {
  checkListener(listener);
  return this.prependListener(type, onceWrapper(this, type, listener));
};

prototype.removeListener = function removeListener(type, listener) {
  checkListener(listener);
  const events = this._events;
  const list = events?.[type];
  if (list === undefined) return this;
  if (list === listener || list.listener === listener) {
    --this._eventsCount;
    delete events[type];
    if (events.removeListener) this.emit('removeListener', type, list.listener ?? listener);
  } else if (typeof list !== 'function') {
    let position = -1;
    for (let i = list.length - 1; i >= 0; --i) {
      if (list[i] === listener || list[i].listener === listener) {
        position = i;
        break;
      }
    }
    if (position < 0) return this;
    const removed = list[position];
    list.splice(position, 1);
    if (list.length === 1) events[type] = list[0];
    if (events.removeListener) this.emit('removeListener', type, removed.listener ?? listener);
  }
  return this;
};
prototype.off = prototype.removeListener;

prototype.removeAllListeners = function removeAllListeners(type) {
  const events = this._events;
  if (events === undefined) return this;
  if (arguments.length === 0) {
    this._events = { __proto__: null };
    this._eventsCount = 0;
  } else if (events[type] !== undefined) {
    --this._eventsCount;
    delete events[type];
  }
  return this;
};

function listenersOf(target, type, unwrap) {
  const list = target._events?.[type];
  if (list === undefined) return [];
  const all = typeof list === 'function' ? [list] : list.slice();
  return unwrap ? all.map((listener) => listener.listener ?? listener) : all;
}
prototype.listeners = function listeners(type) {
  return listenersOf(this, type, true);
};
prototype.rawListeners = function rawListeners(type) {
  return listenersOf(this, type, false);
};
prototype.listenerCount = function listenerCount(type, listener) {
  const all = listenersOf(this, type, true);
  return listener === undefined ? all.length : all.filter((one) => one === listener).length;
};
prototype.eventNames = function eventNames() {
  return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : [];
};

for (const name of Object.keys(prototype)) {
  if (typeof prototype[name] === 'function') {
    Object.defineProperty(prototype, name, { enumerable: true });
  }
}

function once(emitter, name) {
  return new Promise((resolve, reject) => {
    const onError = (error) => {
      emitter.removeListener(name, onEvent);
      reject(error);
    };
    const onEvent = (...args) => {
      emitter.removeListener('error', onError);
      resolve(args);
    };
    emitter.once(name, onEvent);
    if (name !== 'error') emitter.once('error', onError);
  });
}

EventEmitter.once = once;
EventEmitter.EventEmitter = EventEmitter;
EventEmitter.usingDomains = false;
EventEmitter.captureRejectionSymbol = Symbol.for('nodejs.rejection');
EventEmitter.errorMonitor = Symbol('events.errorMonitor');
EventEmitter.listenerCount = (emitter, type) => emitter.listenerCount(type);
EventEmitter.getEventListeners = (emitter, type) => emitter.listeners(type);
Object.defineProperty(EventEmitter, 'defaultMaxListeners', {
  enumerable: true,
  get() {
    return defaultMaxListeners;
  },
  set(value) {
    defaultMaxListeners = value;
  },
});

module.exports = EventEmitter;
