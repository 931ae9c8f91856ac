// ReadableStream, its readers and controllers, byte streams included. https://streams.spec.whatwg.org/#rs
// The operations have the specification's names in camel case; each object's internal slots are in one record.
'use strict';
const { codes } = require('internal/errors');
const {
  state, kSecret, kParked, brand, deferred, resolved, rejected, adopted, soon, react, afterStart, enqueueValueWithSize, dequeueValue, resetQueue,
  extractHighWaterMark, extractSizeAlgorithm, method, setPromiseHandled, inspectStream, transferBuffer, members,
} = require('internal/web/stream_support');
const { kTransfer } = require('internal/web/clone');
const custom = Symbol.for('nodejs.util.inspect.custom');

// --- the stream

class ReadableStream {
  constructor(source = {}, strategy = {}) {
    if (source === kSecret) return;
    if (source === null || (typeof source !== 'object' && typeof source !== 'function')) throw new codes.ERR_INVALID_ARG_TYPE('source', 'Object', source);
    if (strategy !== undefined && strategy !== null && typeof strategy !== 'object' && typeof strategy !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('strategy', 'Object', strategy);
    initialize(this);
    const type = source.type;
    if (`${type}` === 'bytes' && type !== undefined) {
      if (strategy?.size !== undefined) throw new codes.ERR_INVALID_ARG_VALUE.RangeError('strategy.size', strategy.size);
      setUpByteControllerFromSource(this, source, extractHighWaterMark(strategy, 0));
    } else {
      if (type !== undefined) throw new codes.ERR_INVALID_ARG_VALUE('source.type', type);
      const size = extractSizeAlgorithm(strategy);
      setUpDefaultControllerFromSource(this, source, extractHighWaterMark(strategy, 1), size);
    }
  }
  get locked() {
    return brand(this, 'ReadableStream').reader !== undefined;
  }
  cancel(reason = undefined) {
    if (state(this)?.kind !== 'ReadableStream') return rejected(new codes.ERR_INVALID_THIS('ReadableStream'));
    if (isLocked(this)) return rejected(new codes.ERR_INVALID_STATE.TypeError('ReadableStream is locked'));
    return readableStreamCancel(this, reason);
  }
  getReader(options = {}) {
    brand(this, 'ReadableStream');
    const mode = options?.mode;
    if (mode === undefined) return new ReadableStreamDefaultReader(this);
    if (`${mode}` !== 'byob') throw new codes.ERR_INVALID_ARG_VALUE('options.mode', mode);
    return new ReadableStreamBYOBReader(this);
  }
  pipeThrough(transform, options = {}) {
    brand(this, 'ReadableStream');
    const readable = transform?.readable;
    if (state(readable)?.kind !== 'ReadableStream') throw new codes.ERR_INVALID_ARG_TYPE('transform.readable', 'ReadableStream', readable);
    const writable = transform?.writable;
    if (state(writable)?.kind !== 'WritableStream') throw new codes.ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', writable);
    const { preventAbort, preventCancel, preventClose, signal } = options ?? {};
    if (signal !== undefined) require('internal/validators').validateAbortSignal(signal, 'options.signal');
    if (isLocked(this)) throw new codes.ERR_INVALID_STATE.TypeError('The ReadableStream is locked');
    if (state(writable).writer !== undefined) throw new codes.ERR_INVALID_STATE.TypeError('The WritableStream is locked');
    setPromiseHandled(require('internal/web/stream_pipe').pipeTo(this, writable, !!preventClose, !!preventAbort, !!preventCancel, signal));
    return readable;
  }
  pipeTo(destination, options = {}) {
    try {
      brand(this, 'ReadableStream');
      if (state(destination)?.kind !== 'WritableStream') throw new codes.ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', destination);
      const { preventAbort, preventCancel, preventClose, signal } = options ?? {};
      if (signal !== undefined) require('internal/validators').validateAbortSignal(signal, 'options.signal');
      if (isLocked(this)) throw new codes.ERR_INVALID_STATE.TypeError('The ReadableStream is locked');
      if (state(destination).writer !== undefined) throw new codes.ERR_INVALID_STATE.TypeError('The WritableStream is locked');
      return require('internal/web/stream_pipe').pipeTo(this, destination, !!preventClose, !!preventAbort, !!preventCancel, signal);
    } catch (error) {
      return rejected(error);
    }
  }
  tee() {
    brand(this, 'ReadableStream');
    return state(state(this).controller).kind === 'ReadableByteStreamController'
      ? require('internal/web/stream_tee').teeBytes(this) : require('internal/web/stream_tee').teeDefault(this);
  }
  values(options = {}) {
    brand(this, 'ReadableStream');
    const preventCancel = !!options?.preventCancel;
    const reader = new ReadableStreamDefaultReader(this);
    return makeIterator(reader, preventCancel);
  }
  static from(iterable) {
    return fromIterable(iterable);
  }
  [custom](depth, options, inspect = internal.inspect) {
    const s = brand(this, 'ReadableStream');
    return inspectStream(this, depth, options, inspect, { locked: this.locked, state: s.state, supportsBYOB: state(s.controller)?.kind === 'ReadableByteStreamController' });
  }
  [kTransfer]() {
    if (isLocked(this)) throw new DOMException('Cannot transfer a locked ReadableStream', 'DataCloneError');
    throw require('internal/errors').notYet('transferable streams');
  }
}
ReadableStream.prototype[Symbol.asyncIterator] = ReadableStream.prototype.values;
Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, { enumerable: false });
members(ReadableStream, 'locked cancel getReader pipeThrough pipeTo tee values');
Object.defineProperty(ReadableStream, 'from', { enumerable: true });

