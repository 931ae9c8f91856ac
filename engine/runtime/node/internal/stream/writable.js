// Writable streams. https://nodejs.org/api/stream.html#writable-streams
'use strict';

const { Buffer } = require('buffer');
const { make } = require('internal/errors');
const base = require('internal/stream/state');
const { Stream, errorOrDestroy } = base;

const nothing = () => {};
const kFinishCallbacks = Symbol('kOnFinished');

class WritableState {
  constructor(options, stream, isDuplex) {
    this.objectMode = !!options?.objectMode;
    if (isDuplex) this.objectMode ||= !!options?.writableObjectMode;
    this.highWaterMark = base.highWaterMarkOf(this.objectMode, options, 'writableHighWaterMark', isDuplex);
    this.finalCalled = false;
    this.needDrain = false;
    this.ending = false;    // end() was called
    this.ended = false;     // ... and has returned
    this.finished = false;  // 'finish' was emitted
    this.destroyed = false;
    this.decodeStrings = options?.decodeStrings !== false;
    const encoding = options?.defaultEncoding;
    if (encoding == null || encoding === 'utf8' || encoding === 'utf-8') this.defaultEncoding = 'utf8';
    else if (Buffer.isEncoding(encoding)) this.defaultEncoding = encoding;
    else throw make('ERR_UNKNOWN_ENCODING', encoding);
    this.length = 0;
    this.writing = false;
    this.corked = 0;
    this.sync = true;
    this.bufferProcessing = false;
    this.onwrite = (error) => onWritten(stream, error);
    this.writecb = null;
    this.writelen = 0;
    this.afterWriteTick = null;     // { count, callback } of writes that completed synchronously
    this.afterWritePending = false;
    this.buffered = [];
    this.bufferedIndex = 0;
    this.allBuffers = true;
    this.allNoop = true;
    this.pendingcb = 0;
    this.constructed = true;
    this.prefinished = false;
    this.errorEmitted = false;
    this.emitClose = options?.emitClose !== false;
    this.autoDestroy = options?.autoDestroy !== false;
    this.errored = null;
    this.closed = false;
    this.closeEmitted = false;
    this.writable = undefined;  // false: the writable half of a Duplex that has none
    this[kFinishCallbacks] = [];
  }
  getBuffer() { return this.buffered.slice(this.bufferedIndex); }
  get bufferedRequestCount() { return this.buffered.length - this.bufferedIndex; }
}

function resetBuffer(state) {
  state.buffered = [];
  state.bufferedIndex = 0;
  state.allBuffers = true;
  state.allNoop = true;
}

function Writable(options) {
  if (!(this instanceof Writable)) return new Writable(options);
  // The state and its close event come before the emitter's own: as Node lists them.
  this._events ??= { close: undefined, error: undefined, prefinish: undefined, finish: undefined, drain: undefined };
  this._writableState = new WritableState(options, this, false);
  applyOptions(this, options);
  Stream.call(this, options);
  if (this._writableState.constructed !== undefined) {
    base.construct(this, () => whenConstructed(this));
  }
}
function applyOptions(stream, options) {
  if (!options) return;
  if (typeof options.write === 'function') stream._write = options.write;
  if (typeof options.writev === 'function') stream._writev = options.writev;
  if (typeof options.destroy === 'function') stream._destroy = options.destroy;
  if (typeof options.final === 'function') stream._final = options.final;
  if (typeof options.construct === 'function') stream._construct = options.construct;
  if (options.signal) base.addAbortSignal(options.signal, stream);
}
function whenConstructed(stream) {
  const state = stream._writableState;
  if (!state.writing) writeBuffered(stream, state);
  finishMaybe(stream, state);
}
Object.setPrototypeOf(Writable.prototype, Stream.prototype);
Object.setPrototypeOf(Writable, Stream);

Object.defineProperty(Writable, Symbol.hasInstance, {
  value(object) {
    if (Function.prototype[Symbol.hasInstance].call(this, object)) return true;
    return this === Writable && !!object && object._writableState instanceof WritableState;
  },
});

Writable.prototype.pipe = function pipe() {
  errorOrDestroy(this, make('ERR_STREAM_CANNOT_PIPE'));
};

