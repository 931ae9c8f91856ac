// WritableStream, its writer and controller. https://streams.spec.whatwg.org/#ws
'use strict';
const { codes } = require('internal/errors');
const {
  state, kSecret, brand, deferred, resolved, rejected, adopted, react, afterStart, enqueueValueWithSize, resetQueue, dequeueValue,
  extractHighWaterMark, extractSizeAlgorithm, method, setPromiseHandled, inspectStream, members,
} = require('internal/web/stream_support');
const custom = Symbol.for('nodejs.util.inspect.custom');

const kClose = Symbol('close');

class WritableStream {
  constructor(sink = {}, strategy = {}) {
    if (sink === kSecret) return;
    if (sink === null || (typeof sink !== 'object' && typeof sink !== 'function')) throw new codes.ERR_INVALID_ARG_TYPE('sink', 'Object', sink);
    const { type } = sink;
    if (type !== undefined) throw new codes.ERR_INVALID_ARG_VALUE.RangeError('type', type);
    initialize(this);
    const size = extractSizeAlgorithm(strategy);
    const highWaterMark = extractHighWaterMark(strategy, 1);
    const start = method(sink, 'start', 'sink.start');
    const write = method(sink, 'write', 'sink.write');
    const close = method(sink, 'close', 'sink.close');
    const abort = method(sink, 'abort', 'sink.abort');
    setUpController(this, new WritableStreamDefaultController(kSecret), start ?? (() => {}), write ?? (() => {}), () => adopted(close), (reason) => adopted(abort, reason), highWaterMark, size);
  }
  get locked() { return brand(this, 'WritableStream').writer !== undefined; }
  abort(reason = undefined) {
    if (state(this)?.kind !== 'WritableStream') return rejected(new codes.ERR_INVALID_THIS('WritableStream'));
    if (isLocked(this)) return rejected(new codes.ERR_INVALID_STATE.TypeError('WritableStream is locked'));
    return writableStreamAbort(this, reason);
  }
  close() {
    if (state(this)?.kind !== 'WritableStream') return rejected(new codes.ERR_INVALID_THIS('WritableStream'));
    if (isLocked(this)) return rejected(new codes.ERR_INVALID_STATE.TypeError('WritableStream is locked'));
    if (closeQueuedOrInFlight(this)) return rejected(new codes.ERR_INVALID_STATE.TypeError('Failure closing WritableStream'));
    return writableStreamClose(this);
  }
  getWriter() {
    brand(this, 'WritableStream');
    return new WritableStreamDefaultWriter(this);
  }
  [custom](depth, options, inspect = internal.inspect) {
    return inspectStream(this, depth, options, inspect, { locked: this.locked, state: state(this).state });
  }
}
members(WritableStream, 'locked abort close getWriter');

function initialize(stream) {
  state.set(stream, {
    kind: 'WritableStream', state: 'writable', storedError: undefined, writer: undefined, controller: undefined, writeRequests: [],
    inFlightWrite: undefined, closeRequest: undefined, inFlightClose: undefined, pendingAbort: undefined, backpressure: false,
  });
}
const isLocked = (stream) => state(stream).writer !== undefined;

function createWritableStream(start, write, close, abort, highWaterMark = 1, size = () => 1) {
  const stream = new WritableStream(kSecret);
  initialize(stream);
  setUpController(stream, new WritableStreamDefaultController(kSecret), start, write, close, abort, highWaterMark, size);
  return stream;
}

function closeQueuedOrInFlight(stream) {
  const s = state(stream);
  return s.closeRequest !== undefined || s.inFlightClose !== undefined;
}
const hasInFlight = (s) => s.inFlightWrite !== undefined || s.inFlightClose !== undefined;