function initialize(stream) {
  state.set(stream, { kind: 'ReadableStream', state: 'readable', reader: undefined, storedError: undefined, disturbed: false, controller: undefined });
}
const isLocked = (stream) => state(stream).reader !== undefined;

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);
function makeIterator(reader, preventCancel) {
  // A read waits for the one before it, if that is not there yet; the first one waits for a turn, as in Node.
  let begun = false;
  let ongoing;
  let done = false;
  const nextSteps = () => {
    if (done) return Promise.resolve({ done: true, value: undefined });
    const promise = deferred();
    defaultReaderRead(reader, {
      chunk(chunk) {
        ongoing = undefined;
        promise.resolve({ done: false, value: chunk });
      },
      close() {
        ongoing = undefined;
        done = true;
        defaultReaderRelease(reader);
        promise.resolve({ done: true, value: undefined });
      },
      error(error) {
        ongoing = undefined;
        done = true;
        defaultReaderRelease(reader);
        promise.reject(error);
      },
    });
    return promise.promise;
  };
  const returnSteps = async (value) => {
    if (done) return { done: true, value };
    done = true;
    if (!preventCancel) {
      const result = readerGenericCancel(reader, value);
      defaultReaderRelease(reader);
      await result;
    } else defaultReaderRelease(reader);
    return { done: true, value };
  };
  return Object.setPrototypeOf({
    next() {
      if (!begun) {
        begun = true;
        ongoing = resolved();
      }
      if (ongoing) {
        ongoing = ongoing.then(nextSteps, nextSteps);
        return ongoing;
      }
      const buffered = !done && hasBuffered(state(reader).stream);
      const result = nextSteps();
      ongoing = buffered ? undefined : result;
      return result;
    },
    return(value) {
      begun = true;
      const started = ongoing ? ongoing.then(() => returnSteps(value), () => returnSteps(value)) : returnSteps(value);
      ongoing = started;
      return started;
    },
    [Symbol.asyncIterator]() { return this; },
  }, AsyncIteratorPrototype);
}

function createReadableStream(start, pull, cancel, highWaterMark = 1, size = () => 1) {
  const stream = new ReadableStream(kSecret);
  initialize(stream);
  setUpDefaultController(stream, new ReadableStreamDefaultController(kSecret), start, pull, cancel, highWaterMark, size);
  return stream;
}
function createReadableByteStream(start, pull, cancel) {
  const stream = new ReadableStream(kSecret);
  initialize(stream);
  setUpByteController(stream, new ReadableByteStreamController(kSecret), start, pull, cancel, 0, undefined);
  return stream;
}

const hasBuffered = (stream) => state(stream).state === 'readable' && state(state(stream).controller).queue.length > 0;

function fromIterable(iterable) {
  const asyncMethod = iterable?.[Symbol.asyncIterator];
  const syncMethod = iterable?.[Symbol.iterator];
  if (typeof asyncMethod !== 'function' && typeof syncMethod !== 'function') throw new codes.ERR_ARG_NOT_ITERABLE(iterable);
  const iterator = (asyncMethod ?? syncMethod).call(iterable);
  if (iterator === null || (typeof iterator !== 'object' && typeof iterator !== 'function')) throw new codes.ERR_INVALID_STATE.TypeError('The iterator method must return an object');
  const { next } = iterator;
  const failed = (error) => defaultControllerError(state(stream).controller, error);
  function enqueue(value) {
    const { controller } = state(stream);
    try {
      defaultControllerEnqueue(controller, value);
    } catch (error) {
      failed(error);
      return;
    }
    state(controller).pulled();
  }
  function take(result) {
    const { controller } = state(stream);
    try {
      if (result === null || typeof result !== 'object') throw new codes.ERR_INVALID_STATE.TypeError('The promise returned by the iterator.next() method must fulfill with an object');
      if (result.done) {
        defaultControllerClose(controller);
        state(controller).pulled();
        return;
      }
      const { value } = result;
      if (value !== null && (typeof value === 'object' || typeof value === 'function')) resolved(value).then(enqueue, failed);
      else enqueue(value);
    } catch (error) {
      failed(error);
    }
  }
  const stream = createReadableStream(() => {}, () => {
    resolved(next.call(iterator)).then(take, failed);
    return kParked;
  }, async (reason) => {
    const returns = iterator.return;
    if (returns === undefined) return;
    const result = await returns.call(iterator, reason);
    if (result === null || typeof result !== 'object') throw new codes.ERR_INVALID_STATE.TypeError('The promise returned by the iterator.return() method must fulfill with an object');
  }, 0);
  return stream;
}

