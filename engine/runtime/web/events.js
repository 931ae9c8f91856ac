// EventTarget, Event, CustomEvent, AbortController, AbortSignal. https://dom.spec.whatwg.org/#events
'use strict';
const { codes } = require('internal/errors');
const { validateAbortSignal, validateObject } = require('internal/validators');
const custom = Symbol.for('nodejs.util.inspect.custom');

const kIsEventTarget = Symbol('kIsEventTarget');
const kStop = 1;
const kStopNow = 2;

// What is behind an Event while it is dispatched; weak, so that events stay plain to look at.
let eventState;
let setTrusted;

function inspectWith(self, depth, options, inspect, name, fields, tooDeep = name) {
  if (depth < 0) return tooDeep;
  const shown = { ...options, depth: Number.isInteger(options.depth) ? options.depth - 1 : options.depth };
  return `${name} ${inspect(fields, shown)}`;
}

class Event {
  #type;
  #bubbles = false;
  #cancelable = false;
  #composed = false;
  #state = { target: null, current: null, phase: 0, flags: 0, canceled: false, passive: false, dispatching: false, trusted: false };
  #timestamp = performance.now();
  static {
    eventState = (event) => event.#state;
    setTrusted = (event) => { event.#state.trusted = true; return event; };
  }
  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
    if (options != null) validateObject(options, 'options', { allowArray: true, allowFunction: true });
    this.#type = `${type}`;
    this.#bubbles = !!options?.bubbles;
    this.#cancelable = !!options?.cancelable;
    this.#composed = !!options?.composed;
  }
  [custom](depth, options, inspect = internal.inspect) {
    return inspectWith(this, depth, options, inspect, this.constructor.name, {
      type: this.#type, defaultPrevented: this.defaultPrevented, cancelable: this.#cancelable, timeStamp: this.#timestamp,
    });
  }
  stopImmediatePropagation() { this.#state.flags |= kStop | kStopNow; }
  preventDefault() { if (this.#cancelable && !this.#state.passive) this.#state.canceled = true; }
  get target() { return this.#state.target; }
  get currentTarget() { return this.#state.current; }
  get srcElement() { return this.#state.target; }
  get type() { return this.#type; }
  get cancelable() { return this.#cancelable; }
  get defaultPrevented() { return this.#cancelable && this.#state.canceled; }
  get timeStamp() { return this.#timestamp; }
  composedPath() { return this.#state.dispatching ? [this.#state.current] : []; }
  get returnValue() { return !this.#cancelable || !this.#state.canceled; }
  get bubbles() { return this.#bubbles; }
  get composed() { return this.#composed; }
  get eventPhase() { return this.#state.dispatching ? Event.AT_TARGET : Event.NONE; }
  get cancelBubble() { return (this.#state.flags & kStop) !== 0; }
  set cancelBubble(value) { if (value) this.#state.flags |= kStop; }
  stopPropagation() { this.#state.flags |= kStop; }
  initEvent(type, bubbles = false, cancelable = false) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
    if (this.#state.dispatching) return;
    this.#type = `${type}`;
    this.#bubbles = !!bubbles;
    this.#cancelable = !!cancelable;
  }
  get isTrusted() { return this.#state.trusted; }
  static NONE = 0;
  static CAPTURING_PHASE = 1;
  static AT_TARGET = 2;
  static BUBBLING_PHASE = 3;
}
enumerable(Event.prototype, 'initEvent stopImmediatePropagation preventDefault target currentTarget srcElement type cancelable defaultPrevented timeStamp composedPath returnValue bubbles composed eventPhase cancelBubble stopPropagation isTrusted', 'Event');

// Members of an interface are enumerable; its tag is not.
function enumerable(prototype, names, tag) {
  for (const name of names.split(' ')) Object.defineProperty(prototype, name, { enumerable: true });
  Object.defineProperty(prototype, Symbol.toStringTag, { value: tag, configurable: true });
}

class CustomEvent extends Event {
  #detail;
  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
    super(type, options);
    this.#detail = options?.detail ?? null;
  }
  get detail() { return this.#detail; }
}
enumerable(CustomEvent.prototype, 'detail', 'CustomEvent');

let listenersOf;

function checkListener(listener) {
  if (typeof listener === 'function' || typeof listener?.handleEvent === 'function') return true;
  if (listener == null) return false;
  if (typeof listener === 'object') return true;
  throw new codes.ERR_INVALID_ARG_TYPE('listener', 'EventListener', listener);
}

class EventTarget {
  #listeners = new Map();
  static {
    listenersOf = (target) => target.#listeners;
  }
  get [kIsEventTarget]() { return true; }
  addEventListener(type, listener, options = undefined) {
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('type', 'listener');
    if (!(#listeners in this)) throw new codes.ERR_INVALID_THIS('EventTarget');
    const { once, capture, passive, signal } = listenerOptions(options);
    if (!checkListener(listener)) {
      process.emitWarning?.(`addEventListener called with ${listener === null ? 'null' : 'undefined'} which has no effect.`,
        { name: 'AddEventListenerArgumentTypeWarning', target: this, type });
      return;
    }
    validateAbortSignal(signal, 'options.signal');
    const name = `${type}`;
    if (signal) {
      if (signal.aborted) return;
      signal.addEventListener('abort', () => this.removeEventListener(name, listener, options), { once: true });
    }
    let list = this.#listeners.get(name);
    if (!list) this.#listeners.set(name, list = []);
    if (list.some((entry) => entry.listener === listener && entry.capture === capture)) return;
    list.push({ listener, capture, once, passive, removed: false });
    if (list.length > 1) warnOfMany(this, list.length, name);
    this[kNewListener]?.(list.length, name);
  }
  removeEventListener(type, listener, options = undefined) {
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('type', 'listener');
    if (!(#listeners in this)) throw new codes.ERR_INVALID_THIS('EventTarget');
    if (!checkListener(listener)) return;
    const capture = typeof options === 'boolean' ? options : !!options?.capture;
    const name = `${type}`;
    const list = this.#listeners.get(name);
    const index = list ? list.findIndex((entry) => entry.listener === listener && entry.capture === capture) : -1;
    if (index < 0) return;
    list[index].removed = true;
    list.splice(index, 1);
    if (list.length === 0) this.#listeners.delete(name);
    this[kRemovedListener]?.(list.length, name);
  }
  dispatchEvent(event) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('event');
    if (!(#listeners in this)) throw new codes.ERR_INVALID_THIS('EventTarget');
    if (!(event instanceof Event)) throw new codes.ERR_INVALID_ARG_TYPE('event', 'Event', event);
    const state = eventState(event);
    if (state.dispatching) throw new codes.ERR_EVENT_RECURSION(event.type);
    state.trusted = false;
    return dispatch(this, event);
  }
  [custom](depth, options, inspect = internal.inspect) {
    return inspectWith(this, depth, options, inspect, this.constructor.name, {});
  }
}
enumerable(EventTarget.prototype, 'addEventListener removeEventListener dispatchEvent', 'EventTarget');

// events.setMaxListeners(n, target) says how many there may be; signals have no limit of their own.
function warnOfMany(target, count, type) {
  const events = require('events');
  const limit = target[events.kMaxEventTargetListeners] ?? (target instanceof AbortSignal ? 0 : events.defaultMaxListeners);
  if (!(limit > 0) || count <= limit || target[events.kMaxEventTargetListenersWarned]) return;
  Object.defineProperty(target, events.kMaxEventTargetListenersWarned, { value: true, writable: true, configurable: true });
  const warning = new Error(`Possible EventTarget memory leak detected. ${count} ${type} listeners added to ${internal.inspect(target, { depth: -1 })}. ` +
    `MaxListeners is ${limit}. Use events.setMaxListeners() to increase limit`);
  process.emitWarning(Object.assign(warning, { name: 'MaxListenersExceededWarning', target, type, count }));
}

const kNewListener = Symbol('new listener');
const kRemovedListener = Symbol('removed listener');

function listenerOptions(options) {
  if (typeof options === 'boolean') return { once: false, capture: options, passive: false, signal: undefined };
  if (options === null || options === undefined) return { once: false, capture: false, passive: false, signal: undefined };
  validateObject(options, 'options', { allowArray: true, allowFunction: true });
  return { once: !!options.once, capture: !!options.capture, passive: !!options.passive, signal: options.signal };
}

function dispatch(target, event) {
  const state = eventState(event);
  state.target = state.current = target;
  state.dispatching = true;
  const list = listenersOf(target).get(event.type);
  for (const entry of list ? [...list] : []) {
    if (entry.removed) continue;
    if (entry.once) target.removeEventListener(event.type, entry.listener, entry.capture);
    state.passive = entry.passive;
    try {
      const { listener } = entry;
      const result = typeof listener === 'function' ? listener.call(target, event) : listener.handleEvent(event);
      if (result != null && typeof result.then === 'function') result.then(undefined, raise);
    } catch (error) {
      raise(error);
    }
    state.passive = false;
    if (state.flags & kStopNow) break;
  }
  state.current = null;
  state.dispatching = false;
  return !event.defaultPrevented;
}
// A listener's error belongs to no caller.
function raise(error) {
  process.nextTick(() => { throw error; });
}

// on<type> attributes: a listener of its own, replaced in place.
function defineEventHandler(prototype, type) {
  const handlers = new WeakMap();
  Object.defineProperty(prototype, `on${type}`, {
    get() { return handlers.get(this)?.handler ?? null; },
    set(value) {
      let wrapper = handlers.get(this);
      const handler = typeof value === 'function' || (typeof value === 'object' && value !== null) ? value : null;
      if (!wrapper) {
        wrapper = (event) => (typeof wrapper.handler === 'function' ? wrapper.handler.call(this, event) : undefined);
        handlers.set(this, wrapper);
      }
      wrapper.handler = handler;
      if (handler) this.addEventListener(type, wrapper);
      else this.removeEventListener(type, wrapper);
    },
    configurable: true, enumerable: true,
  });
  Object.defineProperty(Object.getOwnPropertyDescriptor(prototype, `on${type}`).get, 'name', { value: `get on${type}` });
  Object.defineProperty(Object.getOwnPropertyDescriptor(prototype, `on${type}`).set, 'name', { value: `set on${type}` });
}

// --- https://dom.spec.whatwg.org/#aborting-ongoing-activities

const kCreate = Symbol('create');
let abortNow;
let signalState;

class AbortSignal extends EventTarget {
  #aborted = false;
  #reason;
  #sources = null;     // of a composite signal
  #dependents = null;  // weak references to composites
  static {
    abortNow = (signal, reason) => {
      if (signal.#aborted) return;
      signal.#aborted = true;
      signal.#reason = reason;
      const all = [signal];
      for (const weak of signal.#dependents ?? []) {
        const dependent = weak.deref();
        if (!dependent || dependent.#aborted) continue;
        dependent.#aborted = true;
        dependent.#reason = reason;
        all.push(dependent);
      }
      for (const one of all) dispatch(one, setTrusted(new Event('abort')));
    };
    signalState = (signal) => (#aborted in signal ? { aborted: signal.#aborted } : undefined);
  }
  constructor(secret = undefined) {
    if (secret !== kCreate) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }
  get aborted() {
    if (!(#aborted in this)) throw new codes.ERR_INVALID_THIS('AbortSignal');
    return this.#aborted;
  }
  get reason() {
    if (!(#aborted in this)) throw new codes.ERR_INVALID_THIS('AbortSignal');
    return this.#reason;
  }
  throwIfAborted() {
    if (!(#aborted in this)) throw new codes.ERR_INVALID_THIS('AbortSignal');
    if (this.#aborted) throw this.#reason;
  }
  [custom](depth, options, inspect = internal.inspect) {
    return inspectWith(this, depth, options, inspect, 'AbortSignal', { aborted: this.#aborted }, options.stylize('[AbortSignal]', 'special'));
  }
  static abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
    const signal = new AbortSignal(kCreate);
    signal.#aborted = true;
    signal.#reason = reason;
    return signal;
  }
  static timeout(delay) {
    require('internal/validators').validateUint32(delay, 'delay', false);
    const signal = new AbortSignal(kCreate);
    // The timer keeps neither the program alive nor, unless somebody listens, the signal.
    const weak = new WeakRef(signal);
    const timer = setTimeout(() => {
      const target = kept.get(timer) ?? weak.deref();
      kept.delete(timer);
      if (target) abortNow(target, new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    }, delay);
    timer.unref();
    timers.set(signal, timer);
    unreachable.register(signal, () => clearTimeout(timer));
    return signal;
  }
  static any(signals) {
    if (signals === null || typeof signals !== 'object' || typeof signals[Symbol.iterator] !== 'function') {
      throw Object.assign(new TypeError('signals cannot be converted to sequence.'), { code: 'ERR_INVALID_ARG_TYPE' });
    }
    const list = [...signals];
    list.forEach((one, index) => {
      if (one === null || typeof one !== 'object' || !(#aborted in one)) throw new codes.ERR_INVALID_ARG_TYPE(`signals[${index}]`, 'AbortSignal', one);
    });
    const result = new AbortSignal(kCreate);
    for (const one of list) {
      if (!one.#aborted) continue;
      result.#aborted = true;
      result.#reason = one.#reason;
      return result;
    }
    result.#sources = new Set();
    const weak = new WeakRef(result);
    for (const one of list) {
      for (const source of one.#sources ?? [one]) {
        result.#sources.add(source);
        const dependents = (source.#dependents ??= new Set());
        dependents.add(weak);
        unreachable.register(result, () => dependents.delete(weak));
      }
    }
    return result;
  }
  [kNewListener](count, type) {
    const timer = type === 'abort' && timers.get(this);
    if (timer) kept.set(timer, this);
  }
  [kRemovedListener](count, type) {
    const timer = count === 0 && type === 'abort' && timers.get(this);
    if (timer) kept.delete(timer);
  }
}
const timers = new WeakMap();
const kept = new Map();
// What to do when nobody can reach a signal any more.
const unreachable = new FinalizationRegistry((cleanUp) => cleanUp());
defineEventHandler(AbortSignal.prototype, 'abort');
enumerable(AbortSignal.prototype, 'aborted reason throwIfAborted', 'AbortSignal');
Object.defineProperty(AbortSignal, 'length', { value: 0 });
for (const name of ['abort', 'timeout', 'any']) Object.defineProperty(AbortSignal, name, { enumerable: true });

class AbortController {
  #signal = new AbortSignal(kCreate);
  get signal() { return this.#signal; }
  abort(reason = new DOMException('This operation was aborted', 'AbortError')) { abortNow(this.#signal, reason); }
  [custom](depth, options, inspect = internal.inspect) {
    return inspectWith(this, depth, options, inspect, 'AbortController', { signal: this.#signal }, options.stylize('[AbortController]', 'special'));
  }
}
enumerable(AbortController.prototype, 'signal abort', 'AbortController');

for (const Interface of [Event]) {
  for (const name of ['NONE', 'CAPTURING_PHASE', 'AT_TARGET', 'BUBBLING_PHASE']) {
    const value = Interface[name];
    Object.defineProperty(Interface, name, { value, enumerable: true, writable: false, configurable: false });
    Object.defineProperty(Interface.prototype, name, { value, enumerable: true });
  }
}

module.exports = {
  Event, CustomEvent, EventTarget, AbortController, AbortSignal, defineEventHandler, enumerable, dispatch, setTrusted,
  kNewListener, kRemovedListener, kIsEventTarget, listenersOf, signalState,
};
