'use strict';
// Everything of String and String.prototype.
const show = (...values) => console.log(values.map((v) => (typeof v === 'string' ? JSON.stringify(v) : Array.isArray(v) ? JSON.stringify(v) : Object.is(v, -0) ? '-0' : String(v))).join(' | '));
const attempt = (f) => {
  try {
    show(f());
  } catch (e) {
    console.log(`${e.name}: ${e.message}`);
  }
};
const s = 'Hello, World';
const wide = 'añ😀\ud800b';
show(s.at(0), s.at(-1), s.at(99), s.charAt(4), s.charAt(-1), s.charCodeAt(1), s.charCodeAt(99), wide.codePointAt(2), wide.codePointAt(3), wide.codePointAt(99), s.at(NaN), s.at('1'), s.at(1.9), s.at(-1.9));
show(s.concat(1, null, [2, 3]), s.includes('World'), s.includes('World', 8), s.includes(''), s.startsWith('Hell'), s.startsWith('ello', 1), s.startsWith('', 99), s.endsWith('ld'), s.endsWith('Hello', 5), s.endsWith('', 0), s.startsWith('x'.repeat(100)));
for (const f of ['includes', 'startsWith', 'endsWith']) attempt(() => s[f](/x/));
show(s.indexOf('o'), s.indexOf('o', 5), s.indexOf('o', 99), s.indexOf(''), s.indexOf('', 5), s.indexOf('', 99), s.lastIndexOf('o'), s.lastIndexOf('o', 5), s.lastIndexOf('o', -1), s.lastIndexOf('', 99), s.lastIndexOf('H', -5), s.lastIndexOf('zz'), s.indexOf(), 'undefined'.indexOf(), s.lastIndexOf('o', NaN), 'aaa'.lastIndexOf('aa'), wide.indexOf('😀'), wide.lastIndexOf('b'), wide.indexOf('\ud800'));
show(s.slice(1, 4), s.slice(-5), s.slice(-5, -2), s.slice(5, 2), s.slice(), s.slice(NaN, Infinity), s.substring(4, 1), s.substring(-1, 3), s.substring(3), s.substring(NaN, 99), s.substr(-5, 3), s.substr(2), s.substr(2, -1), s.substr(99), s.substr(1, Infinity), s.substr(-100, 2));
show('ab'.repeat(3), 'ab'.repeat(0), ''.repeat(2 ** 31), 'é'.repeat(3), '😀'.repeat(2), 'x'.repeat(2.9));
for (const n of [-1, Infinity, 2 ** 30, '-2']) attempt(() => 'ab'.repeat(n));
show('5'.padStart(3, '0'), 'abc'.padEnd(8, '12'), 'abc'.padStart(8, '12'), 'abc'.padEnd(2), 'abc'.padEnd(6), 'abc'.padEnd(6, ''), 'a'.padStart(4, '😀'), 'abc'.padStart(10, 'longer filler'));
attempt(() => 'abc'.padEnd(2 ** 30));
attempt(() => 'abc'.padEnd(2 ** 30, ''));
show('\t \n\u00a0\ufeff\u2028 x y \u3000\u1680'.trim(), '  x '.trimStart(), '  x '.trimEnd(), '   '.trim(), String.prototype.trimLeft === String.prototype.trimStart, String.prototype.trimRight.name, '\u180ex'.trim().length, '\u200bx'.trim().length);
show('MiXeD ÀÉ ß ÿ µ'.toUpperCase(), 'MiXeD ÀÉ İ'.toLowerCase(), 'ΑΣ ΑΣΑ Σ Σ. αΣ\u0301 Σ\u0301α'.toLowerCase(), 'ﬁ ŉ ǰ ΐ և ẖ ᾳ ῷ'.toUpperCase(), '𐐨𐐀'.toUpperCase(), '𐐨𐐀'.toLowerCase(), 'ǅ'.toLowerCase(), 'ǅ'.toUpperCase(), 'x'.toUpperCase() === 'X', 'ıI'.toLocaleLowerCase('tr'), 'iı'.toLocaleUpperCase('tr'), 'i'.toLocaleUpperCase('en-US'), 'İ'.toLocaleLowerCase(['az', 'en']), 'I'.toLocaleLowerCase());
attempt(() => 'a'.toLocaleUpperCase('i'));
attempt(() => 'a'.toLocaleUpperCase(null));
show('\u0041\u030a'.normalize() === '\u00c5', '\u00c5'.normalize('NFD').length, 'ﬁ'.normalize('NFKC'), 'ﬁ'.normalize('NFKD'), 'ﬁ'.normalize('NFC'), '가'.normalize('NFD').length, 'abc'.normalize('NFD'), '\u1e9b\u0323'.normalize('NFKD').length, 'é'.normalize('NFD').length);
attempt(() => 'a'.normalize('x'));
attempt(() => 'a'.normalize(null));
show('a'.localeCompare('b'), 'b'.localeCompare('a'), 'a'.localeCompare('a'), 'a'.localeCompare('B'), 'résumé'.localeCompare('resume'), 'é'.localeCompare('e\u0301'), 'a'.localeCompare('A'), '10'.localeCompare('2'), 'z'.localeCompare('ä', 'de'), 'z'.localeCompare('ä', 'sv'), ['z', 'ä', 'a', 'Z', 'A', 'é', 'e'].sort((a, b) => a.localeCompare(b)));
attempt(() => 'a'.localeCompare('b', 'not a locale'));
show('ab\ud800'.isWellFormed(), 'a😀'.isWellFormed(), 'abc'.isWellFormed(), 'a\udc00\ud83d😀\ud800'.toWellFormed(), 'abc'.toWellFormed());
show([...wide].map((c) => c.length), Array.from('ab😀'), [...''].length);
const it = 'ab'[Symbol.iterator]();
show(JSON.stringify(it.next()), JSON.stringify(it.next()), JSON.stringify(it.next()), it[Symbol.toStringTag]);
attempt(() => it.next.call({}));
show(String.fromCharCode(72, 105, 0x1f600, 65.9), String.fromCharCode(), String.fromCodePoint(72, 0x1f600), String.fromCodePoint());
for (const c of [-1, 1.5, 0x110000, '_', NaN, Infinity]) attempt(() => String.fromCodePoint(c));
show(String.raw`a\n${1}b\u{zz}`, String.raw({raw: 'abc'}, 1, 2, 3), String.raw({raw: []}), String.raw({raw: ['x', 'y']}));
attempt(() => String.raw());
show(String(), String(undefined), String(null), String(123), String([1, [2, 3]]), String({}), String(Symbol('d')), String(() => 1), String(-0), String(10n));
attempt(() => new String(Symbol('d')));
attempt(() => `${Symbol('d')}`);
const o = new String('abc');
show(typeof o, o.length, o[1], 1 in o, 3 in o, 'length' in o, Object.keys(o), Object.getOwnPropertyNames(o), JSON.stringify(Object.getOwnPropertyDescriptor(o, 1)), JSON.stringify(Object.getOwnPropertyDescriptor(o, 'length')));
o.extra = 1;
o[7] = 'seven';
show(Reflect.ownKeys(o), delete o.extra, o[7]);
attempt(() => { o[0] = 'x'; });
attempt(() => { delete o[0]; });
attempt(() => { o.length = 1; });
attempt(() => Object.defineProperty(o, '0', {value: 'x'}));
show(Object.defineProperty(o, '0', {value: 'a', enumerable: true})[0], o == 'abc', o.valueOf() === 'abc', o.toString());
for (const f of ['toString', 'valueOf']) attempt(() => String.prototype[f].call(1));
for (const f of ['at', 'concat', 'trim', 'padStart', 'split', 'replaceAll', 'anchor', 'isWellFormed', 'localeCompare', 'matchAll', 'search', 'substr']) for (const v of [null, undefined]) attempt(() => String.prototype[f].call(v, 'x'));
attempt(() => String.prototype[Symbol.iterator].call(null));
show(String.prototype.at.call(12345, 1), String.prototype.slice.call(true, 1), String.prototype.concat.call({toString: () => 'obj'}, '!'), String.prototype.split.call('a-b', '-'));
for (const f of ['anchor', 'big', 'blink', 'bold', 'fixed', 'fontcolor', 'fontsize', 'italics', 'link', 'small', 'strike', 'sub', 'sup']) show('t'[f]('a"b'), String.prototype[f].length, String.prototype[f].name);
show(Object.getPrototypeOf(Object(''))===String.prototype, String.prototype.length, Object.prototype.toString.call(String.prototype), String.length, String.name);
for (const k of Reflect.ownKeys(String.prototype).sort((a, b) => (String(a) < String(b) ? -1 : 1))) {
  const d = Object.getOwnPropertyDescriptor(String.prototype, k);
  show(String(k), typeof d.value, typeof d.value === 'function' ? d.value.length : d.value === String ? 'String' : d.value, typeof d.value === 'function' ? d.value.name : '', d.writable, d.enumerable, d.configurable);
}
show('abc' < 'abd', 'a' < 'B', '\ud83d' < '\uffff', 'a' + 'b'.repeat(20) === 'a' + 'b'.repeat(20), 'x'.length, '😀'.length, 'a\0b'.length);
let rope = '';
for (let i = 0; i < 2000; i++) rope += i % 10 === 0 ? 'é😀' : 'ab';
show(rope.length, rope.charCodeAt(4000), rope.indexOf('é😀', 3000), rope.slice(-5), rope.split('é').length, rope.replaceAll('ab', '').length, rope.lastIndexOf('bé'));