function writableStreamAbort(stream, reason) {
  const s = state(stream);
  if (s.state === 'closed' || s.state === 'errored') return resolved();
  state(s.controller).abortController?.abort(reason);
  state(s.controller).abortReason = reason;
  state(s.controller).aborted = true;
  if (s.state === 'closed' || s.state === 'errored') return resolved();
  if (s.pendingAbort !== undefined) return s.pendingAbort.promise.promise;
  const wasErroring = s.state === 'erroring';
  if (wasErroring) reason = undefined;
  const promise = deferred();
  s.pendingAbort = { promise, reason, wasErroring };
  if (!wasErroring) startErroring(stream, reason);
  return promise.promise;
}
function writableStreamClose(stream) {
  const s = state(stream);
  if (s.state === 'closed' || s.state === 'errored') return rejected(new codes.ERR_INVALID_STATE.TypeError('WritableStream is closed'));
  const promise = deferred();
  s.closeRequest = promise;
  if (s.writer !== undefined && s.backpressure && s.state === 'writable') {
    state(s.writer).readyPending = false;
    state(s.writer).ready.resolve();
  }
  controllerClose(s.controller);
  return promise.promise;
}
function addWriteRequest(stream) {
  const promise = deferred();
  state(stream).writeRequests.push(promise);
  return promise.promise;
}
function dealWithRejection(stream, error) {
  if (state(stream).state === 'writable') startErroring(stream, error);
  else finishErroring(stream);
}
function startErroring(stream, reason) {
  const s = state(stream);
  s.state = 'erroring';
  s.storedError = reason;
  if (s.writer !== undefined) writerEnsureReadyRejected(s.writer, reason);
  if (!hasInFlight(s) && state(s.controller).started) finishErroring(stream);
}
function finishErroring(stream) {
  const s = state(stream);
  s.state = 'errored';
  const c = state(s.controller);
  resetQueue(c);
  for (const request of s.writeRequests.splice(0)) request.reject(s.storedError);
  if (s.pendingAbort === undefined) {
    rejectCloseAndClosed(stream);
    return;
  }
  const abort = s.pendingAbort;
  s.pendingAbort = undefined;
  if (abort.wasErroring) {
    abort.promise.reject(s.storedError);
    rejectCloseAndClosed(stream);
    return;
  }
  const result = c.abort(abort.reason);
  clearAlgorithms(c);
  result.then(() => {
    abort.promise.resolve();
    rejectCloseAndClosed(stream);
  }, (error) => {
    abort.promise.reject(error);
    rejectCloseAndClosed(stream);
  });
}
function finishInFlightClose(stream) {
  const s = state(stream);
  s.inFlightClose.resolve();
  s.inFlightClose = undefined;
  if (s.state === 'erroring') {
    s.storedError = undefined;
    if (s.pendingAbort !== undefined) {
      s.pendingAbort.promise.resolve();
      s.pendingAbort = undefined;
    }
  }
  s.state = 'closed';
  if (s.writer !== undefined) state(s.writer).closed.resolve();
  s.closed?.resolve();
}
function rejectCloseAndClosed(stream) {
  const s = state(stream);
  if (s.closeRequest !== undefined) {
    s.closeRequest.reject(s.storedError);
    s.closeRequest = undefined;
  }
  s.closed?.reject(s.storedError);
  if (s.writer !== undefined) {
    state(s.writer).closed.reject(s.storedError);
    setPromiseHandled(state(s.writer).closed.promise);
  }
}
function updateBackpressure(stream, backpressure) {
  const s = state(stream);
  const changed = backpressure !== s.backpressure;
  s.backpressure = backpressure;  // first: a pipe goes on when it is told that there is none
  if (s.writer !== undefined && changed) {
    const w = state(s.writer);
    if (backpressure) {
      w.ready = deferred();
      w.readyPending = true;
    } else {
      w.readyPending = false;
      w.ready.resolve();
    }
  }
}

// --- the writer

