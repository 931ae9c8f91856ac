// node:diagnostics_channel. https://nodejs.org/api/diagnostics_channel.html
'use strict';
const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');

const channels = new Map();  // name -> weak reference; those with subscribers are held
const held = new Set();
const unreachable = new FinalizationRegistry((name) => { if (!channels.get(name)?.deref()) channels.delete(name); });

function uncaught(error) {
  process.nextTick(() => { throw error; });
}

class Channel {
  constructor(name) {
    this._subscribers = undefined;
    this._stores = undefined;
    this.name = name;
    channels.set(name, new WeakRef(this));
    unreachable.register(this, name);
  }
  #hold() {
    if (this._subscribers?.length || this._stores?.size) held.add(this);
    else held.delete(this);
  }
  subscribe(subscription) {
    validateFunction(subscription, 'subscription');
    this._subscribers = [...(this._subscribers ?? []), subscription];
    this.#hold();
  }
  unsubscribe(subscription) {
    const index = this._subscribers?.indexOf(subscription) ?? -1;
    if (index === -1) return false;
    this._subscribers = this._subscribers.toSpliced(index, 1);
    this.#hold();
    return true;
  }
  bindStore(store, transform) {
    this._stores ??= new Map();
    this._stores.set(store, transform);
    this.#hold();
  }
  unbindStore(store) {
    if (!this._stores?.delete(store)) return false;
    this.#hold();
    return true;
  }
  get hasSubscribers() { return (this._subscribers?.length ?? 0) > 0 || (this._stores?.size ?? 0) > 0; }
  publish(data) {
    const subscribers = this._subscribers;
    for (let i = 0; i < (subscribers?.length ?? 0); ++i) {
      try {
        subscribers[i](data, this.name);
      } catch (error) {
        uncaught(error);
      }
    }
  }
  runStores(data, fn, thisArg, ...args) {
    let run = () => {
      this.publish(data);
      return Reflect.apply(fn, thisArg, args);
    };
    for (const [store, transform] of this._stores ?? []) {
      const inner = run;
      run = () => {
        let value = data;
        if (transform) {
          try {
            value = transform(data);
          } catch (error) {
            uncaught(error);
            return inner();
          }
        }
        return store.run(value, inner);
      };
    }
    return run();
  }
}

function channel(name) {
  if (typeof name !== 'string' && typeof name !== 'symbol') throw new codes.ERR_INVALID_ARG_TYPE('channel', ['string', 'symbol'], name);
  return channels.get(name)?.deref() ?? new Channel(name);
}
const subscribe = (name, subscription) => channel(name).subscribe(subscription);
const unsubscribe = (name, subscription) => channel(name).unsubscribe(subscription);
const hasSubscribers = (name) => channels.get(name)?.deref()?.hasSubscribers ?? false;

const kTraceEvents = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];

class TracingChannel {
  constructor(nameOrChannels) {
    for (const event of kTraceEvents) {
      if (typeof nameOrChannels === 'string') this[event] = channel(`tracing:${nameOrChannels}:${event}`);
      else if (typeof nameOrChannels === 'object' && nameOrChannels !== null) {
        const one = nameOrChannels[event];
        if (!(one instanceof Channel)) throw new codes.ERR_INVALID_ARG_TYPE(`nameOrChannels.${event}`, ['Channel'], one);
        this[event] = one;
      } else throw new codes.ERR_INVALID_ARG_TYPE('nameOrChannels', ['string', 'object', 'TracingChannel'], nameOrChannels);
    }
  }
  get hasSubscribers() { return kTraceEvents.some((event) => this[event]?.hasSubscribers); }
  subscribe(handlers) {
    for (const event of kTraceEvents) if (handlers[event]) this[event].subscribe(handlers[event]);
  }
  unsubscribe(handlers) {
    let done = true;
    for (const event of kTraceEvents) if (handlers[event] && !this[event].unsubscribe(handlers[event])) done = false;
    return done;
  }
  traceSync(fn, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    return this.start.runStores(context, () => {
      try {
        const result = Reflect.apply(fn, thisArg, args);
        context.result = result;
        return result;
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }
  tracePromise(fn, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const { start, end, asyncStart, asyncEnd, error } = this;
    const rejected = (reason) => {
      context.error = reason;
      error.publish(context);
      asyncStart.publish(context);
      asyncEnd.publish(context);
      return Promise.reject(reason);
    };
    const resolved = (result) => {
      context.result = result;
      asyncStart.publish(context);
      asyncEnd.publish(context);
      return result;
    };
    return start.runStores(context, () => {
      try {
        let promise = Reflect.apply(fn, thisArg, args);
        if (typeof promise?.then !== 'function') promise = Promise.resolve(promise);
        return promise.then(resolved, rejected);
      } catch (reason) {
        context.error = reason;
        error.publish(context);
        throw reason;
      } finally {
        end.publish(context);
      }
    });
  }
  traceCallback(fn, position = -1, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const { start, end, asyncStart, asyncEnd, error } = this;
    const callback = args.at(position);
    validateFunction(callback, 'callback');
    args.splice(position, 1, function wrapped(reason, result) {
      if (reason) {
        context.error = reason;
        error.publish(context);
      } else context.result = result;
      asyncStart.runStores(context, () => {
        try {
          return Reflect.apply(callback, this, arguments);
        } finally {
          asyncEnd.publish(context);
        }
      });
    });
    return start.runStores(context, () => {
      try {
        return Reflect.apply(fn, thisArg, args);
      } catch (reason) {
        context.error = reason;
        error.publish(context);
        throw reason;
      } finally {
        end.publish(context);
      }
    });
  }
}
const tracingChannel = (nameOrChannels) => new TracingChannel(nameOrChannels);

module.exports = { channel, hasSubscribers, subscribe, tracingChannel, unsubscribe, Channel };
