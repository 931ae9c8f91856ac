// MessageChannel, MessagePort, MessageEvent and BroadcastChannel, within one thread.
// https://html.spec.whatwg.org/multipage/web-messaging.html
'use strict';
const { codes } = require('internal/errors');
const { Event, EventTarget, defineEventHandler, dispatch, setTrusted, enumerable, kNewListener, kRemovedListener } = require('internal/web/events');
const { cloneWithTransfer, kTransfer } = require('internal/web/clone');
const custom = Symbol.for('nodejs.util.inspect.custom');
const kSecret = Symbol('messages');

class MessageEvent extends Event {
  #data;
  #origin;
  #lastEventId;
  #source;
  #ports;
  constructor(type, options = {}) {
    super(type, options);
    this.#data = options?.data === undefined ? null : options.data;
    this.#origin = options?.origin === undefined ? '' : `${options.origin}`;
    this.#lastEventId = options?.lastEventId === undefined ? '' : `${options.lastEventId}`;
    this.#source = options?.source ?? null;
    this.#ports = Object.freeze([...(options?.ports ?? [])]);
  }
  get data() { return this.#data; }
  get origin() { return this.#origin; }
  get lastEventId() { return this.#lastEventId; }
  get source() { return this.#source; }
  get ports() { return this.#ports; }
}
enumerable(MessageEvent.prototype, 'data origin lastEventId source ports', 'MessageEvent');

// A port that receives keeps the program alive while it is referenced: an interval that never fires stands for that.
class MessagePort extends EventTarget {
  #other = null;
  #queue = [];
  #started = false;
  #closed = false;
  #referenced = false;
  #keeper;
  #pending = false;
  #emitter = new Map();
  constructor(secret = undefined) {
    if (secret !== kSecret) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }
  static entangle(secret, a, b) {
    a.#other = b;
    b.#other = a;
  }
  postMessage(message, options = undefined) {
    if (arguments.length === 0) throw new TypeError('The "message" argument must be specified');
    const transfer = Array.isArray(options) ? options : options?.transfer ?? [];
    if ([...transfer].includes(this)) throw new DOMException('Transfer list contains source port', 'DataCloneError');
    const { value, transferred } = cloneWithTransfer(message, [...transfer]);
    const target = this.#other;
    if (!target || target.#closed) return;
    target.#queue.push({ value, ports: transferred.filter((one) => one instanceof MessagePort) });
    target.#schedule();
  }
  #schedule() {
    if (!this.#started || this.#pending || this.#queue.length === 0) return;
    this.#pending = true;
    setImmediate(() => {
      this.#pending = false;
      if (this.#closed && this.#queue.length === 0) return;
      const message = this.#queue.shift();
      if (message) dispatch(this, setTrusted(new MessageEvent('message', { data: message.value, ports: message.ports })));
      this.#schedule();
    });
  }
  start() {
    if (this.#closed) return;
    this.#started = true;
    this.ref();
    this.#schedule();
  }
  close(callback = undefined) {
    if (typeof callback === 'function') this.once('close', callback);
    if (this.#closed) return;
    const other = this.#other;
    for (const port of [this, other]) {
      if (!port || port.#closed) continue;
      // What is under way arrives first.
      setImmediate(() => {
        port.#closed = true;
        port.unref();
        dispatch(port, setTrusted(new Event('close')));
      });
    }
  }
  ref() {
    if (this.#referenced || this.#closed) return;
    this.#referenced = true;
    this.#keeper = setInterval(() => {}, 2147483647);
  }
  unref() {
    this.#referenced = false;
    clearInterval(this.#keeper);
  }
  hasRef() { return this.#referenced; }
  static take(secret, port) { return port.#queue.shift(); }
  [kTransfer]() {
    const moved = new MessagePort(kSecret);
    moved.#other = this.#other;
    if (this.#other) this.#other.#other = moved;
    moved.#queue = this.#queue.splice(0);
    this.#other = null;
    this.#closed = true;
    this.unref();
    return moved;
  }
  [kNewListener](count, type) {
    if (type === 'message' && count === 1) {
      this.ref();
      this.start();
    }
  }
  [kRemovedListener](count, type) {
    if (type === 'message' && count === 0) this.unref();
  }
  // An event emitter's methods, as Node's ports have.
  on(type, listener) {
    const wrapper = (event) => listener.call(this, ...(event instanceof MessageEvent ? [event.data] : []));
    this.#emitter.set(listener, wrapper);
    this.addEventListener(type, wrapper);
    return this;
  }
  addListener(type, listener) { return this.on(type, listener); }
  once(type, listener) {
    this.addEventListener(type, (event) => listener.call(this, ...(event instanceof MessageEvent ? [event.data] : [])), { once: true });
    return this;
  }
  off(type, listener) {
    this.removeEventListener(type, this.#emitter.get(listener) ?? listener);
    this.#emitter.delete(listener);
    return this;
  }
  removeListener(type, listener) { return this.off(type, listener); }
  emit(type, argument) {
    return dispatch(this, type === 'message' ? new MessageEvent('message', { data: argument }) : new Event(type));
  }
  [custom](depth, options, inspect = internal.inspect) {
    if (depth < 0) return this;
    return `MessagePort ${inspect({ active: !this.#closed, refed: this.#referenced }, options)}`;
  }
}
defineEventHandler(MessagePort.prototype, 'message');
defineEventHandler(MessagePort.prototype, 'messageerror');
defineEventHandler(MessagePort.prototype, 'close');
enumerable(MessagePort.prototype, 'postMessage start close ref unref hasRef', 'MessagePort');
const { entangle, take } = MessagePort;
delete MessagePort.entangle;
delete MessagePort.take;

class MessageChannel {
  constructor() {
    this.port1 = new MessagePort(kSecret);
    this.port2 = new MessagePort(kSecret);
    entangle(kSecret, this.port1, this.port2);
  }
}
const receiveMessageOnPort = (port) => {
  const message = take(kSecret, port);
  return message && { message: message.value };
};

const channels = new Map();
class BroadcastChannel extends EventTarget {
  #name;
  #closed = false;
  #keeper;
  constructor(name) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    super();
    this.#name = `${name}`;
    if (!channels.has(this.#name)) channels.set(this.#name, new Set());
    channels.get(this.#name).add(this);
    this.ref();
  }
  get name() { return this.#name; }
  postMessage(message) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('message');
    if (this.#closed) throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    for (const other of channels.get(this.#name)) {
      if (other === this) continue;
      const { value } = cloneWithTransfer(message, []);
      setImmediate(() => { if (!other.#closed) dispatch(other, setTrusted(new MessageEvent('message', { data: value }))); });
    }
  }
  close() {
    this.#closed = true;
    channels.get(this.#name).delete(this);
    clearInterval(this.#keeper);
  }
  ref() {
    this.#keeper ??= setInterval(() => {}, 2147483647);
    return this;
  }
  unref() {
    clearInterval(this.#keeper);
    this.#keeper = undefined;
    return this;
  }
  [custom](depth, options, inspect = internal.inspect) {
    if (depth < 0) return 'BroadcastChannel';
    return `BroadcastChannel ${inspect({ name: this.#name, active: !this.#closed }, options)}`;
  }
}
defineEventHandler(BroadcastChannel.prototype, 'message');
defineEventHandler(BroadcastChannel.prototype, 'messageerror');
enumerable(BroadcastChannel.prototype, 'name postMessage close', 'BroadcastChannel');

module.exports = { MessageChannel, MessagePort, MessageEvent, BroadcastChannel, receiveMessageOnPort };