function readableStreamCancel(stream, reason) {
  const s = state(stream);
  s.disturbed = true;
  if (s.state === 'closed') return resolved();
  if (s.state === 'errored') return rejected(s.storedError);
  readableStreamClose(stream);
  const { reader } = s;
  if (reader !== undefined && state(reader).kind === 'ReadableStreamBYOBReader') {
    for (const request of state(reader).requests.splice(0)) request.close(undefined);
  }
  return state(s.controller).cancelSteps(reason).then(() => undefined);
}
function readableStreamClose(stream) {
  const s = state(stream);
  s.state = 'closed';
  s.closed?.resolve();
  if (s.reader === undefined) return;
  state(s.reader).closed.resolve();
  if (state(s.reader).kind === 'ReadableStreamDefaultReader') for (const request of state(s.reader).requests.splice(0)) request.close();
}
function readableStreamError(stream, error) {
  const s = state(stream);
  s.state = 'errored';
  s.storedError = error;
  s.closed?.reject(error);
  if (s.reader === undefined) return;
  const r = state(s.reader);
  r.closed.reject(error);
  setPromiseHandled(r.closed.promise);
  for (const request of r.requests.splice(0)) request.error(error);
}
const requestCount = (stream) => state(state(stream).reader).requests.length;
const hasDefaultReader = (stream) => state(stream).reader !== undefined && state(state(stream).reader).kind === 'ReadableStreamDefaultReader';
const hasByobReader = (stream) => state(stream).reader !== undefined && state(state(stream).reader).kind === 'ReadableStreamBYOBReader';
function fulfillReadRequest(stream, chunk, done) {
  const request = state(state(stream).reader).requests.shift();
  if (done) request.close(chunk);
  else request.chunk(chunk);
}

// --- readers

function readerInitialize(reader, kind, stream) {
  const s = state(stream);
  const r = { kind, stream, requests: [], closed: deferred() };
  state.set(reader, r);
  s.reader = reader;
  if (s.state === 'closed') r.closed.resolve();
  else if (s.state === 'errored') {
    r.closed.reject(s.storedError);
    setPromiseHandled(r.closed.promise);
  }
}
function readerGenericCancel(reader, reason) {
  return readableStreamCancel(state(reader).stream, reason);
}
const releasedError = () => new codes.ERR_INVALID_STATE.TypeError('Releasing reader');
function readerGenericRelease(reader) {
  const r = state(reader);
  const s = state(r.stream);
  const error = releasedError();
  if (s.state === 'readable') r.closed.reject(error);
  else {
    r.closed = deferred();
    r.closed.reject(error);
  }
  setPromiseHandled(r.closed.promise);
  state(s.controller).releaseSteps();
  s.reader = undefined;
  r.stream = undefined;
}
function defaultReaderRelease(reader) {
  readerGenericRelease(reader);
  const error = releasedError();
  for (const request of state(reader).requests.splice(0)) request.error(error);
}
function defaultReaderRead(reader, request) {
  const { stream } = state(reader);
  const s = state(stream);
  s.disturbed = true;
  if (s.state === 'closed') request.close();
  else if (s.state === 'errored') request.error(s.storedError);
  else state(s.controller).pullSteps(request);
}
function promiseRequest(promise) {
  return {
    chunk: (chunk) => promise.resolve({ done: false, value: chunk }),
    close: (chunk) => promise.resolve({ done: true, value: chunk }),
    error: promise.reject,
  };
}

class ReadableStreamDefaultReader {
  constructor(stream) {
    if (state(stream)?.kind !== 'ReadableStream') throw new codes.ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
    if (isLocked(stream)) throw new codes.ERR_INVALID_STATE.TypeError('ReadableStream is locked');
    readerInitialize(this, 'ReadableStreamDefaultReader', stream);
  }
  read() {
    const r = state(this);
    if (r?.kind !== 'ReadableStreamDefaultReader') return rejected(new codes.ERR_INVALID_THIS('ReadableStreamDefaultReader'));
    if (r.stream === undefined) return rejected(new codes.ERR_INVALID_STATE.TypeError('The reader is not attached to a stream'));
    const promise = deferred();
    defaultReaderRead(this, promiseRequest(promise));
    return promise.promise;
  }
  releaseLock() {
    if (brand(this, 'ReadableStreamDefaultReader').stream !== undefined) defaultReaderRelease(this);
  }
  get closed() {
    const r = state(this);
    return r?.kind === 'ReadableStreamDefaultReader' ? r.closed.promise : rejected(new codes.ERR_INVALID_THIS('ReadableStreamDefaultReader'));
  }
  cancel(reason = undefined) {
    const r = state(this);
    if (r?.kind !== 'ReadableStreamDefaultReader') return rejected(new codes.ERR_INVALID_THIS('ReadableStreamDefaultReader'));
    if (r.stream === undefined) return rejected(new codes.ERR_INVALID_STATE.TypeError('The reader is not attached to a stream'));
    return readerGenericCancel(this, reason);
  }
  [custom](depth, options, inspect = internal.inspect) {
    const r = state(this);
    return inspectStream(this, depth, options, inspect, { stream: r.stream, readRequests: r.requests.length, close: r.closed.promise });
  }
}
members(ReadableStreamDefaultReader, 'read releaseLock closed cancel');

