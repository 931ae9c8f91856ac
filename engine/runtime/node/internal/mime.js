// MIMEType and MIMEParams. https://mimesniff.spec.whatwg.org/#understanding-mime-types
'use strict';
const { codes } = require('internal/errors');

const kNotToken = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
const kNotQuotable = /[^\t\u0020-~\u0080-\u00ff]/;
const lower = (text) => text.replace(/[A-Z]/g, (c) => c.toLowerCase());

function invalidAt(text, pattern) {
  return text.search(pattern);
}

class MIMEParams {
  #map = new Map();
  delete(name) { this.#map.delete(`${name}`); }
  get(name) { return this.#map.get(`${name}`) ?? null; }
  has(name) { return this.#map.has(`${name}`); }
  set(name, value) {
    const key = `${name}`;
    const text = `${value}`;
    const badName = invalidAt(key, kNotToken);
    if (key.length === 0 || badName !== -1) throw new codes.ERR_INVALID_MIME_SYNTAX('parameter name', name, badName);
    const badValue = invalidAt(text, kNotQuotable);
    if (badValue !== -1) throw new codes.ERR_INVALID_MIME_SYNTAX('parameter value', value, badValue);
    this.#map.set(key, text);
  }
  *entries() { yield* this.#map.entries(); }
  *keys() { yield* this.#map.keys(); }
  *values() { yield* this.#map.values(); }
  toString() {
    return [...this.#map].map(([name, value]) => `${name}=${value.length === 0 || kNotToken.test(value) ? `"${value.replace(/(["\\])/g, '\\$1')}"` : value}`).join(';');
  }
  toJSON() { return this.toString(); }
  static parse(text) {
    const params = new MIMEParams();
    let at = 0;
    while (at < text.length) {
      while (/[\t\n\r ]/.test(text[at] ?? '')) ++at;
      let end = at;
      while (end < text.length && text[end] !== ';' && text[end] !== '=') ++end;
      const name = lower(text.slice(at, end));
      at = end;
      if (at >= text.length) break;
      if (text[at] === ';') { ++at; continue; }
      ++at;
      let value = '';
      if (text[at] === '"') {
        ++at;
        while (at < text.length && text[at] !== '"') {
          if (text[at] === '\\' && at + 1 < text.length) ++at;
          value += text[at++];
        }
        while (at < text.length && text[at] !== ';') ++at;
      } else {
        end = at;
        while (end < text.length && text[end] !== ';') ++end;
        value = text.slice(at, end).replace(/[\t\n\r ]+$/, '');
        at = end;
        if (value === '') { ++at; continue; }
      }
      ++at;
      if (name !== '' && !kNotToken.test(name) && !kNotQuotable.test(value) && !params.#map.has(name)) params.#map.set(name, value);
    }
    return params;
  }
}
MIMEParams.prototype[Symbol.iterator] = MIMEParams.prototype.entries;

class MIMEType {
  #type;
  #subtype;
  #parameters;
  constructor(input) {
    const text = `${input}`.replace(/^[\t\n\r ]+/, '');
    const slash = text.indexOf('/');
    const type = slash < 0 ? text : text.slice(0, slash);
    const badType = invalidAt(type, kNotToken);
    if (type === '' || badType !== -1 || slash < 0) throw new codes.ERR_INVALID_MIME_SYNTAX('type', text, badType);
    this.#type = lower(type);
    const semicolon = text.indexOf(';', slash + 1);
    const subtype = (semicolon < 0 ? text.slice(slash + 1) : text.slice(slash + 1, semicolon)).replace(/[\t\n\r ]+$/, '');
    const badSubtype = invalidAt(subtype, kNotToken);
    if (subtype === '' || badSubtype !== -1) throw new codes.ERR_INVALID_MIME_SYNTAX('subtype', text, badSubtype);
    this.#subtype = lower(subtype);
    this.#parameters = MIMEParams.parse(semicolon < 0 ? '' : text.slice(semicolon + 1));
  }
  get type() { return this.#type; }
  set type(value) {
    const text = `${value}`;
    const bad = invalidAt(text, kNotToken);
    if (text === '' || bad !== -1) throw new codes.ERR_INVALID_MIME_SYNTAX('type', value, bad);
    this.#type = lower(text);
  }
  get subtype() { return this.#subtype; }
  set subtype(value) {
    const text = `${value}`;
    const bad = invalidAt(text, kNotToken);
    if (text === '' || bad !== -1) throw new codes.ERR_INVALID_MIME_SYNTAX('subtype', value, bad);
    this.#subtype = lower(text);
  }
  get essence() { return `${this.#type}/${this.#subtype}`; }
  get params() { return this.#parameters; }
  toString() {
    const params = this.#parameters.toString();
    return `${this.essence}${params === '' ? '' : `;${params}`}`;
  }
  toJSON() { return this.toString(); }
}
for (const name of ['type', 'subtype', 'essence', 'params', 'toString', 'toJSON']) Object.defineProperty(MIMEType.prototype, name, { enumerable: true });

module.exports = { MIMEType, MIMEParams };
