// Readable streams. https://nodejs.org/api/stream.html#readable-streams
'use strict';

const EventEmitter = require('events');
const { Buffer } = require('buffer');
const { make, aggregateTwo, AbortError } = require('internal/errors');
const base = require('internal/stream/state');
const { Stream, errorOrDestroy } = base;

const kPaused = Symbol('kPaused');

class ReadableState {
  constructor(options, stream, isDuplex) {
    this.objectMode = !!options?.objectMode;
    if (isDuplex) this.objectMode ||= !!options?.readableObjectMode;
    this.highWaterMark = base.highWaterMarkOf(this.objectMode, options, 'readableHighWaterMark', isDuplex);
    this.buffer = [];
    this.bufferIndex = 0;
    this.length = 0;
    this.pipes = [];
    this.flowing = null;  // null: nobody has asked for data; false: paused
    this.ended = false;
    this.endEmitted = false;
    this.reading = false;
    this.constructed = true;
    this.sync = true;  // _read is on the stack
    this.needReadable = false;
    this.emittedReadable = false;
    this.readableListening = false;
    this.resumeScheduled = false;
    this[kPaused] = null;
    this.errorEmitted = false;
    this.emitClose = options?.emitClose !== false;
    this.autoDestroy = options?.autoDestroy !== false;
    this.destroyed = false;
    this.errored = null;
    this.closed = false;
    this.closeEmitted = false;
    const encoding = options?.defaultEncoding;
    if (encoding == null || encoding === 'utf8' || encoding === 'utf-8') this.defaultEncoding = 'utf8';
    else if (Buffer.isEncoding(encoding)) this.defaultEncoding = encoding;
    else throw make('ERR_UNKNOWN_ENCODING', encoding);
    this.awaitDrainWriters = null;
    this.multiAwaitDrain = false;
    this.readingMore = false;
    this.dataEmitted = false;
    this.decoder = null;
    this.encoding = null;
    this.readable = undefined;  // false: the readable half of a Duplex that has none
    if (options?.encoding) {
      const { StringDecoder } = require('string_decoder');
      this.decoder = new StringDecoder(options.encoding);
      this.encoding = options.encoding;
    }
  }
  get paused() { return this[kPaused]; }
  set paused(value) { this[kPaused] = !!value; }
  get pipesCount() { return this.pipes.length; }
}

function Readable(options) {
  if (!(this instanceof Readable)) return new Readable(options);
  this._events ??= { close: undefined, error: undefined, data: undefined, end: undefined, readable: undefined };
  this._readableState = new ReadableState(options, this, false);
  applyOptions(this, options);
  Stream.call(this, options);
  base.construct(this, () => whenConstructed(this));
}
function applyOptions(stream, options) {
  if (!options) return;
  if (typeof options.read === 'function') stream._read = options.read;
  if (typeof options.destroy === 'function') stream._destroy = options.destroy;
  if (typeof options.construct === 'function') stream._construct = options.construct;
  if (options.signal) base.addAbortSignal(options.signal, stream);
}
function whenConstructed(stream) {
  if (stream._readableState.needReadable) maybeReadMore(stream, stream._readableState);
}
Object.setPrototypeOf(Readable.prototype, Stream.prototype);
Object.setPrototypeOf(Readable, Stream);

Readable.prototype.destroy = base.destroy;
Readable.prototype._undestroy = base.undestroy;
Readable.prototype._destroy = function _destroy(error, callback) {
  callback(error);
};
Readable.prototype[EventEmitter.captureRejectionSymbol] = function (error) {
  this.destroy(error);
};
Readable.prototype[Symbol.asyncDispose] = async function () {
  let error;
  if (!this.destroyed) {
    error = this.readableEnded ? null : new AbortError();
    this.destroy(error);
  }
  await new Promise((resolve, reject) => require('internal/stream/finished').eos(this, (failure) => (failure && failure !== error ? reject(failure) : resolve(null))));
};

// --- what the source gives

const room = (state) => !state.ended && (state.length < state.highWaterMark || state.length === 0);

Readable.prototype.push = function push(chunk, encoding) {
  return accept(this, chunk, encoding, false);
};
Readable.prototype.unshift = function unshift(chunk, encoding) {
  return accept(this, chunk, encoding, true);
};

