// finished and pipeline. https://nodejs.org/api/stream.html#streamfinishedstream-options-callback
'use strict';

const { make, AbortError } = require('internal/errors');
const { validateFunction, validateObject, validateAbortSignal, validateBoolean } = require('internal/validators');
const base = require('internal/stream/state');
const nothing = () => {};
// An option: what is over already is told at once.
const kSynchronous = Symbol('synchronous');

function onAbort(signal, listener) {
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}

// callback(error) once the stream is over in the halves asked for; returns a function that stops watching.
function eos(stream, options, callback) {
  if (arguments.length === 2) {
    callback = options;
    options = {};
  } else if (options == null) {
    options = {};
  } else {
    validateObject(options, 'options');
  }
  validateFunction(callback, 'callback');
  validateAbortSignal(options.signal, 'options.signal');
  {
    let called = false;
    const once = callback;
    callback = function (...args) {
      if (called) return;
      called = true;
      Reflect.apply(once, this, args);
    };
  }
  if (base.isWebReadable(stream) || base.isWebWritable(stream)) return eosWeb(stream, options, callback);
  if (!base.isNode(stream)) throw make('ERR_INVALID_ARG_TYPE', 'stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  const readable = options.readable ?? base.isReadableNode(stream);
  const writable = options.writable ?? base.isWritableNode(stream);
  const w = stream._writableState;
  const r = stream._readableState;
  const onLegacyFinish = () => {
    if (!stream.writable) onFinish();
  };
  let waitsForClose = base.willEmitClose(stream) && base.isReadableNode(stream) === readable && base.isWritableNode(stream) === writable;
  let writableFinished = base.isWritableFinished(stream, false);
  const onFinish = () => {
    writableFinished = true;
    if (stream.destroyed) waitsForClose = false;
    if (waitsForClose && (!stream.readable || readable)) return;
    if (!readable || readableFinished) callback.call(stream);
  };
  let readableFinished = base.isReadableFinished(stream, false);
  const onEnd = () => {
    readableFinished = true;
    if (stream.destroyed) waitsForClose = false;
    if (waitsForClose && (!stream.writable || writable)) return;
    if (!writable || writableFinished) callback.call(stream);
  };
  const onError = (error) => callback.call(stream, error);
  let closed = base.isClosed(stream);
  const failure = () => {
    const error = base.isWritableErrored(stream) || base.isReadableErrored(stream);
    return error && typeof error !== 'boolean' ? error : undefined;
  };
  const onClose = () => {
    closed = true;
    const error = failure();
    if (error) return callback.call(stream, error);
    if (readable && !readableFinished && base.isReadableNode(stream, true) && !base.isReadableFinished(stream, false)) {
      return callback.call(stream, make('ERR_STREAM_PREMATURE_CLOSE'));
    }
    if (writable && !writableFinished && !base.isWritableFinished(stream, false)) {
      return callback.call(stream, make('ERR_STREAM_PREMATURE_CLOSE'));
    }
    return callback.call(stream);
  };
  const onOver = () => {
    closed = true;
    const error = failure();
    if (error) return callback.call(stream, error);
    return callback.call(stream);
  };
  if (writable && !w) {
    stream.on('end', onLegacyFinish);
    stream.on('close', onLegacyFinish);
  }
  if (!waitsForClose && typeof stream.aborted === 'boolean') stream.on('aborted', onClose);
  stream.on('end', onEnd);
  stream.on('finish', onFinish);
  if (options.error !== false) stream.on('error', onError);
  stream.on('close', onClose);
  // It may be over already.
  const tell = options[kSynchronous] ? (f) => f() : process.nextTick;
  if (closed) tell(onClose);
  else if (w?.errorEmitted || r?.errorEmitted) {
    if (!waitsForClose) tell(onOver);
  } else if (!readable && (!waitsForClose || base.isReadable(stream)) && (writableFinished || base.isWritable(stream) === false) &&
      (w == null || w.pendingcb === undefined || w.pendingcb === 0)) {
    tell(onOver);
  } else if (!writable && (!waitsForClose || base.isWritable(stream)) && (readableFinished || base.isReadable(stream) === false)) {
    tell(onOver);
  }
  const cleanup = () => {
    callback = nothing;
    stream.removeListener('aborted', onClose);
    stream.removeListener('end', onLegacyFinish);
    stream.removeListener('close', onLegacyFinish);
    stream.removeListener('finish', onFinish);
    stream.removeListener('end', onEnd);
    stream.removeListener('error', onError);
    stream.removeListener('close', onClose);
  };
  if (options.signal && !closed) {
    const abort = () => {
      const end = callback;
      cleanup();
      end.call(stream, new AbortError(undefined, { cause: options.signal.reason }));
    };
    if (options.signal.aborted) {
      process.nextTick(abort);
    } else {
      const stop = onAbort(options.signal, abort);
      const original = callback;
      callback = function (...args) {
        stop();
        original.apply(stream, args);
      };
    }
  }
  return cleanup;
}
function eosWeb(stream, options, callback) {
  let aborted = false;
  let abort = nothing;
  if (options.signal) {
    abort = () => {
      aborted = true;
      callback.call(stream, new AbortError(undefined, { cause: options.signal.reason }));
    };
    if (options.signal.aborted) process.nextTick(abort);
    else onAbort(options.signal, abort);
  }
  const over = (...args) => {
    if (!aborted) process.nextTick(() => callback.apply(stream, args));
  };
  require('internal/web/stream_support').closedPromise(stream).then(() => over(), over);
  return nothing;
}

function finished(stream, options) {
  let autoCleanup = false;
  if (options === null) options = undefined;
  if (options?.cleanup) {
    validateBoolean(options.cleanup, 'cleanup');
    autoCleanup = options.cleanup;
  }
  return new Promise((resolve, reject) => {
    const cleanup = eos(stream, options, (error) => {
      if (autoCleanup) cleanup();
      if (error) reject(error);
      else resolve();
    });
  });
}

// --- pipeline

// Destroys the stream when the pipeline fails before it is over itself.
function destroyer(stream, reading, writing) {
  let over = false;
  stream.on('close', () => { over = true; });
  const cleanup = eos(stream, { readable: reading, writable: writing }, (error) => { over = !error; });
  return {
    destroy(error) {
      if (over) return;
      over = true;
      base.destroyAny(stream, error || make('ERR_STREAM_DESTROYED', 'pipe'));
    },
    cleanup,
  };
}

const readableOf = (value) => (base.isWebTransform(value) ? value.readable : value);
function toAsyncIterable(value) {
  if (base.isIterable(value)) return value;
  if (base.isReadableNode(value)) return fromReadable(value);
  throw make('ERR_INVALID_ARG_TYPE', 'val', ['Readable', 'Iterable', 'AsyncIterable'], value);
}
async function* fromReadable(stream) {
  yield* require('internal/stream/readable').Readable.prototype[Symbol.asyncIterator].call(stream);
}

// Writes what an iterable gives, as fast as the writable takes it.
async function pumpToWeb(iterable, writable, finish, { end }) {
  const writer = writable.getWriter();
  try {
    for await (const chunk of iterable) {
      await writer.ready;
      writer.write(chunk).catch(nothing);  // the stream is in error then, and says so at the next step
    }
    await writer.ready;
    if (end) await writer.close();
    finish();
  } catch (error) {
    await writer.abort(error).then(() => finish(error), finish);
  }
}
async function pumpToNode(iterable, writable, finish, { end }) {
  let error;
  let wake = null;
  const resume = (failure) => {
    if (failure) error = failure;
    if (wake) {
      const callback = wake;
      wake = null;
      callback();
    }
  };
  const wait = () => new Promise((resolve, reject) => {
    if (error) reject(error);
    else {
      wake = () => {
        if (error) reject(error);
        else resolve();
      };
    }
  });
  writable.on('drain', resume);
  const cleanup = eos(writable, { readable: false }, resume);
  try {
    if (writable.writableNeedDrain) await wait();
    for await (const chunk of iterable) {
      if (!writable.write(chunk)) await wait();
    }
    if (end) {
      writable.end();
      await wait();
    }
    finish();
  } catch (failure) {
    finish(error !== failure ? require('internal/errors').aggregateTwo(error, failure) : failure);
  } finally {
    cleanup();
    writable.off('drain', resume);
  }
}

function pipe(source, target, finish, finishOnError, { end }) {
  let ended = false;
  target.on('close', () => {
    // The last one closed before its source was over.
    if (!ended) finishOnError(make('ERR_STREAM_PREMATURE_CLOSE'));
  });
  source.pipe(target, { end: false });
  if (end) {
    const endTarget = () => {
      ended = true;
      target.end();
    };
    if (base.isReadableFinished(source)) process.nextTick(endTarget);
    else source.once('end', endTarget);
  } else {
    finish();
  }
  eos(source, { readable: true, writable: false }, (error) => {
    const r = source._readableState;
    if (error && error.code === 'ERR_STREAM_PREMATURE_CLOSE' && r && r.ended && !r.errored && !r.errorEmitted) {
      // Closed by a destroy after its end was known: 'end' may yet come.
      source.once('end', finish).once('error', finish);
    } else {
      finish(error);
    }
  });
  return eos(target, { readable: false, writable: true }, finish);
}

function pipeline(...streams) {
  let callback;
  // compose gives a list and its callback.
  if (Array.isArray(streams[0]) && streams.length === 2 && typeof streams[1] === 'function') {
    [streams, callback] = streams;
  } else {
    callback = streams.pop();
    validateFunction(callback, 'streams[stream.length - 1]');
    if (Array.isArray(streams[0]) && streams.length === 1) [streams] = streams;
  }
  let called = false;
  return run(streams, (...args) => {
    if (called) return;
    called = true;
    callback(...args);
  });
}

function run(streams, callback, options) {
  if (streams.length < 2) throw make('ERR_MISSING_ARGS', 'streams');
  const controller = new AbortController();
  const { signal } = controller;
  const outer = options?.signal;
  const lastCleanups = [];
  const last = streams.length - 1;
  validateAbortSignal(outer, 'options.signal');
  let error;
  let value;
  const destroys = [];
  let waiting = 0;
  let stopListening;
  const abort = () => settle(new AbortError(undefined, { cause: outer?.reason }));
  if (outer) stopListening = onAbort(outer, abort);
  const finish = (failure) => settle(failure, --waiting === 0);
  const finishOnError = (failure) => settle(failure, false);
  function settle(failure, isLast) {
    if (failure && (!error || error.code === 'ERR_STREAM_PREMATURE_CLOSE')) error = failure;
    if (!error && !isLast) return;
    while (destroys.length > 0) destroys.shift()(error);
    stopListening?.();
    controller.abort();
    if (isLast) {
      if (!error) for (const cleanup of lastCleanups) cleanup();
      process.nextTick(callback, error, value);
    }
  }

  const { Duplex, PassThrough } = require('internal/stream/duplex');
  let result;
  streams.forEach((stream, i) => {
    const reading = i < last;
    const writing = i > 0;
    const end = reading || options?.end !== false;
    const isLast = i === last;
    if (base.isNode(stream)) {
      if (end) destroys.push(destroyer(stream, reading, writing).destroy);
      // Errors after the data has passed count too.
      const onError = (failure) => {
        if (failure && failure.name !== 'AbortError' && failure.code !== 'ERR_STREAM_PREMATURE_CLOSE') finishOnError(failure);
      };
      stream.on('error', onError);
      if (base.isReadable(stream) && isLast) lastCleanups.push(() => stream.removeListener('error', onError));
    }
    if (i === 0) {
      if (typeof stream === 'function') {
        result = stream({ signal });
        if (!base.isIterable(result)) throw make('ERR_INVALID_RETURN_VALUE', 'Iterable, AsyncIterable or Stream', 'source', result);
      } else if (base.isIterable(stream) || base.isReadableNode(stream) || base.isWebTransform(stream)) {
        result = stream;
      } else {
        result = Duplex.from(stream);
      }
    } else if (typeof stream === 'function') {
      result = stream(toAsyncIterable(readableOf(result)), { signal });
      if (reading) {
        if (!base.isIterable(result, true)) throw make('ERR_INVALID_RETURN_VALUE', 'AsyncIterable', `transform[${i - 1}]`, result);
        return;
      }
      // The last is a function: what it gives can be read from what pipeline returns.
      const through = new PassThrough({ objectMode: true });
      const then = result?.then;
      if (typeof then === 'function') {
        ++waiting;
        then.call(result, (given) => {
          value = given;
          if (given != null) through.write(given);
          if (end) through.end();
          process.nextTick(finish);
        }, (failure) => {
          through.destroy(failure);
          process.nextTick(finish, failure);
        });
      } else if (base.isIterable(readableOf(result), true)) {
        ++waiting;
        pumpToNode(readableOf(result), through, finish, { end });
      } else {
        throw make('ERR_INVALID_RETURN_VALUE', 'AsyncIterable or Promise', 'destination', result);
      }
      result = through;
      const { destroy, cleanup } = destroyer(result, false, true);
      destroys.push(destroy);
      if (isLast) lastCleanups.push(cleanup);
    } else if (base.isNode(stream)) {
      if (base.isReadableNode(result)) {
        waiting += 2;
        const cleanup = pipe(result, stream, finish, finishOnError, { end });
        if (base.isReadable(stream) && isLast) lastCleanups.push(cleanup);
      } else if (base.isIterable(readableOf(result))) {
        ++waiting;
        pumpToNode(readableOf(result), stream, finish, { end });
      } else {
        throw make('ERR_INVALID_ARG_TYPE', 'val', ['Readable', 'Iterable', 'AsyncIterable', 'ReadableStream', 'TransformStream'], result);
      }
      result = stream;
    } else if (base.isWebWritable(stream) || base.isWebTransform(stream)) {
      ++waiting;
      pumpToWeb(toAsyncIterable(readableOf(result)), base.isWebTransform(stream) ? stream.writable : stream, finish, { end });
      result = stream;
    } else {
      result = Duplex.from(stream);
    }
  });
  if (signal.aborted || outer?.aborted) process.nextTick(abort);
  return result;
}

// stream/promises' pipeline: an options object may be last.
function pipelinePromise(...streams) {
  return new Promise((resolve, reject) => {
    let signal;
    let end;
    const lastOne = streams[streams.length - 1];
    if (lastOne && typeof lastOne === 'object' && !base.isNode(lastOne) && !base.isIterable(lastOne) && !base.isWebReadable(lastOne) &&
        !base.isWebWritable(lastOne) && !base.isWebTransform(lastOne)) {
      const options = streams.pop();
      signal = options.signal;
      end = options.end;
    }
    if (Array.isArray(streams[0]) && streams.length === 1) [streams] = streams;
    run(streams, (error, value) => {
      if (error) reject(error);
      else resolve(value);
    }, { signal, end });
  });
}

module.exports = { eos, kSynchronous, finished, pipeline, pipelinePromise };
