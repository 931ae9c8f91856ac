// structuredClone and the cloning that messages go through.
// https://html.spec.whatwg.org/multipage/structured-data.html
'use strict';
const { codes } = require('internal/errors');

const kTransfer = Symbol('transfer');  // (): what arrives on the other side, for objects that move
const kClone = Symbol('clone');        // (): a copy, for platform objects such as Blob

function uncloneable(value) {
  let shown;
  if (typeof value === 'symbol') shown = String(value);
  else if (typeof value === 'function') shown = String(value);
  else shown = `#<${value?.constructor?.name ?? 'Object'}>`;
  return new DOMException(`${shown} could not be cloned.`, 'DataCloneError');
}

const kErrors = { __proto__: null, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

function cloneObject(value, memory) {
  const known = memory.get(value);
  if (known !== undefined) return known;
  const remember = (copy) => {
    memory.set(value, copy);
    return copy;
  };
  if (typeof value[kClone] === 'function') return remember(value[kClone]());
  if (typeof value[kTransfer] === 'function') {
    throw new DOMException('Object that needs transfer was found in message but not listed in transferList', 'DataCloneError');
  }
  switch (internal.classOf(value)) {
    case 'BooleanObject': return remember(Object(Boolean.prototype.valueOf.call(value)));
    case 'NumberObject': return remember(Object(Number.prototype.valueOf.call(value)));
    case 'StringObject': return remember(Object(String.prototype.valueOf.call(value)));
    case 'BigIntObject': return remember(Object(BigInt.prototype.valueOf.call(value)));
    case 'Date': return remember(new Date(Date.prototype.getTime.call(value)));
    case 'RegExp': return remember(new RegExp(value.source, value.flags));
    case 'ArrayBuffer': {
      if (value.detached) throw new DOMException('An ArrayBuffer is detached and could not be cloned.', 'DataCloneError');
      if (value.immutable) return remember(value.sliceToImmutable());
      const copy = value.resizable ? new ArrayBuffer(value.byteLength, { maxByteLength: value.maxByteLength }) : new ArrayBuffer(value.byteLength);
      new Uint8Array(copy).set(new Uint8Array(value));
      return remember(copy);
    }
    case 'SharedArrayBuffer': return remember(value);
    case 'TypedArray': {
      const name = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get.call(value);
      return remember(new globalThis[name](cloneObject(value.buffer, memory), value.byteOffset, value.length));
    }
    case 'DataView': return remember(new DataView(cloneObject(value.buffer, memory), value.byteOffset, value.byteLength));
    case 'Map': {
      const copy = remember(new Map());
      for (const [key, item] of [...Map.prototype.entries.call(value)]) copy.set(clone(key, memory), clone(item, memory));
      return copy;
    }
    case 'Set': {
      const copy = remember(new Set());
      for (const item of [...Set.prototype.values.call(value)]) copy.add(clone(item, memory));
      return copy;
    }
    case 'Error': {
      const name = `${value.name}`;
      const Class = kErrors[name] ?? Error;
      const data = (key) => {
        const descriptor = Object.getOwnPropertyDescriptor(value, key);
        return descriptor && 'value' in descriptor ? descriptor : undefined;
      };
      const error = new Class();
      memory.set(value, error);
      if (data('message')) Object.defineProperty(error, 'message', { value: String(value.message), writable: true, configurable: true });
      const stack = value.stack;
      if (typeof stack === 'string') error.stack = stack;
      if (data('cause')) Object.defineProperty(error, 'cause', { value: clone(value.cause, memory), writable: true, configurable: true });
      return error;
    }
    case 'Array': {
      const copy = remember(new Array(value.length));
      copyProperties(value, copy, memory);
      return copy;
    }
    case 'Object': case 'Arguments': case 'MappedArguments': {
      const copy = remember({});
      copyProperties(value, copy, memory);
      return copy;
    }
    default: throw uncloneable(value);
  }
}

function copyProperties(from, to, memory) {
  for (const key of Object.keys(from)) {
    if (!Object.hasOwn(from, key)) continue;
    Object.defineProperty(to, key, { value: clone(from[key], memory), writable: true, enumerable: true, configurable: true });
  }
}

function clone(value, memory) {
  if (typeof value === 'symbol' || typeof value === 'function') throw uncloneable(value);
  if (typeof value !== 'object' || value === null) return value;
  return cloneObject(value, memory);
}

// What a message is on the other side, and what it carries over.
function cloneWithTransfer(value, transfer) {
  const memory = new Map();
  const moved = [];
  for (const item of transfer) {
    if (memory.has(item) || moved.includes(item)) throw new DOMException('Transfer list contains duplicate ' + (internal.classOf(item) === 'ArrayBuffer' ? 'ArrayBuffer' : 'object'), 'DataCloneError');
    if (internal.classOf(item) === 'ArrayBuffer') {
      if (item.detached) throw new DOMException('An ArrayBuffer is detached and could not be cloned.', 'DataCloneError');
      if (item.immutable) throw new DOMException('An immutable ArrayBuffer cannot be transferred', 'DataCloneError');
    } else if (typeof item?.[kTransfer] !== 'function') {
      throw new DOMException('Value not transferable', 'DataCloneError');
    }
    moved.push(item);
  }
  // Buffers move only when everything else has been cloned: a failure leaves them where they were.
  const standIns = new Map();
  for (const item of moved) {
    if (internal.classOf(item) === 'ArrayBuffer') {
      const copy = item.slice(0);
      memory.set(item, copy);
      standIns.set(item, copy);
    } else {
      memory.set(item, item[kTransfer]());
    }
  }
  const result = clone(value, memory);
  for (const item of standIns.keys()) item.transfer();
  return { value: result, transferred: moved.map((item) => memory.get(item)) };
}

function structuredClone(value, options = undefined) {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('The value argument must be specified');
  const transfer = options?.transfer;
  if (transfer !== undefined && typeof transfer?.[Symbol.iterator] !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('options.transfer', 'Iterable', transfer);
  return transfer === undefined ? clone(value, new Map()) : cloneWithTransfer(value, [...transfer]).value;
}

module.exports = { structuredClone, cloneWithTransfer, kTransfer, kClone };
