// node:zlib. https://nodejs.org/api/zlib.html
'use strict';

const native = internal.binding('zlib');
const { Buffer } = require('buffer');
const { Transform } = require('stream');
const { make, notYet } = require('internal/errors');
const { validateFunction, validateUint32 } = require('internal/validators');

const constants = {
  __proto__: null,
  Z_NO_FLUSH: 0, Z_PARTIAL_FLUSH: 1, Z_SYNC_FLUSH: 2, Z_FULL_FLUSH: 3, Z_FINISH: 4, Z_BLOCK: 5,
  Z_OK: 0, Z_STREAM_END: 1, Z_NEED_DICT: 2, Z_ERRNO: -1, Z_STREAM_ERROR: -2, Z_DATA_ERROR: -3, Z_MEM_ERROR: -4, Z_BUF_ERROR: -5, Z_VERSION_ERROR: -6,
  Z_NO_COMPRESSION: 0, Z_BEST_SPEED: 1, Z_BEST_COMPRESSION: 9, Z_DEFAULT_COMPRESSION: -1,
  Z_FILTERED: 1, Z_HUFFMAN_ONLY: 2, Z_RLE: 3, Z_FIXED: 4, Z_DEFAULT_STRATEGY: 0, ZLIB_VERNUM: 4880,
  DEFLATE: 1, INFLATE: 2, GZIP: 3, GUNZIP: 4, DEFLATERAW: 5, INFLATERAW: 6, UNZIP: 7, BROTLI_DECODE: 8, BROTLI_ENCODE: 9,
  Z_MIN_WINDOWBITS: 8, Z_MAX_WINDOWBITS: 15, Z_DEFAULT_WINDOWBITS: 15, Z_MIN_CHUNK: 64, Z_MAX_CHUNK: Infinity, Z_DEFAULT_CHUNK: 16384,
  Z_MIN_MEMLEVEL: 1, Z_MAX_MEMLEVEL: 9, Z_DEFAULT_MEMLEVEL: 8, Z_MIN_LEVEL: -1, Z_MAX_LEVEL: 9, Z_DEFAULT_LEVEL: -1,
  BROTLI_OPERATION_PROCESS: 0, BROTLI_OPERATION_FLUSH: 1, BROTLI_OPERATION_FINISH: 2, BROTLI_OPERATION_EMIT_METADATA: 3,
  BROTLI_PARAM_MODE: 0, BROTLI_MODE_GENERIC: 0, BROTLI_MODE_TEXT: 1, BROTLI_MODE_FONT: 2, BROTLI_DEFAULT_MODE: 0, BROTLI_PARAM_QUALITY: 1,
  BROTLI_MIN_QUALITY: 0, BROTLI_MAX_QUALITY: 11, BROTLI_DEFAULT_QUALITY: 11, BROTLI_PARAM_LGWIN: 2, BROTLI_MIN_WINDOW_BITS: 10,
  BROTLI_MAX_WINDOW_BITS: 24, BROTLI_LARGE_MAX_WINDOW_BITS: 30, BROTLI_DEFAULT_WINDOW: 22, BROTLI_PARAM_LGBLOCK: 3,
  BROTLI_MIN_INPUT_BLOCK_BITS: 16, BROTLI_MAX_INPUT_BLOCK_BITS: 24, BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING: 4,
  BROTLI_PARAM_SIZE_HINT: 5, BROTLI_PARAM_LARGE_WINDOW: 6, BROTLI_PARAM_NPOSTFIX: 7, BROTLI_PARAM_NDIRECT: 8,
  BROTLI_DECODER_RESULT_ERROR: 0, BROTLI_DECODER_RESULT_SUCCESS: 1, BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: 2,
  BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: 3, BROTLI_DECODER_PARAM_DISABLE_RING_BUFFER_REALLOCATION: 0, BROTLI_DECODER_PARAM_LARGE_WINDOW: 1,
};
const codes = {};
for (const name of ['Z_OK', 'Z_STREAM_END', 'Z_NEED_DICT', 'Z_ERRNO', 'Z_STREAM_ERROR', 'Z_DATA_ERROR', 'Z_MEM_ERROR', 'Z_BUF_ERROR', 'Z_VERSION_ERROR']) {
  codes[name] = constants[name];
  codes[constants[name]] = name;
}
const kMaxLength = require('buffer').kMaxLength;
const kFlush = Symbol('kFlushFlag');
const kError = Symbol('kError');
const kEmpty = Buffer.alloc(0);

