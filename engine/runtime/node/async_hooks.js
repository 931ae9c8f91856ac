// node:async_hooks. https://nodejs.org/api/async_context.html
// The engine carries one value, the context, from where a job, timer or promise reaction was registered to where it
// runs. Here it is a Map from storages to stores that is never changed, only replaced.
'use strict';
const { codes } = require('internal/errors');
const { validateFunction, validateString, validateObject } = require('internal/validators');
const binding = internal.binding('async_context');

const current = () => binding.get();
function runIn(context, fn, thisArg, args) {
  const before = binding.get();
  if (before === context) return Reflect.apply(fn, thisArg, args);
  binding.set(context);
  try {
    return Reflect.apply(fn, thisArg, args);
  } finally {
    binding.set(before);
  }
}

class AsyncLocalStorage {
  #default;
  #name = '';
  constructor(options = {}) {
    validateObject(options, 'options');
    this.#default = options.defaultValue;
    if (options.name !== undefined) {
      validateString(options.name, 'options.name');
      this.#name = options.name;
    }
  }
  static bind(fn) { return AsyncResource.bind(fn); }
  static snapshot() {
    const context = current();
    return function runInAsyncScope(fn, ...args) { return runIn(context, fn, this, args); };
  }
  get name() { return this.#name; }
  #with(store) {
    const context = new Map(current());
    context.set(this, store);
    return context;
  }
  disable() {
    // Also for what was registered with this context.
    current()?.delete(this);
  }
  enterWith(store) { binding.set(this.#with(store)); }
  run(store, fn, ...args) {
    const prior = this.getStore();
    if (Object.is(prior, store)) return Reflect.apply(fn, null, args);
    this.enterWith(store);
    try {
      return Reflect.apply(fn, null, args);
    } finally {
      this.enterWith(prior);
    }
  }
  exit(fn, ...args) { return this.run(undefined, fn, ...args); }
  getStore() {
    const context = current();
    return context?.has(this) ? context.get(this) : this.#default;
  }
  withScope(store) {
    const before = current();
    this.enterWith(store);
    return { [Symbol.dispose]() { binding.set(before); } };
  }
}

// --- resources with ids

let lastId = 1;
const scopes = [{ id: 1, trigger: 0, resource: {} }];
const scope = () => scopes[scopes.length - 1];
const executionAsyncId = () => scope().id;
const triggerAsyncId = () => scope().trigger;
const executionAsyncResource = () => scope().resource;

const hooks = new Set();
function emit(name, ...args) {
  for (const hook of [...hooks]) hook[name]?.(...args);
}
class AsyncHook {
  #callbacks = {};
  constructor(callbacks) { this.#callbacks = callbacks; }
  enable() {
    hooks.add(this.#callbacks);
    return this;
  }
  disable() {
    hooks.delete(this.#callbacks);
    return this;
  }
}
function createHook(callbacks) {
  validateObject(callbacks, 'callbacks');
  for (const name of ['init', 'before', 'after', 'destroy', 'promiseResolve']) {
    if (callbacks[name] !== undefined && typeof callbacks[name] !== 'function') throw new codes.ERR_ASYNC_CALLBACK(`hook.${name}`);
  }
  return new AsyncHook(callbacks);
}

const registry = new FinalizationRegistry((id) => emit('destroy', id));

class AsyncResource {
  #id = ++lastId;
  #trigger;
  #context = current();
  #destroyed = false;
  constructor(type, options = {}) {
    validateString(type, 'type');
    let triggerId = options;
    let requireManualDestroy = false;
    if (typeof options !== 'number') {
      triggerId = options.triggerAsyncId === undefined ? executionAsyncId() : options.triggerAsyncId;
      requireManualDestroy = !!options.requireManualDestroy;
    }
    if (!Number.isSafeInteger(triggerId) || triggerId < -1) {
      throw require('internal/errors').coded(RangeError, 'ERR_INVALID_ASYNC_ID', `Invalid triggerAsyncId value: ${triggerId}`);
    }
    this.#trigger = triggerId;
    if (hooks.size > 0) {
      if (type.length === 0) throw new codes.ERR_ASYNC_TYPE(type);
      emit('init', this.#id, type, triggerId, this);
      if (!requireManualDestroy) registry.register(this, this.#id);
    }
  }
  runInAsyncScope(fn, thisArg, ...args) {
    scopes.push({ id: this.#id, trigger: this.#trigger, resource: this });
    emit('before', this.#id);
    try {
      return runIn(this.#context, fn, thisArg, args);
    } finally {
      emit('after', this.#id);
      scopes.pop();
    }
  }
  emitDestroy() {
    if (!this.#destroyed) emit('destroy', this.#id);
    this.#destroyed = true;
    return this;
  }
  asyncId() { return this.#id; }
  triggerAsyncId() { return this.#trigger; }
  bind(fn, thisArg) {
    validateFunction(fn, 'fn');
    const resource = this;
    const bound = thisArg === undefined
      ? function (...args) { return resource.runInAsyncScope(fn, this, ...args); }
      : (...args) => resource.runInAsyncScope(fn, thisArg, ...args);
    Object.defineProperties(bound, {
      length: { configurable: true, enumerable: false, value: fn.length, writable: false },
      name: { configurable: true, enumerable: false, value: `bound ${fn.name}`, writable: false },
    });
    return bound;
  }
  static bind(fn, type, thisArg) {
    return new AsyncResource(type || fn.name || 'bound-anonymous-fn').bind(fn, thisArg);
  }
}

module.exports = {
  AsyncLocalStorage, createHook, executionAsyncId, triggerAsyncId, executionAsyncResource, asyncWrapProviders: Object.freeze({ __proto__: null, NONE: 0 }), AsyncResource,
};
