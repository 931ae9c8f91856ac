// V8's serialization format (version 15), for v8.serialize and what is built on it.
'use strict';
const { codes } = require('internal/errors');
const { Buffer } = require('buffer');

const kVersion = 15;
const kTypedArrays = {
  __proto__: null, Int8Array: 'b', Uint8Array: 'B', Uint8ClampedArray: 'C', Int16Array: 'w', Uint16Array: 'W', Int32Array: 'd', Uint32Array: 'D',
  Float16Array: 'h', Float32Array: 'f', Float64Array: 'F', BigInt64Array: 'q', BigUint64Array: 'Q', DataView: '?',
};
const kErrors = { __proto__: null, EvalError: 'E', RangeError: 'R', ReferenceError: 'F', SyntaxError: 'S', TypeError: 'T', URIError: 'U' };
const kFlags = 'gimyusldv';  // by bit; l is V8's linear
const typedArrayName = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const nameOfView = (view) => (internal.classOf(view) === 'DataView' ? 'DataView' : typedArrayName.call(view));
const reversed = (table) => Object.fromEntries(Object.entries(table).map(([name, tag]) => [tag, name]));
const viewOfTag = reversed(kTypedArrays);
const errorOfTag = reversed(kErrors);
const scratch = new DataView(new ArrayBuffer(8));
const scratchBytes = new Uint8Array(scratch.buffer);

class Serializer {
  #bytes = new Uint8Array(64);
  #length = 0;
  #ids = new Map();
  #transferred = new Map();
  #viewsAreHostObjects = false;

