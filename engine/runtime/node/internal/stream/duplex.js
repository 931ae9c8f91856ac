// Duplex, Transform, PassThrough; Duplex.from and compose. https://nodejs.org/api/stream.html#duplex-and-transform-streams
'use strict';

const { make, AbortError } = require('internal/errors');
const base = require('internal/stream/state');
const readableHalf = require('internal/stream/readable');
const writableHalf = require('internal/stream/writable');
const { Readable, ReadableState } = readableHalf;
const { Writable, WritableState } = writableHalf;
const { Stream } = base;

function Duplex(options) {
  if (!(this instanceof Duplex)) return new Duplex(options);
  this._events ??= {
    close: undefined, error: undefined, prefinish: undefined, finish: undefined, drain: undefined, data: undefined, end: undefined, readable: undefined,
  };
  this._readableState = new ReadableState(options, this, true);
  this._writableState = new WritableState(options, this, true);
  if (options) {
    this.allowHalfOpen = options.allowHalfOpen !== false;
    if (options.readable === false) Object.assign(this._readableState, { readable: false, ended: true, endEmitted: true });
    if (options.writable === false) Object.assign(this._writableState, { writable: false, ending: true, ended: true, finished: true });
    readableHalf.applyOptions(this, { ...options, signal: undefined });
    writableHalf.applyOptions(this, options);
  } else {
    this.allowHalfOpen = true;
  }
  Stream.call(this, options);
  base.construct(this, () => {
    readableHalf.whenConstructed(this);
    writableHalf.whenConstructed(this);
  });
}
Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
Object.setPrototypeOf(Duplex, Readable);
for (const name of Reflect.ownKeys(Writable.prototype)) {
  if (name === 'constructor' || Object.hasOwn(Duplex.prototype, name)) continue;
  const descriptor = Object.getOwnPropertyDescriptor(Writable.prototype, name);
  if (descriptor.get || !(name in Readable.prototype)) {
    if (['destroyed', 'closed', 'errored'].includes(name)) continue;
    Object.defineProperty(Duplex.prototype, name, descriptor);
  }
}
Duplex.prototype.destroy = Writable.prototype.destroy;
Object.defineProperty(Duplex.prototype, 'destroyed', {
  configurable: false, enumerable: false,
  get() {
    if (this._readableState === undefined || this._writableState === undefined) return false;
    return this._readableState.destroyed && this._writableState.destroyed;
  },
  set(value) {
    if (this._readableState && this._writableState) {
      this._readableState.destroyed = value;
      this._writableState.destroyed = value;
    }
  },
});

Duplex.fromWeb = (pair, options) => require('internal/stream/web').duplexFromWeb(pair, options);
Duplex.toWeb = (duplex, options) => require('internal/stream/web').duplexToWeb(duplex, options);
Duplex.from = (body) => duplexFrom(body, 'body');

// --- Transform: what is written is transformed and can be read

const kCallback = Symbol('kCallback');

function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);
  const readableMark = options?.readableHighWaterMark;
  if (readableMark === 0) {
    // Nothing is read ahead: the readable half's mark counts for both.
    options = { ...options, highWaterMark: null, readableHighWaterMark: 0, writableHighWaterMark: options.writableHighWaterMark || 0 };
  }
  Duplex.call(this, options);
  // Reads wait for the first write.
  this._readableState.sync = false;
  this[kCallback] = null;
  if (options) {
    if (typeof options.transform === 'function') this._transform = options.transform;
    if (typeof options.flush === 'function') this._flush = options.flush;
  }
  this.on('prefinish', prefinish);
}
Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
Object.setPrototypeOf(Transform, Duplex);

function final(callback) {
  if (typeof this._flush === 'function' && !this.destroyed) {
    this._flush((error, data) => {
      if (error) {
        if (callback) callback(error);
        else this.destroy(error);
        return;
      }
      if (data != null) this.push(data);
      this.push(null);
      if (callback) callback();
    });
  } else {
    this.push(null);
    if (callback) callback();
  }
}
function prefinish() {
  if (this._final !== final) final.call(this);
}
Transform.prototype._final = final;
Transform.prototype._transform = function _transform() {
  throw make('ERR_METHOD_NOT_IMPLEMENTED', '_transform()');
};
Transform.prototype._write = function _write(chunk, encoding, callback) {
  const r = this._readableState;
  const w = this._writableState;
  const before = r.length;
  this._transform(chunk, encoding, (error, value) => {
    if (error) {
      callback(error);
      return;
    }
    if (value != null) this.push(value);
    // Nothing came of it, or there is room: the next may come.
    if (w.ended || before === r.length || r.length < r.highWaterMark) callback();
    else this[kCallback] = callback;
  });
};
Transform.prototype._read = function _read() {
  if (this[kCallback]) {
    const callback = this[kCallback];
    this[kCallback] = null;
    callback();
  }
};

