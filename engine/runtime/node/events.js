// node:events. https://nodejs.org/api/events.html
'use strict';

// What most programs do not need is loaded when it is: errors, argument checks that fail, on().
const make = (...args) => require('internal/errors').make(...args);
const abortError = (signal) => new (require('internal/errors').AbortError)(undefined, { cause: signal.reason });
const checks = () => require('internal/validators');

const kCapture = Symbol('kCapture');
const kShapeMode = Symbol('shapeMode');
const kErrorMonitor = Symbol('events.errorMonitor');
const kRejection = Symbol.for('nodejs.rejection');
let defaultMaxListeners = 10;

const checkListener = (listener) => typeof listener === 'function' || checks().validateFunction(listener, 'listener');

function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}
EventEmitter.addAbortListener = addAbortListener;
EventEmitter.once = once;
EventEmitter.on = on;
EventEmitter.getEventListeners = getEventListeners;
EventEmitter.getMaxListeners = getMaxListeners;
EventEmitter.listenerCount = listenerCount;
EventEmitter.EventEmitter = EventEmitter;
EventEmitter.usingDomains = false;
EventEmitter.captureRejectionSymbol = kRejection;

const prototype = EventEmitter.prototype;

Object.defineProperties(EventEmitter, {
  captureRejections: {
    configurable: true, enumerable: true,
    get() { return prototype[kCapture]; },
    set(value) {
      checks().validateBoolean(value, 'EventEmitter.captureRejections');
      prototype[kCapture] = value;
    },
  },
  EventEmitterAsyncResource: { configurable: true, enumerable: true, get: asyncResourceClass, set: undefined },
  errorMonitor: { value: kErrorMonitor, enumerable: true, configurable: true, writable: false },
  defaultMaxListeners: {
    configurable: true, enumerable: true,
    get() { return defaultMaxListeners; },
    set(value) {
      checks().validateNumber(value, 'defaultMaxListeners', 0);
      defaultMaxListeners = value;
    },
  },
});

const isEventTarget = (value) => typeof value?.addEventListener === 'function' && typeof value.on !== 'function';

EventEmitter.setMaxListeners = function (n = defaultMaxListeners, ...targets) {
  checks().validateNumber(n, 'setMaxListeners', 0);
  if (targets.length === 0) {
    defaultMaxListeners = n;
    return;
  }
  for (const target of targets) {
    if (isEventTarget(target)) target[kTargetLimit] = n;
    else if (typeof target.setMaxListeners === 'function') target.setMaxListeners(n);
    else throw make('ERR_INVALID_ARG_TYPE', 'eventTargets', ['EventEmitter', 'EventTarget'], target);
  }
};
const kTargetLimit = Symbol('events.maxEventTargetListeners');
Object.defineProperty(EventEmitter, 'kMaxEventTargetListeners', { value: kTargetLimit });
Object.defineProperty(EventEmitter, 'kMaxEventTargetListenersWarned', { value: Symbol('events.maxEventTargetListenersWarned') });

EventEmitter.init = function (options) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = { __proto__: null };
    this._eventsCount = 0;
  }
  this._maxListeners = this._maxListeners || undefined;
  this[kShapeMode] = false;
  if (options?.captureRejections) {
    checks().validateBoolean(options.captureRejections, 'options.captureRejections');
    this[kCapture] = true;
  } else {
    this[kCapture] = prototype[kCapture];
  }
};

prototype._events = undefined;
prototype._eventsCount = 0;
prototype._maxListeners = undefined;
Object.defineProperty(prototype, kCapture, { value: false, writable: true, enumerable: false });

prototype.setMaxListeners = function setMaxListeners(n) {
  checks().validateNumber(n, 'setMaxListeners', 0);
  this._maxListeners = n;
  return this;
};
const limitOf = (emitter) => (emitter._maxListeners === undefined ? defaultMaxListeners : emitter._maxListeners);
prototype.getMaxListeners = function getMaxListeners() {
  return limitOf(this);
};

// A listener of a capturing emitter returned a promise that was rejected.
function onRejection(emitter, error, type, args) {
  if (typeof emitter[kRejection] === 'function') {
    emitter[kRejection](error, type, ...args);
    return;
  }
  // Its own 'error' listeners must not be captured again.
  const before = emitter[kCapture];
  try {
    emitter[kCapture] = false;
    emitter.emit('error', error);
  } finally {
    emitter[kCapture] = before;
  }
}
function captureRejection(emitter, promise, type, args) {
  try {
    const then = promise.then;
    if (typeof then === 'function') {
      then.call(promise, undefined, (error) => process.nextTick(onRejection, emitter, error, type, args));
    }
  } catch (error) {
    emitter.emit('error', error);
  }
}

