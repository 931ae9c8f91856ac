// mock of node:test: functions, methods, getters, setters, properties and timers. https://nodejs.org/api/test.html#class-mocktracker
'use strict';
const { codes, notYet } = require('internal/errors');
const { validateFunction, validateObject, validateInteger, validateArray } = require('internal/validators');

class MockFunctionContext {
  #calls = [];
  #implementation;
  #once = new Map();
  #restore;
  #times;
  #original;
  constructor(implementation, original, restore, times) {
    this.#implementation = implementation;
    this.#original = original;
    this.#restore = restore;
    this.#times = times;
  }
  get calls() { return this.#calls.slice(); }
  callCount() { return this.#calls.length; }
  mockImplementation(implementation) {
    validateFunction(implementation, 'implementation');
    this.#implementation = implementation;
  }
  mockImplementationOnce(implementation, onCall = this.#calls.length) {
    validateFunction(implementation, 'implementation');
    validateInteger(onCall, 'onCall', this.#calls.length);
    this.#once.set(onCall, implementation);
  }
  resetCalls() { this.#calls = []; }
  restore() {
    this.#restore?.();
    this.#implementation = this.#original;
    this.#once.clear();
  }
  static run(context, fn, thisArg, args, target) {
    const index = context.#calls.length;
    const implementation = context.#once.get(index) ?? context.#implementation;
    context.#once.delete(index);
    if (context.#times !== undefined && index + 1 >= context.#times) context.restore();
    const call = { arguments: args, error: undefined, result: undefined, stack: new Error(), target: undefined, this: thisArg };
    try {
      if (target) {
        call.result = Reflect.construct(implementation, args, target);
        call.this = call.result;
        call.target = target;
      } else call.result = Reflect.apply(implementation, thisArg, args);
      return call.result;
    } catch (error) {
      call.error = error;
      throw error;
    } finally {
      context.#calls.push(call);
    }
  }
}
const runMock = MockFunctionContext.run;
delete MockFunctionContext.run;

class MockTracker {
  #mocks = [];
  #timers;
  get timers() { return (this.#timers ??= new MockTimers()); }
  #make(original, implementation, restore, times) {
    const context = new MockFunctionContext(implementation, original, restore, times);
    this.#mocks.push(context);
    return new Proxy(original, {
      apply: (target, thisArg, args) => runMock(context, target, thisArg, args),
      construct: (target, args, newTarget) => runMock(context, target, undefined, args, newTarget),
      get: (target, key, receiver) => (key === 'mock' ? context : Reflect.get(target, key, receiver)),
    });
  }
  fn(original = function () {}, implementation = original, options = {}) {
    if (original !== null && typeof original === 'object') [options, original, implementation] = [original, function () {}, undefined];
    else if (implementation !== null && typeof implementation === 'object') [options, implementation] = [implementation, original];
    implementation ??= original;
    validateFunction(original, 'original');
    validateFunction(implementation, 'implementation');
    validateObject(options, 'options');
    const { times } = options;
    if (times !== undefined) validateInteger(times, 'options.times', 1);
    return this.#make(original, implementation, undefined, times);
  }
  method(object, name, implementation = undefined, options = {}) {
    if (object === null || (typeof object !== 'object' && typeof object !== 'function')) throw new codes.ERR_INVALID_ARG_TYPE('object', 'Object', object);
    if (implementation !== null && typeof implementation === 'object') [options, implementation] = [implementation, undefined];
    const { getter = false, setter = false, times } = options;
    let owner = object;
    let descriptor;
    while (owner && !(descriptor = Object.getOwnPropertyDescriptor(owner, name))) owner = Object.getPrototypeOf(owner);
    const original = getter ? descriptor?.get : setter ? descriptor?.set : descriptor?.value;
    if (typeof original !== 'function') throw new codes.ERR_INVALID_ARG_VALUE('methodName', original, 'must be a method');
    const own = Object.getOwnPropertyDescriptor(object, name);
    const restore = () => {
      if (own) Object.defineProperty(object, name, own);
      else delete object[name];
    };
    const mock = this.#make(original, implementation ?? original, restore, times);
    const replaced = { configurable: descriptor.configurable, enumerable: descriptor.enumerable };
    if (getter) Object.assign(replaced, { get: mock, set: descriptor.set });
    else if (setter) Object.assign(replaced, { get: descriptor.get, set: mock });
    else Object.assign(replaced, { value: mock, writable: descriptor.writable });
    Object.defineProperty(object, name, replaced);
    return mock;
  }
  getter(object, name, implementation, options = {}) {
    if (implementation !== null && typeof implementation === 'object') [options, implementation] = [implementation, undefined];
    return this.method(object, name, implementation, { ...options, getter: true });
  }
  setter(object, name, implementation, options = {}) {
    if (implementation !== null && typeof implementation === 'object') [options, implementation] = [implementation, undefined];
    return this.method(object, name, implementation, { ...options, setter: true });
  }
  property(object, name, value = object[name]) {
    const own = Object.getOwnPropertyDescriptor(object, name);
    const accesses = [];
    let current = value;
    const context = {
      get accesses() { return accesses.slice(); },
      accessCount: () => accesses.length,
      mockImplementation(next) { current = next; },
      resetAccesses() { accesses.length = 0; },
      restore() {
        if (own) Object.defineProperty(object, name, own);
        else delete object[name];
      },
    };
    Object.defineProperty(object, name, {
      configurable: true, enumerable: own?.enumerable ?? true,
      get() { accesses.push({ type: 'get', value: current, stack: new Error() }); return current; },
      set(next) { accesses.push({ type: 'set', value: next, stack: new Error() }); current = next; },
    });
    this.#mocks.push(context);
    return new Proxy(object, { get: (target, key) => (key === 'mock' ? context : Reflect.get(target, key)) });
  }
  module() { throw notYet('mock.module'); }
  reset() {
    this.restoreAll();
    this.#timers?.reset();
    this.#mocks = [];
  }
  restoreAll() {
    for (const mock of this.#mocks) mock.restore();
    this.#timers?.reset();
  }
}

// Timers that run when they are told to.
const kApis = ['setTimeout', 'setInterval', 'setImmediate', 'Date'];
class MockTimers {
  #enabled = [];
  #real = {};
  #now = 0;
  #queue = [];
  #sequence = 0;
  enable(options = {}) {
    if (this.#enabled.length > 0) throw new codes.ERR_INVALID_STATE('MockTimers is already enabled!');
    const { apis = kApis, now = 0 } = options;
    validateArray(apis, 'options.apis');
    for (const api of apis) if (!kApis.includes(api)) throw new codes.ERR_INVALID_ARG_VALUE('options.apis', api, `option ${api} is not supported`);
    this.#now = now instanceof Date ? now.getTime() : now;
    this.#enabled = apis;
    const add = (callback, delay, repeat, args) => {
      const entry = { callback, at: this.#now + Math.max(1, Number(delay) || 1), repeat: repeat ? Math.max(1, Number(delay) || 1) : 0, args, sequence: ++this.#sequence, cleared: false };
      this.#queue.push(entry);
      const timer = { entry, ref() { return timer; }, unref() { return timer; }, hasRef: () => true, refresh: () => { entry.at = this.#now + (Number(delay) || 1); return timer; }, close() { entry.cleared = true; }, [Symbol.toPrimitive]: () => entry.sequence, [Symbol.dispose]() { entry.cleared = true; } };
      return timer;
    };
    const clear = (timer) => {
      const entry = timer?.entry ?? this.#queue.find((one) => one.sequence === Number(timer));
      if (entry) entry.cleared = true;
    };
    const fakes = {
      setTimeout: { setTimeout: (callback, delay, ...args) => add(callback, delay, false, args), clearTimeout: clear },
      setInterval: { setInterval: (callback, delay, ...args) => add(callback, delay, true, args), clearInterval: clear },
      setImmediate: {
        setImmediate: (callback, ...args) => {
          const timer = add(callback, 1, false, args);
          timer.entry.at = this.#now;
          return timer;
        }, clearImmediate: clear,
      },
      Date: {},
    };
    if (apis.includes('Date')) {
      const self = this;
      const RealDate = globalThis.Date;
      fakes.Date.Date = class Date extends RealDate {
        constructor(...args) {
          if (args.length === 0) super(self.#now);
          else super(...args);
        }
        static now() { return self.#now; }
      };
    }
    const timers = require('timers');
    for (const api of apis) {
      for (const [name, fake] of Object.entries(fakes[api])) {
        this.#real[name] = globalThis[name];
        globalThis[name] = fake;
        if (name in timers) timers[name] = fake;
      }
    }
  }
  #check() {
    if (this.#enabled.length === 0) throw new codes.ERR_INVALID_STATE('You should enable MockTimers first by calling the .enable function');
  }
  tick(time = 1) {
    this.#check();
    if (time < 0) throw new codes.ERR_INVALID_ARG_VALUE('time', 'positive integer', time);
    const end = this.#now + time;
    for (;;) {
      this.#queue = this.#queue.filter((one) => !one.cleared);
      const next = this.#queue.filter((one) => one.at <= end).sort((a, b) => a.at - b.at || a.sequence - b.sequence)[0];
      if (!next) break;
      this.#now = Math.max(this.#now, next.at);
      if (next.repeat) next.at += next.repeat;
      else next.cleared = true;
      next.callback(...next.args);
    }
    this.#now = end;
  }
  runAll() {
    this.#check();
    const last = Math.max(...this.#queue.filter((one) => !one.cleared).map((one) => one.at), this.#now);
    this.tick(last - this.#now);
  }
  setTime(time = 0) {
    this.#check();
    this.#now = time;
  }
  reset() {
    const timers = require('timers');
    for (const [name, real] of Object.entries(this.#real)) {
      globalThis[name] = real;
      if (name in timers) timers[name] = real;
    }
    this.#real = {};
    this.#enabled = [];
    this.#queue = [];
    this.#now = 0;
  }
  [Symbol.dispose]() { this.reset(); }
}

module.exports = { MockTracker, MockTimers };