function PassThrough(options) {
  if (!(this instanceof PassThrough)) return new PassThrough(options);
  Transform.call(this, options);
}
Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
Object.setPrototypeOf(PassThrough, Transform);
PassThrough.prototype._transform = function _transform(chunk, encoding, callback) {
  callback(null, chunk);
};

// --- Duplex.from

const finishedOf = (...args) => require('internal/stream/finished').eos(...args);

class Wrapper extends Duplex {
  constructor(options) {
    super(options);
    if (options?.readable === false) Object.assign(this._readableState, { readable: false, ended: true, endEmitted: true });
    if (options?.writable === false) Object.assign(this._writableState, { writable: false, ending: true, ended: true, finished: true });
  }
}

function duplexFrom(body, name) {
  if (base.isDuplexNode(body)) return body;
  if (base.isReadableNode(body)) return wrapPair({ readable: body });
  if (base.isWritableNode(body)) return wrapPair({ writable: body });
  if (base.isNode(body)) return wrapPair({ writable: false, readable: false });
  if (base.isWebReadable(body)) return wrapPair({ readable: Readable.fromWeb(body) });
  if (base.isWebWritable(body)) return wrapPair({ writable: Writable.fromWeb(body) });
  if (typeof body === 'function') {
    const { value, write, final: finalOf, destroy } = fromGeneratorFunction(body);
    if (base.isDuplexNode(value)) return value;
    if (base.isIterable(value)) {
      return readableHalf.readableFrom(Wrapper, value, { objectMode: true, write, final: finalOf, destroy });
    }
    const then = value?.then;
    if (typeof then === 'function') {
      let duplex;
      const promise = then.call(value, (result) => {
        if (result != null) throw make('ERR_INVALID_RETURN_VALUE', 'nully', 'body', result);
      }, (error) => { base.destroyAny(duplex, error); });
      return (duplex = new Wrapper({
        objectMode: true, readable: false, write,
        final(callback) {
          finalOf(async () => {
            try {
              await promise;
              process.nextTick(callback, null);
            } catch (error) {
              process.nextTick(callback, error);
            }
          });
        },
        destroy,
      }));
    }
    throw make('ERR_INVALID_RETURN_VALUE', 'Iterable, AsyncIterable or AsyncFunction', name, value);
  }
  if (globalThis.Blob && body instanceof Blob) return duplexFrom(body.arrayBuffer());
  if (base.isIterable(body)) return readableHalf.readableFrom(Wrapper, body, { objectMode: true, writable: false });
  if (base.isWebReadable(body?.readable) && base.isWebWritable(body?.writable)) return Wrapper.fromWeb(body);
  if (typeof body?.writable === 'object' || typeof body?.readable === 'object') {
    const half = (one, isNodeHalf) => (one ? (isNodeHalf(one) ? one : duplexFrom(one)) : undefined);
    return wrapPair({ readable: half(body.readable, base.isReadableNode), writable: half(body.writable, base.isWritableNode) });
  }
  const then = body?.then;
  if (typeof then === 'function') {
    let duplex;
    then.call(body, (value) => {
      if (value != null) duplex.push(value);
      duplex.push(null);
    }, (error) => { base.destroyAny(duplex, error); });
    return (duplex = new Wrapper({ objectMode: true, writable: false, read() {} }));
  }
  throw make('ERR_INVALID_ARG_TYPE', name,
    ['Blob', 'ReadableStream', 'WritableStream', 'Stream', 'Iterable', 'AsyncIterable', 'Function', '{ readable, writable } pair', 'Promise'], body);
}

