// node:string_decoder. https://nodejs.org/api/string_decoder.html
'use strict';

const { Buffer } = require('buffer');
const { make } = require('internal/errors');

const kNormal = {
  __proto__: null,
  utf8: 'utf8', 'utf-8': 'utf8', ucs2: 'utf16le', 'ucs-2': 'utf16le', utf16le: 'utf16le', 'utf-16le': 'utf16le',
  latin1: 'latin1', binary: 'latin1', ascii: 'ascii', base64: 'base64', base64url: 'base64url', hex: 'hex',
};
function normalize(encoding) {
  if (encoding === undefined || encoding === null || encoding === '') return 'utf8';
  const name = kNormal[String(encoding).toLowerCase()];
  if (name === undefined) throw make('ERR_UNKNOWN_ENCODING', encoding);
  return name;
}

// How many bytes at the end begin a UTF-8 character that more bytes could complete.
function incompleteUtf8(bytes) {
  const end = bytes.length;
  for (let back = 1; back <= 3 && back <= end; ++back) {
    const byte = bytes[end - back];
    if ((byte & 0xc0) === 0x80) continue;
    const width = (byte & 0xf8) === 0xf0 ? 4 : (byte & 0xf0) === 0xe0 ? 3 : (byte & 0xe0) === 0xc0 ? 2 : 1;
    if (width <= back) return 0;
    return back;
  }
  return 0;
}

// The bytes of a character, or of a base64 group, that is not complete yet.
const kLeft = Symbol('kNativeDecoder');

function StringDecoder(encoding) {
  this.encoding = normalize(encoding);
  Object.defineProperty(this, kLeft, { value: Buffer.alloc(0), writable: true, enumerable: false });
}

StringDecoder.prototype.write = function write(chunk) {
  if (typeof chunk === 'string') return chunk;
  if (!ArrayBuffer.isView(chunk)) throw make('ERR_INVALID_ARG_TYPE', 'buf', ['Buffer', 'TypedArray', 'DataView'], chunk);
  let bytes = chunk instanceof Buffer ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const encoding = this.encoding;
  if (encoding === 'latin1' || encoding === 'ascii' || encoding === 'hex') return bytes.toString(encoding);
  const left = this[kLeft];
  if (encoding === 'utf16le' && left.length > 0) {
    // What waited is completed first, and is not looked at again: half a unit, or a high surrogate.
    const need = left.length % 2 === 1 ? 1 : 2;
    const whole = Buffer.concat([left, bytes.subarray(0, need)]);
    this[kLeft] = bytes.length < need ? whole : Buffer.alloc(0);
    return bytes.length < need ? '' : whole.toString(encoding) + this.write(bytes.subarray(need));
  }
  if (left.length > 0) bytes = Buffer.concat([left, bytes]);
  let keep = 0;
  if (encoding === 'utf8') keep = incompleteUtf8(bytes);
  else if (encoding === 'utf16le') {
    keep = bytes.length % 2;
    // A high surrogate waits for its other half.
    if (keep === 0 && bytes.length >= 2 && (bytes[bytes.length - 1] & 0xfc) === 0xd8) keep = 2;
  } else keep = bytes.length % 3;
  const end = bytes.length - keep;
  this[kLeft] = keep > 0 ? Buffer.from(bytes.subarray(end)) : Buffer.alloc(0);
  return bytes.toString(encoding, 0, end);
};

StringDecoder.prototype.end = function end(chunk) {
  let text = chunk === undefined ? '' : this.write(chunk);
  const left = this[kLeft];
  if (left.length > 0) {
    // A half UTF-16 unit is dropped; half a UTF-8 character is one replacement character.
    text += left.toString(this.encoding, 0, this.encoding === 'utf16le' ? left.length & ~1 : left.length);
    this[kLeft] = Buffer.alloc(0);
  }
  return text;
};

StringDecoder.prototype.text = function text(chunk, offset) {
  this[kLeft] = Buffer.alloc(0);
  return this.write(chunk.slice(offset));
};

const expected = (decoder) => {
  const { encoding, [kLeft]: left } = decoder;
  if (left.length === 0) return 0;
  if (encoding === 'utf8') return (left[0] >= 0xf0 ? 4 : left[0] >= 0xe0 ? 3 : 2) - left.length;
  if (encoding === 'utf16le') return left.length % 2 === 1 ? 1 : 2;
  return 3 - left.length;
};
Object.defineProperties(StringDecoder.prototype, {
  lastChar: {
    configurable: true, enumerable: true,
    get() {
      const bytes = Buffer.alloc(4);
      this[kLeft].copy(bytes);
      return bytes;
    },
  },
  lastNeed: { configurable: true, enumerable: true, get() { return expected(this); } },
  lastTotal: { configurable: true, enumerable: true, get() { return this[kLeft].length + expected(this); } },
});

module.exports = { StringDecoder };
