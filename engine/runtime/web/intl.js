// Intl (ECMA-402), as far as it is there: Segmenter and the functions over language tags. ICU does the work.
'use strict';
const native = internal.binding('intl');

// ECMA-402 sec-canonicalizelocalelist
function canonicalList(locales) {
  if (locales === undefined) return [];
  const seen = [];
  for (const tag of typeof locales === 'string' ? [locales] : listOf(locales)) {
    if (typeof tag !== 'string' && (typeof tag !== 'object' || tag === null)) {
      throw new TypeError('Language ID should be string or object.');
    }
    const canonical = native.canonicalLocale(`${tag}`);
    if (canonical === undefined) throw new RangeError(`Invalid language tag: ${tag}`);
    if (!seen.includes(canonical)) seen.push(canonical);
  }
  return seen;
}
function listOf(locales) {
  if (locales === null) throw new TypeError('Cannot convert undefined or null to object');
  return Array.from({ __proto__: Object(locales), length: Object(locales).length });
}

// ECMA-402 sec-getoption
function option(options, name, values, fallback, owner) {
  const value = options[name];
  if (value === undefined) return fallback;
  const text = `${value}`;
  if (!values.includes(text)) throw new RangeError(`Value ${text} out of range for ${owner} options property ${name}`);
  return text;
}
const matchers = ['lookup', 'best fit'];

// The first of the locales that there is data for, else English as Node starts with it.
function resolve(locales) {
  for (const tag of canonicalList(locales)) {
    const found = native.supportedLocale(tag);
    if (found) return found;
  }
  return 'en-US';
}

function incompatible(method, receiver) {
  const isObject = typeof receiver === 'object' ? receiver !== null : typeof receiver === 'function';
  return new TypeError(`Method ${method} called on incompatible receiver ${isObject ? `#<${receiver.constructor?.name ?? 'Object'}>` : String(receiver)}`);
}

const granularities = ['grapheme', 'word', 'sentence'];

// ECMA-402 sec-segmenter-objects
class SegmenterObject {
  #locale;
  #granularity;
  constructor() {
    const options = arguments[1] ?? (arguments[1] === undefined ? { __proto__: null } : undefined);
    this.#locale = resolve(arguments[0]);
    if (typeof options !== 'object' && typeof options !== 'function') throw new TypeError('invalid_argument');
    option(options, 'localeMatcher', matchers, 'best fit', 'Intl.Segmenter');
    this.#granularity = option(options, 'granularity', granularities, 'grapheme', 'Intl.Segmenter');
  }
  static supportedLocalesOf(locales) {
    if (arguments[1] !== undefined) option(Object(arguments[1]), 'localeMatcher', matchers, 'best fit', 'Intl');
    return canonicalList(locales).filter((tag) => native.supportedLocale(tag));
  }
  resolvedOptions() {
    if (Object(this) !== this || !(#locale in this)) throw incompatible('Intl.Segmenter.prototype.resolvedOptions', this);
    return { locale: this.#locale, granularity: this.#granularity };
  }
  segment(text) {
    if (Object(this) !== this || !(#locale in this)) throw incompatible('Intl.Segmenter.prototype.segment', this);
    const input = `${text}`;
    const made = Object.create(segmentsPrototype);
    segmentsOf.set(made, {
      input,
      words: this.#granularity === 'word',
      ends: input === '' ? [] : native.segment(input, this.#locale, granularities.indexOf(this.#granularity)),
    });
    return made;
  }
}

// V8's are functions, not classes.
function Segmenter() {
  if (new.target === undefined) throw new TypeError("Constructor Intl.Segmenter requires 'new'");
  return Reflect.construct(SegmenterObject, arguments, new.target);
}
Object.defineProperty(Segmenter, 'prototype', { value: SegmenterObject.prototype, writable: false });
Object.defineProperty(SegmenterObject.prototype, 'constructor', { value: Segmenter });
Object.defineProperty(Segmenter, 'supportedLocalesOf', { value: SegmenterObject.supportedLocalesOf, writable: true, configurable: true });

// %Segments% objects and their iterators: what they hold.
const segmentsOf = new WeakMap();
const iteratorsOf = new WeakMap();

function dataObject({ input, words, ends }, at) {
  const index = at === 0 ? 0 : Math.abs(ends[at - 1]);
  const segment = input.slice(index, Math.abs(ends[at]));
  return words ? { segment, index, input, isWordLike: ends[at] < 0 } : { segment, index, input };
}

const segmentsPrototype = Object.defineProperties({}, Object.getOwnPropertyDescriptors({
  containing(index) {
    const held = segmentsOf.get(this);
    if (!held) throw incompatible('%SegmentsPrototype%.containing', this);
    const place = Math.trunc(Number(index)) || 0;
    if (place < 0 || place >= held.input.length) return undefined;
    let low = 0;
    for (let high = held.ends.length - 1; low < high;) {
      const middle = (low + high) >> 1;
      if (Math.abs(held.ends[middle]) > place) high = middle;
      else low = middle + 1;
    }
    return dataObject(held, low);
  },
  [Symbol.iterator]() {
    const held = segmentsOf.get(this);
    if (!held) throw incompatible('%SegmentsPrototype%[Symbol.iterator]', this);
    const made = Object.create(iteratorPrototype);
    iteratorsOf.set(made, { held, at: 0 });
    return made;
  },
}));
const iteratorPrototype = Object.create(Iterator.prototype, Object.getOwnPropertyDescriptors({
  next() {
    const state = iteratorsOf.get(this);
    if (!state) throw incompatible('%SegmentIterator.prototype%.next', this);
    if (state.at >= state.held.ends.length) return { value: undefined, done: true };
    return { value: dataObject(state.held, state.at++), done: false };
  },
}));
const tag = (object, text) => Object.defineProperty(object, Symbol.toStringTag, { value: text, configurable: true });
tag(iteratorPrototype, 'Segmenter String Iterator');
tag(Segmenter.prototype, 'Intl.Segmenter');
for (const object of [segmentsPrototype, iteratorPrototype]) {
  for (const key of Reflect.ownKeys(object)) Object.defineProperty(object, key, { enumerable: false });
}

const Intl = tag({}, 'Intl');
const functions = {
  getCanonicalLocales(locales) { return canonicalList(locales); },
  Segmenter,
};
for (const name of Object.keys(functions)) Object.defineProperty(Intl, name, { value: functions[name], writable: true, configurable: true });

module.exports = { Intl };