function accept(stream, chunk, encoding, toFront) {
  const state = stream._readableState;
  if (chunk === null) {
    state.reading = false;
    onEnd(stream, state);
    return false;
  }
  if (!state.objectMode) {
    if (typeof chunk === 'string') {
      encoding = encoding || state.defaultEncoding;
      if (state.encoding !== encoding) {
        if (toFront && state.encoding) {
          chunk = Buffer.from(chunk, encoding).toString(state.encoding);
        } else {
          chunk = Buffer.from(chunk, encoding);
          encoding = '';
        }
      }
    } else if (chunk instanceof Buffer) {
      encoding = '';
    } else if (ArrayBuffer.isView(chunk)) {
      chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      encoding = '';
    } else if (chunk !== undefined) {
      errorOrDestroy(stream, make('ERR_INVALID_ARG_TYPE', 'chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk));
      return false;
    }
    if (!chunk || chunk.length <= 0) {
      if (toFront) return room(state);
      state.reading = false;
      maybeReadMore(stream, state);
      return room(state);
    }
  }
  if (toFront) {
    if (state.endEmitted) errorOrDestroy(stream, make('ERR_STREAM_UNSHIFT_AFTER_END_EVENT'));
    else if (state.destroyed || state.errored) return false;
    else add(stream, state, chunk, true);
    return room(state);
  }
  if (state.ended) {
    errorOrDestroy(stream, make('ERR_STREAM_PUSH_AFTER_EOF'));
    return false;
  }
  if (state.destroyed || state.errored) return false;
  state.reading = false;
  if (state.decoder && !encoding) {
    chunk = state.decoder.write(chunk);
    if (!state.objectMode && chunk.length === 0) {
      maybeReadMore(stream, state);
      return room(state);
    }
  }
  add(stream, state, chunk, false);
  return room(state);
}

function add(stream, state, chunk, toFront) {
  if (state.flowing && state.length === 0 && !state.sync && stream.listenerCount('data') > 0) {
    // Straight to who listens.
    if (state.multiAwaitDrain) state.awaitDrainWriters.clear();
    else state.awaitDrainWriters = null;
    state.dataEmitted = true;
    stream.emit('data', chunk);
  } else {
    state.length += state.objectMode ? 1 : chunk.length;
    if (!toFront) state.buffer.push(chunk);
    else if (state.bufferIndex > 0) state.buffer[--state.bufferIndex] = chunk;
    else state.buffer.unshift(chunk);
    if (state.needReadable) emitReadable(stream);
  }
  maybeReadMore(stream, state);
}

Readable.prototype.isPaused = function isPaused() {
  const state = this._readableState;
  return state[kPaused] === true || state.flowing === false;
};

Readable.prototype.setEncoding = function setEncoding(encoding) {
  const state = this._readableState;
  const { StringDecoder } = require('string_decoder');
  const decoder = new StringDecoder(encoding);
  state.decoder = decoder;
  state.encoding = decoder.encoding;
  // What waits is decoded now.
  let text = '';
  for (const chunk of state.buffer.slice(state.bufferIndex)) text += decoder.write(chunk);
  state.buffer.length = 0;
  state.bufferIndex = 0;
  if (text !== '') state.buffer.push(text);
  state.length = text.length;
  return this;
};

// --- what the consumer takes

const kLargest = 0x40000000;
function largerHighWaterMark(n) {
  if (n > kLargest) throw make('ERR_OUT_OF_RANGE', 'size', '<= 1GiB', n);
  return 2 ** Math.ceil(Math.log2(n));
}

function howMuch(n, state) {
  if (n <= 0 || (state.length === 0 && state.ended)) return 0;
  if (state.objectMode) return 1;
  if (Number.isNaN(n)) {
    // A chunk at a time.
    return state.length ? state.buffer[state.bufferIndex].length : 0;
  }
  if (n <= state.length) return n;
  return state.ended ? state.length : 0;
}

Readable.prototype.read = function read(n) {
  if (n === undefined) n = NaN;
  else if (!Number.isInteger(n)) n = Number.parseInt(n, 10);
  const state = this._readableState;
  const wanted = n;
  if (n > state.highWaterMark) state.highWaterMark = largerHighWaterMark(n);
  if (n !== 0) state.emittedReadable = false;
  // A poke when there is enough: say so.
  if (n === 0 && state.needReadable &&
      ((state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0) || state.ended)) {
    if (state.length === 0 && state.ended) end(this);
    else emitReadable(this);
    return null;
  }
  n = howMuch(n, state);
  if (n === 0 && state.ended) {
    if (state.length === 0) end(this);
    return null;
  }
  // The source is asked when what is left runs low.
  let ask = state.needReadable;
  if (state.length === 0 || state.length - n < state.highWaterMark) ask = true;
  if (state.ended || state.reading || state.destroyed || state.errored || !state.constructed) {
    ask = false;
  } else if (ask) {
    state.reading = true;
    state.sync = true;
    if (state.length === 0) state.needReadable = true;
    try {
      this._read(state.highWaterMark);
    } catch (error) {
      errorOrDestroy(this, error);
    }
    state.sync = false;
    // It may have answered at once.
    if (!state.reading) n = howMuch(wanted, state);
  }
  const result = n > 0 ? take(n, state) : null;
  if (result === null) {
    state.needReadable = state.length <= state.highWaterMark;
    n = 0;
  } else {
    state.length -= n;
    if (state.multiAwaitDrain) state.awaitDrainWriters.clear();
    else state.awaitDrainWriters = null;
  }
  if (state.length === 0) {
    if (!state.ended) state.needReadable = true;
    if (wanted !== n && state.ended) end(this);
  }
  if (result !== null && !state.errorEmitted && !state.closeEmitted) {
    state.dataEmitted = true;
    this.emit('data', result);
  }
  return result;
};

function take(n, state) {
  if (state.length === 0) return null;
  const { buffer } = state;
  let index = state.bufferIndex;
  let result;
  if (state.objectMode) {
    result = buffer[index];
    buffer[index++] = null;
  } else if (!n || n >= state.length) {
    if (state.decoder) result = buffer.slice(index).join('');
    else if (buffer.length - index === 1) result = buffer[index];
    else result = Buffer.concat(buffer.slice(index), state.length);
    index = buffer.length;
  } else if (n < buffer[index].length) {
    result = buffer[index].slice(0, n);
    buffer[index] = buffer[index].slice(n);
  } else if (n === buffer[index].length) {
    result = buffer[index];
    buffer[index++] = null;
  } else {
    const parts = [];
    let left = n;
    while (left > 0) {
      const chunk = buffer[index];
      if (left < chunk.length) {
        parts.push(chunk.slice(0, left));
        buffer[index] = chunk.slice(left);
        left = 0;
      } else {
        parts.push(chunk);
        buffer[index++] = null;
        left -= chunk.length;
      }
    }
    result = state.decoder ? parts.join('') : Buffer.concat(parts, n);
  }
  if (index === buffer.length) {
    buffer.length = 0;
    state.bufferIndex = 0;
  } else if (index > 1024) {
    buffer.splice(0, index);
    state.bufferIndex = 0;
  } else {
    state.bufferIndex = index;
  }
  return result;
}

function onEnd(stream, state) {
  if (state.ended) return;
  const rest = state.decoder?.end();
  if (rest?.length) {
    state.buffer.push(rest);
    state.length += state.objectMode ? 1 : rest.length;
  }
  state.ended = true;
  if (state.sync) {
    emitReadable(stream);
  } else {
    state.needReadable = false;
    state.emittedReadable = true;
    emitReadableNow(stream);
  }
}

function emitReadable(stream) {
  const state = stream._readableState;
  state.needReadable = false;
  if (state.emittedReadable) return;
  state.emittedReadable = true;
  process.nextTick(emitReadableNow, stream);
}
function emitReadableNow(stream) {
  const state = stream._readableState;
  if (!state.destroyed && !state.errored && (state.length || state.ended)) {
    stream.emit('readable');
    state.emittedReadable = false;
  }
  state.needReadable = !state.flowing && !state.ended && state.length <= state.highWaterMark;
  flow(stream);
}

// Fills the buffer up to the mark without waiting for a reader.
function maybeReadMore(stream, state) {
  if (state.readingMore || !state.constructed) return;
  state.readingMore = true;
  process.nextTick(() => {
    while (!state.reading && !state.ended && (state.length < state.highWaterMark || (state.flowing && state.length === 0))) {
      const before = state.length;
      stream.read(0);
      if (before === state.length) break;
    }
    state.readingMore = false;
  });
}

Readable.prototype._read = function _read() {
  throw make('ERR_METHOD_NOT_IMPLEMENTED', '_read()');
};

// --- pipes

Readable.prototype.pipe = function pipe(target, options) {
  const source = this;
  const state = this._readableState;
  if (state.pipes.length === 1 && !state.multiAwaitDrain) {
    state.multiAwaitDrain = true;
    state.awaitDrainWriters = new Set(state.awaitDrainWriters ? [state.awaitDrainWriters] : []);
  }
  state.pipes.push(target);
  const ends = (!options || options.end !== false) && !target._isStdio;
  const onSourceEnd = ends ? endTarget : stop;
  if (state.endEmitted) process.nextTick(onSourceEnd);
  else source.once('end', onSourceEnd);

  target.on('unpipe', onUnpipe);
  function onUnpipe(readable, info) {
    if (readable === source && info && info.hasUnpiped === false) {
      info.hasUnpiped = true;
      cleanup();
    }
  }
  function endTarget() { target.end(); }
  function stop() { source.unpipe(target); }

  let onDrain;
  let cleaned = false;
  function cleanup() {
    target.removeListener('close', onClose);
    target.removeListener('finish', onFinish);
    if (onDrain) target.removeListener('drain', onDrain);
    target.removeListener('error', onError);
    target.removeListener('unpipe', onUnpipe);
    source.removeListener('end', endTarget);
    source.removeListener('end', stop);
    source.removeListener('data', onData);
    cleaned = true;
    // Nothing is left to wait for.
    if (onDrain && state.awaitDrainWriters && (!target._writableState || target._writableState.needDrain)) onDrain();
  }
  function pause() {
    if (!cleaned) {
      if (state.pipes.length === 1 && state.pipes[0] === target) {
        state.awaitDrainWriters = target;
        state.multiAwaitDrain = false;
      } else if (state.pipes.length > 1 && state.pipes.includes(target)) {
        state.awaitDrainWriters.add(target);
      }
      source.pause();
    }
    if (!onDrain) {
      onDrain = () => {
        if (state.awaitDrainWriters === target) state.awaitDrainWriters = null;
        else if (state.multiAwaitDrain) state.awaitDrainWriters.delete(target);
        if ((!state.awaitDrainWriters || state.awaitDrainWriters.size === 0) && source.listenerCount('data')) source.resume();
      };
      target.on('drain', onDrain);
    }
  }
  source.on('data', onData);
  function onData(chunk) {
    if (target.write(chunk) === false) pause();
  }
  function onError(error) {
    stop();
    target.removeListener('error', onError);
    if (target.listenerCount('error') === 0) {
      const targetState = target._writableState || target._readableState;
      if (targetState && !targetState.errorEmitted) errorOrDestroy(target, error);
      else target.emit('error', error);
    }
  }
  base.prependListener(target, 'error', onError);
  function onClose() {
    target.removeListener('finish', onFinish);
    stop();
  }
  target.once('close', onClose);
  function onFinish() {
    target.removeListener('close', onClose);
    stop();
  }
  target.once('finish', onFinish);
  target.emit('pipe', source);
  if (target.writableNeedDrain === true) pause();
  else if (!state.flowing) source.resume();
  return target;
};

Readable.prototype.unpipe = function unpipe(target) {
  const state = this._readableState;
  if (state.pipes.length === 0) return this;
  if (!target) {
    const targets = state.pipes;
    state.pipes = [];
    this.pause();
    for (const one of targets) one.emit('unpipe', this, { hasUnpiped: false });
    return this;
  }
  const index = state.pipes.indexOf(target);
  if (index === -1) return this;
  state.pipes.splice(index, 1);
  if (state.pipes.length === 0) this.pause();
  target.emit('unpipe', this, { hasUnpiped: false });
  return this;
};

// --- flowing

Readable.prototype.on = function on(event, listener) {
  const result = Stream.prototype.on.call(this, event, listener);
  const state = this._readableState;
  if (event === 'data') {
    state.readableListening = this.listenerCount('readable') > 0;
    if (state.flowing !== false) this.resume();
  } else if (event === 'readable' && !state.endEmitted && !state.readableListening) {
    state.readableListening = state.needReadable = true;
    state.flowing = false;
    state.emittedReadable = false;
    if (state.length) emitReadable(this);
    else if (!state.reading) process.nextTick((stream) => stream.read(0), this);
  }
  return result;
};
Readable.prototype.addListener = Readable.prototype.on;

Readable.prototype.removeListener = function removeListener(event, listener) {
  const result = Stream.prototype.removeListener.call(this, event, listener);
  if (event === 'readable') process.nextTick(updateListening, this);
  return result;
};
Readable.prototype.off = Readable.prototype.removeListener;
Readable.prototype.removeAllListeners = function removeAllListeners(event) {
  const result = Stream.prototype.removeAllListeners.apply(this, arguments);
  if (event === 'readable' || event === undefined) process.nextTick(updateListening, this);
  return result;
};
function updateListening(stream) {
  const state = stream._readableState;
  state.readableListening = stream.listenerCount('readable') > 0;
  if (state.resumeScheduled && state[kPaused] === false) state.flowing = true;
  else if (stream.listenerCount('data') > 0) stream.resume();
  else if (!state.readableListening) state.flowing = null;
}

Readable.prototype.resume = function resume() {
  const state = this._readableState;
  if (state.destroyed) return this;
  if (!state.flowing) {
    state.flowing = !state.readableListening;
    if (!state.resumeScheduled) {
      state.resumeScheduled = true;
      process.nextTick(resumeNow, this, state);
    }
  }
  state[kPaused] = false;
  return this;
};
function resumeNow(stream, state) {
  if (!state.reading) stream.read(0);
  state.resumeScheduled = false;
  stream.emit('resume');
  flow(stream);
  if (state.flowing && !state.reading) stream.read(0);
}
Readable.prototype.pause = function pause() {
  const state = this._readableState;
  if (state.destroyed) return this;
  if (state.flowing !== false) {
    state.flowing = false;
    this.emit('pause');
  }
  state[kPaused] = true;
  return this;
};
function flow(stream) {
  const state = stream._readableState;
  while (state.flowing && stream.read() !== null);
}

// An old stream as a source.
Readable.prototype.wrap = function wrap(old) {
  let paused = false;
  old.on('data', (chunk) => {
    if (!this.push(chunk) && old.pause) {
      paused = true;
      old.pause();
    }
  });
  old.on('end', () => this.push(null));
  old.on('error', (error) => errorOrDestroy(this, error));
  old.on('close', () => this.destroy());
  old.on('destroy', () => this.destroy());
  this._read = () => {
    if (paused && old.resume) {
      paused = false;
      old.resume();
    }
  };
  for (const name of Object.keys(old)) {
    if (this[name] === undefined && typeof old[name] === 'function') this[name] = old[name].bind(old);
  }
  return this;
};

Readable.prototype[Symbol.asyncIterator] = function () {
  return iterate(this);
};
Readable.prototype.iterator = function iterator(options) {
  if (options !== undefined) require('internal/validators').validateObject(options, 'options');
  return iterate(this, options);
};
function iterate(stream, options) {
  if (typeof stream.read !== 'function') stream = Readable.wrap(stream, { objectMode: true });
  const iterator = chunks(stream, options);
  iterator.stream = stream;
  return iterator;
}
const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);
// No generator, as in Node: a chunk that is there is given at once, one turn earlier. Requests wait for the one before.
function chunks(stream, options) {
  const nothing = () => {};
  let wake = nothing;
  let begun = false;
  let over = false;
  let busy = false;
  let serving = false;
  const waiting = [];
  let cleanup;
  // undefined: the stream is not over; null: it is; else its error
  let error;
  function next(resolve) {
    if (this === stream) {
      wake();
      wake = nothing;
    } else {
      wake = resolve;
    }
  }
  function begin() {
    begun = true;
    stream.on('readable', next);
    cleanup = require('internal/stream/finished').eos(stream, { writable: false }, (failure) => {
      error = failure ? aggregateTwo(error, failure) : null;
      wake();
      wake = nothing;
    });
  }
  function finish() {
    over = true;
    if ((error || options?.destroyOnReturn !== false) && (error === undefined || stream._readableState.autoDestroy)) {
      base.destroyAny(stream, null);
    } else {
      stream.off('readable', next);
      cleanup();
    }
  }
  function fail(failure) {
    error = aggregateTwo(error, failure);
    finish();
    return error;
  }
  const take = () => (stream.destroyed ? null : stream.read());
  function serve() {
    if (serving) return;
    serving = true;
    try {
      while (!busy && waiting.length > 0) waiting.shift()();
    } finally {
      serving = false;
    }
  }
  function done(settle, value) {
    busy = false;
    settle(value);
    serve();
  }
  const whenReadable = (resolve, reject) => { new Promise(next).then(() => pump(resolve, reject)); };
  function pump(resolve, reject) {
    const chunk = take();
    if (chunk !== null) {
      const then = chunk?.then;
      if (typeof then !== 'function') done(resolve, { done: false, value: chunk });
      else then.call(chunk, (value) => done(resolve, { done: false, value }), (failure) => done(reject, fail(failure)));
    } else if (error) {
      done(reject, fail(error));
    } else if (error === null) {
      finish();
      done(resolve, { done: true, value: undefined });
    } else {
      whenReadable(resolve, reject);
    }
  }
  const request = (start) => new Promise((resolve, reject) => {
    if (busy) waiting.push(() => start(resolve, reject));
    else start(resolve, reject);
  });
  const nextOf = (resolve, reject) => {
    if (over) {
      resolve({ done: true, value: undefined });
      return;
    }
    if (!begun) begin();
    busy = true;
    pump(resolve, reject);
  };
  return Object.setPrototypeOf({
    next() {
      if (busy || over) return request(nextOf);
      if (!begun) begin();
      const chunk = take();
      if (chunk !== null) {
        const then = chunk?.then;
        if (typeof then !== 'function') return Promise.resolve({ done: false, value: chunk });
        busy = true;
        return then.call(chunk, (value) => {
          busy = false;
          serve();
          return { done: false, value };
        }, (failure) => {
          busy = false;
          fail(failure);
          serve();
          throw error;
        });
      }
      if (error === undefined) {
        busy = true;
        return new Promise(whenReadable);
      }
      finish();
      return error ? Promise.reject(error) : Promise.resolve({ done: true, value: undefined });
    },
    return(value) {
      return request((resolve) => {
        if (!over && begun) finish();
        over = true;
        resolve({ done: true, value });
      });
    },
    throw(failure) {
      return request((resolve, reject) => {
        if (over || !begun) {
          over = true;
          reject(failure);
        } else {
          reject(fail(failure));
        }
      });
    },
  }, AsyncIteratorPrototype);
}

function end(stream) {
  const state = stream._readableState;
  if (state.endEmitted) return;
  state.ended = true;
  process.nextTick(() => {
    if (state.errored || state.closeEmitted || state.endEmitted || state.length !== 0) return;
    state.endEmitted = true;
    stream.emit('end');
    if (stream.writable && stream.allowHalfOpen === false) {
      process.nextTick(() => {
        if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end();
      });
    } else if (state.autoDestroy) {
      const w = stream._writableState;
      if (!w || (w.autoDestroy && (w.finished || w.writable === false))) stream.destroy();
    }
  });
}

const getter = (get, set) => ({ configurable: false, enumerable: false, get, set });
Object.defineProperties(Readable.prototype, {
  readable: getter(function () {
    const r = this._readableState;
    return !!r && r.readable !== false && !r.destroyed && !r.errorEmitted && !r.endEmitted;
  }, function (value) {
    if (this._readableState) this._readableState.readable = !!value;
  }),
  readableDidRead: getter(function () { return !!this._readableState?.dataEmitted; }),
  readableAborted: getter(function () {
    const r = this._readableState;
    return !!(r && r.readable !== false && (r.destroyed || r.errored) && !r.endEmitted);
  }),
  readableHighWaterMark: getter(function () { return this._readableState?.highWaterMark; }),
  readableBuffer: getter(function () { return this._readableState?.buffer; }),
  readableFlowing: getter(function () { return this._readableState.flowing; }, function (value) {
    if (this._readableState) this._readableState.flowing = value;
  }),
  readableLength: getter(function () { return this._readableState.length; }),
  readableObjectMode: getter(function () { return this._readableState ? this._readableState.objectMode : false; }),
  readableEncoding: getter(function () { return this._readableState ? this._readableState.encoding : null; }),
  errored: getter(function () { return this._readableState ? this._readableState.errored : null; }),
  closed: getter(function () { return this._readableState ? this._readableState.closed : false; }),
  destroyed: getter(function () { return this._readableState ? this._readableState.destroyed : false; }, function (value) {
    if (this._readableState) this._readableState.destroyed = value;
  }),
  readableEnded: getter(function () { return this._readableState ? this._readableState.endEmitted : false; }),
});

Readable.ReadableState = ReadableState;
Readable._fromList = take;
Readable.from = function from(iterable, options) {
  return readableFrom(Readable, iterable, options);
};
Readable.fromWeb = (stream, options) => require('internal/stream/web').readableFromWeb(stream, options);
Readable.toWeb = (stream, options) => require('internal/stream/web').readableToWeb(stream, options);
Readable.wrap = function wrap(source, options) {
  return new Readable({
    objectMode: source.readableObjectMode ?? source.objectMode ?? true,
    ...options,
    destroy(error, callback) {
      base.destroyAny(source, error);
      callback(error);
    },
  }).wrap(source);
};

// A stream of what an iterable gives: each value is asked for when there is room.
function readableFrom(Class, iterable, options) {
  if (typeof iterable === 'string' || iterable instanceof Buffer) {
    return new Class({
      objectMode: true,
      ...options,
      read() {
        this.push(iterable);
        this.push(null);
      },
    });
  }
  let iterator;
  let isAsync;
  if (iterable?.[Symbol.asyncIterator]) {
    isAsync = true;
    iterator = iterable[Symbol.asyncIterator]();
  } else if (iterable?.[Symbol.iterator]) {
    isAsync = false;
    iterator = iterable[Symbol.iterator]();
  } else {
    throw make('ERR_INVALID_ARG_TYPE', 'iterable', ['Iterable'], iterable);
  }
  const readable = new Class({ objectMode: true, highWaterMark: 1, ...options });
  let reading = false;
  readable._read = function () {
    if (!reading) {
      reading = true;
      if (isAsync) nextAsync();
      else nextSync();
    }
  };
  readable._destroy = function (error, callback) {
    close(error).then(() => process.nextTick(callback, error), (failure) => process.nextTick(callback, failure || error));
  };
  async function close(error) {
    const failed = error !== undefined && error !== null;
    if (failed && typeof iterator.throw === 'function') {
      const { value, done } = await iterator.throw(error);
      await value;
      if (done) return;
    }
    if (typeof iterator.return === 'function') {
      const { value } = await iterator.return();
      await value;
    }
  }
  // False: enough for now; true: go on.
  function give(value) {
    if (value === null) {
      reading = false;
      throw make('ERR_STREAM_NULL_VALUES');
    }
    if (readable.push(value)) return true;
    reading = false;
    return false;
  }
  async function nextSync() {
    for (;;) {
      try {
        const { value, done } = iterator.next();
        if (done) {
          readable.push(null);
          return;
        }
        if (value && typeof value.then === 'function') {
          if (!give(await value)) return;
        } else if (!give(value)) return;
      } catch (error) {
        readable.destroy(error);
        return;
      }
    }
  }
  async function nextAsync() {
    for (;;) {
      try {
        const { value, done } = await iterator.next();
        if (done) {
          readable.push(null);
          return;
        }
        if (!give(value)) return;
      } catch (error) {
        readable.destroy(error);
        return;
      }
    }
  }
  return readable;
}

module.exports = { Readable, ReadableState, applyOptions, whenConstructed, readableFrom };