// true or false as write() returns them, or the error.
function write(stream, chunk, encoding, callback) {
  const state = stream._writableState;
  if (typeof callback !== 'function') callback = nothing;
  if (chunk === null) throw make('ERR_STREAM_NULL_VALUES');
  if (!state.objectMode) {
    if (!encoding) encoding = state.defaultEncoding;
    else if (encoding !== 'buffer' && !Buffer.isEncoding(encoding)) throw make('ERR_UNKNOWN_ENCODING', encoding);
    if (typeof chunk === 'string') {
      if (state.decodeStrings) {
        chunk = Buffer.from(chunk, encoding);
        encoding = 'buffer';
      }
    } else if (chunk instanceof Buffer) {
      encoding = 'buffer';
    } else if (ArrayBuffer.isView(chunk)) {
      chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      encoding = 'buffer';
    } else {
      throw make('ERR_INVALID_ARG_TYPE', 'chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
    }
  } else if (!encoding) {
    encoding = state.defaultEncoding;
  }
  let error;
  if (state.ending) error = make('ERR_STREAM_WRITE_AFTER_END');
  else if (state.destroyed) error = make('ERR_STREAM_DESTROYED', 'write');
  if (error) {
    process.nextTick(callback, error);
    errorOrDestroy(stream, error, true);
    return error;
  }
  ++state.pendingcb;
  const size = state.objectMode ? 1 : chunk.length;
  state.length += size;
  if (state.writing || state.corked || state.errored || !state.constructed) {
    state.buffered.push({ chunk, encoding, callback });
    if (encoding !== 'buffer') state.allBuffers = false;
    if (callback !== nothing) state.allNoop = false;
  } else {
    start(stream, state, false, size, chunk, encoding, callback);
  }
  // A write that completed at once leaves nothing to wait for.
  const room = state.length < state.highWaterMark || state.length === 0;
  if (!room) state.needDrain = true;
  return room && !state.errored && !state.destroyed;
}

function start(stream, state, many, size, chunk, encoding, callback) {
  state.writelen = size;
  state.writecb = callback;
  state.writing = true;
  state.sync = true;
  if (state.destroyed) state.onwrite(make('ERR_STREAM_DESTROYED', 'write'));
  else if (many) stream._writev(chunk, state.onwrite);
  else stream._write(chunk, encoding, state.onwrite);
  state.sync = false;
}

Writable.prototype.write = function write_(chunk, encoding, callback) {
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  return write(this, chunk, encoding, callback) === true;
};
Object.defineProperty(Writable.prototype.write, 'name', { value: '' });

Writable.prototype.cork = function cork() {
  ++this._writableState.corked;
};
Writable.prototype.uncork = function uncork() {
  const state = this._writableState;
  if (!state.corked) return;
  --state.corked;
  if (!state.writing) writeBuffered(this, state);
};
Writable.prototype.setDefaultEncoding = function setDefaultEncoding(encoding) {
  if (typeof encoding === 'string') encoding = encoding.toLowerCase();
  if (!Buffer.isEncoding(encoding)) throw make('ERR_UNKNOWN_ENCODING', encoding);
  this._writableState.defaultEncoding = encoding;
  return this;
};

function onWriteError(stream, state, error, callback) {
  --state.pendingcb;
  callback(error);
  // Those that wait fail with it.
  failBuffered(state);
  errorOrDestroy(stream, error);
}

function onWritten(stream, error) {
  const state = stream._writableState;
  const { sync, writecb: callback } = state;
  if (typeof callback !== 'function') {
    errorOrDestroy(stream, make('ERR_MULTIPLE_CALLBACK'));
    return;
  }
  state.writing = false;
  state.writecb = null;
  state.length -= state.writelen;
  state.writelen = 0;
  if (error) {
    void error.stack;
    if (!state.errored) state.errored = error;
    if (stream._readableState && !stream._readableState.errored) stream._readableState.errored = error;
    if (sync) process.nextTick(onWriteError, stream, state, error, callback);
    else onWriteError(stream, state, error, callback);
    return;
  }
  if (state.buffered.length > state.bufferedIndex) writeBuffered(stream, state);
  if (!sync) {
    afterWrite(stream, state, 1, callback);
    return;
  }
  // Callbacks of writes that completed at once run together, a tick later.
  if (callback === nothing) {
    const needTick = (state.needDrain && state.length === 0) || state.destroyed;
    if (!state.afterWritePending && needTick) {
      state.afterWritePending = true;
      process.nextTick(afterWrite, stream, state, 1, callback);
    } else {
      --state.pendingcb;
      if (state.ending) finishMaybe(stream, state, true);
    }
  } else if (state.afterWriteTick !== null && state.afterWriteTick.callback === callback) {
    ++state.afterWriteTick.count;
  } else {
    const tick = state.afterWriteTick = { count: 1, callback };
    state.afterWritePending = true;
    process.nextTick(() => {
      state.afterWriteTick = null;
      afterWrite(stream, state, tick.count, tick.callback);
    });
  }
}

function afterWrite(stream, state, count, callback) {
  state.afterWritePending = false;
  if (!state.ending && !state.destroyed && state.length === 0 && state.needDrain) {
    state.needDrain = false;
    stream.emit('drain');
  }
  while (count-- > 0) {
    --state.pendingcb;
    callback(null);
  }
  if (state.destroyed) failBuffered(state);
  finishMaybe(stream, state, true);
}

function failBuffered(state) {
  if (state.writing) return;
  for (let i = state.bufferedIndex; i < state.buffered.length; ++i) {
    const { chunk, callback } = state.buffered[i];
    state.length -= state.objectMode ? 1 : chunk.length;
    callback(state.errored ?? make('ERR_STREAM_DESTROYED', 'write'));
  }
  callFinishCallbacks(state, state.errored ?? make('ERR_STREAM_DESTROYED', 'end'));
  resetBuffer(state);
}
function callFinishCallbacks(state, error) {
  for (const callback of state[kFinishCallbacks].splice(0)) callback(error);
}

function writeBuffered(stream, state) {
  if (state.corked || state.bufferProcessing || state.destroyed || !state.constructed) return;
  const { buffered } = state;
  const count = buffered.length - state.bufferedIndex;
  if (count === 0) return;
  let i = state.bufferedIndex;
  state.bufferProcessing = true;
  if (count > 1 && stream._writev) {
    state.pendingcb -= count - 1;
    const callback = state.allNoop ? nothing : (error) => {
      for (let n = i; n < buffered.length; ++n) buffered[n].callback(error);
    };
    const chunks = state.allNoop && i === 0 ? buffered : buffered.slice(i);
    chunks.allBuffers = state.allBuffers;
    start(stream, state, true, state.length, chunks, '', callback);
    resetBuffer(state);
  } else {
    do {
      const { chunk, encoding, callback } = buffered[i];
      buffered[i++] = null;
      start(stream, state, false, state.objectMode ? 1 : chunk.length, chunk, encoding, callback);
    } while (i < buffered.length && !state.writing);
    if (i === buffered.length) {
      resetBuffer(state);
    } else if (i > 256) {
      buffered.splice(0, i);
      state.bufferedIndex = 0;
    } else {
      state.bufferedIndex = i;
    }
  }
  state.bufferProcessing = false;
}

Writable.prototype._write = function _write(chunk, encoding, callback) {
  if (this._writev) this._writev([{ chunk, encoding }], callback);
  else throw make('ERR_METHOD_NOT_IMPLEMENTED', '_write()');
};
Writable.prototype._writev = null;

Writable.prototype.end = function end(chunk, encoding, callback) {
  const state = this._writableState;
  if (typeof chunk === 'function') {
    callback = chunk;
    chunk = null;
    encoding = null;
  } else if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  let error;
  if (chunk !== null && chunk !== undefined) {
    const result = write(this, chunk, encoding);
    if (result instanceof Error) error = result;
  }
  if (state.corked) {
    state.corked = 1;
    this.uncork();
  }
  if (!error) {
    if (!state.errored && !state.ending) {
      // Whatever follows is "write after end".
      state.ending = true;
      finishMaybe(this, state, true);
      state.ended = true;
    } else if (state.finished) {
      error = make('ERR_STREAM_ALREADY_FINISHED', 'end');
    } else if (state.destroyed) {
      error = make('ERR_STREAM_DESTROYED', 'end');
    }
  }
  if (typeof callback === 'function') {
    if (error) process.nextTick(callback, error);
    else if (state.errored) process.nextTick(callback, state.errored);
    else if (state.finished) process.nextTick(callback, null);
    else state[kFinishCallbacks].push(callback);
  }
  return this;
};

const needFinish = (state) => state.ending && !state.destroyed && state.constructed && state.length === 0 && !state.errored &&
  state.buffered.length === 0 && !state.finished && !state.writing && !state.errorEmitted && !state.closeEmitted;

function callFinal(stream, state) {
  let called = false;
  function done(error) {
    if (called) {
      errorOrDestroy(stream, error ?? make('ERR_MULTIPLE_CALLBACK'));
      return;
    }
    called = true;
    --state.pendingcb;
    if (error) {
      callFinishCallbacks(state, error);
      errorOrDestroy(stream, error, state.sync);
    } else if (needFinish(state)) {
      state.prefinished = true;
      stream.emit('prefinish');
      ++state.pendingcb;
      process.nextTick(finish, stream, state);
    }
  }
  state.sync = true;
  ++state.pendingcb;
  try {
    stream._final(done);
  } catch (error) {
    done(error);
  }
  state.sync = false;
}

function finishMaybe(stream, state, sync) {
  if (!needFinish(state)) return;
  if (!state.prefinished && !state.finalCalled) {
    if (typeof stream._final === 'function' && !state.destroyed) {
      state.finalCalled = true;
      callFinal(stream, state);
    } else {
      state.prefinished = true;
      stream.emit('prefinish');
    }
  }
  if (state.pendingcb !== 0) return;
  if (sync) {
    ++state.pendingcb;
    process.nextTick(() => {
      if (needFinish(state)) finish(stream, state);
      else --state.pendingcb;
    });
  } else if (needFinish(state)) {
    ++state.pendingcb;
    finish(stream, state);
  }
}

function finish(stream, state) {
  --state.pendingcb;
  state.finished = true;
  callFinishCallbacks(state, null);
  stream.emit('finish');
  if (!state.autoDestroy) return;
  const r = stream._readableState;
  if (!r || (r.autoDestroy && (r.endEmitted || r.readable === false))) stream.destroy();
}

const getter = (get, set) => ({ configurable: false, enumerable: false, get, set });
Object.defineProperties(Writable.prototype, {
  closed: getter(function () { return this._writableState ? this._writableState.closed : false; }),
  destroyed: getter(function () { return this._writableState ? this._writableState.destroyed : false; }, function (value) {
    if (this._writableState) this._writableState.destroyed = value;
  }),
  writable: getter(function () {
    const w = this._writableState;
    return !!w && w.writable !== false && !w.destroyed && !w.errored && !w.ending && !w.ended;
  }, function (value) {
    if (this._writableState) this._writableState.writable = !!value;
  }),
  writableFinished: getter(function () { return this._writableState ? this._writableState.finished : false; }),
  writableObjectMode: getter(function () { return this._writableState ? this._writableState.objectMode : false; }),
  writableBuffer: getter(function () { return this._writableState?.getBuffer(); }),
  writableEnded: getter(function () { return this._writableState ? this._writableState.ending : false; }),
  writableNeedDrain: getter(function () {
    const w = this._writableState;
    return w ? !w.destroyed && !w.ending && w.needDrain : false;
  }),
  writableHighWaterMark: getter(function () { return this._writableState?.highWaterMark; }),
  writableCorked: getter(function () { return this._writableState ? this._writableState.corked : 0; }),
  writableLength: getter(function () { return this._writableState?.length; }),
  errored: getter(function () { return this._writableState ? this._writableState.errored : null; }),
  writableAborted: getter(function () {
    const w = this._writableState;
    return !!(w && w.writable !== false && (w.destroyed || w.errored) && !w.finished);
  }),
});

Writable.prototype.destroy = function destroy(error, callback) {
  const state = this._writableState;
  if (!state.destroyed && (state.bufferedIndex < state.buffered.length || state[kFinishCallbacks].length > 0)) {
    process.nextTick(failBuffered, state);
  }
  base.destroy.call(this, error, callback);
  return this;
};
Writable.prototype._undestroy = base.undestroy;
Writable.prototype._destroy = function _destroy(error, callback) {
  callback(error);
};
Writable.prototype[require('events').captureRejectionSymbol] = function (error) {
  this.destroy(error);
};
Writable.prototype[Symbol.asyncDispose] = async function () {
  let error;
  if (!this.destroyed) {
    error = this.writableFinished ? null : new (require('internal/errors').AbortError)();
    this.destroy(error);
  }
  await new Promise((resolve, reject) => require('internal/stream/finished').eos(this, (failure) => (failure && failure.name !== 'AbortError' ? reject(failure) : resolve(null))));
};
Writable.WritableState = WritableState;
Writable.fromWeb = (stream, options) => require('internal/stream/web').writableFromWeb(stream, options);
Writable.toWeb = (stream) => require('internal/stream/web').writableToWeb(stream);

module.exports = { Writable, WritableState, applyOptions, whenConstructed };
