// CompressionStream and DecompressionStream: zlib's streams as web streams. https://compression.spec.whatwg.org
'use strict';
const { withCode } = require('internal/errors');
const { members, inspectStream } = require('internal/web/stream_support');
const { duplexToWeb } = require('internal/stream/web');
const zlib = require('zlib');
const custom = Symbol.for('nodejs.util.inspect.custom');

const formats = {
  'deflate': ['createDeflate', 'createInflate'],
  'deflate-raw': ['createDeflateRaw', 'createInflateRaw'],
  'gzip': ['createGzip', 'createGunzip'],
  'brotli': ['createBrotliCompress', 'createBrotliDecompress'],
};
// direction 0: compress, 1: decompress
function pairFor(format, direction) {
  format = `${format}`;
  const names = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (!names) {
    const text = `Failed to construct '${direction ? 'DecompressionStream' : 'CompressionStream'}': 1st argument '${format}' is not a valid enum value of type CompressionFormat.`;
    throw withCode(new TypeError(text), 'ERR_INVALID_ARG_VALUE');
  }
  return duplexToWeb(zlib[names[direction]](direction ? { rejectGarbageAfterEnd: true } : undefined));
}

class CompressionStream {
  #pair;
  constructor(format) { this.#pair = pairFor(format, 0); }
  get readable() { return this.#pair.readable; }
  get writable() { return this.#pair.writable; }
  [custom](depth, options, inspect = internal.inspect) { return inspectStream(this, depth, options, inspect, { readable: this.readable, writable: this.writable }); }
}
members(CompressionStream, 'readable writable');

class DecompressionStream {
  #pair;
  constructor(format) { this.#pair = pairFor(format, 1); }
  get readable() { return this.#pair.readable; }
  get writable() { return this.#pair.writable; }
  [custom](depth, options, inspect = internal.inspect) { return inspectStream(this, depth, options, inspect, { readable: this.readable, writable: this.writable }); }
}
members(DecompressionStream, 'readable writable');

module.exports = { CompressionStream, DecompressionStream };