function unhandledError(reason) {
  if (reason instanceof Error) return reason;
  let shown;
  try {
    shown = internal.inspect(reason);
  } catch {
    shown = reason;
  }
  const error = make('ERR_UNHANDLED_ERROR', shown);
  error.context = reason;
  return error;
}

// Where both stacks go on alike for more than three lines, the second says so.
function foldedStack(own, other) {
  for (let i = 0; i + 3 < own.length; ++i) {
    const at = other.indexOf(own[i]);
    let count = 0;
    while (at >= 0 && i + count < own.length && own[i + count] === other[at + count]) ++count;
    if (count > 3) return own.toSpliced(i + 1, count - 2, '    [... lines matching original stack trace ...]');
  }
  return own;
}

// Asked for if nobody catches the error (process.cpp): its own stack does not tell where it was emitted.
const kEmitted = Symbol.for('scrim.emitted');
function rememberEmit(error, emitter) {
  const site = {};
  Error.captureStackTrace(site, prototype.emit);
  const value = () => {
    const name = emitter.constructor?.name;
    const place = typeof name === 'string' && name !== 'EventEmitter' ? ` on ${name} instance` : '';
    const lines = foldedStack(site.stack.split('\n').slice(1), error.stack.split('\n').slice(1));
    error.stack += `\nEmitted 'error' event${place} at:\n${lines.join('\n')}`;
  };
  if (Object.isExtensible(error)) Object.defineProperty(error, kEmitted, { value, configurable: true });
}

