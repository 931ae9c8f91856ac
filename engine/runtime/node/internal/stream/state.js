// What readable and writable streams share: the legacy base class, construction, destruction, questions about streams.
'use strict';

const EventEmitter = require('events');
const { make, AbortError, aggregateTwo } = require('internal/errors');
const { validateInteger } = require('internal/validators');

const kConstruct = Symbol('kConstruct');
const kDestroy = Symbol('kDestroy');

let defaultBytes = 64 * 1024;
let defaultObjects = 16;
const getDefaultHighWaterMark = (objectMode) => (objectMode ? defaultObjects : defaultBytes);
function setDefaultHighWaterMark(objectMode, value) {
  validateInteger(value, 'value', 0);
  if (objectMode) defaultObjects = value;
  else defaultBytes = value;
}
function highWaterMarkOf(objectMode, options, key, isDuplex) {
  const value = options?.highWaterMark ?? (isDuplex ? options?.[key] : null);
  if (value == null) return getDefaultHighWaterMark(objectMode);
  if (!Number.isInteger(value) || value < 0) throw make('ERR_INVALID_ARG_VALUE', isDuplex && options.highWaterMark == null ? `options.${key}` : 'options.highWaterMark', value);
  return Math.floor(value);
}

// --- the base class: only pipe(), for streams older than Readable

function Stream(options) {
  EventEmitter.call(this, options);
}
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, EventEmitter);

function prependListener(emitter, event, listener) {
  if (typeof emitter.prependListener === 'function') emitter.prependListener(event, listener);
  else if (!emitter._events?.[event]) emitter.on(event, listener);
  else if (Array.isArray(emitter._events[event])) emitter._events[event].unshift(listener);
  else emitter._events[event] = [listener, emitter._events[event]];
}

Stream.prototype.pipe = function pipe(target, options) {
  const source = this;
  function onData(chunk) {
    if (target.writable && target.write(chunk) === false && source.pause) source.pause();
  }
  function onDrain() {
    if (source.readable && source.resume) source.resume();
  }
  let over = false;
  function onEnd() {
    if (over) return;
    over = true;
    target.end();
  }
  function onClose() {
    if (over) return;
    over = true;
    if (typeof target.destroy === 'function') target.destroy();
  }
  function onError(error) {
    cleanup();
    if (EventEmitter.listenerCount(this, 'error') === 0) this.emit('error', error);
  }
  function cleanup() {
    source.removeListener('data', onData);
    target.removeListener('drain', onDrain);
    source.removeListener('end', onEnd);
    source.removeListener('close', onClose);
    source.removeListener('error', onError);
    target.removeListener('error', onError);
    source.removeListener('end', cleanup);
    source.removeListener('close', cleanup);
    target.removeListener('close', cleanup);
  }
  source.on('data', onData);
  target.on('drain', onDrain);
  if (!target._isStdio && (!options || options.end !== false)) {
    source.on('end', onEnd);
    source.on('close', onClose);
  }
  prependListener(source, 'error', onError);
  prependListener(target, 'error', onError);
  source.on('end', cleanup);
  source.on('close', cleanup);
  target.on('close', cleanup);
  target.emit('pipe', source);
  return target;
};
Stream.prototype.eventNames = function eventNames() {
  return Reflect.ownKeys(this._events).filter((name) => this._events[name] !== undefined);
};

// --- destruction

const statesOf = (stream) => [stream._readableState, stream._writableState].filter((state) => state != null);

function noteError(stream, error) {
  if (!error) return;
  void error.stack;
  for (const state of statesOf(stream)) if (!state.errored) state.errored = error;
}

function emitErrorNow(stream, error) {
  const states = statesOf(stream);
  if (states.some((state) => state.errorEmitted)) return;
  for (const state of states) state.errorEmitted = true;
  stream.emit('error', error);
}
function emitCloseNow(stream) {
  const states = statesOf(stream);
  for (const state of states) state.closeEmitted = true;
  if (states.some((state) => state.emitClose)) stream.emit('close');
}
function emitErrorAndClose(stream, error) {
  emitErrorNow(stream, error);
  emitCloseNow(stream);
}

function runDestroy(stream, error, callback) {
  let called = false;
  function done(failure) {
    if (called) return;
    called = true;
    noteError(stream, failure);
    for (const state of statesOf(stream)) state.closed = true;
    if (typeof callback === 'function') callback(failure);
    if (failure) process.nextTick(emitErrorAndClose, stream, failure);
    else process.nextTick(emitCloseNow, stream);
  }
  try {
    stream._destroy(error || null, done);
  } catch (thrown) {
    done(thrown);
  }
}

