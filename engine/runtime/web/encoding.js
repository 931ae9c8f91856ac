// TextEncoder and TextDecoder. https://encoding.spec.whatwg.org
'use strict';
const { codes } = require('internal/errors');
const { validateObject } = require('internal/validators');
const { enumerable } = require('internal/web/events');
const web = internal.binding('web');
const custom = Symbol.for('nodejs.util.inspect.custom');

// https://encoding.spec.whatwg.org/#names-and-labels, those whose label is not the name itself
const kLabels = {
  'utf-8': 'unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8',
  ibm866: '866 cp866 csibm866 ibm866',
  'iso-8859-2': 'csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2',
  'iso-8859-3': 'csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3',
  'iso-8859-4': 'csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4',
  'iso-8859-5': 'csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988',
  'iso-8859-6': 'arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987',
  'iso-8859-7': 'csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek',
  'iso-8859-8': 'csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual',
  'iso-8859-8-i': 'csiso88598i iso-8859-8-i logical',
  'iso-8859-10': 'csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6',
  'iso-8859-13': 'iso-8859-13 iso8859-13 iso885913',
  'iso-8859-14': 'iso-8859-14 iso8859-14 iso885914',
  'iso-8859-15': 'csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9',
  'iso-8859-16': 'iso-8859-16',
  'koi8-r': 'cskoi8r koi koi8 koi8-r koi8_r',
  'koi8-u': 'koi8-ru koi8-u',
  macintosh: 'csmacintosh mac macintosh x-mac-roman',
  'windows-874': 'dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874',
  'windows-1250': 'cp1250 windows-1250 x-cp1250',
  'windows-1251': 'cp1251 windows-1251 x-cp1251',
  'windows-1252': 'ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252',
  'windows-1253': 'cp1253 windows-1253 x-cp1253',
  'windows-1254': 'cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254',
  'windows-1255': 'cp1255 windows-1255 x-cp1255',
  'windows-1256': 'cp1256 windows-1256 x-cp1256',
  'windows-1257': 'cp1257 windows-1257 x-cp1257',
  'windows-1258': 'cp1258 windows-1258 x-cp1258',
  'x-mac-cyrillic': 'x-mac-cyrillic x-mac-ukrainian',
  gbk: 'chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk',
  gb18030: 'gb18030',
  big5: 'big5 big5-hkscs cn-big5 csbig5 x-x-big5',
  'euc-jp': 'cseucpkdfmtjapanese euc-jp x-euc-jp',
  'iso-2022-jp': 'csiso2022jp iso-2022-jp',
  shift_jis: 'csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis',
  'euc-kr': 'cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949',
  'utf-16be': 'unicodefffe utf-16be',
  'utf-16le': 'csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le',
};
let labels;
function encodingOf(label) {
  const wanted = label.replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, '').toLowerCase();
  if (wanted === 'utf-8' || wanted === 'utf8') return 'utf-8';
  if (!labels) {
    labels = new Map();
    for (const name of Object.keys(kLabels)) for (const one of kLabels[name].split(' ')) labels.set(one, name);
  }
  return labels.get(wanted);
}

class TextEncoder {
  #brand = true;
  get encoding() {
    if (!(#brand in this)) throw new codes.ERR_INVALID_THIS('TextEncoder');
    return 'utf-8';
  }
  encode(input = '') {
    if (!(#brand in this)) throw new codes.ERR_INVALID_THIS('TextEncoder');
    return web.encodeUtf8(`${input}`);
  }
  encodeInto(source, destination) {
    if (!(#brand in this)) throw new codes.ERR_INVALID_THIS('TextEncoder');
    if (typeof source !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('src', 'string', source);
    if (internal.classOf(destination) !== 'TypedArray' || destination[Symbol.toStringTag] !== 'Uint8Array') {
      throw new codes.ERR_INVALID_ARG_TYPE('dest', 'Uint8Array', destination);
    }
    const [read, written] = web.encodeInto(source, destination);
    return { read, written };
  }
  [custom](depth, options, inspect = internal.inspect) {
    if (typeof depth === 'number' && depth < 0) return this;
    return inspect(Object.assign(Object.create({ constructor: TextEncoder }), { encoding: 'utf-8' }), options);
  }
}
enumerable(TextEncoder.prototype, 'encode encodeInto encoding', 'TextEncoder');

const kNone = new Uint8Array(0);
function bytesOf(input) {
  const kind = internal.classOf(input);
  if (kind === 'TypedArray' || kind === 'DataView') return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  if (kind === 'ArrayBuffer' || kind === 'SharedArrayBuffer') return new Uint8Array(input);
  throw new codes.ERR_INVALID_ARG_TYPE('list', ['SharedArrayBuffer', 'ArrayBuffer', 'ArrayBufferView'], input);
}

class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBom;
  #pending = kNone;  // bytes of a character not yet complete
  #bomSeen = false;
  #streaming = false;
  constructor(encoding = 'utf-8', options = {}) {
    const name = encodingOf(`${encoding}`);
    validateObject(options, 'options', { allowArray: true, allowFunction: true, nullable: true });
    if (name === undefined) throw new codes.ERR_ENCODING_NOT_SUPPORTED(encoding);
    this.#encoding = name;
    this.#fatal = !!options?.fatal;
    this.#ignoreBom = !!options?.ignoreBOM;
  }
  get encoding() { return this.#encoding; }
  get fatal() { return this.#fatal; }
  get ignoreBOM() { return this.#ignoreBom; }
  decode(input = kNone, options = undefined) {
    if (!(#encoding in this)) throw new codes.ERR_INVALID_THIS('TextDecoder');
    let bytes = bytesOf(input);
    const stream = !!options?.stream;
    if (!this.#streaming) {
      this.#pending = kNone;
      this.#bomSeen = false;
    }
    this.#streaming = stream;
    if (this.#pending.length > 0) {
      const joined = new Uint8Array(this.#pending.length + bytes.length);
      joined.set(this.#pending);
      joined.set(bytes, this.#pending.length);
      bytes = joined;
    }
    const result = web.decode(this.#encoding, bytes, this.#fatal, stream);
    if (result === undefined) {
      this.#pending = kNone;
      this.#streaming = false;
      throw new codes.ERR_ENCODING_INVALID_ENCODED_DATA(this.#encoding);
    }
    let [text, rest] = result;
    this.#pending = rest > 0 ? bytes.slice(bytes.length - rest) : kNone;
    if (!this.#bomSeen && text.length > 0) {
      if (!this.#ignoreBom && text.charCodeAt(0) === 0xfeff && this.#encoding.startsWith('utf-')) text = text.slice(1);
      this.#bomSeen = true;
    }
    return text;
  }
  [custom](depth, options, inspect = internal.inspect) {
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = Object.create({ constructor: TextDecoder });
    Object.assign(shown, { encoding: this.#encoding, fatal: this.#fatal, ignoreBOM: this.#ignoreBom });
    return inspect(shown, options);
  }
}
enumerable(TextDecoder.prototype, 'decode encoding fatal ignoreBOM', 'TextDecoder');

module.exports = { TextEncoder, TextDecoder, encodingOf, bytesOf };
