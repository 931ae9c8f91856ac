// URL and URLSearchParams. https://url.spec.whatwg.org
'use strict';
const { codes } = require('internal/errors');
const { parse, serialize, serializeHost, percentEncode, kSets, cannotHaveCredentials, setters, serializePath, origin } = require('internal/web/url_parser');
const custom = Symbol.for('nodejs.util.inspect.custom');

// --- https://url.spec.whatwg.org/#interface-urlsearchparams

const encoder = new TextEncoder();

function percentDecode(text) {
  if (!text.includes('%')) return text;
  const bytes = encoder.encode(text);
  const out = new Uint8Array(bytes.length);
  let length = 0;
  const hex = (c) => (c >= 48 && c <= 57 ? c - 48 : c >= 65 && c <= 70 ? c - 55 : c >= 97 && c <= 102 ? c - 87 : -1);
  for (let i = 0; i < bytes.length; ++i) {
    if (bytes[i] === 37 && i + 2 < bytes.length && hex(bytes[i + 1]) >= 0 && hex(bytes[i + 2]) >= 0) {
      out[length++] = hex(bytes[i + 1]) * 16 + hex(bytes[i + 2]);
      i += 2;
    } else out[length++] = bytes[i];
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(out.subarray(0, length));
}
function parseForm(text) {
  const list = [];
  for (const part of text.split('&')) {
    if (part === '') continue;
    const spaced = part.replaceAll('+', ' ');
    const at = spaced.indexOf('=');
    list.push(at < 0 ? [percentDecode(spaced).toWellFormed(), ''] : [percentDecode(spaced.slice(0, at)).toWellFormed(), percentDecode(spaced.slice(at + 1)).toWellFormed()]);
  }
  return list;
}
const encodeForm = (text) => percentEncode(text, kSets.form).replaceAll('%20', '+');
const serializeForm = (list) => list.map(([name, value]) => `${encodeForm(name)}=${encodeForm(value)}`).join('&');
const usv = (value) => `${value}`.toWellFormed();

let listOf;
let setList;
let urlOf;

class URLSearchParams {
  #list = [];
  #url = null;
  static {
    listOf = (params) => params.#list;
    setList = (params, list, url) => {
      params.#list = list;
      if (url) params.#url = url;
    };
    urlOf = (params) => #list in params;
  }
  constructor(init = undefined) {
    if (init === undefined || init === null) return;
    if (typeof init === 'object' || typeof init === 'function') {
      const method = init[Symbol.iterator];
      if (method === this[Symbol.iterator] && urlOf(init)) {
        this.#list = listOf(init).map((pair) => [...pair]);
      } else if (method != null) {
        if (typeof method !== 'function') throw new codes.ERR_ARG_NOT_ITERABLE('Query pairs');
        for (const pair of init) {
          if (pair == null || typeof pair !== 'object' && typeof pair !== 'function' || typeof pair[Symbol.iterator] !== 'function') throw new codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
          const values = [...pair];
          if (values.length !== 2) throw new codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
          this.#list.push([usv(values[0]), usv(values[1])]);
        }
      } else {
        const seen = new Map();
        for (const key of Reflect.ownKeys(init)) {
          const descriptor = Reflect.getOwnPropertyDescriptor(init, key);
          if (descriptor === undefined || !descriptor.enumerable) continue;
          const name = usv(key);
          const value = usv(init[key]);
          if (seen.has(name)) this.#list[seen.get(name)][1] = value;
          else seen.set(name, this.#list.push([name, value]) - 1);
        }
      }
      return;
    }
    const text = usv(init);
    this.#list = parseForm(text[0] === '?' ? text.slice(1) : text);
  }
  #update() { this.#url?.(serializeForm(this.#list)); }
  #check() { if (!(#list in this)) throw new codes.ERR_INVALID_THIS('URLSearchParams'); }
  get size() {
    this.#check();
    return this.#list.length;
  }
  append(name, value) {
    needs(this, arguments.length, 'name', 'value');
    this.#list.push([usv(name), usv(value)]);
    this.#update();
  }
  delete(name, value = undefined) {
    needs(this, arguments.length, 'name');
    const key = usv(name);
    if (value !== undefined) value = usv(value);
    this.#list = this.#list.filter(([n, v]) => n !== key || (value !== undefined && v !== value));
    this.#update();
  }
  get(name) {
    needs(this, arguments.length, 'name');
    const key = usv(name);
    return this.#list.find(([n]) => n === key)?.[1] ?? null;
  }
  getAll(name) {
    needs(this, arguments.length, 'name');
    const key = usv(name);
    return this.#list.filter(([n]) => n === key).map(([, value]) => value);
  }
  has(name, value = undefined) {
    needs(this, arguments.length, 'name');
    const key = usv(name);
    if (value !== undefined) value = usv(value);
    return this.#list.some(([n, v]) => n === key && (value === undefined || v === value));
  }
  set(name, value) {
    needs(this, arguments.length, 'name', 'value');
    const key = usv(name);
    const text = usv(value);
    const first = this.#list.findIndex(([n]) => n === key);
    if (first < 0) this.#list.push([key, text]);
    else {
      this.#list[first][1] = text;
      this.#list = this.#list.filter(([n], i) => n !== key || i === first);
    }
    this.#update();
  }
  sort() {
    this.#check();
    this.#list.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#update();
  }
  forEach(callback, thisArg = undefined) {
    this.#check();
    require('internal/validators').validateFunction(callback, 'callback');
    for (let i = 0; i < this.#list.length; ++i) callback.call(thisArg, this.#list[i][1], this.#list[i][0], this);
  }
  entries() { this.#check(); return new Pairs(this, 'entries'); }
  keys() { this.#check(); return new Pairs(this, 'keys'); }
  values() { this.#check(); return new Pairs(this, 'values'); }
  toString() {
    this.#check();
    return serializeForm(this.#list);
  }
  [custom](depth, options, inspect = internal.inspect) {
    this.#check();
    if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
    const parts = this.#list.map(([name, value]) => `${inspect(name, options)} => ${inspect(value, options)}`);
    if (parts.length === 0) return 'URLSearchParams {}';
    const length = parts.reduce((sum, part) => sum + part.replace(/\u001b\[\d+m/g, '').length + 2, -2);
    return length > options.breakLength ? `URLSearchParams {\n  ${parts.join(',\n  ')} }` : `URLSearchParams { ${parts.join(', ')} }`;
  }
}
function needs(params, count, ...names) {
  if (!urlOf(params)) throw new codes.ERR_INVALID_THIS('URLSearchParams');
  if (count < names.length) throw new codes.ERR_MISSING_ARGS(...names);
}
URLSearchParams.prototype[Symbol.iterator] = URLSearchParams.prototype.entries;
Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, { enumerable: false });

const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
class Pairs {
  #params;
  #kind;
  #index = 0;
  constructor(params, kind) {
    this.#params = params;
    this.#kind = kind;
  }
  next() {
    const list = listOf(this.#params);
    if (this.#index >= list.length) return { value: undefined, done: true };
    const [name, value] = list[this.#index++];
    return { value: this.#kind === 'keys' ? name : this.#kind === 'values' ? value : [name, value], done: false };
  }
  [custom](depth, options, inspect = internal.inspect) {
    if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
    const rest = listOf(this.#params).slice(this.#index).map(([name, value]) => (this.#kind === 'keys' ? name : this.#kind === 'values' ? value : [name, value]));
    const shown = rest.map((one) => inspect(one, { ...options, depth: options.depth == null ? null : options.depth - 1 }));
    return `URLSearchParams Iterator { ${shown.join(', ')} }`;
  }
}
Object.setPrototypeOf(Pairs.prototype, IteratorPrototype);
delete Pairs.prototype.constructor;
Object.defineProperty(Pairs.prototype, 'next', { enumerable: true });
Object.defineProperty(Pairs.prototype, Symbol.toStringTag, { value: 'URLSearchParams Iterator', configurable: true });

// --- https://url.spec.whatwg.org/#url-class

function invalidUrl(input, base) {
  const error = new TypeError('Invalid URL');  // Node's has the code, and not in its stack
  error.code = 'ERR_INVALID_URL';
  error.input = input;
  if (base !== undefined) error.base = base;
  return error;
}

let recordOf;

class URL {
  #record;
  #params = null;
  static {
    recordOf = (url) => url.#record;
  }
  constructor(input, base = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('url');
    const text = usv(input);
    let baseRecord = null;
    if (base !== undefined) {
      const baseText = usv(base);
      baseRecord = parse(baseText);
      if (baseRecord === null) throw invalidUrl(text, baseText);
    }
    const record = parse(text, baseRecord);
    if (record === null) throw base === undefined ? invalidUrl(text) : invalidUrl(text, usv(base));
    this.#record = record;
  }
  static canParse(input, base = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('url');
    return URL.#parsed(input, base) !== null;
  }
  static parse(input, base = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('url');
    return URL.#parsed(input, base) === null ? null : new URL(input, base);
  }
  static #parsed(input, base) {
    let baseRecord = null;
    if (base !== undefined) {
      baseRecord = parse(usv(base));
      if (baseRecord === null) return null;
    }
    return parse(usv(input), baseRecord);
  }
  #refresh() {
    if (this.#params) setList(this.#params, parseForm(this.#record.query ?? ''));
  }
  get href() { return serialize(this.#record); }
  set href(value) {
    const record = parse(usv(value));
    if (record === null) throw invalidUrl(usv(value));
    this.#record = record;
    this.#refresh();
  }
  get origin() { return origin(this.#record); }
  get protocol() { return `${this.#record.scheme}:`; }
  set protocol(value) { setters.protocol(this.#record, usv(value)); }
  get username() { return this.#record.username; }
  set username(value) {
    if (!cannotHaveCredentials(this.#record)) this.#record.username = percentEncode(usv(value), kSets.userinfo);
  }
  get password() { return this.#record.password; }
  set password(value) {
    if (!cannotHaveCredentials(this.#record)) this.#record.password = percentEncode(usv(value), kSets.userinfo);
  }
  get host() {
    const { host, port } = this.#record;
    return host === null ? '' : serializeHost(host) + (port === null ? '' : `:${port}`);
  }
  set host(value) { setters.host(this.#record, usv(value)); }
  get hostname() { return this.#record.host === null ? '' : serializeHost(this.#record.host); }
  set hostname(value) { setters.hostname(this.#record, usv(value)); }
  get port() { return this.#record.port === null ? '' : `${this.#record.port}`; }
  set port(value) { setters.port(this.#record, usv(value)); }
  get pathname() { return serializePath(this.#record); }
  set pathname(value) { setters.pathname(this.#record, usv(value)); }
  get search() { return this.#record.query === null || this.#record.query === '' ? '' : `?${this.#record.query}`; }
  set search(value) {
    setters.search(this.#record, usv(value));
    this.#refresh();
  }
  get searchParams() {
    if (!this.#params) {
      this.#params = new URLSearchParams();
      setList(this.#params, parseForm(this.#record.query ?? ''), (text) => { this.#record.query = text === '' ? null : text; });
    }
    return this.#params;
  }
  get hash() { return this.#record.fragment === null || this.#record.fragment === '' ? '' : `#${this.#record.fragment}`; }
  set hash(value) { setters.hash(this.#record, usv(value)); }
  toString() { return serialize(this.#record); }
  toJSON() { return serialize(this.#record); }
  static createObjectURL(blob) { return require('internal/web/blob').createObjectURL(blob); }
  static revokeObjectURL(url) { return require('internal/web/blob').revokeObjectURL(url); }
  [custom](depth, options, inspect = internal.inspect) {
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = Object.create({ constructor: this.constructor === URL ? URL : this.constructor });
    for (const key of ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash']) shown[key] = this[key];
    return `${this.constructor.name} ${inspect(shown, options).replace(/^[^{]*/, '')}`;
  }
}
for (const name of ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash', 'toString', 'toJSON']) Object.defineProperty(URL.prototype, name, { enumerable: true });
Object.defineProperty(URL.prototype, Symbol.toStringTag, { value: 'URL', configurable: true });
for (const name of ['canParse', 'parse', 'createObjectURL', 'revokeObjectURL']) Object.defineProperty(URL, name, { enumerable: true });
for (const name of ['append', 'delete', 'get', 'getAll', 'has', 'set', 'sort', 'forEach', 'entries', 'keys', 'values', 'toString', 'size']) Object.defineProperty(URLSearchParams.prototype, name, { enumerable: true });
Object.defineProperty(URLSearchParams.prototype, Symbol.toStringTag, { value: 'URLSearchParams', configurable: true });

module.exports = { URL, URLSearchParams, recordOf, percentDecode };