class WritableStreamDefaultWriter {
  constructor(stream) {
    if (state(stream)?.kind !== 'WritableStream') throw new codes.ERR_INVALID_ARG_TYPE('stream', 'WritableStream', stream);
    if (isLocked(stream)) throw new codes.ERR_INVALID_STATE.TypeError('WritableStream is locked');
    const s = state(stream);
    const w = { kind: 'WritableStreamDefaultWriter', stream, closed: deferred(), ready: deferred(), readyPending: false };
    state.set(this, w);
    s.writer = this;
    switch (s.state) {
      case 'writable':
        if (!closeQueuedOrInFlight(stream) && s.backpressure) w.readyPending = true;
        else w.ready.resolve();
        break;
      case 'erroring':
        w.ready.reject(s.storedError);
        setPromiseHandled(w.ready.promise);
        break;
      case 'closed':
        w.ready.resolve();
        w.closed.resolve();
        break;
      default:
        w.ready.reject(s.storedError);
        setPromiseHandled(w.ready.promise);
        w.closed.reject(s.storedError);
        setPromiseHandled(w.closed.promise);
    }
  }
  get closed() { return state(this)?.kind === 'WritableStreamDefaultWriter' ? state(this).closed.promise : rejected(new codes.ERR_INVALID_THIS('WritableStreamDefaultWriter')); }
  get desiredSize() {
    const w = brand(this, 'WritableStreamDefaultWriter');
    if (w.stream === undefined) throw new codes.ERR_INVALID_STATE.TypeError('Writer is not bound to a WritableStream');
    return writerDesiredSize(w);
  }
  get ready() { return state(this)?.kind === 'WritableStreamDefaultWriter' ? state(this).ready.promise : rejected(new codes.ERR_INVALID_THIS('WritableStreamDefaultWriter')); }
  abort(reason = undefined) {
    const w = state(this);
    if (w?.kind !== 'WritableStreamDefaultWriter') return rejected(new codes.ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    if (w.stream === undefined) return rejected(new codes.ERR_INVALID_STATE.TypeError('Writer is not bound to a WritableStream'));
    return writableStreamAbort(w.stream, reason);
  }
  close() {
    const w = state(this);
    if (w?.kind !== 'WritableStreamDefaultWriter') return rejected(new codes.ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    if (w.stream === undefined) return rejected(new codes.ERR_INVALID_STATE.TypeError('Writer is not bound to a WritableStream'));
    if (closeQueuedOrInFlight(w.stream)) return rejected(new codes.ERR_INVALID_STATE.TypeError('Failure to close WritableStream'));
    return writableStreamClose(w.stream);
  }
  releaseLock() {
    const w = brand(this, 'WritableStreamDefaultWriter');
    if (w.stream !== undefined) writerRelease(this);
  }
  write(chunk = undefined) {
    const w = state(this);
    if (w?.kind !== 'WritableStreamDefaultWriter') return rejected(new codes.ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    if (w.stream === undefined) return rejected(new codes.ERR_INVALID_STATE.TypeError('Writer is not bound to a WritableStream'));
    return writerWrite(this, chunk);
  }
  [custom](depth, options, inspect = internal.inspect) {
    const w = state(this);
    return inspectStream(this, depth, options, inspect, { stream: w.stream, close: w.closed.promise, ready: w.ready.promise, desiredSize: w.stream && writerDesiredSize(w) });
  }
}
members(WritableStreamDefaultWriter, 'closed desiredSize ready abort close releaseLock write');

function writerDesiredSize(w) {
  const s = state(w.stream);
  if (s.state === 'errored' || s.state === 'erroring') return null;
  if (s.state === 'closed') return 0;
  const c = state(s.controller);
  return c.highWaterMark - c.queueTotalSize;
}
function writerEnsureReadyRejected(writer, error) {
  const w = state(writer);
  if (!w.readyPending) w.ready = deferred();
  w.readyPending = false;
  w.ready.reject(error);
  setPromiseHandled(w.ready.promise);
}
function writerRelease(writer) {
  const w = state(writer);
  const s = state(w.stream);
  const error = new codes.ERR_INVALID_STATE.TypeError('Writer has been released');
  writerEnsureReadyRejected(writer, error);
  if (s.state === 'closed' || s.state === 'errored') w.closed = deferred();
  w.closed.reject(error);
  setPromiseHandled(w.closed.promise);
  s.writer = undefined;
  w.stream = undefined;
}
// `request` is resolved or rejected for the write; as it is one for many writes, none of it waits.
function writerWriteWithRequest(writer, chunk, request) {
  const fail = (error) => {
    request.failed = true;
    request.failure = error;
  };
  const w = state(writer);
  const { stream } = w;
  if (stream === undefined) return;
  const s = state(stream);
  const size = chunkSize(s.controller, chunk);
  if (stream !== w.stream) fail(new codes.ERR_INVALID_STATE.TypeError('Mismatched WritableStreams'));
  else if (s.state === 'errored' || (s.state === 'erroring' && !closeQueuedOrInFlight(stream))) fail(s.storedError);
  else if (s.state !== 'writable' || closeQueuedOrInFlight(stream)) fail(new codes.ERR_INVALID_STATE.TypeError('WritableStream is closed'));
  else {
    s.writeRequests.push(request);
    request.pending++;
    controllerWrite(s.controller, chunk, size);
  }
}
function chunkSize(controller, chunk) {
  const c = state(controller);
  try {
    return c.size === undefined ? 1 : c.size(chunk);
  } catch (error) {
    controllerErrorIfNeeded(controller, error);
    return 1;
  }
}
function controllerWrite(controller, chunk, size) {
  const c = state(controller);
  try {
    enqueueValueWithSize(c, { chunk }, size);
  } catch (error) {
    controllerErrorIfNeeded(controller, error);
    return;
  }
  if (!closeQueuedOrInFlight(c.stream) && state(c.stream).state === 'writable') updateBackpressure(c.stream, getBackpressure(c));
  advanceQueue(controller);
}
function writerWrite(writer, chunk) {
  const w = state(writer);
  const { stream } = w;
  const s = state(stream);
  const size = chunkSize(s.controller, chunk);
  if (stream !== w.stream) return rejected(new codes.ERR_INVALID_STATE.TypeError('Mismatched WritableStreams'));
  if (s.state === 'errored') return rejected(s.storedError);
  if (closeQueuedOrInFlight(stream) || s.state === 'closed') return rejected(new codes.ERR_INVALID_STATE.TypeError('WritableStream is closed'));
  if (s.state === 'erroring') return rejected(s.storedError);
  const promise = addWriteRequest(stream);
  controllerWrite(s.controller, chunk, size);
  return promise;
}
function writerCloseWithErrorPropagation(writer) {
  const { stream } = state(writer);
  const s = state(stream);
  if (closeQueuedOrInFlight(stream) || s.state === 'closed') return resolved();
  if (s.state === 'errored') return rejected(s.storedError);
  return writableStreamClose(stream);
}

// --- the controller

class WritableStreamDefaultController {
  constructor(secret = undefined) {
    if (secret !== kSecret) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }
  get signal() {
    const c = brand(this, 'WritableStreamDefaultController');
    if (!c.abortController) {
      c.abortController = new AbortController();
      if (c.aborted) c.abortController.abort(c.abortReason);
    }
    return c.abortController.signal;
  }
  error(error = undefined) {
    const c = brand(this, 'WritableStreamDefaultController');
    if (state(c.stream).state === 'writable') controllerError(this, error);
  }
  [custom](depth, options, inspect = internal.inspect) { return inspectStream(this, depth, options, inspect, { stream: state(this).stream }); }
}
members(WritableStreamDefaultController, 'signal error');

const getBackpressure = (c) => c.highWaterMark - c.queueTotalSize <= 0;
function clearAlgorithms(c) {
  c.write = c.close = c.abort = c.size = undefined;
}
function controllerError(controller, error) {
  const c = state(controller);
  clearAlgorithmsKeepAbort(c);
  startErroring(c.stream, error);
}
function clearAlgorithmsKeepAbort(c) {
  c.write = c.close = c.size = undefined;
  c.abort = () => resolved();
}
function controllerErrorIfNeeded(controller, error) {
  if (state(state(controller).stream).state === 'writable') controllerError(controller, error);
}
function controllerClose(controller) {
  enqueueValueWithSize(state(controller), kClose, 0);
  advanceQueue(controller);
}
function advanceQueue(controller) {
  const c = state(controller);
  const s = state(c.stream);
  if (!c.started || s.inFlightWrite !== undefined) return;
  if (s.state === 'erroring') {
    finishErroring(c.stream);
    return;
  }
  if (c.queue.length === 0) return;
  const { value } = c.queue[0];
  if (value === kClose) processClose(controller);
  else processWrite(controller, value.chunk);
}
function processClose(controller) {
  const c = state(controller);
  const s = state(c.stream);
  s.inFlightClose = s.closeRequest;
  s.closeRequest = undefined;
  dequeueValue(c);
  const result = c.close();
  clearAlgorithms(c);
  c.abort = () => resolved();
  result.then(() => finishInFlightClose(c.stream), (error) => {
    s.inFlightClose.reject(error);
    s.inFlightClose = undefined;
    if (s.pendingAbort !== undefined) {
      s.pendingAbort.promise.reject(error);
      s.pendingAbort = undefined;
    }
    dealWithRejection(c.stream, error);
  });
}
function processWrite(controller, chunk) {
  const c = state(controller);
  const { stream } = c;
  const s = state(stream);
  s.inFlightWrite = s.writeRequests.shift();
  react(c.written, c.writeFailed, c.write, chunk, controller);
}
function setUpController(stream, controller, start, write, close, abort, highWaterMark, size) {
  const c = {
    kind: 'WritableStreamDefaultController', stream, queue: [], queueTotalSize: 0, abortController: undefined, aborted: false,
    abortReason: undefined, started: false, size, highWaterMark,
    write, close, abort,
    written() {
      const s = state(stream);
      s.inFlightWrite.resolve();
      s.inFlightWrite = undefined;
      dequeueValue(c);
      if (!closeQueuedOrInFlight(stream) && s.state === 'writable') updateBackpressure(stream, getBackpressure(c));
      advanceQueue(controller);
    },
    writeFailed(error) {
      const s = state(stream);
      if (s.state === 'writable') clearAlgorithmsKeepAbort(c);
      s.inFlightWrite.reject(error);
      s.inFlightWrite = undefined;
      dealWithRejection(stream, error);
    },
  };
  state.set(controller, c);
  state(stream).controller = controller;
  updateBackpressure(stream, getBackpressure(c));
  afterStart(start(controller), () => {
    c.started = true;
    advanceQueue(controller);
  }, (error) => {
    c.started = true;
    dealWithRejection(stream, error);
  });
}

module.exports = {
  WritableStream, WritableStreamDefaultWriter, WritableStreamDefaultController, createWritableStream, writableStreamAbort,
  closeQueuedOrInFlight, writerRelease, writerWriteWithRequest, writerCloseWithErrorPropagation, writerDesiredSize, controllerErrorIfNeeded,
};