function destroy(error, callback) {
  const states = statesOf(this);
  if (states.some((state) => state.destroyed)) {
    if (typeof callback === 'function') callback();
    return this;
  }
  noteError(this, error);
  for (const state of states) state.destroyed = true;
  const last = this._writableState ?? this._readableState;
  if (!last.constructed) this.once(kDestroy, (failure) => runDestroy(this, aggregateTwo(failure, error), callback));
  else runDestroy(this, error, callback);
  return this;
}

function undestroy() {
  const r = this._readableState;
  const w = this._writableState;
  if (r) {
    Object.assign(r, {
      constructed: true, closed: false, closeEmitted: false, destroyed: false, errored: null, errorEmitted: false,
      reading: false, ended: r.readable === false, endEmitted: r.readable === false,
    });
  }
  if (w) {
    Object.assign(w, {
      constructed: true, destroyed: false, closed: false, closeEmitted: false, errored: null, errorEmitted: false,
      finalCalled: false, prefinished: false, ended: w.writable === false, ending: w.writable === false, finished: w.writable === false,
    });
  }
}

// With autoDestroy an error destroys; without, it is only emitted.
function errorOrDestroy(stream, error, sync) {
  const states = statesOf(stream);
  if (states.some((state) => state.destroyed)) return;
  if (states.some((state) => state.autoDestroy)) {
    stream.destroy(error);
  } else if (error) {
    noteError(stream, error);
    if (sync) process.nextTick(emitErrorNow, stream, error);
    else emitErrorNow(stream, error);
  }
}

function construct(stream, ready) {
  if (typeof stream._construct !== 'function') return;
  for (const state of statesOf(stream)) state.constructed = false;
  stream.once(kConstruct, ready);
  if (stream.listenerCount(kConstruct) > 1) return;
  process.nextTick(() => {
    let called = false;
    function done(error) {
      if (called) {
        errorOrDestroy(stream, error ?? make('ERR_MULTIPLE_CALLBACK'));
        return;
      }
      called = true;
      const states = statesOf(stream);
      for (const state of states) state.constructed = true;
      const last = stream._writableState ?? stream._readableState;
      if (last.destroyed) stream.emit(kDestroy, error);
      else if (error) errorOrDestroy(stream, error, true);
      else stream.emit(kConstruct);
    }
    try {
      stream._construct((error) => process.nextTick(done, error));
    } catch (error) {
      process.nextTick(done, error);
    }
  });
}

// Of any stream there may be, from outside.
function destroyAny(stream, error) {
  if (!stream || isDestroyed(stream)) return;
  if (!error && !isFinished(stream)) error = new AbortError();
  if (typeof stream.abort === 'function' && typeof stream.setHeader === 'function') stream.abort();
  else if (typeof stream.destroy === 'function') stream.destroy(error);
  else if (typeof stream.close === 'function') stream.close();
  if (!stream.destroyed) stream.destroyed = true;
}

// --- questions. Undefined or null: it cannot be said.

const isReadableNode = (stream, strict = false) => !!(stream && typeof stream.pipe === 'function' && typeof stream.on === 'function' &&
  (!strict || (typeof stream.pause === 'function' && typeof stream.resume === 'function')) &&
  (!stream._writableState || stream._readableState?.readable !== false) && (!stream._writableState || stream._readableState));
const isWritableNode = (stream) => !!(stream && typeof stream.write === 'function' && typeof stream.on === 'function' &&
  (!stream._readableState || stream._writableState?.writable !== false));
const isDuplexNode = (stream) => !!(stream && typeof stream.pipe === 'function' && stream._readableState && typeof stream.on === 'function' && typeof stream.write === 'function');
const isNode = (stream) => !!(stream && (stream._readableState || stream._writableState || (typeof stream.write === 'function' && typeof stream.on === 'function') ||
  (typeof stream.pipe === 'function' && typeof stream.on === 'function')));
