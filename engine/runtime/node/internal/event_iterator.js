// The parts of node:events that few programs use: events.on() and EventEmitterAsyncResource.
'use strict';

const { make, AbortError } = require('internal/errors');
const { validateObject, validateAbortSignal } = require('internal/validators');

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

// events.on(); listen(target, type, listener, options) returns a function that stops.
function iterate(emitter, name, options, listen) {
  validateObject(options, 'options');
  const { signal, close, highWaterMark = Number.MAX_SAFE_INTEGER, lowWaterMark = 1 } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  const values = [];
  const waiting = [];
  const stops = [];
  let paused = false;
  let finished = false;
  let failure = null;

  const end = () => {
    for (const stop of stops.splice(0).reverse()) stop();
    finished = true;
    for (const promise of waiting.splice(0)) promise.resolve({ value: undefined, done: true });
    return Promise.resolve({ value: undefined, done: true });
  };
  const fail = (error) => {
    if (waiting.length === 0) failure = error;
    else waiting.shift().reject(error);
    end();
  };
  const iterator = Object.setPrototypeOf({
    next() {
      if (values.length > 0) {
        const value = values.shift();
        if (paused && values.length < lowWaterMark) {
          emitter.resume?.();
          paused = false;
        }
        return Promise.resolve({ value, done: false });
      }
      if (failure) {
        const promise = Promise.reject(failure);
        failure = null;
        return promise;
      }
      if (finished) return end();
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    return() { return end(); },
    throw(error) {
      if (!(error instanceof Error)) throw make('ERR_INVALID_ARG_TYPE', 'EventEmitter.AsyncIterator', 'Error', error);
      fail(error);
    },
    [Symbol.asyncIterator]() { return this; },
  }, AsyncIteratorPrototype);
  stops.push(listen(emitter, name, (...args) => {
    if (waiting.length > 0) {
      waiting.shift().resolve({ value: args, done: false });
      return;
    }
    values.push(args);
    if (!paused && values.length > highWaterMark) {
      paused = true;
      emitter.pause?.();
    }
  }));
  if (name !== 'error' && typeof emitter.on === 'function') stops.push(listen(emitter, 'error', fail));
  for (const one of close ?? []) stops.push(listen(emitter, one, end));
  if (signal) {
    stops.push(listen(signal, 'abort', () => fail(new AbortError(undefined, { cause: signal.reason })), { once: true }));
  }
  return iterator;
}

function makeAsyncResourceClass(EventEmitter) {
  const { AsyncResource } = require('async_hooks');
  return class EventEmitterAsyncResource extends EventEmitter {
    #resource;
    constructor(options = undefined) {
      super(options);
      const name = typeof options === 'string' ? options : options?.name ?? new.target.name;
      this.#resource = new AsyncResource(name, options);
      this.#resource.eventEmitter = this;
    }
    emit(...args) { return this.#resource.runInAsyncScope(super.emit, this, ...args); }
    emitDestroy() { this.#resource.emitDestroy(); }
    get asyncId() { return this.#resource.asyncId(); }
    get triggerAsyncId() { return this.#resource.triggerAsyncId(); }
    get asyncResource() { return this.#resource; }
  };
}

module.exports = { iterate, makeAsyncResourceClass };