prototype.emit = function emit(type, ...args) {
  const events = this._events;
  if (type === 'error') {
    if (events !== undefined && events[kErrorMonitor] !== undefined) this.emit(kErrorMonitor, ...args);
    if (events === undefined || events.error === undefined) {
      const error = unhandledError(args[0]);
      if (error === args[0]) rememberEmit(error, this);
      throw error; // Unhandled 'error' event
    }
  } else if (events === undefined) {
    return false;
  }
  const handler = events[type];
  if (handler === undefined) return false;
  const capture = this[kCapture];
  if (typeof handler === 'function') {
    const result = Reflect.apply(handler, this, args);
    if (capture && result !== undefined && result !== null) captureRejection(this, result, type, args);
  } else {
    const list = handler.slice();
    for (let i = 0; i < list.length; ++i) {
      const result = Reflect.apply(list[i], this, args);
      if (capture && result !== undefined && result !== null) captureRejection(this, result, type, args);
    }
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
  const limit = limitOf(target);
  if (limit > 0 && list.length > limit && !list.warned) {
    list.warned = true;
    const warning = new Error(`Possible EventEmitter memory leak detected. ${list.length} ${String(type)} listeners ` +
      `added to [${target.constructor?.name ?? "EventEmitter"}]. MaxListeners is ${limit}. Use emitter.setMaxListeners() to increase limit`);
    warning.name = 'MaxListenersExceededWarning';
    warning.emitter = target;
    warning.type = type;
    warning.count = list.length;
    process.emitWarning(warning);
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
  let fired = false;
  const wrapped = function (...args) {
    if (fired) return undefined;
    target.removeListener(type, wrapped);
    fired = true;
    return Reflect.apply(listener, target, args);
  };
  Object.defineProperty(wrapped, 'name', { value: 'bound onceWrapper', configurable: true });
  wrapped.listener = listener;
  return wrapped;
}
prototype.once = function once(type, listener) {
  checkListener(listener);
  this.on(type, onceWrapper(this, type, listener));
  return this;
};
prototype.prependOnceListener = function prependOnceListener(type, listener) {
  checkListener(listener);
  this.prependListener(type, onceWrapper(this, type, listener));
  return this;
};

prototype.removeListener = function removeListener(type, listener) {
  checkListener(listener);
  const events = this._events;
  if (events === undefined) return this;
  const list = events[type];
  if (list === undefined) return this;
  if (list === listener || list.listener === listener) {
    this._eventsCount -= 1;
    if (this[kShapeMode]) events[type] = undefined;
    else if (this._eventsCount === 0) this._events = { __proto__: null };
    else delete events[type];
    if (events.removeListener !== undefined) this.emit('removeListener', type, list.listener ?? listener);
  } else if (typeof list !== 'function') {
    let position = list.length - 1;
    while (position >= 0 && list[position] !== listener && list[position].listener !== listener) --position;
    if (position < 0) return this;
    if (position === 0) list.shift();
    else list.splice(position, 1);
    if (list.length === 1) events[type] = list[0];
    if (events.removeListener !== undefined) this.emit('removeListener', type, listener);
  }
  return this;
};
prototype.off = prototype.removeListener;

prototype.removeAllListeners = function removeAllListeners(type) {
  const events = this._events;
  if (events === undefined) return this;
  if (events.removeListener === undefined) {
    if (arguments.length === 0) {
      this._events = { __proto__: null };
      this._eventsCount = 0;
    } else if (events[type] !== undefined) {
      if (--this._eventsCount === 0) this._events = { __proto__: null };
      else delete events[type];
    }
    this[kShapeMode] = false;
    return this;
  }
  // 'removeListener' is told of each, last added first.
  if (arguments.length === 0) {
    for (const key of Reflect.ownKeys(events)) if (key !== 'removeListener') this.removeAllListeners(key);
    this.removeAllListeners('removeListener');
    this._events = { __proto__: null };
    this._eventsCount = 0;
    this[kShapeMode] = false;
    return this;
  }
  const listeners = events[type];
  if (typeof listeners === 'function') {
    this.removeListener(type, listeners);
  } else if (listeners !== undefined) {
    for (let i = listeners.length - 1; i >= 0; --i) this.removeListener(type, listeners[i]);
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
  const list = this._events?.[type];
  if (list === undefined) return 0;
  if (typeof list === 'function') return listener == null || listener === list || listener === list.listener ? 1 : 0;
  if (listener == null) return list.length;
  let count = 0;
  for (let i = 0; i < list.length; ++i) if (list[i] === listener || list[i].listener === listener) ++count;
  return count;
};
prototype.eventNames = function eventNames() {
  return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : [];
};

// --- helpers

// An EventTarget's own record of its listeners, where web/events.js keeps one.
function targetListeners(target, type) {
  const lists = target[Symbol.for('scrim.listeners')]?.(type);
  return lists ?? [];
}
function getEventListeners(target, type) {
  if (typeof target.listeners === 'function') return target.listeners(type);
  if (isEventTarget(target)) return targetListeners(target, type);
  throw make('ERR_INVALID_ARG_TYPE', 'emitter', ['EventEmitter', 'EventTarget'], target);
}
function getMaxListeners(target) {
  if (typeof target?.getMaxListeners === 'function') return limitOf(target);
  if (isEventTarget(target)) return target[kTargetLimit] ?? (target instanceof AbortSignal ? 0 : defaultMaxListeners);
  throw make('ERR_INVALID_ARG_TYPE', 'emitter', ['EventEmitter', 'EventTarget'], target);
}
function listenerCount(target, type) {
  if (typeof target?.listenerCount === 'function') return target.listenerCount(type);
  if (isEventTarget(target)) return targetListeners(target, type).length;
  throw make('ERR_INVALID_ARG_TYPE', 'emitter', ['EventEmitter', 'EventTarget'], target);
}

// Listens on either kind; the function that stops it.
function listen(target, type, listener, options) {
  if (typeof target.on === 'function') {
    if (options?.once) target.once(type, listener);
    else target.on(type, listener);
    return () => target.removeListener(type, listener);
  }
  if (typeof target.addEventListener === 'function') {
    target.addEventListener(type, listener, options);
    return () => target.removeEventListener(type, listener, options);
  }
  throw make('ERR_INVALID_ARG_TYPE', 'emitter', 'EventEmitter', target);
}

async function once(emitter, name, options = {}) {
  checks().validateObject(options, 'options');
  const { signal } = options;
  checks().validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw abortError(signal);
  return new Promise((resolve, reject) => {
    const stops = [];
    const settle = (how, value) => {
      for (const stop of stops) stop();
      how(value);
    };
    stops.push(listen(emitter, name, (...args) => settle(resolve, args), { once: true }));
    if (name !== 'error' && typeof emitter.once === 'function') {
      const onError = (error) => settle(reject, error);
      emitter.once('error', onError);
      stops.push(() => emitter.removeListener('error', onError));
    }
    if (signal != null) {
      stops.push(listen(signal, 'abort', () => settle(reject, abortError(signal)), { once: true }));
    }
  });
}

function on(emitter, name, options = {}) {
  return require('internal/event_iterator').iterate(emitter, name, options, listen);
}

function addAbortListener(signal, listener) {
  if (signal === undefined) throw make('ERR_INVALID_ARG_TYPE', 'signal', 'AbortSignal', signal);
  checks().validateAbortSignal(signal, 'signal');
  checks().validateFunction(listener, 'listener');
  let stop;
  if (signal.aborted) queueMicrotask(() => listener());
  else {
    signal.addEventListener('abort', listener, { once: true });
    stop = () => signal.removeEventListener('abort', listener);
  }
  return { __proto__: null, [Symbol.dispose]() { stop?.(); } };
}

let AsyncResourceClass;
function asyncResourceClass() {
  return (AsyncResourceClass ??= require('internal/event_iterator').makeAsyncResourceClass(EventEmitter));
}

module.exports = EventEmitter;
