// What the parts of the Streams standard share: internal slots, queues with sizes, promises. https://streams.spec.whatwg.org
'use strict';
const { codes } = require('internal/errors');

const kSecret = Symbol('streams');
const records = new WeakMap();
const state = (object) => records.get(object);
state.set = (object, record) => { records.set(object, record); };

function brand(object, kind) {
  const record = typeof object === 'object' && object !== null ? records.get(object) : undefined;
  if (record?.kind !== kind) throw new codes.ERR_INVALID_THIS(kind);
  return record;
}

const deferred = () => Promise.withResolvers();
const resolved = (value) => Promise.resolve(value);
const rejected = (error) => Promise.reject(error);
const setPromiseHandled = (promise) => { promise.then(undefined, () => {}); };

// Promise turns are Node's. What start, cancel, close, abort and flush return is what an async function returns: a promise
// among it takes two turns more. What pull, write and transform return is waited for itself.
function adopted(algorithm, ...args) {
  try {
    const value = algorithm?.(...args);
    return new Promise((resolve) => resolve(value));
  } catch (error) {
    return rejected(error);
  }
}
// Given back instead of a result by an algorithm that calls the controller's reactions itself, later.
const kParked = Symbol('parked');
const settled = Promise.resolve();
const soon = (callback) => { settled.then(callback); };
function react(fulfilled, failed, algorithm, ...args) {
  let result;
  try {
    result = algorithm(...args);
  } catch (error) {
    result = rejected(error);
  }
  if (result === kParked) return;
  if (result === null || (typeof result !== 'object' && typeof result !== 'function')) soon(fulfilled);
  else resolved(result).then(fulfilled, failed);
}
// A throw of start is the constructor's.
function afterStart(result, fulfilled, failed) {
  if (result === null || (typeof result !== 'object' && typeof result !== 'function')) soon(fulfilled);
  else new Promise((resolve) => resolve(result)).then(fulfilled, failed);
}

// https://streams.spec.whatwg.org/#queue-with-sizes
function enqueueValueWithSize(container, value, size) {
  size = Number(size);
  if (!(size >= 0) || size === Infinity) throw new codes.ERR_INVALID_ARG_VALUE.RangeError('size', size);
  container.queue.push({ value, size });
  container.queueTotalSize += size;
}
function dequeueValue(container) {
  const { value, size } = container.queue.shift();
  container.queueTotalSize = Math.max(0, container.queueTotalSize - size);
  return value;
}
function resetQueue(container) {
  container.queue = [];
  container.queueTotalSize = 0;
}

function extractHighWaterMark(strategy, fallback) {
  const { highWaterMark } = strategy ?? {};
  if (highWaterMark === undefined) return fallback;
  const number = Number(highWaterMark);
  if (Number.isNaN(number) || number < 0) throw new codes.ERR_INVALID_ARG_VALUE.RangeError('strategy.highWaterMark', highWaterMark);
  return number;
}
function extractSizeAlgorithm(strategy) {
  const { size } = strategy ?? {};
  if (size === undefined) return () => 1;
  if (typeof size !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('strategy.size', 'Function', size);
  return (chunk) => size(chunk);
}
// A member of an underlying source, sink or transformer, bound to it.
function method(object, name, label) {
  const value = object[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'function') throw new codes.ERR_INVALID_ARG_TYPE(label, 'Function', value);
  return (...args) => Reflect.apply(value, object, args);
}

// A stream's own promise of its end, for who asks without reader or writer; settled like theirs.
function closedPromise(stream) {
  const s = state(stream);
  if (s === undefined) return resolved(stream.closed);
  if (s.closed === undefined) {
    s.closed = deferred();
    setPromiseHandled(s.closed.promise);
    if (s.state === 'closed') s.closed.resolve();
    else if (s.state === 'errored') s.closed.reject(s.storedError);
  }
  return s.closed.promise;
}

const transferBuffer = (buffer) => buffer.transfer();

function inspectStream(self, depth, options, inspect, fields) {
  if (depth < 0) return self;
  return `${self.constructor.name} ${inspect(fields, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
}
function members(Class, names) {
  for (const name of names.split(' ')) Object.defineProperty(Class.prototype, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

module.exports = {
  kSecret, kParked, state, brand, deferred, resolved, rejected, adopted, soon, react, afterStart, setPromiseHandled, enqueueValueWithSize, dequeueValue,
  resetQueue, extractHighWaterMark, extractSizeAlgorithm, method, closedPromise, transferBuffer, inspectStream, members,
};
