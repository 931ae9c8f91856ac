// Blob and File. https://w3c.github.io/FileAPI/
'use strict';
const { codes } = require('internal/errors');
const { kClone } = require('internal/web/clone');
const { members } = require('internal/web/stream_support');
const custom = Symbol.for('nodejs.util.inspect.custom');

const encoder = new TextEncoder();
let bytesOf;
let fromBytes;

function partBytes(part, endings) {
  if (bytesOf(part)) return bytesOf(part);
  if (ArrayBuffer.isView(part)) return new Uint8Array(part.buffer, part.byteOffset, part.byteLength).slice();
  const kind = typeof part === 'object' && part !== null ? internal.classOf(part) : '';
  if (kind === 'ArrayBuffer' || kind === 'SharedArrayBuffer') return new Uint8Array(part).slice();
  let text = `${part}`;
  if (endings === 'native') text = text.replace(/\r\n|\r/g, '\n');
  return encoder.encode(text);
}
const typeOf = (type) => (/[^\u0020-\u007e]/.test(type) ? '' : type.toLowerCase());

class Blob {
  #bytes;
  #type = '';
  static {
    bytesOf = (value) => (typeof value === 'object' && value !== null && #bytes in value ? value.#bytes : undefined);
    fromBytes = (bytes, type) => {
      const blob = new Blob();
      blob.#bytes = bytes;
      blob.#type = type;
      return blob;
    };
  }
  constructor(sources = [], options = {}) {
    if (sources === null || typeof sources !== 'object' || typeof sources[Symbol.iterator] !== 'function') throw Object.assign(new TypeError('Value cannot be converted to sequence.'), { code: 'ERR_INVALID_ARG_TYPE' });
    if (options != null) require('internal/validators').validateObject(options, 'options', { allowArray: true, allowFunction: true });
    const { type = '', endings = 'transparent' } = options ?? {};
    if (`${endings}` !== 'transparent' && `${endings}` !== 'native') throw new codes.ERR_INVALID_ARG_VALUE('options.endings', endings);
    const parts = Array.from(sources, (part) => partBytes(part, `${endings}`));
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    this.#bytes = bytes;
    this.#type = typeOf(`${type}`);
  }
  get type() { return this.#type; }
  get size() { return this.#bytes.length; }
  slice(start = 0, end = this.size, contentType = '') {
    const clamp = (value) => (value < 0 ? Math.max(this.size + value, 0) : Math.min(value, this.size));
    const from = clamp(Math.trunc(Number(start)) || 0);
    const to = clamp(Math.trunc(Number(end)) || 0);
    return fromBytes(this.#bytes.subarray(from, Math.max(from, to)), typeOf(`${contentType}`));
  }
  async arrayBuffer() { return this.#bytes.slice().buffer; }
  async bytes() { return this.#bytes.slice(); }
  async text() { return new TextDecoder().decode(this.#bytes); }
  stream() {
    const bytes = this.#bytes;
    let at = 0;
    return new ReadableStream({
      type: 'bytes',
      pull(controller) {
        if (at >= bytes.length) {
          controller.close();
          controller.byobRequest?.respond(0);
          return;
        }
        controller.enqueue(bytes.slice(at, at + 65536));
        at += 65536;
      },
    });
  }
  [kClone]() { return fromBytes(this.#bytes, this.#type); }
  [custom](depth, options, inspect = internal.inspect) {
    if (depth < 0) return this;
    return `Blob ${inspect({ size: this.size, type: this.type }, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
}
members(Blob, 'type size slice arrayBuffer bytes text stream');

class File extends Blob {
  #name;
  #lastModified;
  constructor(fileBits, fileName, options = {}) {
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('fileBits', 'fileName');
    super(fileBits, options);
    this.#name = `${fileName}`.toWellFormed();
    const { lastModified } = options ?? {};
    this.#lastModified = lastModified !== undefined ? Math.trunc(Number(lastModified)) || 0 : Date.now();
  }
  get name() { return this.#name; }
  get lastModified() { return this.#lastModified; }
  [custom](depth, options, inspect = internal.inspect) {
    if (depth < 0) return this;
    return `File ${inspect({ size: this.size, type: this.type, name: this.#name, lastModified: this.#lastModified }, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
}
members(File, 'name lastModified');

const urls = new Map();
function createObjectURL(blob) {
  if (!bytesOf(blob)) throw new codes.ERR_INVALID_ARG_TYPE('obj', 'Blob', blob);
  const url = `blob:nodedata:${require('crypto').randomUUID()}`;
  urls.set(url, blob);
  return url;
}
const revokeObjectURL = (url) => { urls.delete(`${url}`); };
const resolveObjectURL = (url) => urls.get(`${url}`);

module.exports = { Blob, File, createObjectURL, revokeObjectURL, resolveObjectURL, bytesOf };