// An async generator function reads what is written through an iterator whose steps are the write callbacks.
function fromGeneratorFunction(fn) {
  let { promise, resolve } = Promise.withResolvers();
  const controller = new AbortController();
  const { signal } = controller;
  const value = fn((async function* () {
    for (;;) {
      const current = promise;
      promise = null;
      const { chunk, done, callback } = await current;
      process.nextTick(callback);
      if (done) return;
      if (signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
      ({ promise, resolve } = Promise.withResolvers());
      yield chunk;
    }
  })(), { signal });
  return {
    value,
    write(chunk, encoding, callback) {
      const step = resolve;
      resolve = null;
      step({ chunk, done: false, callback });
    },
    final(callback) {
      const step = resolve;
      resolve = null;
      step({ done: true, callback });
    },
    destroy(error, callback) {
      controller.abort();
      callback(error);
    },
  };
}

// What is written to the duplex goes to `writable`; `whenFinished` registers what ends its writing side. Returns a
// function after which no callback is owed any more.
function writeThrough(duplex, writable, whenFinished) {
  let onDrain = null;
  let onFinish = null;
  duplex._write = function (chunk, encoding, callback) {
    if (writable.write(chunk, encoding)) callback();
    else onDrain = callback;
  };
  duplex._final = function (callback) {
    writable.end();
    onFinish = callback;
  };
  writable.on('drain', () => {
    if (!onDrain) return;
    const callback = onDrain;
    onDrain = null;
    callback();
  });
  whenFinished(() => {
    if (!onFinish) return;
    const callback = onFinish;
    onFinish = null;
    callback();
  });
  return () => { onDrain = onFinish = null; };
}

// What `readable` gives comes out of the duplex. Returns a function after which nothing is waited for.
function readThrough(duplex, readable) {
  let onReadable = null;
  readable.on('readable', () => {
    if (!onReadable) return;
    const callback = onReadable;
    onReadable = null;
    callback();
  });
  readable.on('end', () => duplex.push(null));
  duplex._read = function () {
    for (;;) {
      const chunk = readable.read();
      if (chunk === null) {
        onReadable = duplex._read;
        return;
      }
      if (!duplex.push(chunk)) return;
    }
  };
  return () => { onReadable = null; };
}

// One Duplex over a separate readable and writable.
function wrapPair(pair) {
  const r = pair.readable && typeof pair.readable.read !== 'function' ? Readable.wrap(pair.readable) : pair.readable;
  const w = pair.writable;
  let readable = !!base.isReadable(r);
  let writable = !!base.isWritable(w);
  let forgetReads;
  let forgetWrites;
  let onClose;
  let duplex;
  function over(error) {
    const callback = onClose;
    onClose = null;
    if (callback) callback(error);
    else if (error) duplex.destroy(error);
  }
  duplex = new Wrapper({
    readableObjectMode: !!r?.readableObjectMode, writableObjectMode: !!w?.writableObjectMode, readable, writable,
  });
  if (writable) {
    finishedOf(w, (error) => {
      writable = false;
      if (error) base.destroyAny(r, error);
      over(error);
    });
    forgetWrites = writeThrough(duplex, w, (finished) => w.on('finish', finished));
  }
  if (readable) {
    finishedOf(r, (error) => {
      readable = false;
      if (error) base.destroyAny(r, error);
      over(error);
    });
    forgetReads = readThrough(duplex, r);
  }
  duplex._destroy = function (error, callback) {
    if (!error && onClose !== null) error = new AbortError();
    forgetReads?.();
    forgetWrites?.();
    if (onClose === null) {
      callback(error);
    } else {
      onClose = callback;
      base.destroyAny(w, error);
      base.destroyAny(r, error);
    }
  };
  return duplex;
}

// --- compose: several streams as one

function compose(...streams) {
  const { pipeline } = require('internal/stream/finished');
  if (streams.length === 0) throw make('ERR_MISSING_ARGS', 'streams');
  if (streams.length === 1) return duplexFrom(streams[0], 'streams[0]');
  const given = [...streams];
  if (typeof streams[0] === 'function') streams[0] = duplexFrom(streams[0], 'streams[0]');
  const last = streams.length - 1;
  if (typeof streams[last] === 'function') streams[last] = duplexFrom(streams[last], `streams[${last}]`);
  for (let n = 0; n < streams.length; ++n) {
    const stream = streams[n];
    if (!base.isNode(stream) && !base.isWebReadable(stream) && !base.isWebWritable(stream) && !base.isWebTransform(stream)) continue;
    if (n < last && !(base.isReadable(stream) || base.isWebReadable(stream) || base.isWebTransform(stream))) {
      throw make('ERR_INVALID_ARG_VALUE', `streams[${n}]`, given[n], 'must be readable');
    }
    if (n > 0 && !(base.isWritable(stream) || base.isWebWritable(stream) || base.isWebTransform(stream))) {
      throw make('ERR_INVALID_ARG_VALUE', `streams[${n}]`, given[n], 'must be writable');
    }
  }
  let forgetReads;
  let forgetWrites;
  let onClose;
  let duplex;
  function over(error) {
    const callback = onClose;
    onClose = null;
    if (callback) callback(error);
    else if (error) duplex.destroy(error);
    else if (!readable && !writable) duplex.destroy();
  }
  const head = streams[0];
  const tail = pipeline(streams, over);
  const writable = !!(base.isWritable(head) || base.isWebWritable(head) || base.isWebTransform(head));
  const readable = !!(base.isReadable(tail) || base.isWebReadable(tail) || base.isWebTransform(tail));
  duplex = new Duplex({
    writableObjectMode: !!head?.writableObjectMode, readableObjectMode: !!tail?.readableObjectMode, writable, readable,
  });
  if (writable) {
    forgetWrites = writeThrough(duplex, head, (finished) => finishedOf(tail, finished));
  }
  if (readable) {
    forgetReads = readThrough(duplex, tail);
  }
  duplex._destroy = function (error, callback) {
    if (!error && onClose !== null) error = new AbortError();
    forgetReads?.();
    forgetWrites?.();
    if (base.isNode(tail)) base.destroyAny(tail, error);
    if (onClose === null) callback(error);
    else onClose = callback;
  };
  return duplex;
}

module.exports = { Duplex, Transform, PassThrough, compose, duplexFrom };
