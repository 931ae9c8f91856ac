// node:buffer. https://nodejs.org/api/buffer.html
'use strict';

const native = internal.binding('buffer');
const { make, withCode } = require('internal/errors');
const { validateString, validateNumber, validateInteger } = require('internal/validators');
const customInspect = Symbol.for('nodejs.util.inspect.custom');

const kMaxLength = Number.MAX_SAFE_INTEGER;
const kStringMaxLength = 536870888;
let inspectMaxBytes = 50;

const kEncodings = {
  __proto__: null,
  utf8: 0, 'utf-8': 0, ucs2: 1, 'ucs-2': 1, utf16le: 1, 'utf-16le': 1, latin1: 2, binary: 2, ascii: 3, base64: 4, base64url: 5, hex: 6,
};
// The engine's number of an encoding, or undefined.
function encodingNumber(name) {
  return kEncodings[name] ?? (typeof name === 'string' ? kEncodings[name.toLowerCase()] : undefined);
}
function encodingOr(name, fallback = 0) {
  if (name === undefined || name === null || name === '') return fallback;
  const number = encodingNumber(name);
  if (number === undefined) throw make('ERR_UNKNOWN_ENCODING', name);
  return number;
}

class FastBuffer extends Uint8Array {
  constructor(a, b, c) {
    super(a, b, c);
  }
}

let warned = false;
function Buffer(value, encodingOrOffset, length) {
  if (!warned && !internal.calledFromDependency()) {
    warned = true;
    process.emitWarning('Buffer() is deprecated due to security and usability issues. Please use the Buffer.alloc(), ' +
      'Buffer.allocUnsafe(), or Buffer.from() methods instead.', 'DeprecationWarning', 'DEP0005');
  }
  if (typeof value === 'number') {
    if (typeof encodingOrOffset === 'string') throw make('ERR_INVALID_ARG_TYPE', 'string', 'string', value);
    return Buffer.alloc(value);
  }
  return Buffer.from(value, encodingOrOffset, length);
}
Object.defineProperty(Buffer, Symbol.species, { configurable: true, enumerable: false, get() { return FastBuffer; } });
Object.setPrototypeOf(Buffer, Uint8Array);
Buffer.poolSize = 64 * 1024;

// Small buffers are cut from a shared one, at multiples of 8.
let pool;
let poolOffset = 0;
function allocate(size) {
  if (size <= 0) return new FastBuffer();
  if (size >= Buffer.poolSize >>> 1) return new FastBuffer(size);
  if (pool === undefined || size > pool.byteLength - poolOffset) {
    pool = new ArrayBuffer(Buffer.poolSize);
    poolOffset = 0;
  }
  const made = new FastBuffer(pool, poolOffset, size);
  poolOffset = (poolOffset + size + 7) & ~7;
  return made;
}

function fromString(text, encoding) {
  if (text.length === 0) return new FastBuffer();
  const size = native.byteLength(text, encoding);
  const buffer = allocate(size);
  const written = native.write(buffer, text, encoding, 0, size);
  return written === size ? buffer : new FastBuffer(buffer.buffer, buffer.byteOffset, written);
}

function fromArrayLike(list) {
  if (list.length <= 0) return new FastBuffer();
  const buffer = allocate(list.length);
  if (ArrayBuffer.isView(list)) {
    Uint8Array.prototype.set.call(buffer, list, 0);
  } else {
    for (let i = 0; i < list.length; ++i) buffer[i] = list[i];
  }
  return buffer;
}

function isAnyArrayBuffer(value) {
  return value instanceof ArrayBuffer || value instanceof SharedArrayBuffer ||
    (typeof value === 'object' && value !== null && /^(Shared)?ArrayBuffer$/.test(internal.classOf(value)));
}

function fromArrayBuffer(value, offset, length) {
  if (offset === undefined) offset = 0;
  else {
    offset = +offset;
    if (Number.isNaN(offset)) offset = 0;
  }
  const rest = value.byteLength - offset;
  if (rest < 0) throw make('ERR_BUFFER_OUT_OF_BOUNDS', 'offset');
  if (length === undefined) length = rest;
  else {
    length = +length;
    if (length > 0) {
      if (length > rest) throw make('ERR_BUFFER_OUT_OF_BOUNDS', 'length');
    } else length = 0;
  }
  return new FastBuffer(value, offset, length);
}