function checkNumber(value, name) {
  if (value === undefined) return false;
  if (Number.isFinite(value)) return true;
  if (Number.isNaN(value)) return false;
  if (typeof value !== 'number') throw make('ERR_INVALID_ARG_TYPE', name, 'number', value);
  throw make('ERR_OUT_OF_RANGE', name, 'a finite number', value);
}
function inRange(value, name, low, high, fallback) {
  if (!checkNumber(value, name)) return fallback;
  if (value < low || value > high) throw make('ERR_OUT_OF_RANGE', name, `>= ${low} and <= ${high}`, value);
  return value;
}
function toError([, , number, message, code]) {
  const error = new Error(message);
  error.errno = number;
  error.code = code;
  return error;
}
// Flush kinds by how much they flush, not by their numbers.
const kStrength = [0, 1, 2, 3, 4, 2];
const stronger = (a, b) => (kStrength[a] > kStrength[b] ? a : b);

// What a class stands on, `_handle`: packages drive it themselves, synchronously (pngjs, minizlib).
class Codec {
  #native;
  #state;
  #done;
  constructor(mode, parameters, onerror) {
    this.onerror = onerror;
    this.#native = native.open(mode, ...parameters);
    if (this.#native < 0) throw make('ERR_ZLIB_INITIALIZATION_FAILED');
  }
  // (flush, input, offset, length, output, offset, length[, callback]): [input left, output left, error, ...]
  step(...step) { return native.step(this.#native, ...step); }
  // The same, as Node has it: what is left is told through the state given with init().
  #tell(result) {
    if (result[2]) this.onerror(result[3], result[2], result[4]);
    else [this.#state[1], this.#state[0]] = result;
  }
  init(state, done) {
    this.#state = state;
    this.#done = done;
  }
  writeSync(flush, input, inputAt, inputLength, output, outputAt, outputLength) {
    this.#tell(this.step(flush, input ?? kEmpty, inputAt, inputLength, output, outputAt, outputLength));
  }
  write(flush, input, inputAt, inputLength, output, outputAt, outputLength) {
    this.step(flush, input ?? kEmpty, inputAt, inputLength, output, outputAt, outputLength, (result) => {
      this.#tell(result);
      if (!result[2]) this.#done();
    });
  }
  set(parameter, value) { return native.set(this.#native, parameter, value); }
  params(level, strategy) { native.params(this.#native, level, strategy); }
  reset() { native.reset(this.#native); }
  close() { native.close(this.#native); }
}
function closeHandle(engine) {
  engine._handle?.close();
  engine._handle = null;
}
function checkOpen(engine) {
  if (!engine._handle) throw make('ERR_INTERNAL_ASSERTION', 'zlib binding closed');
}

// Functions, not classes: programs inherit from them with call() (util.inherits).
function ZlibBase(options, mode, { flush, finishFlush, fullFlush, lastFlush }, parameters) {
  let chunkSize = 16384;
  let maxOutputLength = kMaxLength;
  if (options) {
    if (options.chunkSize !== undefined && checkNumber(options.chunkSize, 'options.chunkSize')) {
      chunkSize = options.chunkSize;
      if (chunkSize < 64) throw make('ERR_OUT_OF_RANGE', 'options.chunkSize', '>= 64', chunkSize);
    }
    flush = inRange(options.flush, 'options.flush', 0, lastFlush, flush);
    finishFlush = inRange(options.finishFlush, 'options.finishFlush', 0, lastFlush, finishFlush);
    maxOutputLength = inRange(options.maxOutputLength, 'options.maxOutputLength', 1, kMaxLength, kMaxLength);
    if (options.encoding || options.objectMode || options.writableObjectMode) options = { ...options, encoding: null, objectMode: false, writableObjectMode: false };
  }
  this._writeState = new Uint32Array(2);
  Transform.call(this, { autoDestroy: true, ...options });
  this.bytesWritten = 0;
  this._handle = new Codec(mode, parameters, (message, number, code) => {
    this.destroy(this[kError] = toError([, , number, message, code]));
  });
  this._handle.init(this._writeState, () => {});
  this._outBuffer = Buffer.allocUnsafe(chunkSize);
  this._outOffset = 0;
  this._chunkSize = chunkSize;
  this._defaultFlushFlag = flush;
  this._finishFlushFlag = finishFlush;
  this._defaultFullFlushFlag = fullFlush;
  this._info = options?.info;
  this._maxOutputLength = maxOutputLength;
  this._rejectGarbageAfterEnd = options?.rejectGarbageAfterEnd === true;
}
Object.setPrototypeOf(ZlibBase.prototype, Transform.prototype);
Object.setPrototypeOf(ZlibBase, Transform);
Object.defineProperty(ZlibBase.prototype, '_closed', { configurable: true, enumerable: true, get() { return !this._handle; } });
ZlibBase.prototype.reset = function () {
  checkOpen(this);
  this._handle.reset();
};
ZlibBase.prototype._flush = function (callback) {
  this._transform(kEmpty, '', callback);
};
ZlibBase.prototype._final = function (callback) {
  callback();
};
ZlibBase.prototype.flush = function (kind, callback) {
  if (typeof kind === 'function' || (kind === undefined && !callback)) {
    callback = kind;
    kind = this._defaultFullFlushFlag;
  }
  if (this.writableFinished) {
    if (callback) process.nextTick(callback);
  } else if (this.writableEnded) {
    if (callback) this.once('end', callback);
  } else {
    const chunk = Buffer.alloc(0);
    chunk[kFlush] = kind;
    this.write(chunk, '', callback);
  }
};
ZlibBase.prototype.close = function (callback) {
  if (callback) require('internal/stream/finished').eos(this, callback);
  this.destroy();
};
ZlibBase.prototype._destroy = function (error, callback) {
  closeHandle(this);
  callback(error);
};
ZlibBase.prototype._transform = function (chunk, encoding, callback) {
  let flush = this._defaultFlushFlag;
  if (typeof chunk[kFlush] === 'number') {
    flush = chunk[kFlush];
  } else if (this.writableEnded && this.writableLength === chunk.byteLength) {
    flush = this instanceof Brotli ? this._finishFlushFlag : stronger(flush, this._finishFlushFlag);
  }
  processChunk(this, chunk, flush, callback);
};
ZlibBase.prototype._processChunk = function (chunk, flush, callback) {
  if (typeof callback === 'function') processChunk(this, chunk, flush, callback);
  else return processChunkSync(this, chunk, flush);
  return undefined;
};
// Input is given until it is used up and there is output space left.
function processChunk(stream, chunk, flush, callback) {
  let offset = 0;
  let left = chunk.byteLength;
  const step = () => {
    if (!stream._handle) {
      callback();
      return;
    }
    const before = stream._chunkSize - stream._outOffset;
    stream._handle.step(flush, chunk, offset, left, stream._outBuffer, stream._outOffset, before, (result) => {
      if (stream.destroyed) {
        stream._outBuffer = null;
        callback();
        return;
      }
      const [inLeft, outLeft, error] = result;
      if (error) {
        stream.destroy(toError(result));
        return;
      }
      stream.bytesWritten += left - inLeft;
      offset += left - inLeft;
      left = inLeft;
      const have = before - outLeft;
      let more = true;
      if (have > 0) {
        more = stream.push(stream._outBuffer.slice(stream._outOffset, stream._outOffset + have));
        stream._outOffset += have;
      }
      if (stream.destroyed) {
        callback();
        return;
      }
      if (outLeft === 0 || stream._outOffset >= stream._chunkSize) {
        stream._outOffset = 0;
        stream._outBuffer = Buffer.allocUnsafe(stream._chunkSize);
      }
      if (outLeft === 0) {
        // Full: there is more to come, when the reader wants it.
        if (more) step();
        else {
          const read = stream._read;
          stream._read = (n) => {
            stream._read = read;
            step();
            stream._read(n);
          };
        }
        return;
      }
      if (inLeft > 0) {
        // The rest is not for stream codec.
        if (stream._rejectGarbageAfterEnd) {
          stream.destroy(make('ERR_TRAILING_JUNK_AFTER_STREAM_END'));
          return;
        }
        stream.push(null);
      }
      callback();
    });
  };
  step();
}
function processChunkSync(stream, chunk, flush) {
  checkOpen(stream);
  const parts = [];
  let total = 0;
  let offset = 0;
  let left = chunk.byteLength;
  for (;;) {
    const before = stream._chunkSize - stream._outOffset;
    const result = stream._handle.step(flush, chunk, offset, left, stream._outBuffer, stream._outOffset, before);
    if (result[2]) {
      closeHandle(stream);
      throw toError(result);
    }
    const [inLeft, outLeft] = result;
    offset += left - inLeft;
    left = inLeft;
    const have = before - outLeft;
    if (have > 0) {
      parts.push(stream._outBuffer.slice(stream._outOffset, stream._outOffset + have));
      total += have;
      stream._outOffset += have;
      if (total > stream._maxOutputLength) {
        closeHandle(stream);
        throw make('ERR_BUFFER_TOO_LARGE', stream._maxOutputLength);
      }
    }
    if (outLeft === 0 || stream._outOffset >= stream._chunkSize) {
      stream._outOffset = 0;
      stream._outBuffer = Buffer.allocUnsafe(stream._chunkSize);
    }
    if (outLeft !== 0) break;
  }
  stream.bytesWritten = offset;
  closeHandle(stream);
  if (total === 0) return Buffer.alloc(0);
  return parts.length === 1 ? parts[0] : Buffer.concat(parts, total);
}

const kZlibFlushes = { flush: 0, finishFlush: 4, fullFlush: 3, lastFlush: 5 };
function Zlib(options, mode) {
  let windowBits = 15;
  let level = -1;
  let memLevel = 8;
  let strategy = 0;
  let dictionary;
  if (options) {
    if ((options.windowBits == null || options.windowBits === 0) && (mode === 2 || mode === 4 || mode === 7)) windowBits = options.windowBits === 0 ? 0 : 15;
    else windowBits = inRange(options.windowBits ?? undefined, 'options.windowBits', mode === 3 ? 9 : 8, 15, 15);
    level = inRange(options.level ?? undefined, 'options.level', -1, 9, -1);
    memLevel = inRange(options.memLevel ?? undefined, 'options.memLevel', 1, 9, 8);
    strategy = inRange(options.strategy ?? undefined, 'options.strategy', 0, 4, 0);
    ({ dictionary } = options);
    if (dictionary !== undefined && !ArrayBuffer.isView(dictionary)) {
      if (dictionary instanceof ArrayBuffer) dictionary = Buffer.from(dictionary);
      else throw make('ERR_INVALID_ARG_TYPE', 'options.dictionary', ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], dictionary);
    }
  }
  // zlib has no raw deflate of 8 bits.
  if (mode === 5 && windowBits === 8) windowBits = 9;
  ZlibBase.call(this, options, mode, kZlibFlushes, [windowBits, level, memLevel, strategy, dictionary, options?.rejectGarbageAfterEnd === true]);
  this._level = level;
  this._strategy = strategy;
  this._mode = mode;
}
Object.setPrototypeOf(Zlib.prototype, ZlibBase.prototype);
Object.setPrototypeOf(Zlib, ZlibBase);
Object.assign(Zlib.prototype, {
  params(level, strategy, callback) {
    if (checkNumber(level, 'level')) inRange(level, 'level', -1, 9);
    if (checkNumber(strategy, 'strategy')) inRange(strategy, 'strategy', 0, 4);
    if (this._level !== level || this._strategy !== strategy) {
      this.flush(constants.Z_SYNC_FLUSH, () => {
        checkOpen(this);
        this._handle.params(level, strategy);
        if (!this.destroyed) {
          this._level = level;
          this._strategy = strategy;
          if (callback) callback();
        }
      });
    } else {
      process.nextTick(callback);
    }
  },
});
const kBrotliFlushes = { flush: 0, finishFlush: 2, fullFlush: 1, lastFlush: 3 };
function Brotli(options, mode) {
  const parameters = options?.params;
  if (parameters) {
    for (const key of Object.keys(parameters)) {
      if (Number.isNaN(+key) || +key < 0 || +key > 9) throw make('ERR_BROTLI_INVALID_PARAM', key);
      const value = parameters[key];
      if (typeof value !== 'number' && typeof value !== 'boolean') throw make('ERR_INVALID_ARG_TYPE', 'options.params[key]', 'number', value);
    }
  }
  ZlibBase.call(this, options, mode, kBrotliFlushes, []);
  for (const key of Object.keys(parameters ?? {})) {
    if (!this._handle.set(+key, +parameters[key])) throw make('ERR_ZLIB_INITIALIZATION_FAILED');
  }
}
Object.setPrototypeOf(Brotli.prototype, Zlib.prototype);
Object.setPrototypeOf(Brotli, Zlib);

// Classes that can be called, as Node's can.
const classes = {};
for (const [name, Base, mode] of [
  ['Deflate', Zlib, 1], ['Inflate', Zlib, 2], ['Gzip', Zlib, 3], ['Gunzip', Zlib, 4], ['DeflateRaw', Zlib, 5], ['InflateRaw', Zlib, 6], ['Unzip', Zlib, 7],
  ['BrotliCompress', Brotli, 9], ['BrotliDecompress', Brotli, 8],
]) {
  const Class = function (options) {
    if (!(this instanceof Class)) {
      require('internal/deprecate').warnOnce('DEP0184', `Instantiating ${name} without the 'new' keyword has been deprecated.`);
      return new Class(options);
    }
    Base.call(this, options, mode);
  };
  Object.defineProperty(Class, 'name', { value: name });
  Object.setPrototypeOf(Class.prototype, Base.prototype);
  Object.setPrototypeOf(Class, Base);
  classes[name] = Class;
}

function toBytes(value, name = 'buffer') {
  if (typeof value === 'string') return Buffer.from(value);
  if (ArrayBuffer.isView(value)) return value;
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return Buffer.from(value);
  throw make('ERR_INVALID_ARG_TYPE', name, ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], value);
}

function collect(engine, buffer, callback) {
  validateFunction(callback, 'callback');
  buffer = toBytes(buffer);
  const parts = [];
  let total = 0;
  engine.on('error', callback);
  engine.on('data', (chunk) => {
    parts.push(chunk);
    total += chunk.length;
    if (total > engine._maxOutputLength) {
      engine.close();
      engine.removeAllListeners('end');
      engine.removeListener('error', callback);
      callback(make('ERR_BUFFER_TOO_LARGE', engine._maxOutputLength));
    }
  });
  engine.on('end', () => {
    const result = parts.length === 1 ? parts[0] : Buffer.concat(parts, total);
    engine.close();
    if (engine._info) callback(null, { buffer: result, engine });
    else callback(null, result);
  });
  engine.end(buffer);
}

const zlib = {};
for (const name of Object.keys(classes)) zlib[name] = classes[name];
const convenience = { deflate: 'Deflate', inflate: 'Inflate', gzip: 'Gzip', gunzip: 'Gunzip', deflateRaw: 'DeflateRaw', inflateRaw: 'InflateRaw', unzip: 'Unzip', brotliCompress: 'BrotliCompress', brotliDecompress: 'BrotliDecompress' };
for (const name of Object.keys(convenience)) {
  const Class = classes[convenience[name]];
  zlib[name] = {
    [name](buffer, options, callback) {
      if (typeof options === 'function') {
        callback = options;
        options = {};
      }
      validateFunction(callback, 'callback');
      collect(new Class(options), buffer, callback);
    },
  }[name];
  zlib[`${name}Sync`] = {
    [`${name}Sync`](buffer, options) {
      buffer = toBytes(buffer);
      const engine = new Class(options);
      const result = processChunkSync(engine, buffer, engine._finishFlushFlag);
      return engine._info ? { buffer: result, engine } : result;
    },
  }[`${name}Sync`];
  const create = `create${convenience[name]}`;
  zlib[create] = { [create](options) { return new Class(options); } }[create];
}
for (const name of ['zstdCompress', 'zstdCompressSync', 'zstdDecompress', 'zstdDecompressSync', 'createZstdCompress', 'createZstdDecompress']) {
  zlib[name] = { [name]() { throw notYet('zstd in zlib'); } }[name];
}
zlib.crc32 = function crc32(data, value = 0) {
  if (typeof data !== 'string' && !ArrayBuffer.isView(data)) throw make('ERR_INVALID_ARG_TYPE', 'data', ['Buffer', 'TypedArray', 'DataView', 'string'], data);
  validateUint32(value, 'value');
  return native.crc32(typeof data === 'string' ? Buffer.from(data) : data, value);
};
Object.defineProperty(zlib, 'constants', { enumerable: true, value: Object.freeze(constants) });
Object.defineProperty(zlib, 'codes', { enumerable: true, value: Object.freeze(codes) });
// The old places of the constants.
for (const name of Object.keys(constants)) {
  if (name.startsWith('Z_')) Object.defineProperty(zlib, name, { enumerable: false, value: constants[name] });
}

module.exports = zlib;