const isWebReadable = (value) => !!(value && !isNode(value) && typeof value.pipeThrough === 'function' && typeof value.getReader === 'function' && typeof value.cancel === 'function');
const isWebWritable = (value) => !!(value && !isNode(value) && typeof value.getWriter === 'function' && typeof value.abort === 'function');
const isWebTransform = (value) => !!(value && !isNode(value) && typeof value.readable === 'object' && typeof value.writable === 'object');
function isIterable(value, isAsync) {
  if (value == null) return false;
  if (isAsync === true) return typeof value[Symbol.asyncIterator] === 'function';
  if (isAsync === false) return typeof value[Symbol.iterator] === 'function';
  return typeof value[Symbol.asyncIterator] === 'function' || typeof value[Symbol.iterator] === 'function';
}
function isDestroyed(stream) {
  if (!isNode(stream)) return null;
  const state = stream._writableState || stream._readableState;
  return !!(stream.destroyed || state?.destroyed);
}
function isWritableFinished(stream, strict) {
  if (!isWritableNode(stream)) return null;
  if (stream.writableFinished === true) return true;
  const state = stream._writableState;
  if (state?.errored) return false;
  if (typeof state?.finished !== 'boolean') return null;
  return !!(state.finished || (strict === false && state.ended === true && state.length === 0));
}
function isReadableFinished(stream, strict) {
  if (!isReadableNode(stream)) return null;
  const state = stream._readableState;
  if (state?.errored) return false;
  if (typeof state?.endEmitted !== 'boolean') return null;
  return !!(state.endEmitted || (strict === false && state.ended === true && state.length === 0));
}
function isReadable(stream) {
  if (typeof stream?.readable !== 'boolean') return null;
  if (isDestroyed(stream)) return false;
  return isReadableNode(stream) && stream.readable && !isReadableFinished(stream);
}
function isWritable(stream) {
  if (typeof stream?.writable !== 'boolean') return null;
  if (isDestroyed(stream)) return false;
  const state = stream._writableState;
  return isWritableNode(stream) && stream.writable && !(stream.writableEnded === true || state?.ended);
}
function isFinished(stream, options) {
  if (!isNode(stream)) return null;
  if (isDestroyed(stream)) return true;
  if (options?.readable !== false && isReadable(stream)) return false;
  if (options?.writable !== false && isWritable(stream)) return false;
  return true;
}
const isReadableErrored = (stream) => (isNode(stream) ? stream.readableErrored ?? stream._readableState?.errored ?? null : null);
const isWritableErrored = (stream) => (isNode(stream) ? stream.writableErrored ?? stream._writableState?.errored ?? null : null);
function isClosed(stream) {
  if (!isNode(stream)) return null;
  if (typeof stream.closed === 'boolean') return stream.closed;
  if (typeof stream._writableState?.closed === 'boolean' || typeof stream._readableState?.closed === 'boolean') {
    return stream._writableState?.closed || stream._readableState?.closed;
  }
  return null;
}
function willEmitClose(stream) {
  const state = stream._writableState || stream._readableState;
  return (!state && typeof stream._closed === 'boolean') || !!(state && state.autoDestroy && state.emitClose && state.closed === false);
}
const isErrored = (stream) => !!(stream && (stream.readableErrored ?? stream.writableErrored ?? stream._readableState?.errorEmitted ?? stream._writableState?.errorEmitted));
const isDisturbed = (stream) => !!(stream && (stream.readableDidRead || stream.readableAborted || stream._readableState?.dataEmitted));

// The signal destroys the stream with an AbortError.
function addAbortSignal(signal, stream) {
  if (signal === null || typeof signal !== 'object' || !('aborted' in signal)) throw make('ERR_INVALID_ARG_TYPE', 'signal', 'AbortSignal', signal);
  if (!isNode(stream) && !isWebReadable(stream) && !isWebWritable(stream)) {
    throw make('ERR_INVALID_ARG_TYPE', 'stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  return attachSignal(signal, stream);
}
function attachSignal(signal, stream) {
  const onAbort = isNode(stream) ? () => stream.destroy(new AbortError(undefined, { cause: signal.reason }))
    : () => (stream.cancel ?? stream.abort).call(stream, new AbortError(undefined, { cause: signal.reason }));
  if (signal.aborted) onAbort();
  else {
    signal.addEventListener('abort', onAbort, { once: true });
    if (isNode(stream)) require('internal/stream/finished').eos(stream, () => signal.removeEventListener('abort', onAbort));
  }
  return stream;
}

module.exports = {
  Stream, prependListener, getDefaultHighWaterMark, setDefaultHighWaterMark, highWaterMarkOf, destroy, undestroy, errorOrDestroy,
  construct, destroyAny, isReadableNode, isWritableNode, isDuplexNode, isNode, isWebReadable, isWebWritable, isWebTransform,
  isIterable, isDestroyed, isWritableFinished, isReadableFinished, isReadable, isWritable, isFinished, isReadableErrored,
  isWritableErrored, isClosed, willEmitClose, isErrored, isDisturbed, addAbortSignal, attachSignal,
};