function fromObject(value) {
  if (value.length !== undefined || isAnyArrayBuffer(value.buffer)) {
    return typeof value.length !== 'number' ? new FastBuffer() : fromArrayLike(value);
  }
  if (value.type === 'Buffer' && Array.isArray(value.data)) return fromArrayLike(value.data);
  return undefined;
}

Buffer.from = function from(value, encodingOrOffset, length) {
  if (typeof value === 'string') return fromString(value, typeof encodingOrOffset === 'string' ? encodingOr(encodingOrOffset) : 0);
  if (typeof value === 'object' && value !== null) {
    if (isAnyArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
    const primitive = value.valueOf && value.valueOf();
    if (primitive != null && primitive !== value && (typeof primitive === 'string' || typeof primitive === 'object')) {
      return Buffer.from(primitive, encodingOrOffset, length);
    }
    const made = fromObject(value);
    if (made) return made;
    if (typeof value[Symbol.toPrimitive] === 'function') {
      const text = value[Symbol.toPrimitive]('string');
      if (typeof text === 'string') return fromString(text, encodingOr(encodingOrOffset));
    }
  }
  throw make('ERR_INVALID_ARG_TYPE', 'first argument', ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'], value);
};

Buffer.copyBytesFrom = function copyBytesFrom(view, offset, length) {
  if (internal.classOf(view) !== 'TypedArray') throw make('ERR_INVALID_ARG_TYPE', 'view', ['TypedArray'], view);
  if (view.length === 0) return Buffer.alloc(0);
  if (offset !== undefined) {
    validateInteger(offset, 'offset', 0);
    if (offset >= view.length) return Buffer.alloc(0);
  } else offset = 0;
  let end = view.length;
  if (length !== undefined) {
    validateInteger(length, 'length', 0);
    end = offset + length;
  }
  const part = view.slice(offset, end);
  return fromArrayLike(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
};

Buffer.of = function of(...items) {
  const made = allocate(items.length);
  for (let i = 0; i < items.length; ++i) made[i] = items[i];
  return made;
};

const checkSize = (size) => validateNumber(size, 'size', 0, kMaxLength);

Buffer.alloc = function alloc(size, fill, encoding) {
  checkSize(size);
  if (fill !== undefined && fill !== 0 && size > 0) {
    return new FastBuffer(size).fill(fill, encoding);
  }
  return new FastBuffer(size);
};
Buffer.allocUnsafe = function allocUnsafe(size) {
  checkSize(size);
  return allocate(size);
};
Buffer.allocUnsafeSlow = function allocUnsafeSlow(size) {
  checkSize(size);
  return new FastBuffer(size);
};

Buffer.isBuffer = function isBuffer(value) {
  return value instanceof Buffer;
};

function requireBytes(value, name, expected = ['Buffer', 'Uint8Array']) {
  if (!(value instanceof Uint8Array) && !(ArrayBuffer.isView(value) && value[Symbol.toStringTag] === 'Uint8Array')) {
    throw make('ERR_INVALID_ARG_TYPE', name, expected, value);
  }
}

Buffer.compare = function compare(a, b) {
  requireBytes(a, 'buf1');
  requireBytes(b, 'buf2');
  return a === b ? 0 : native.compare(a, b);
};

Buffer.isEncoding = function isEncoding(encoding) {
  return typeof encoding === 'string' && encoding.length !== 0 && encodingNumber(encoding) !== undefined;
};

Buffer.concat = function concat(list, length) {
  if (!Array.isArray(list)) throw make('ERR_INVALID_ARG_TYPE', 'list', 'Array', list);
  if (list.length === 0) return new FastBuffer();
  if (length === undefined) {
    length = 0;
    for (const item of list) if (item?.length) length += item.length;
  } else {
    validateInteger(length, 'length', 0);
  }
  const buffer = Buffer.allocUnsafe(length);
  let at = 0;
  for (let i = 0; i < list.length; ++i) {
    requireBytes(list[i], `list[${i}]`);
    at += native.copy(list[i], buffer, at, 0, list[i].length);
    if (at >= length) break;
  }
  if (at < length) Uint8Array.prototype.fill.call(buffer, 0, at, length);
  return buffer;
};

function byteLength(value, encoding) {
  if (typeof value !== 'string') {
    if (ArrayBuffer.isView(value) || isAnyArrayBuffer(value)) return value.byteLength;
    throw make('ERR_INVALID_ARG_TYPE', 'string', ['string', 'Buffer', 'ArrayBuffer'], value);
  }
  return value.length === 0 ? 0 : native.byteLength(value, encodingNumber(encoding) ?? 0);
}
Buffer.byteLength = byteLength;
Buffer[Symbol('kIsEncodingSymbol')] = Buffer.isEncoding;

Buffer.prototype = FastBuffer.prototype;
const prototype = FastBuffer.prototype;
Object.defineProperty(Buffer, 'prototype', { writable: false, enumerable: false, configurable: false });
Object.defineProperty(prototype, 'constructor', { value: Buffer, writable: true, configurable: true, enumerable: false });

// --- numbers at offsets. Kinds are the engine's element types, 16 more for big-endian.

function badOffset(buffer, offset, width, name = 'offset') {
  validateNumber(offset, name);
  if (Math.floor(offset) !== offset) throw make('ERR_OUT_OF_RANGE', name, 'an integer', offset);
  if (buffer.length - width < 0) throw make('ERR_BUFFER_OUT_OF_BOUNDS');
  throw make('ERR_OUT_OF_RANGE', name, `>= 0 and <= ${buffer.length - width}`, offset);
}

function badValue(value, min, max, width) {
  const n = typeof min === 'bigint' ? 'n' : '';
  let range;
  if (width > 4) {
    range = min == 0 ? `>= 0${n} and < 2${n} ** ${width * 8}${n}` : `>= -(2${n} ** ${width * 8 - 1}${n}) and < 2${n} ** ${width * 8 - 1}${n}`;
  } else {
    range = `>= ${min}${n} and <= ${max}${n}`;
  }
  throw make('ERR_OUT_OF_RANGE', 'value', range, value);
}

const methods = {};
// name, kind, width, least and greatest value (undefined: floats)
for (const [name, kind, width, min, max] of [
  ['BigUInt64LE', 11, 8, 0n, 0xffffffffffffffffn], ['BigUInt64BE', 27, 8, 0n, 0xffffffffffffffffn],
  ['BigInt64LE', 10, 8, -0x8000000000000000n, 0x7fffffffffffffffn], ['BigInt64BE', 26, 8, -0x8000000000000000n, 0x7fffffffffffffffn],
  ['UInt32LE', 6, 4, 0, 0xffffffff], ['UInt16LE', 4, 2, 0, 0xffff], ['UInt8', 1, 1, 0, 0xff],
  ['UInt32BE', 22, 4, 0, 0xffffffff], ['UInt16BE', 20, 2, 0, 0xffff],
  ['Int32LE', 5, 4, -0x80000000, 0x7fffffff], ['Int16LE', 3, 2, -0x8000, 0x7fff], ['Int8', 0, 1, -0x80, 0x7f],
  ['Int32BE', 21, 4, -0x80000000, 0x7fffffff], ['Int16BE', 19, 2, -0x8000, 0x7fff],
  ['FloatLE', 8, 4], ['FloatBE', 24, 4], ['DoubleLE', 9, 8], ['DoubleBE', 25, 8],
]) {
  methods[`read${name}`] = {
    [`read${name}`](offset = 0) {
      const value = native.readNumber(this, offset, kind);
      return value === undefined ? badOffset(this, offset, width) : value;
    },
  }[`read${name}`];
  const big = typeof min === 'bigint';
  methods[`write${name}`] = {
    [`write${name}`](value, offset = 0) {
      if (!big) value = +value;
      if (min !== undefined) {
        if (big) void (value & 1n);
        if (value > max || value < min) badValue(value, min, max, width);
      }
      const next = native.writeNumber(this, value, offset, kind);
      return next === undefined ? badOffset(this, offset, width) : next;
    },
  }[`write${name}`];
}
function checkWidth(width) {
  if (width === undefined || typeof width !== 'number') throw make('ERR_INVALID_ARG_TYPE', 'byteLength', 'number', width);
  if (Math.floor(width) !== width) throw make('ERR_OUT_OF_RANGE', 'byteLength', 'an integer', width);
  if (width < 1 || width > 6) throw make('ERR_OUT_OF_RANGE', 'byteLength', '>= 1 and <= 6', width);
}
for (const [name, signed, big] of [['UIntLE', false, false], ['UIntBE', false, true], ['IntLE', true, false], ['IntBE', true, true]]) {
  methods[`read${name}`] = {
    [`read${name}`](offset, width) {
      if (offset === undefined) throw make('ERR_INVALID_ARG_TYPE', 'offset', 'number', offset);
      checkWidth(width);
      const value = native.readInteger(this, offset, width, signed, big);
      return value === undefined ? badOffset(this, offset, width) : value;
    },
  }[`read${name}`];
  methods[`write${name}`] = {
    [`write${name}`](value, offset, width) {
      checkWidth(width);
      value = +value;
      const max = 2 ** (8 * width - (signed ? 1 : 0)) - 1;
      const min = signed ? -max - 1 : 0;
      if (value > max || value < min) badValue(value, min, max, width);
      const next = native.writeInteger(this, value, offset, width, big);
      return next === undefined ? badOffset(this, offset, width) : next;
    },
  }[`write${name}`];
}
// In the order Node lists them; "Uint" is "UInt" by another name.
const order = [
  ...['read', 'write'].flatMap((verb) => [`${verb}BigUInt64LE`, `${verb}BigUInt64BE`, `${verb}BigUint64LE`, `${verb}BigUint64BE`, `${verb}BigInt64LE`, `${verb}BigInt64BE`]),
  ...['read', 'write'].flatMap((verb) => ['UIntLE', 'UInt32LE', 'UInt16LE', 'UInt8', 'UIntBE', 'UInt32BE', 'UInt16BE', 'UintLE', 'Uint32LE',
    'Uint16LE', 'Uint8', 'UintBE', 'Uint32BE', 'Uint16BE', 'IntLE', 'Int32LE', 'Int16LE', 'Int8', 'IntBE', 'Int32BE', 'Int16BE'].map((name) => verb + name)),
  'readFloatLE', 'readFloatBE', 'readDoubleLE', 'readDoubleBE', 'writeFloatLE', 'writeFloatBE', 'writeDoubleLE', 'writeDoubleBE',
];
for (const name of order) prototype[name] = methods[name.replace('Uint', 'UInt')];

// --- text

function sliceBounds(buffer, start, end) {
  start = start === undefined ? 0 : Math.trunc(start) || 0;
  end = end === undefined ? buffer.length : Math.trunc(end) || 0;
  if (start < 0 || start > buffer.length || end < 0) throw make('ERR_OUT_OF_RANGE', 'start', `>= 0 && <= ${buffer.length}`, start);
  return [start, end];
}
for (const [name, number] of [['ascii', 3], ['base64', 4], ['base64url', 5], ['latin1', 2], ['hex', 6], ['ucs2', 1], ['utf8', 0]]) {
  prototype[`${name}Slice`] = {
    [`${name}Slice`](start, end) {
      [start, end] = sliceBounds(this, start, end);
      return native.toString(this, number, start, end);
    },
  }[`${name}Slice`];
}
for (const [name, number] of [['ascii', 3], ['base64', 4], ['base64url', 5], ['latin1', 2], ['hex', 6], ['ucs2', 1], ['utf8', 0]]) {
  prototype[`${name}Write`] = {
    [`${name}Write`](text, offset = 0, length = this.length - offset) {
      validateString(text, 'argument');
      if (offset < 0 || offset > this.length) throw make('ERR_BUFFER_OUT_OF_BOUNDS', 'offset');
      return native.write(this, text, number, offset, length);
    },
  }[`${name}Write`];
}

Object.defineProperty(prototype, 'parent', { enumerable: true, get() { return this instanceof Buffer ? this.buffer : undefined; } });
Object.defineProperty(prototype, 'offset', { enumerable: true, get() { return this instanceof Buffer ? this.byteOffset : undefined; } });

const integerOr = (value, fallback) => {
  value = +value;
  return Number.isNaN(value) ? fallback : Math.trunc(value);
};

prototype.copy = function copy(target, targetStart, sourceStart, sourceEnd) {
  if (!ArrayBuffer.isView(target)) throw make('ERR_INVALID_ARG_TYPE', 'target', ['Buffer', 'Uint8Array'], target);
  if (targetStart === undefined) targetStart = 0;
  else {
    targetStart = Number.isInteger(targetStart) ? targetStart : integerOr(targetStart, 0);
    if (targetStart < 0) throw make('ERR_OUT_OF_RANGE', 'targetStart', '>= 0', targetStart);
  }
  if (sourceStart === undefined) sourceStart = 0;
  else {
    sourceStart = Number.isInteger(sourceStart) ? sourceStart : integerOr(sourceStart, 0);
    if (sourceStart < 0 || sourceStart > this.byteLength) throw make('ERR_OUT_OF_RANGE', 'sourceStart', `>= 0 && <= ${this.byteLength}`, sourceStart);
  }
  if (sourceEnd === undefined) sourceEnd = this.byteLength;
  else {
    sourceEnd = Number.isInteger(sourceEnd) ? sourceEnd : integerOr(sourceEnd, 0);
    if (sourceEnd < 0) throw make('ERR_OUT_OF_RANGE', 'sourceEnd', '>= 0', sourceEnd);
  }
  if (targetStart >= target.byteLength || sourceStart >= sourceEnd) return 0;
  return native.copy(this, target, targetStart, sourceStart, sourceEnd);
};

prototype.toString = function toString(encoding, start, end) {
  if (arguments.length === 0) return native.toString(this, 0);
  const length = this.length;
  if (start === undefined || start <= 0) start = 0;
  else if (start >= length) return '';
  else start = Math.trunc(start) || 0;
  if (end === undefined || end >= length) end = length;
  else end = Math.trunc(end) || 0;
  const number = encodingOr(encoding === null ? 'null' : encoding === '' ? ' ' : encoding);
  return end <= start ? '' : native.toString(this, number, start, end);
};

prototype.equals = function equals(other) {
  requireBytes(other, 'otherBuffer');
  return this === other || (this.byteLength === other.byteLength && native.compare(this, other) === 0);
};

prototype[customInspect] = function inspect(depth, context) {
  const shown = Math.min(inspectMaxBytes, this.length);
  let text = this.hexSlice(0, shown).replace(/(.{2})/g, '$1 ').trim();
  const left = this.length - shown;
  if (left > 0) text += ` ... ${left} more byte${left > 1 ? 's' : ''}`;
  if (context) {
    const extras = { __proto__: null };
    let any = false;
    const keys = context.showHidden ? Reflect.ownKeys(this) : Object.keys(this);
    for (const key of keys) {
      if (typeof key === 'symbol' || !/^(0|[1-9]\d*)$/.test(key)) {
        extras[key] = this[key];
        any = true;
      }
    }
    if (any) {
      if (this.length !== 0) text += ', ';
      const inner = internal.inspect(extras, { ...context, breakLength: Infinity, compact: true });
      text += inner.slice(inner.indexOf('{') + 2, -2);
    }
  }
  return `<${this.constructor?.name || 'Buffer'} ${text}>`;
};
prototype.inspect = prototype[customInspect];

prototype.compare = function compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
  requireBytes(target, 'target');
  if (arguments.length === 1) return native.compare(this, target);
  const bound = (value, name, fallback, limit) => {
    if (value === undefined) return fallback;
    validateInteger(value, name, 0, limit);
    return value;
  };
  targetStart = bound(targetStart, 'targetStart', 0);
  targetEnd = bound(targetEnd, 'targetEnd', target.length, target.length);
  sourceStart = bound(sourceStart, 'sourceStart', 0);
  sourceEnd = bound(sourceEnd, 'sourceEnd', this.length, this.length);
  if (sourceStart >= sourceEnd) return targetStart >= targetEnd ? 0 : -1;
  if (targetStart >= targetEnd) return 1;
  return native.compare(this.subarray(sourceStart, sourceEnd), target.subarray(targetStart, targetEnd));
};

// indexOf and lastIndexOf: a string, bytes, or one byte.
function search(buffer, value, position, encoding, forward) {
  if (typeof position === 'string') {
    encoding = position;
    position = undefined;
  } else if (position > 0x7fffffff) {
    position = 0x7fffffff;
  } else if (position < -0x80000000) {
    position = -0x80000000;
  }
  position = +position;
  if (Number.isNaN(position)) position = forward ? 0 : buffer.length || buffer.byteLength;
  position = Math.trunc(position);
  let number = 0;
  let needle;
  if (typeof value === 'number') {
    needle = new Uint8Array([value >>> 0]);
  } else if (typeof value === 'string') {
    number = encodingOr(encoding);
    needle = fromString(value, number);
  } else if (value instanceof Uint8Array) {
    number = encoding === undefined ? 0 : encodingNumber(encoding) ?? 0;
    needle = value;
  } else {
    throw make('ERR_INVALID_ARG_TYPE', 'value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
  }
  if (position < 0) {
    position += buffer.length;
    if (position < 0) {
      if (!forward) return -1;
      position = 0;
    }
  }
  if (position > buffer.length) {
    if (forward) return needle.length === 0 ? buffer.length : -1;
    position = buffer.length;
  }
  if (needle.length === 0) return position;
  return native.search(buffer, needle, position, forward, number === 1 && typeof value !== 'number' ? 2 : 1);
}
prototype.indexOf = function indexOf(value, byteOffset, encoding) {
  return search(this, value, byteOffset, encoding, true);
};
prototype.lastIndexOf = function lastIndexOf(value, byteOffset, encoding) {
  return search(this, value, byteOffset, encoding, false);
};
prototype.includes = function includes(value, byteOffset, encoding) {
  return this.indexOf(value, byteOffset, encoding) !== -1;
};

prototype.fill = function fill(value, offset, end, encoding) {
  if (typeof value === 'string') {
    if (offset === undefined || typeof offset === 'string') {
      encoding = offset;
      offset = undefined;
    } else if (typeof end === 'string') {
      encoding = end;
      end = undefined;
    }
  }
  if (offset !== undefined) validateNumber(offset, 'offset', 0);
  offset = offset === undefined ? 0 : offset;
  if (end !== undefined) validateNumber(end, 'end', 0, this.length);
  end = end === undefined ? this.length : end;
  if (typeof value === 'string') {
    if (encoding !== undefined && typeof encoding !== 'string') throw make('ERR_INVALID_ARG_TYPE', 'encoding', 'string', encoding);
    const number = encodingOr(encoding);
    if (offset >= end) return this;
    if (value.length === 0) return native.fill(this, new Uint8Array(1), offset, end), this;
    const pattern = fromString(value, number);
    if (pattern.length === 0) throw make('ERR_INVALID_ARG_VALUE', 'value', value);
    native.fill(this, pattern, offset, end);
  } else if (ArrayBuffer.isView(value)) {
    if (value.byteLength === 0) throw make('ERR_INVALID_ARG_VALUE', 'value', value);
    native.fill(this, value, offset, end);
  } else {
    native.fill(this, new Uint8Array([typeof value === 'boolean' ? +value : value & 255]), offset, end);
  }
  return this;
};

prototype.write = function write(text, offset, length, encoding) {
  if (typeof text !== 'string') throw withCode(new TypeError('argument must be a string'), 'ERR_INVALID_ARG_TYPE');
  if (offset === undefined) return native.write(this, text, 0, 0, this.length);
  if (length === undefined && typeof offset === 'string') {
    encoding = offset;
    length = this.length;
    offset = 0;
  } else {
    validateInteger(offset, 'offset', 0, this.length);
    const left = this.length - offset;
    if (length === undefined) length = left;
    else if (typeof length === 'string') {
      encoding = length;
      length = left;
    } else {
      validateInteger(length, 'length', 0, this.length);
      if (length > left) length = left;
    }
  }
  return native.write(this, text, encodingOr(encoding), offset, length);
};

prototype.toJSON = function toJSON() {
  return { type: 'Buffer', data: Array.prototype.slice.call(this) };
};

function adjusted(value, length) {
  value = Math.trunc(value) || 0;
  if (value < 0) return Math.max(value + length, 0);
  return value < length ? value : length;
}
prototype.subarray = function subarray(start, end) {
  const length = this.length;
  start = adjusted(start, length);
  end = end !== undefined ? adjusted(end, length) : length;
  return new FastBuffer(this.buffer, this.byteOffset + start, end > start ? end - start : 0);
};
prototype.slice = function slice(start, end) {
  return this.subarray(start, end);
};

for (const bytes of [2, 4, 8]) {
  const name = `swap${bytes * 8}`;
  prototype[name] = {
    [name]() {
      if (this.length % bytes !== 0) throw make('ERR_INVALID_BUFFER_SIZE', `${bytes * 8}-bits`);
      return native.swap(this, bytes);
    },
  }[name];
}
prototype.toLocaleString = prototype.toString;

function transcode(source, from, to) {
  requireBytes(source, 'source');
  if (source.length === 0) return Buffer.alloc(0);
  const input = encodingNumber(from);
  const output = encodingNumber(to);
  if (input === undefined || output === undefined || input > 3 || output > 3) {
    const error = new Error(`Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]`);
    error.code = 'U_ILLEGAL_ARGUMENT_ERROR';
    error.errno = 1;
    throw error;
  }
  const text = native.toString(source, input);
  if (output < 2) return fromString(text, output);
  // What the target does not have becomes a question mark.
  const limit = output === 3 ? 0x7f : 0xff;
  return fromString(Array.from(text, (c) => (c.codePointAt(0) > limit ? '?' : c)).join(''), output);
}

function requireAnyBytes(value) {
  if (!ArrayBuffer.isView(value) && !isAnyArrayBuffer(value)) throw make('ERR_INVALID_ARG_TYPE', 'input', ['ArrayBuffer', 'Buffer', 'TypedArray'], value);
  if ((value.buffer ?? value).detached) throw make('ERR_INVALID_STATE', 'Cannot validate on a detached buffer');
}
function isUtf8(input) {
  requireAnyBytes(input);
  return native.isUtf8(input);
}
function isAscii(input) {
  requireAnyBytes(input);
  return native.isAscii(input);
}

const exported = {
  Buffer, transcode, isUtf8, isAscii, kMaxLength, kStringMaxLength,
  btoa(input) { return Reflect.apply(globalThis.btoa, undefined, arguments); },
  atob(input) { return Reflect.apply(globalThis.atob, undefined, arguments); },
  constants: Object.defineProperties({}, {
    MAX_LENGTH: { value: kMaxLength, enumerable: true },
    MAX_STRING_LENGTH: { value: kStringMaxLength, enumerable: true },
  }),
};
Object.defineProperty(exported, 'INSPECT_MAX_BYTES', {
  configurable: true, enumerable: true,
  get() { return inspectMaxBytes; },
  set(value) {
    validateNumber(value, 'INSPECT_MAX_BYTES', 0);
    inspectMaxBytes = value;
  },
});
for (const name of ['Blob', 'File']) {
  Object.defineProperty(exported, name, { configurable: true, enumerable: true, get() { return globalThis[name]; } });
}
exported.resolveObjectURL = function resolveObjectURL() { return undefined; };
module.exports = exported;