class ReadableStreamBYOBReader {
  constructor(stream) {
    if (state(stream)?.kind !== 'ReadableStream') throw new codes.ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
    if (isLocked(stream)) throw new codes.ERR_INVALID_STATE.TypeError('ReadableStream is locked');
    if (state(state(stream).controller).kind !== 'ReadableByteStreamController') throw new codes.ERR_INVALID_ARG_VALUE('reader', stream, 'must be a byte stream');
    readerInitialize(this, 'ReadableStreamBYOBReader', stream);
  }
  async read(view, options = {}) {
    const r = brand(this, 'ReadableStreamBYOBReader');
    const { validateBuffer, validateNumber } = require('internal/validators');
    validateBuffer(view, 'view');
    if (options !== null && typeof options !== 'object' && typeof options !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    if (view.buffer instanceof SharedArrayBuffer) throw new codes.ERR_INVALID_ARG_VALUE('view', view, 'must not be backed by a SharedArrayBuffer');
    if (view.byteLength === 0 || view.buffer.byteLength === 0) throw new codes.ERR_INVALID_STATE.TypeError('View or Viewed ArrayBuffer is zero-length or detached');
    const min = options?.min ?? 1;
    validateNumber(min, 'options.min');
    if (!Number.isInteger(min)) throw new codes.ERR_INVALID_ARG_VALUE('options.min', min, 'must be an integer');
    if (min <= 0) throw new codes.ERR_INVALID_ARG_VALUE('options.min', min, 'must be greater than 0');
    if (min > (view.length ?? view.byteLength)) throw new codes.ERR_OUT_OF_RANGE('options.min', view.length === undefined ? '<= view.byteLength' : '<= view.length', min);
    if (r.stream === undefined) throw new codes.ERR_INVALID_STATE.TypeError('The reader is not attached to a stream');
    const promise = deferred();
    byobReaderRead(this, view, min, promiseRequest(promise));
    return promise.promise;
  }
  releaseLock() {
    const r = brand(this, 'ReadableStreamBYOBReader');
    if (r.stream === undefined) return;
    byobReaderRelease(this);
  }
  get closed() { return state(this)?.kind === 'ReadableStreamBYOBReader' ? state(this).closed.promise : rejected(new codes.ERR_INVALID_THIS('ReadableStreamBYOBReader')); }
  cancel(reason = undefined) {
    const r = state(this);
    if (r?.kind !== 'ReadableStreamBYOBReader') return rejected(new codes.ERR_INVALID_THIS('ReadableStreamBYOBReader'));
    if (r.stream === undefined) return rejected(new codes.ERR_INVALID_STATE.TypeError('The reader is not attached to a stream'));
    return readerGenericCancel(this, reason);
  }
  [custom](depth, options, inspect = internal.inspect) {
    const r = state(this);
    return inspectStream(this, depth, options, inspect, { stream: r.stream, requests: r.requests.length, close: r.closed.promise });
  }
}
members(ReadableStreamBYOBReader, 'read releaseLock closed cancel');
function byobReaderRelease(reader) {
  readerGenericRelease(reader);
  const error = releasedError();
  for (const request of state(reader).requests.splice(0)) request.error(error);
}
function byobReaderRead(reader, view, min, request) {
  const { stream } = state(reader);
  const s = state(stream);
  s.disturbed = true;
  if (s.state === 'errored') request.error(s.storedError);
  else byteControllerPullInto(s.controller, view, min, request);
}

// --- the default controller

class ReadableStreamDefaultController {
  constructor(secret = undefined) {
    if (secret !== kSecret) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }
  get desiredSize() { return desiredSize(brand(this, 'ReadableStreamDefaultController')); }
  close() {
    brand(this, 'ReadableStreamDefaultController');
    if (!defaultControllerCanCloseOrEnqueue(this)) throw new codes.ERR_INVALID_STATE.TypeError('Controller is already closed');
    defaultControllerClose(this);
  }
  enqueue(chunk = undefined) {
    brand(this, 'ReadableStreamDefaultController');
    if (!defaultControllerCanCloseOrEnqueue(this)) throw new codes.ERR_INVALID_STATE.TypeError('Controller is already closed');
    defaultControllerEnqueue(this, chunk);
  }
  error(error = undefined) {
    brand(this, 'ReadableStreamDefaultController');
    defaultControllerError(this, error);
  }
  [custom](depth, options, inspect = internal.inspect) { return inspectStream(this, depth, options, inspect, {}); }
}
members(ReadableStreamDefaultController, 'desiredSize close enqueue error');

function desiredSize(c) {
  const { state: streamState } = state(c.stream);
  if (streamState === 'errored') return null;
  if (streamState === 'closed') return 0;
  return c.highWaterMark - c.queueTotalSize;
}
function shouldCallPull(c) {
  const s = state(c.stream);
  if (s.state !== 'readable' || c.closeRequested || !c.started) return false;
  if (s.reader !== undefined && state(s.reader).requests.length > 0) return true;
  return desiredSize(c) > 0;
}
function callPullIfNeeded(controller) {
  const c = state(controller);
  if (!shouldCallPull(c)) return;
  if (c.pulling) {
    c.pullAgain = true;
    return;
  }
  c.pulling = true;
  react(c.pulled, (error) => controllerError(controller, error), c.pull, controller);
}
const afterPull = (controller) => () => {
  const c = state(controller);
  c.pulling = false;
  if (c.pullAgain) {
    c.pullAgain = false;
    callPullIfNeeded(controller);
  }
};
const controllerError = (controller, error) => (state(controller).kind === 'ReadableByteStreamController' ? byteControllerError(controller, error) : defaultControllerError(controller, error));
function clearAlgorithms(c) {
  c.pull = c.cancel = c.size = undefined;
}
function defaultControllerCanCloseOrEnqueue(controller) {
  const c = state(controller);
  return !c.closeRequested && state(c.stream).state === 'readable';
}
function defaultControllerClose(controller) {
  if (!defaultControllerCanCloseOrEnqueue(controller)) return;
  const c = state(controller);
  c.closeRequested = true;
  if (c.queue.length === 0) {
    clearAlgorithms(c);
    readableStreamClose(c.stream);
  }
}
function defaultControllerEnqueue(controller, chunk) {
  if (!defaultControllerCanCloseOrEnqueue(controller)) return;
  const c = state(controller);
  if (isLocked(c.stream) && requestCount(c.stream) > 0) fulfillReadRequest(c.stream, chunk, false);
  else {
    try {
      enqueueValueWithSize(c, chunk, c.size(chunk));
    } catch (error) {
      defaultControllerError(controller, error);
      throw error;
    }
  }
  callPullIfNeeded(controller);
}
function defaultControllerError(controller, error) {
  const c = state(controller);
  if (state(c.stream).state !== 'readable') return;
  resetQueue(c);
  clearAlgorithms(c);
  readableStreamError(c.stream, error);
}
function setUpDefaultController(stream, controller, start, pull, cancel, highWaterMark, size) {
  const c = {
    kind: 'ReadableStreamDefaultController', stream, queue: [], queueTotalSize: 0, started: false, closeRequested: false,
    pullAgain: false, pulling: false, pulled: afterPull(controller), size, highWaterMark, pull, cancel,
    cancelSteps(reason) {
      resetQueue(c);
      const result = c.cancel(reason);
      clearAlgorithms(c);
      return result;
    },
    pullSteps(request) {
      if (c.queue.length > 0) {
        const chunk = dequeueValue(c);
        if (c.closeRequested && c.queue.length === 0) {
          clearAlgorithms(c);
          readableStreamClose(stream);
        } else callPullIfNeeded(controller);
        request.chunk(chunk);
      } else {
        state(state(stream).reader).requests.push(request);
        callPullIfNeeded(controller);
      }
    },
    releaseSteps() {},
  };
  state.set(controller, c);
  state(stream).controller = controller;
  afterStart(start(controller), () => {
    c.started = true;
    callPullIfNeeded(controller);
  }, (error) => defaultControllerError(controller, error));
}
function setUpDefaultControllerFromSource(stream, source, highWaterMark, size) {
  const start = method(source, 'start', 'source.start');
  const pull = method(source, 'pull', 'source.pull');
  const cancel = method(source, 'cancel', 'source.cancel');
  setUpDefaultController(stream, new ReadableStreamDefaultController(kSecret), start ?? (() => {}), pull ?? (() => {}), (reason) => adopted(cancel, reason), highWaterMark, size);
}

// --- the byte stream controller

class ReadableByteStreamController {
  constructor(secret = undefined) {
    if (secret !== kSecret) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }
  get byobRequest() {
    const c = brand(this, 'ReadableByteStreamController');
    if (c.byobRequest === null && c.pendingPullIntos.length > 0) {
      const first = c.pendingPullIntos[0];
      const view = new Uint8Array(first.buffer, first.byteOffset + first.bytesFilled, first.byteLength - first.bytesFilled);
      c.byobRequest = new ReadableStreamBYOBRequest(kSecret);
      state.set(c.byobRequest, { kind: 'ReadableStreamBYOBRequest', controller: this, view });
    }
    return c.byobRequest;
  }
  get desiredSize() { return desiredSize(brand(this, 'ReadableByteStreamController')); }
  close() {
    const c = brand(this, 'ReadableByteStreamController');
    if (c.closeRequested) throw new codes.ERR_INVALID_STATE.TypeError('Controller is already closed');
    if (state(c.stream).state !== 'readable') throw new codes.ERR_INVALID_STATE.TypeError('ReadableStream is already closed');
    byteControllerClose(this);
  }
  enqueue(chunk) {
    const c = brand(this, 'ReadableByteStreamController');
    if (!ArrayBuffer.isView(chunk)) throw new codes.ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], chunk);
    if (chunk.byteLength === 0 || chunk.buffer.byteLength === 0) throw new codes.ERR_INVALID_STATE.TypeError('chunk ArrayBuffer is zero-length or detached');
    if (c.closeRequested) throw new codes.ERR_INVALID_STATE.TypeError('Controller is already closed');
    if (state(c.stream).state !== 'readable') throw new codes.ERR_INVALID_STATE.TypeError('ReadableStream is already closed');
    byteControllerEnqueue(this, chunk);
  }
  error(error = undefined) {
    brand(this, 'ReadableByteStreamController');
    byteControllerError(this, error);
  }
  [custom](depth, options, inspect = internal.inspect) { return inspectStream(this, depth, options, inspect, {}); }
}
members(ReadableByteStreamController, 'byobRequest desiredSize close enqueue error');