  #grow(count) {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
  #byte(value) {
    this.#grow(1);
    this.#bytes[this.#length++] = value;
  }
  #tag(tag) { this.#byte(tag.charCodeAt(0)); }
  #varint(value) {
    for (; value >= 0x80; value = Math.floor(value / 0x80)) this.#byte(value % 0x80 | 0x80);
    this.#byte(value);
  }
  #raw(bytes) {
    this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }
  #string(text) {
    let wide = false;
    for (let i = 0; i < text.length && !wide; ++i) wide = text.charCodeAt(i) > 0xff;
    if (!wide) {
      this.#tag('"');
      this.#varint(text.length);
      this.#grow(text.length);
      for (let i = 0; i < text.length; ++i) this.#bytes[this.#length++] = text.charCodeAt(i);
      return;
    }
    let prefix = 2;
    for (let rest = text.length * 2; rest >= 0x80; rest = Math.floor(rest / 0x80)) ++prefix;
    // The units begin at an even place.
    if ((this.#length + prefix) % 2) this.#byte(0);
    this.#tag('c');
    this.#varint(text.length * 2);
    this.#raw(Buffer.from(text, 'utf16le'));
  }
  #bigint(value) {
    const negative = value < 0n;
    let hex = (negative ? -value : value).toString(16);
    if (value === 0n) hex = '';
    hex = hex.padStart(Math.ceil(hex.length / 16) * 16, '0');
    this.#varint(hex.length / 2 * 2 + (negative ? 1 : 0));
    this.#raw(Buffer.from(hex, 'hex').reverse());
  }
  #properties(object, keys) {
    let count = 0;
    for (const key of keys) {
      if (!Object.hasOwn(object, key)) continue;
      const index = Number(key);
      this.#write(String(index >>> 0) === key && index < 0xffffffff ? index : key);
      this.#write(object[key]);
      ++count;
    }
    return count;
  }
  #fail(value) {
    const shown = typeof value === 'symbol' || typeof value === 'function' ? String(value) : `#<${value.constructor?.name ?? 'Object'}>`;
    throw new (this._getDataCloneError ?? Error)(`${shown} could not be cloned.`);
  }
  #write(value) {
    switch (typeof value) {
      case 'undefined': return this.#tag('_');
      case 'boolean': return this.#tag(value ? 'T' : 'F');
      case 'number':
        if (Number.isInteger(value) && !Object.is(value, -0) && value >= -0x80000000 && value <= 0x7fffffff) {
          this.#tag('I');
          return this.#varint(value < 0 ? -value * 2 - 1 : value * 2);
        }
        this.#tag('N');
        return this.writeDouble(value);
      case 'bigint':
        this.#tag('Z');
        return this.#bigint(value);
      case 'string': return this.#string(value);
      case 'object': return value === null ? this.#tag('0') : this.#object(value);
      default: return this.#fail(value);
    }
  }
  #object(value) {
    const kind = internal.classOf(value);
    if (!this.#ids.has(value) && (kind === 'TypedArray' || kind === 'DataView') && !this.#viewsAreHostObjects) this.#object(value.buffer);
    const id = this.#ids.get(value);
    if (id !== undefined) {
      this.#tag('^');
      return this.#varint(id);
    }
    this.#ids.set(value, this.#ids.size);
    switch (kind) {
      case 'Array': return this.#array(value);
      case 'Date':
        this.#tag('D');
        return this.writeDouble(Date.prototype.getTime.call(value));
      case 'BooleanObject': return this.#tag(Boolean.prototype.valueOf.call(value) ? 'y' : 'x');
      case 'NumberObject':
        this.#tag('n');
        return this.writeDouble(Number.prototype.valueOf.call(value));
      case 'BigIntObject':
        this.#tag('z');
        return this.#bigint(BigInt.prototype.valueOf.call(value));
      case 'StringObject':
        this.#tag('s');
        return this.#string(String.prototype.valueOf.call(value));
      case 'RegExp':
        this.#tag('R');
        this.#string(value.source);
        return this.#varint([...value.flags].reduce((bits, flag) => bits | 1 << kFlags.indexOf(flag), 0));
      case 'Map': {
        const entries = [...Map.prototype.entries.call(value)].flat(1);
        this.#tag(';');
        for (const item of entries) this.#write(item);
        this.#tag(':');
        return this.#varint(entries.length);
      }
      case 'Set': {
        const items = [...Set.prototype.values.call(value)];
        this.#tag("'");
        for (const item of items) this.#write(item);
        this.#tag(',');
        return this.#varint(items.length);
      }
      case 'ArrayBuffer': return this.#buffer(value);
      case 'SharedArrayBuffer':
        this.#tag('u');
        return this.#varint(this._getSharedArrayBufferId(value));
      case 'TypedArray': case 'DataView': return this.#view(value);
      case 'Error': return this.#error(value);
      case 'Object': case 'Arguments': case 'MappedArguments': {
        this.#tag('o');
        const count = this.#properties(value, Object.keys(value));
        this.#tag('{');
        return this.#varint(count);
      }
      default:
        if (kind === 'HostObject' && typeof this._writeHostObject === 'function') return this.#host(value);
        return this.#fail(value);
    }
  }
  #host(value) {
    this.#tag('\\');
    if (typeof this._writeHostObject !== 'function') throw new codes.ERR_METHOD_NOT_IMPLEMENTED('_writeHostObject');
    this._writeHostObject(value);
  }
  #array(value) {
    const { length } = value;
    let dense = true;
    for (let i = 0; i < length && dense; ++i) dense = Object.hasOwn(value, i);
    const keys = Object.keys(value);
    this.#tag(dense ? 'A' : 'a');
    this.#varint(length);
    if (dense) {
      for (let i = 0; i < length; ++i) {
        if (Object.hasOwn(value, i)) this.#write(value[i]);
        else this.#tag('-');
      }
    }
    const count = this.#properties(value, dense ? keys.slice(length) : keys);
    this.#tag(dense ? '$' : '@');
    this.#varint(count);
    this.#varint(length);
  }
  #buffer(value) {
    const id = this.#transferred.get(value);
    if (id !== undefined) {
      this.#tag('t');
      return this.#varint(id);
    }
    if (value.detached) throw new (this._getDataCloneError ?? Error)('An ArrayBuffer is detached and could not be cloned.');
    this.#tag(value.resizable ? '~' : 'B');
    this.#varint(value.byteLength);
    if (value.resizable) this.#varint(value.maxByteLength);
    this.#raw(new Uint8Array(value));
  }
  #view(value) {
    if (this.#viewsAreHostObjects) return this.#host(value);
    this.#tag('V');
    this.#tag(kTypedArrays[nameOfView(value)]);
    this.#varint(value.byteOffset);
    this.#varint(value.byteLength);
    this.#varint(value.buffer.resizable ? 2 : 0);
  }
  #error(value) {
    this.#tag('r');
    const tag = kErrors[`${value.name}`];
    if (tag) this.#tag(tag);
    const own = (key) => {
      const descriptor = Object.getOwnPropertyDescriptor(value, key);
      return descriptor && 'value' in descriptor ? descriptor.value : undefined;
    };
    if (Object.hasOwn(value, 'message')) {
      this.#tag('m');
      this.#string(`${own('message')}`);
    }
    if (typeof value.stack === 'string') {
      this.#tag('s');
      this.#string(value.stack);
    }
    if (Object.hasOwn(value, 'cause')) {
      this.#tag('c');
      this.#write(own('cause'));
    }
    this.#tag('.');
  }

  writeHeader() {
    this.#byte(0xff);
    this.#byte(kVersion);
  }
  writeValue(value) {
    this.#write(value);
    return true;
  }
  releaseBuffer() {
    const made = Buffer.from(this.#bytes.buffer.slice(0, this.#length));
    this.#bytes = new Uint8Array(64);
    this.#length = 0;
    return made;
  }
  transferArrayBuffer(id, buffer) { this.#transferred.set(buffer, id); }
  writeUint32(value) { this.#varint(value >>> 0); }
  writeUint64(high, low) {
    let value = BigInt(high >>> 0) << 32n | BigInt(low >>> 0);
    for (; value >= 0x80n; value >>= 7n) this.#byte(Number(value & 0x7fn) | 0x80);
    this.#byte(Number(value));
  }
  writeDouble(value) {
    scratch.setFloat64(0, value, true);
    this.#raw(scratchBytes);
  }
  writeRawBytes(source) {
    if (!ArrayBuffer.isView(source)) throw new codes.ERR_INVALID_ARG_TYPE('source', ['Buffer', 'TypedArray', 'DataView'], source);
    this.#raw(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
  }
  _setTreatArrayBufferViewsAsHostObjects(value) { this.#viewsAreHostObjects = Boolean(value); }
}
Serializer.prototype._getDataCloneError = Error;

class Deserializer {
  #bytes;
  #at = 0;
  #version = 0;
  #objects = [];
  #transferred = new Map();

  constructor(buffer) {
    if (!ArrayBuffer.isView(buffer)) throw Object.assign(new TypeError('buffer must be a TypedArray or a DataView'), { code: 'ERR_INVALID_ARG_TYPE' });
    this.buffer = buffer;
    this.#bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  }
  #fail() { return new Error('Unable to deserialize cloned data.'); }
  #byte() {
    if (this.#at >= this.#bytes.length) throw this.#fail();
    return this.#bytes[this.#at++];
  }
  #varint() {
    let value = 0;
    for (let scale = 1, byte; ; scale *= 0x80) {
      byte = this.#byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      if (scale > 0x80 ** 7) throw this.#fail();
    }
  }
  #tag() {
    let byte;
    do byte = this.#byte(); while (byte === 0);
    return String.fromCharCode(byte);
  }
  #peek() {
    while (this.#bytes[this.#at] === 0) ++this.#at;
    return this.#at < this.#bytes.length ? String.fromCharCode(this.#bytes[this.#at]) : '';
  }
  #raw(count) {
    if (count > this.#bytes.length - this.#at) throw this.#fail();
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
  #text(encoding) {
    const bytes = this.#raw(this.#varint());
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding);
  }
  #string() {
    const value = this.#read();
    if (typeof value !== 'string') throw this.#fail();
    return value;
  }
  #bigint() {
    const field = this.#varint();
    const hex = Buffer.from(this.#raw(field >>> 1)).reverse().toString('hex');
    const value = hex === '' ? 0n : BigInt(`0x${hex}`);
    return field & 1 ? -value : value;
  }
  #remember(value) {
    this.#objects.push(value);
    return value;
  }
  // Properties up to the tag that ends them.
  #properties(object, end) {
    let count = 0;
    for (; this.#peek() !== end; ++count) {
      const key = this.#read();
      if (typeof key !== 'string' && typeof key !== 'number') throw this.#fail();
      Object.defineProperty(object, key, { value: this.#read(), writable: true, enumerable: true, configurable: true });
    }
    this.#tag();
    if (this.#varint() !== count) throw this.#fail();
    return object;
  }
  #read() {
    const tag = this.#tag();
    switch (tag) {
      case '_': return undefined;
      case '0': return null;
      case 'T': return true;
      case 'F': return false;
      case 'I': {
        const value = this.#varint();
        return value % 2 ? -(value + 1) / 2 : value / 2;
      }
      case 'U': return this.#varint();
      case 'N': return this.readDouble();
      case 'Z': return this.#bigint();
      case '"': return this.#text('latin1');
      case 'c': return this.#text('utf16le');
      case 'S': return this.#text('utf8');
      case '?': this.#varint(); return this.#read();
      case '^': {
        const id = this.#varint();
        if (id >= this.#objects.length) throw this.#fail();
        return this.#viewOf(this.#objects[id]);
      }
      case 'o': return this.#properties(this.#remember({}), '{');
      case 'A': {
        const length = this.#varint();
        if (length > this.#bytes.length) throw this.#fail();
        const array = this.#remember(new Array(length));
        for (let i = 0; i < length; ++i) {
          if (this.#peek() === '-') this.#tag();
          else array[i] = this.#read();
        }
        this.#properties(array, '$');
        if (this.#varint() !== length) throw this.#fail();
        return array;
      }
      case 'a': {
        const length = this.#varint();
        const array = this.#remember([]);
        array.length = length;
        this.#properties(array, '@');
        if (this.#varint() !== length) throw this.#fail();
        return array;
      }
      case 'D': return this.#remember(new Date(this.readDouble()));
      case 'y': return this.#remember(Object(true));
      case 'x': return this.#remember(Object(false));
      case 'n': return this.#remember(Object(this.readDouble()));
      case 'z': return this.#remember(Object(this.#bigint()));
      case 's': return this.#remember(Object(this.#string()));
      case 'R': {
        const source = this.#string();
        const bits = this.#varint();
        return this.#remember(new RegExp(source, [...kFlags].filter((flag, bit) => flag !== 'l' && bits & 1 << bit).join('')));
      }
      case ';': {
        const map = this.#remember(new Map());
        while (this.#peek() !== ':') map.set(this.#read(), this.#read());
        this.#tag();
        this.#varint();
        return map;
      }
      case "'": {
        const set = this.#remember(new Set());
        while (this.#peek() !== ',') set.add(this.#read());
        this.#tag();
        this.#varint();
        return set;
      }
      case 'B': case '~': {
        const length = this.#varint();
        const buffer = tag === 'B' ? new ArrayBuffer(length) : new ArrayBuffer(length, { maxByteLength: this.#varint() });
        new Uint8Array(buffer).set(this.#raw(length));
        return this.#viewOf(this.#remember(buffer));
      }
      case 't': {
        const buffer = this.#transferred.get(this.#varint());
        if (!buffer) throw this.#fail();
        return this.#viewOf(this.#remember(buffer));
      }
      case 'u': return this.#viewOf(this.#remember(this._getSharedArrayBuffer?.(this.#varint())));
      case 'r': return this.#error();
      case '\\': {
        const id = this.#objects.push(undefined) - 1;
        if (typeof this._readHostObject !== 'function') throw new codes.ERR_METHOD_NOT_IMPLEMENTED('_readHostObject');
        return (this.#objects[id] = this._readHostObject());
      }
      default: throw this.#fail();
    }
  }
  // A buffer may be followed by the view that asked for it.
  #viewOf(buffer) {
    if (this.#peek() !== 'V' || !(buffer instanceof ArrayBuffer || buffer instanceof SharedArrayBuffer)) return buffer;
    this.#tag();
    const Class = globalThis[viewOfTag[this.#tag()]];
    const offset = this.#varint();
    const length = this.#varint();
    if (this.#version >= 14) this.#varint();
    return this.#remember(new Class(buffer, offset, length / (Class.BYTES_PER_ELEMENT ?? 1)));
  }
  #error() {
    let Class = Error;
    const id = this.#objects.push(undefined) - 1;
    const fields = {};
    for (let tag; (tag = this.#tag()) !== '.';) {
      if (tag in errorOfTag) Class = globalThis[errorOfTag[tag]];
      else if (tag === 'm') fields.message = this.#string();
      else if (tag === 'c') fields.cause = this.#read();
      else if (tag === 's') fields.stack = this.#string();
      else throw this.#fail();
    }
    const error = new Class();
    if ('stack' in fields) error.stack = fields.stack;
    for (const key of ['message', 'cause']) {
      if (key in fields) Object.defineProperty(error, key, { value: fields[key], writable: true, configurable: true });
    }
    return (this.#objects[id] = error);
  }

  readHeader() {
    if (this.#bytes[this.#at] === 0xff) {
      ++this.#at;
      this.#version = this.#varint();
      if (this.#version > kVersion) throw new Error('Unable to deserialize cloned data due to invalid or unsupported version.');
    }
    if (this.#version < 13) throw new Error('Unable to deserialize cloned data due to invalid or unsupported version.');
    return true;
  }
  readValue() { return this.#read(); }
  getWireFormatVersion() { return this.#version; }
  transferArrayBuffer(id, buffer) { this.#transferred.set(id, buffer); }
  readUint32() { return this.#varint() >>> 0; }
  readUint64() {
    let value = 0n;
    for (let shift = 0n, byte; ; shift += 7n) {
      byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return [Number(value >> 32n & 0xffffffffn), Number(value & 0xffffffffn)];
    }
  }
  readDouble() {
    scratchBytes.set(this.#raw(8));
    return scratch.getFloat64(0, true);
  }
  _readRawBytes(length) {
    const bytes = this.#raw(length);
    return bytes.byteOffset - this.#bytes.byteOffset;
  }
  readRawBytes(length) {
    const offset = this._readRawBytes(length);
    return Buffer.from(this.buffer.buffer, this.buffer.byteOffset + offset, length);
  }
}

// Node's own: views are host objects, written by their kind and bytes.
const kViews = ['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array',
  'DataView', 'Buffer', 'BigInt64Array', 'BigUint64Array', 'Float16Array'];
class DefaultSerializer extends Serializer {
  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }
  _writeHostObject(view) {
    const index = view.constructor === Buffer ? kViews.indexOf('Buffer') : ArrayBuffer.isView(view) ? kViews.indexOf(nameOfView(view)) : -1;
    if (index < 0) throw new this._getDataCloneError(`Unserializable host object: ${internal.inspect(view)}`);
    this.writeUint32(index);
    this.writeUint32(view.byteLength);
    this.writeRawBytes(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  }
}
class DefaultDeserializer extends Deserializer {
  _readHostObject() {
    const name = kViews[this.readUint32()];
    const length = this.readUint32();
    const offset = this.buffer.byteOffset + this._readRawBytes(length);
    if (name === 'Buffer') return Buffer.from(this.buffer.buffer, offset, length);
    const Class = globalThis[name];
    const width = Class.BYTES_PER_ELEMENT ?? 1;
    // In place where the view may lie there.
    if (offset % width === 0) return new Class(this.buffer.buffer, offset, length / width);
    return new Class(this.buffer.buffer.slice(offset, offset + length), 0, length / width);
  }
}

function serialize(value) {
  const serializer = new DefaultSerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
}
function deserialize(buffer) {
  const deserializer = new DefaultDeserializer(buffer);
  deserializer.readHeader();
  return deserializer.readValue();
}

module.exports = { Serializer, Deserializer, DefaultSerializer, DefaultDeserializer, serialize, deserialize };
