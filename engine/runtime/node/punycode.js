// node:punycode: RFC 3492. https://nodejs.org/api/punycode.html
'use strict';

require('internal/deprecate').warnOnceOutsidePackages('DEP0040', 'The `punycode` module is deprecated. Please use a userland alternative instead.');

const kBase = 36;
const kTMin = 1;
const kTMax = 26;
const kSkew = 38;
const kDamp = 700;
const kMaxInt = 2147483647;

function fail(kind) {
  throw new RangeError({
    overflow: 'Overflow: input needs wider integers to process',
    'not-basic': 'Illegal input >= 0x80 (not a basic code point)',
    'invalid-input': 'Invalid input',
  }[kind]);
}

const ucs2 = {
  decode(text) {
    const points = [];
    for (let i = 0; i < text.length; ++i) {
      const point = text.codePointAt(i);
      points.push(point);
      if (point > 0xffff) ++i;
    }
    return points;
  },
  encode: (points) => String.fromCodePoint(...points),
};

function adapt(delta, count, first) {
  let d = first ? Math.floor(delta / kDamp) : delta >> 1;
  d += Math.floor(d / count);
  let k = 0;
  for (; d > (kBase - kTMin) * kTMax >> 1; k += kBase) d = Math.floor(d / (kBase - kTMin));
  return Math.floor(k + (kBase - kTMin + 1) * d / (d + kSkew));
}
const threshold = (k, bias) => (k <= bias ? kTMin : k >= bias + kTMax ? kTMax : k - bias);
const digitOf = (value) => String.fromCharCode(value < 26 ? value + 97 : value + 22);
function valueOf(code) {
  if (code >= 48 && code < 58) return code - 22;
  if (code >= 65 && code < 91) return code - 65;
  if (code >= 97 && code < 123) return code - 97;
  return kBase;
}

function decode(input) {
  const output = [];
  let i = 0;
  let n = 128;
  let bias = 72;
  const basic = Math.max(input.lastIndexOf('-'), 0);
  for (let j = 0; j < basic; ++j) {
    if (input.charCodeAt(j) >= 0x80) fail('not-basic');
    output.push(input.charCodeAt(j));
  }
  for (let index = basic > 0 ? basic + 1 : 0; index < input.length;) {
    const before = i;
    for (let weight = 1, k = kBase; ; k += kBase) {
      if (index >= input.length) fail('invalid-input');
      const digit = valueOf(input.charCodeAt(index++));
      if (digit >= kBase) fail('invalid-input');
      if (digit > Math.floor((kMaxInt - i) / weight)) fail('overflow');
      i += digit * weight;
      const t = threshold(k, bias);
      if (digit < t) break;
      if (weight > Math.floor(kMaxInt / (kBase - t))) fail('overflow');
      weight *= kBase - t;
    }
    const count = output.length + 1;
    bias = adapt(i - before, count, before === 0);
    if (Math.floor(i / count) > kMaxInt - n) fail('overflow');
    n += Math.floor(i / count);
    i %= count;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

function encode(input) {
  const points = ucs2.decode(input);
  let output = points.filter((point) => point < 0x80).map((point) => String.fromCharCode(point)).join('');
  const basic = output.length;
  let handled = basic;
  if (basic) output += '-';
  let n = 128;
  let delta = 0;
  let bias = 72;
  while (handled < points.length) {
    let next = kMaxInt;
    for (const point of points) if (point >= n && point < next) next = point;
    if (next - n > Math.floor((kMaxInt - delta) / (handled + 1))) fail('overflow');
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n && ++delta > kMaxInt) fail('overflow');
      if (point !== n) continue;
      let q = delta;
      for (let k = kBase; ; k += kBase) {
        const t = threshold(k, bias);
        if (q < t) break;
        output += digitOf(t + (q - t) % (kBase - t));
        q = Math.floor((q - t) / (kBase - t));
      }
      output += digitOf(q);
      bias = adapt(delta, handled + 1, handled === basic);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++n;
  }
  return output;
}

function mapDomain(domain, f) {
  const parts = domain.split('@');
  const prefix = parts.length > 1 ? `${parts.shift()}@` : '';
  return prefix + parts.join('@').replace(/[\x2e\u3002\uff0e\uff61]/g, '.').split('.').map(f).join('.');
}

module.exports = {
  version: '2.1.0', ucs2, decode, encode,
  toASCII: (input) => mapDomain(input, (label) => (/[^\0-\x7f]/.test(label) ? `xn--${encode(label)}` : label)),
  toUnicode: (input) => mapDomain(input, (label) => (label.startsWith('xn--') ? decode(label.slice(4).toLowerCase()) : label)),
};