class ReadableStreamBYOBRequest {
  constructor(secret = undefined) {
    if (secret !== kSecret) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }
  get view() { return brand(this, 'ReadableStreamBYOBRequest').view; }
  respond(bytesWritten) {
    const r = brand(this, 'ReadableStreamBYOBRequest');
    if (r.controller === undefined) throw new codes.ERR_INVALID_STATE.TypeError('This BYOB request has been invalidated');
    if (r.view.byteLength === 0 || r.view.buffer.byteLength === 0) throw new codes.ERR_INVALID_STATE.TypeError('Viewed ArrayBuffer is detached');
    byteControllerRespond(r.controller, Number(bytesWritten));
  }
  respondWithNewView(view) {
    const r = brand(this, 'ReadableStreamBYOBRequest');
    if (r.controller === undefined) throw new codes.ERR_INVALID_STATE.TypeError('This BYOB request has been invalidated');
    if (!ArrayBuffer.isView(view)) throw new codes.ERR_INVALID_ARG_TYPE('view', ['Buffer', 'TypedArray', 'DataView'], view);
    byteControllerRespondWithNewView(r.controller, view);
  }
}
members(ReadableStreamBYOBRequest, 'view respond respondWithNewView');

function invalidateByobRequest(c) {
  if (c.byobRequest === null) return;
  Object.assign(state(c.byobRequest), { controller: undefined, view: null });
  c.byobRequest = null;
}
function byteControllerError(controller, error) {
  const c = state(controller);
  if (state(c.stream).state !== 'readable') return;
  invalidateByobRequest(c);
  c.pendingPullIntos = [];
  resetQueue(c);
  clearAlgorithms(c);
  readableStreamError(c.stream, error);
}
function byteControllerClose(controller) {
  const c = state(controller);
  if (c.closeRequested || state(c.stream).state !== 'readable') return;
  if (c.queueTotalSize > 0) {
    c.closeRequested = true;
    return;
  }
  if (c.pendingPullIntos.length > 0) {
    const first = c.pendingPullIntos[0];
    if (first.bytesFilled % first.elementSize !== 0) {
      const error = new codes.ERR_INVALID_STATE.TypeError('Partial read');
      byteControllerError(controller, error);
      throw error;
    }
  }
  clearAlgorithms(c);
  readableStreamClose(c.stream);
}
function enqueueChunk(c, buffer, byteOffset, byteLength) {
  c.queue.push({ buffer, byteOffset, byteLength });
  c.queueTotalSize += byteLength;
}
function enqueueClonedChunk(controller, buffer, byteOffset, byteLength) {
  enqueueChunk(state(controller), buffer.slice(byteOffset, byteOffset + byteLength), 0, byteLength);
}
function enqueueDetachedPullInto(controller, descriptor) {
  if (descriptor.bytesFilled > 0) enqueueClonedChunk(controller, descriptor.buffer, descriptor.byteOffset, descriptor.bytesFilled);
  state(controller).pendingPullIntos.shift();
}
function byteControllerEnqueue(controller, chunk) {
  const c = state(controller);
  const { stream } = c;
  if (c.closeRequested || state(stream).state !== 'readable') return;
  const { byteOffset, byteLength } = chunk;
  const buffer = transferBuffer(chunk.buffer);
  if (c.pendingPullIntos.length > 0) {
    const first = c.pendingPullIntos[0];
    invalidateByobRequest(c);
    first.buffer = transferBuffer(first.buffer);
    if (first.readerType === 'none') enqueueDetachedPullInto(controller, first);
  }
  if (hasDefaultReader(stream)) {
    // What waits gets what there is.
    const { requests } = state(state(stream).reader);
    while (requests.length > 0 && c.queueTotalSize > 0) fillReadRequestFromQueue(controller, requests.shift());
    if (requestCount(stream) === 0) enqueueChunk(c, buffer, byteOffset, byteLength);
    else {
      if (c.pendingPullIntos.length > 0) c.pendingPullIntos.shift();
      fulfillReadRequest(stream, new Uint8Array(buffer, byteOffset, byteLength), false);
    }
  } else if (hasByobReader(stream)) {
    enqueueChunk(c, buffer, byteOffset, byteLength);
    processPullIntos(controller);
  } else enqueueChunk(c, buffer, byteOffset, byteLength);
  callPullIfNeeded(controller);
}
function fillReadRequestFromQueue(controller, request) {
  const c = state(controller);
  const entry = c.queue.shift();
  c.queueTotalSize -= entry.byteLength;
  handleQueueDrain(controller);
  request.chunk(new Uint8Array(entry.buffer, entry.byteOffset, entry.byteLength));
}
function handleQueueDrain(controller) {
  const c = state(controller);
  if (c.queueTotalSize === 0 && c.closeRequested) {
    clearAlgorithms(c);
    readableStreamClose(c.stream);
  } else callPullIfNeeded(controller);
}
function convertPullInto(descriptor) {
  const { bytesFilled, elementSize, viewConstructor, byteOffset } = descriptor;
  return new viewConstructor(transferBuffer(descriptor.buffer), byteOffset, bytesFilled / elementSize);
}
function commitPullInto(stream, descriptor) {
  const done = state(stream).state === 'closed';
  const view = convertPullInto(descriptor);
  if (descriptor.readerType === 'default') fulfillReadRequest(stream, view, done);
  else fulfillReadRequest(stream, view, done);
}
function fillPullIntoFromQueue(controller, descriptor) {
  const c = state(controller);
  const maxCopy = Math.min(c.queueTotalSize, descriptor.byteLength - descriptor.bytesFilled);
  const maxFilled = descriptor.bytesFilled + maxCopy;
  let left = maxCopy;
  let ready = false;
  const aligned = maxFilled - (maxFilled % descriptor.elementSize);
  if (aligned >= descriptor.minimumFill) {
    left = aligned - descriptor.bytesFilled;
    ready = true;
  }
  while (left > 0) {
    const head = c.queue[0];
    const count = Math.min(left, head.byteLength);
    new Uint8Array(descriptor.buffer).set(new Uint8Array(head.buffer, head.byteOffset, count), descriptor.byteOffset + descriptor.bytesFilled);
    if (head.byteLength === count) c.queue.shift();
    else {
      head.byteOffset += count;
      head.byteLength -= count;
    }
    c.queueTotalSize -= count;
    descriptor.bytesFilled += count;
    left -= count;
  }
  return ready;
}
function processPullIntos(controller) {
  const c = state(controller);
  const filled = [];
  while (c.pendingPullIntos.length > 0 && c.queueTotalSize > 0) {
    const first = c.pendingPullIntos[0];
    if (!fillPullIntoFromQueue(controller, first)) break;
    invalidateByobRequest(c);
    c.pendingPullIntos.shift();
    filled.push(first);
  }
  for (const descriptor of filled) commitPullInto(c.stream, descriptor);
}
function byteControllerPullInto(controller, view, min, request) {
  const c = state(controller);
  const { stream } = c;
  const elementSize = view instanceof DataView ? 1 : view.BYTES_PER_ELEMENT;
  const viewConstructor = view instanceof DataView ? DataView : globalThis[view[Symbol.toStringTag]];
  const { byteOffset, byteLength } = view;
  let buffer;
  try {
    buffer = transferBuffer(view.buffer);
  } catch (error) {
    request.error(error);
    return;
  }
  const descriptor = { buffer, bufferByteLength: buffer.byteLength, byteOffset, byteLength, bytesFilled: 0, minimumFill: min * elementSize, elementSize, viewConstructor, readerType: 'byob' };
  if (c.pendingPullIntos.length > 0) {
    c.pendingPullIntos.push(descriptor);
    state(state(stream).reader).requests.push(request);
    return;
  }
  if (state(stream).state === 'closed') {
    request.close(new viewConstructor(buffer, byteOffset, 0));
    return;
  }
  if (c.queueTotalSize > 0) {
    if (fillPullIntoFromQueue(controller, descriptor)) {
      const filled = convertPullInto(descriptor);
      handleQueueDrain(controller);
      request.chunk(filled);
      return;
    }
    if (c.closeRequested) {
      const error = new codes.ERR_INVALID_STATE.TypeError('ReadableStream closed');
      byteControllerError(controller, error);
      request.error(error);
      return;
    }
  }
  c.pendingPullIntos.push(descriptor);
  state(state(stream).reader).requests.push(request);
  callPullIfNeeded(controller);
}
function byteControllerRespond(controller, bytesWritten) {
  const c = state(controller);
  const first = c.pendingPullIntos[0];
  if (state(c.stream).state === 'closed') {
    if (bytesWritten !== 0) throw new codes.ERR_INVALID_STATE.TypeError('Controller is already closed');
  } else {
    if (bytesWritten === 0) throw new codes.ERR_INVALID_STATE.TypeError('"bytesWritten" is 0 for a pending stream');
    if (first.bytesFilled + bytesWritten > first.byteLength) throw new codes.ERR_INVALID_ARG_VALUE.RangeError('bytesWritten', bytesWritten);
  }
  first.buffer = transferBuffer(first.buffer);
  respondInternal(controller, bytesWritten);
}
function byteControllerRespondWithNewView(controller, view) {
  const c = state(controller);
  const first = c.pendingPullIntos[0];
  if (state(c.stream).state === 'closed') {
    if (view.byteLength !== 0) throw new codes.ERR_INVALID_STATE.TypeError('View is not zero-length');
  } else if (view.byteLength === 0) throw new codes.ERR_INVALID_STATE.TypeError('View is zero-length');
  if (first.byteOffset + first.bytesFilled !== view.byteOffset || first.bufferByteLength !== view.buffer.byteLength ||
      first.bytesFilled + view.byteLength > first.byteLength) throw new codes.ERR_INVALID_ARG_VALUE.RangeError('view', view);
  const { byteLength } = view;
  first.buffer = transferBuffer(view.buffer);
  respondInternal(controller, byteLength);
}
function respondInternal(controller, bytesWritten) {
  const c = state(controller);
  const first = c.pendingPullIntos[0];
  invalidateByobRequest(c);
  if (state(c.stream).state === 'closed') {
    if (first.readerType === 'none') c.pendingPullIntos.shift();
    if (hasByobReader(c.stream)) {
      while (state(state(c.stream).reader).requests.length > 0) commitPullInto(c.stream, c.pendingPullIntos.shift());
    }
  } else {
    first.bytesFilled += bytesWritten;
    if (first.readerType === 'none') {
      enqueueDetachedPullInto(controller, first);
      processPullIntos(controller);
    } else if (first.bytesFilled >= first.minimumFill) {
      c.pendingPullIntos.shift();
      const rest = first.bytesFilled % first.elementSize;
      if (rest > 0) {
        const end = first.byteOffset + first.bytesFilled;
        enqueueClonedChunk(controller, first.buffer, end - rest, rest);
      }
      first.bytesFilled -= rest;
      commitPullInto(c.stream, first);
      processPullIntos(controller);
    }
  }
  callPullIfNeeded(controller);
}
function setUpByteController(stream, controller, start, pull, cancel, highWaterMark, autoAllocateChunkSize) {
  const c = {
    kind: 'ReadableByteStreamController', stream, queue: [], queueTotalSize: 0, started: false, closeRequested: false,
    pullAgain: false, pulling: false, pulled: afterPull(controller), byobRequest: null, highWaterMark, autoAllocateChunkSize, pendingPullIntos: [],
    pull, cancel,
    cancelSteps(reason) {
      invalidateByobRequest(c);
      c.pendingPullIntos = [];
      resetQueue(c);
      const result = c.cancel(reason);
      clearAlgorithms(c);
      return result;
    },
    pullSteps(request) {
      if (c.queueTotalSize > 0) {
        fillReadRequestFromQueue(controller, request);
        return;
      }
      if (autoAllocateChunkSize !== undefined) {
        let buffer;
        try {
          buffer = new ArrayBuffer(autoAllocateChunkSize);
        } catch (error) {
          request.error(error);
          return;
        }
        c.pendingPullIntos.push({ buffer, bufferByteLength: autoAllocateChunkSize, byteOffset: 0, byteLength: autoAllocateChunkSize, bytesFilled: 0, minimumFill: 1, elementSize: 1, viewConstructor: Uint8Array, readerType: 'default' });
      }
      state(state(stream).reader).requests.push(request);
      callPullIfNeeded(controller);
    },
    releaseSteps() {
      if (c.pendingPullIntos.length > 0) {
        const first = c.pendingPullIntos[0];
        first.readerType = 'none';
        c.pendingPullIntos = [first];
      }
    },
  };
  state.set(controller, c);
  state(stream).controller = controller;
  afterStart(start(controller), () => {
    c.started = true;
    callPullIfNeeded(controller);
  }, (error) => byteControllerError(controller, error));
}
function setUpByteControllerFromSource(stream, source, highWaterMark) {
  const start = method(source, 'start', 'source.start');
  const pull = method(source, 'pull', 'source.pull');
  const cancel = method(source, 'cancel', 'source.cancel');
  const size = source.autoAllocateChunkSize;
  if (size === 0) throw new codes.ERR_INVALID_ARG_VALUE('source.autoAllocateChunkSize', size);
  setUpByteController(stream, new ReadableByteStreamController(kSecret), start ?? (() => {}), pull ?? (() => {}), (reason) => adopted(cancel, reason), highWaterMark, size);
}

module.exports = {
  ReadableStream, ReadableStreamDefaultReader, ReadableStreamBYOBReader, ReadableStreamBYOBRequest, ReadableByteStreamController,
  ReadableStreamDefaultController, createReadableStream, createReadableByteStream, readableStreamCancel, readableStreamClose, defaultReaderRead, defaultReaderRelease,
  byobReaderRead, byobReaderRelease, readerGenericCancel, defaultControllerEnqueue, defaultControllerClose, defaultControllerError, defaultControllerCanCloseOrEnqueue,
  byteControllerEnqueue, byteControllerClose, byteControllerError, byteControllerRespond, byteControllerRespondWithNewView, desiredSize, shouldCallPull, callPullIfNeeded, clearAlgorithms,
};
