// node:querystring. https://nodejs.org/api/querystring.html
'use strict';
const { codes } = require('internal/errors');

const kPlain = /^[A-Za-z0-9\-_.!~*'()]*$/;
function escape(text) {
  if (typeof text !== 'string') text = typeof text === 'object' ? String(text) : `${text}`;
  if (kPlain.test(text)) return text;
  try {
    return encodeURIComponent(text);
  } catch {
    throw new codes.ERR_INVALID_URI();
  }
}

// Percent signs that are none stay.
function unescapeBuffer(text, decodeSpaces = false) {
  const source = `${text}`;
  const out = Buffer.allocUnsafe(source.length);
  let length = 0;
  for (let i = 0; i < source.length; ++i) {
    let code = source.charCodeAt(i);
    if (decodeSpaces && code === 43) code = 32;
    if (code === 37 && /^[0-9a-fA-F]{2}$/.test(source.slice(i + 1, i + 3))) {
      code = parseInt(source.slice(i + 1, i + 3), 16);
      i += 2;
    }
    out[length++] = code;
  }
  return length === source.length ? out : out.subarray(0, length);
}
function unescape(text, decodeSpaces) {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescapeBuffer(text, decodeSpaces).toString();
  }
}

function primitive(value) {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return `${value}`;
  if (typeof value === 'bigint') return `${value}`;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return '';
}

function stringify(object, separator = '&', equals = '=', options = undefined) {
  const sep = separator || '&';
  const eq = equals || '=';
  const encode = typeof options?.encodeURIComponent === 'function' ? options.encodeURIComponent : module.exports.escape;
  const encoded = (value) => encode(primitive(value));
  if (object === null || typeof object !== 'object') return '';
  const parts = [];
  for (const key of Object.keys(object)) {
    const value = object[key];
    const left = encoded(key) + eq;
    if (Array.isArray(value)) for (const one of value) parts.push(left + encoded(one));
    else parts.push(left + encoded(value));
  }
  return parts.join(sep);
}

function parse(text, separator = '&', equals = '=', options = undefined) {
  const result = { __proto__: null };
  if (typeof text !== 'string' || text.length === 0) return result;
  const sep = separator ? `${separator}` : '&';
  const eq = equals ? `${equals}` : '=';
  let limit = 1000;
  if (typeof options?.maxKeys === 'number') limit = options.maxKeys > 0 ? options.maxKeys : Infinity;
  const custom = typeof options?.decodeURIComponent === 'function' ? options.decodeURIComponent : undefined;
  const decode = (part) => {
    const spaced = part.replaceAll('+', custom ? '%20' : ' ');
    if (custom === undefined && module.exports.unescape === unescape && !spaced.includes('%')) return spaced;
    try {
      return (custom ?? module.exports.unescape)(spaced);
    } catch {
      return unescape(spaced, true);
    }
  };
  for (const part of text.split(sep)) {
    if (limit <= 0) break;
    if (part === '') continue;
    --limit;
    const at = part.indexOf(eq);
    const key = decode(at < 0 ? part : part.slice(0, at));
    const value = at < 0 ? '' : decode(part.slice(at + eq.length));
    if (!(key in result)) result[key] = value;
    else if (Array.isArray(result[key])) result[key].push(value);
    else result[key] = [result[key], value];
  }
  return result;
}

module.exports = { unescapeBuffer, unescape, escape, stringify, encode: stringify, parse, decode: parse };
