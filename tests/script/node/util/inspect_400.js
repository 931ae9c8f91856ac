// util.inspect on more than 400 values of every kind: each as console.log shows it, then under many options as a hash
// of the text (SHOW=NUMBER or SHOW=all prints that text, to compare two runtimes by hand).
const util = require('node:util');
const { inspect } = util;

const values = [];
const add = (...more) => values.push(...more);
// Values with parts that are another runtime's own affair (lists of builtins, an error's accessor `stack`, the insides of
// Node's classes): not asked for those.
const ownAffairs = new Set();
const addOwn = (...more) => more.forEach((value) => (ownAffairs.add(value), values.push(value)));
const quiet = (work) => { try { return work(); } catch (error) { return error; } };

// Primitives
add(undefined, null, true, false, 0, -0, 1, -1, 1.5, 1e21, 1e-7, NaN, Infinity, -Infinity, 123456789.123456, 2 ** 53, 0xff, 0n, -1n, 12345678901234567890n, 1234567, -1234.5678, 0.000123);
add('', 'a', "it's", 'say "hi"', `both ' and "`, 'all \' " `', 'back\\slash', 'line\nbreak', 'tab\t', '\x00\x1b[31m\x7f\x9f', '\ud800', 'a\udc00b', '😀', 'é', 'x'.repeat(200), 'word '.repeat(60), 'ünïcödé', '\u2028', '\u200b', '日本語');
add(Symbol(), Symbol('s'), Symbol.for('for'), Symbol.iterator, Symbol('with space'), Symbol("quote'"), Symbol(''), Symbol('new\nline'));
// Plain objects
add({}, { a: 1 }, { a: 1, b: 'two', c: [3] }, { 'a-b': 1, 2: 2, $x: 3, ünï: 4, '': 5, "it's": 6, class: 7 }, { [Symbol('k')]: 1, [Symbol.iterator]: 2 }, { a: { b: { c: { d: { e: 1 } } } } });
add({ a: undefined, b: null, f() {}, g: () => {}, async h() {}, *i() {}, async *j() {}, class: class {} }, Object.create(null), Object.assign(Object.create(null), { x: 1 }), Object.create({}), Object.create({ inherited: 1 }));
add({ get a() { return 1; } }, { set a(v) {} }, { get a() { return { b: 1 }; }, set a(v) {} }, { get thrower() { throw { reason: 'no' }; } }, { __proto__: null, ['__proto__']: 1 }, { ['__proto__']: { x: 1 } });
add(Object.freeze({ a: 1 }), Object.defineProperty({}, 'hidden', { value: 1 }), Object.defineProperty({ a: 1 }, Symbol('h'), { value: 1 }), { toString() { return 'x'; } }, { constructor: 'fake' }, { constructor: { name: 'Fake' } });
add({ aaaaaaaaaaaaaaaaaaaa: 1, bbbbbbbbbbbbbbbbbbbbbbbb: 2, cccccccccccccccccccc: 3, ddddddddd: 4 }, { aaaaaaaaaaaaaaaaaaaaaaaaa: 1, bbbbbbbbbbbbbbbbbbbbbbbbbbbbb: 2, cccccccccccccccccccc: 3, ddddddddd: 4 });
add(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`key${i}`, i])), Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`k${i}`, i])), { text: 'long '.repeat(30), more: 'x' }, { multi: 'line one\nline two\nline three that is rather long so that it breaks' });
{
  const self = { name: 'self' }; self.self = self; add(self);
  const a = { name: 'a' }, b = { name: 'b', a }; a.b = b; add(a, [a, b], { a, again: a });
  const list = [1]; list.push(list); add(list, { list });
  const map = new Map(); map.set('map', map); map.set(map, 1); add(map);
  const set = new Set(); set.add(set); add(set);
  const deep = { l: {} }; deep.l.up = deep; deep.l.l = deep.l; add(deep);
}
// Arrays
add([], [1], [1, 2, 3], [[]], [[[[[1]]]]], [undefined, null], [,], [, 1, , , 2, ,], new Array(5), new Array(200), Array.from({ length: 7 }, (_, i) => i), Array.from({ length: 30 }, (_, i) => i * i), Array.from({ length: 101 }, (_, i) => i), Array.from({ length: 150 }, (_, i) => i - 75));
add(Array.from({ length: 26 }, (_, i) => 'x'.repeat(i)), Array.from({ length: 12 }, (_, i) => ({ id: i })), Array.from({ length: 8 }, (_, i) => [i, [i]]), ['a', 'b', 'c'], Array.from('a short list of letters'), [1.5, 22.75, -3], [1n, 22n, 333n], [true, false, true, true, false, true, true, true], ['x'.repeat(80), 'y'], Array.from({ length: 10 }, () => 'w'.repeat(12)));
add(Object.assign([1, 2], { extra: 1 }), Object.assign([], { only: 'extra' }), Object.assign([1], { '-1': 2, [Symbol('s')]: 3 }), Object.freeze([1]), [[1, 2, [3, 4, [5, [6]]]], { a: { b: [{}] } }], [function named() {}, class K {}, Symbol('x'), 1n, -0, 'str', null], [() => {}], [new Date(0)], [/x/], [new Error('in array').message], [NaN, -0, 0]);
add(Array.from({ length: 20 }, (_, i) => 'item ' + i), Array.from({ length: 7 }, (_, i) => 1000 ** i), Array.from({ length: 40 }, (_, i) => String.fromCharCode(65 + i % 26).repeat(1 + i % 5)), Array.from({ length: 10 }, (_, i) => (i % 2 ? { a: i } : i)), [['a', 1], ['b', 2]], Array.from({ length: 9 }, (_, i) => '日本'.repeat(i)), [['x'.repeat(30)], ['y'.repeat(30)], ['z'.repeat(30)]]);
class MyArray extends Array {} class MyArrayTagged extends Array { get [Symbol.toStringTag]() { return 'Tagged'; } }
add(MyArray.from([1, 2]), new MyArray(3), MyArrayTagged.from([1]), Object.setPrototypeOf([1], null), (function () { return arguments; })(1, 'two'), (function () { 'use strict'; return arguments; })(), (function () { return arguments; })());
// Classes, functions
class A {} class B extends A { x = 1; #p = 2; static s = 3; get g() { return 1; } m() {} } class Tagged { get [Symbol.toStringTag]() { return 'Tag'; } } class Named { constructor() { this.name = 'n'; } } class NoName { static name = 'other'; } class C2 extends null { static m() {} }
add(A, B, new A(), new B(), Tagged, new Tagged(), new Named(), NoName, new NoName(), C2, class {}, class extends A {}, new (class {})(), new (class extends B {})(), Object.assign(new A(), { a: { b: {} } }), B.prototype, A.prototype, Object.create(B.prototype), Object.create(Object.create(A.prototype)));
add(function () {}, function named() {}, () => {}, async () => {}, function* gen() {}, async function* agen() {}, async function af() {}, Object.assign(function f() {}, { a: 1 }), Object.assign(() => {}, { nested: { deep: { deeper: {} } } }), Object.setPrototypeOf(function np() {}, null), Object.defineProperty(function () {}, 'name', { value: 'given' }), Math.max, parseInt, Array.prototype.map.bind([]), (function b() {}).bind(), { m() {} }.m, Object.getOwnPropertyDescriptor({ get x() { return 1; } }, 'x').get, new Function('a', 'return a'), Object.defineProperty(function () {}, 'name', { value: '' }), Object.defineProperty(() => {}, 'name', { value: Symbol('n') }));
function Old() { this.a = 1; } function OldEmpty() {} Old.prototype.m = function () {};
add(new Old(), new OldEmpty(), Old, Old.prototype, Object.create(Old.prototype), Object.assign(Object.create(Old.prototype), { b: 2 }));
add(Object.defineProperty({}, Symbol.toStringTag, { value: 'OwnTag' }), { [Symbol.toStringTag]: 'Enum' }, { [Symbol.toStringTag]: 1 }, Object.defineProperty(new A(), Symbol.toStringTag, { value: 'T' }), Object.create(null, { [Symbol.toStringTag]: { value: 'NullTag' } }), Object.assign(Object.create({ get [Symbol.toStringTag]() { return 'ns.Foo'; } }), { a: 1 }));
// Collections
add(new Map(), new Map([[1, 2]]), new Map([['a', { b: 1 }], [{ k: 1 }, new Map([[1, [2]]])]]), new Set(), new Set([1, 'a', {}, [1]]), new Map(Array.from({ length: 110 }, (_, i) => [i, i])), new Set(Array.from({ length: 110 }, (_, i) => i)), Object.assign(new Map([[1, 2]]), { extra: true }), Object.assign(new Set([1]), { extra: true }), new (class MyMap extends Map {})([[1, 2]]), new (class MySet extends Set {})([1]), Object.setPrototypeOf(new Map([[1, 2]]), null), Object.setPrototypeOf(new Set([1]), null));
add(new WeakMap(), new WeakSet(), new WeakMap([[{}, 1]]), new WeakSet([{ a: 1 }]), new WeakRef({ a: 1 }), new FinalizationRegistry(() => {}));
add(new Map([[1, 2]]).entries(), new Map([[1, 2]]).keys(), new Map([[1, { a: [] }]]).values(), new Set([1, 2]).values(), new Set([1]).entries(), [1, 2][Symbol.iterator](), 'str'[Symbol.iterator](), 'aXbX'.matchAll(/X/g), (function* () { yield 1; })(), (async function* () {})(), Object.assign(new Map([[1, 2]]).entries(), { extra: 1 }), [1].values().map((x) => x), Iterator.from({ next() {} }));
// Boxes, dates, regular expressions
add(Object(1), Object(-0), Object('boxed'), Object(''), Object(true), Object(Symbol('boxed')), Object(10n), Object.assign(Object('ab'), { x: 1 }), Object.assign(Object(3), { y: 2 }), new (class N extends Number {})(4), new (class S extends String {})('sub'), Object.setPrototypeOf(Object(1), null), Object.setPrototypeOf(new String('np'), null));
add(new Date(0), new Date(NaN), new Date(1e15), new Date(-1e14), Object.assign(new Date(0), { note: 1 }), new (class D extends Date {})(0), Object.setPrototypeOf(new Date(0), null), /a/, /[/]\//giu, new RegExp(''), Object.assign(/x/g, { extra: 1 }), new (class R extends RegExp {})('a', 'y'), Object.setPrototypeOf(/np/, null), new RegExp('\n'), /(?<name>x)/.exec('yx'), 'abc'.match(/b/g), /x/.exec('y'));
// Buffers and typed arrays
for (const Kind of [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array]) add(new Kind(), new Kind([1, 2, 3]), new Kind(110));
add(new BigInt64Array([1n, -1n]), new BigUint64Array(2), new Float32Array([0.1, -0]), new ArrayBuffer(0), new ArrayBuffer(4), new Uint8Array([1, 2, 255]).buffer, new ArrayBuffer(60), new ArrayBuffer(8, { maxByteLength: 16 }), new SharedArrayBuffer(3), new DataView(new ArrayBuffer(3), 1), Object.assign(new Uint8Array(2), { extra: 1 }), Object.assign(new ArrayBuffer(1), { extra: 1 }), new (class U extends Uint8Array {})(2), Object.setPrototypeOf(new Uint8Array(1), null));
add(Buffer.from(''), Buffer.from('hello'), Buffer.alloc(60), Object.assign(Buffer.from('x'), { extra: 1 }), Buffer.from('ab').subarray(1));
{ const detached = new ArrayBuffer(4); structuredClone(detached, { transfer: [detached] }); add(detached, new Uint8Array(new ArrayBuffer(8), 4, 2)); }
// Promises, proxies, generators
const rejected = Promise.reject(new Error('no')); rejected.catch(() => {}); rejected.reason = undefined; delete rejected.reason;
add(Promise.resolve(1), Promise.resolve({ a: { b: 1 } }), new Promise(() => {}), Promise.reject(3).catch(() => {}) && Promise.resolve([1]), Object.assign(Promise.resolve('x'), { extra: 1 }), new (class P extends Promise {})(() => {}), (() => { const p = Promise.reject('text'); p.catch(() => {}); return p; })());
add(new Proxy({ a: 1 }, {}), new Proxy([1, 2], {}), new Proxy(function f() {}, {}), new Proxy({}, { get() { return 'trap'; }, ownKeys() { return ['x']; } }), new Proxy(new Map([[1, 2]]), {}), new Proxy(class Q {}, {}), new Proxy(new Proxy({ deep: 1 }, {}), {}), { p: new Proxy({ in: 1 }, {}) });
{ const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); add(proxy); }
// Errors (their stacks are set: places differ)
const plain = (error, stack) => { Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true, enumerable: false }); return error; };
addOwn(plain(new Error('message'), 'Error: message\n    at place (file.js:1:1)'), plain(new TypeError('t'), 'TypeError: t\n    at x'), plain(new Error(''), 'Error\n    at x'), plain(new Error('multi\nline'), 'Error: multi\nline\n    at x'), plain(new Error('no stack'), undefined), plain(new Error('empty stack'), ''), plain(new RangeError('only first'), 'RangeError: only first'));
addOwn(Object.assign(plain(new Error('props'), 'Error: props\n    at x'), { code: 'E_X', nested: { a: { b: { c: 1 } } } }), plain(new Error('cause', { cause: plain(new Error('inner'), 'Error: inner\n    at y') }), 'Error: cause\n    at x'), plain(new Error('cause', { cause: 'text' }), 'Error: cause\n    at x'), plain(new AggregateError([plain(new Error('one'), 'Error: one\n    at o'), 2], 'many'), 'AggregateError: many\n    at x'));
class MyError extends Error { get name() { return 'Renamed'; } } class CodeError extends Error { constructor(m) { super(m); this.name = 'CodeError'; this.code = 7; } }
addOwn(plain(new MyError('mine'), 'Error: mine\n    at x'), plain(new CodeError('coded'), 'CodeError: coded\n    at x'), plain(new (class extends Error {})('anonymous'), 'Error: anonymous\n    at x'), plain(Object.setPrototypeOf(new Error('np'), null), 'Error: np\n    at x'), Object.create(Error.prototype), Error.prototype, plain(Object.assign(new Error('named'), { name: 'Custom' }), 'Error: named\n    at x'), plain(Object.assign(new Error('m'), { message: 'changed' }), 'Error: m\n    at x'));
addOwn({ error: plain(new Error('nested'), 'Error: nested\n    at deep (file.js:2:2)\n    at deeper') }, [plain(new Error('listed'), 'Error: listed\n    at x')], new Map([['e', plain(new SyntaxError('mapped'), 'SyntaxError: mapped\n    at x')]]), plain(new DOMException('dom', 'AbortError'), 'AbortError: dom\n    at x'), quiet(() => { throw 'thrown text'; }));
{ const circular = plain(new Error('circular'), 'Error: circular\n    at x'); circular.self = circular; circular.cause = circular; addOwn(circular); }
// Custom inspection
const custom = inspect.custom;
add({ [custom]() { return 'custom text'; } }, { [custom]() { return { other: 1 }; } }, { [custom](depth, options) { return `${depth} ${typeof options.stylize} ${options.compact}`; } }, { [custom](depth, options, inner) { return inner === inspect; } }, { inner: { [custom]() { return 'multi\nline'; } } }, { [custom]: 'not a function' }, { [custom]() { return 42; } }, [{ [custom]() { return 'in array'; } }], { [custom](d, o) { return inspect({ deep: { x: { y: {} } } }, { ...o, depth: d - 1 }); } }, { [custom]() { return this; } });
add({ inspect() { return 'old style'; } }, Object.create({ [custom]() { return 'inherited custom'; } }), new (class Money { constructor(n) { this.n = n; } [custom](d, o) { return `${o.stylize('Money', 'special')}<${o.stylize(this.n, 'number')}>`; } })(5), { map: new Map([[{ [custom]() { return 'KEY'; } }, 1]]) });
// Things of the runtime
addOwn(new URL('https://user:pass@host:8080/p/a?q=1#f'), new URLSearchParams('a=1&b=2'), new TextEncoder(), new AbortController(), AbortSignal.abort('why'), new Intl.Segmenter());
addOwn(Function.prototype, RegExp.prototype, JSON, Math, Reflect, Symbol, Object, Array.prototype, Object.prototype, Function, Number.prototype, String.prototype, Boolean.prototype, Symbol.prototype, Map.prototype, Set.prototype, Date.prototype, Promise.prototype, Uint8Array.prototype, ArrayBuffer.prototype, BigInt.prototype);
// Combinations
for (let depth = 1; depth <= 6; depth++) { let o = { leaf: true }; for (let i = 0; i < depth; i++) o = i % 2 ? [o] : { [`level${i}`]: o }; add(o); }
for (const width of [10, 30, 60, 70, 74, 76, 78, 80, 100]) add({ key: 'v'.repeat(width) }, ['v'.repeat(width / 2), 'w'.repeat(width / 2)]);
for (let n = 1; n <= 12; n++) add(Object.fromEntries(Array.from({ length: n }, (_, i) => [`property${i}`, i * 1000])));
for (let n = 5; n <= 9; n++) add(Array.from({ length: n }, (_, i) => 'entry'.repeat(i % 3 + 1)), Array.from({ length: n }, (_, i) => ({ i, s: 'x'.repeat(i) })));
add({ users: [{ name: 'Ann', tags: ['a', 'b'], address: { city: { zip: 1 } } }, { name: 'Bob', tags: [], address: null }], total: 2, at: new Date(0), re: /x/g, big: 1n, fn() {} }, [new Map([['k', new Set([1])]]), new Set([new Map()])], { a: [{ b: [{ c: [{}] }] }] }, { s: 'single', d: "it's", t: 'a`b"c\'d' }, [['nested', ['deeper', ['deepest', ['bottom']]]]], { emptyThings: [{}, [], new Map(), new Set(), '', null] });

const sets = [
  { depth: 0 }, { depth: 1 }, { depth: null }, { depth: Infinity, showHidden: true }, { compact: false }, { compact: true }, { compact: 1 }, { compact: 0, breakLength: 40 }, { breakLength: 20 }, { breakLength: 120 }, { breakLength: Infinity },
  { sorted: true }, { sorted: (a, b) => (a < b ? 1 : -1) }, { colors: true }, { colors: true, depth: null, compact: false }, { getters: true }, { getters: 'get' }, { getters: 'set' }, { showProxy: true }, { showProxy: true, depth: 5 }, { maxArrayLength: 3 }, { maxArrayLength: 0 }, { maxArrayLength: null },
  { maxStringLength: 5 }, { maxStringLength: 0 }, { maxStringLength: null }, { numericSeparator: true }, { customInspect: false }, { showHidden: true }, { showHidden: true, colors: true, breakLength: 60 }, { depth: 4, breakLength: 50, compact: 2, sorted: true },
];
function hash(text) {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return h.toString(36);
}
console.log(`${values.length} values, ${sets.length} sets of options`);
values.forEach((value, index) => {
  const wanted = process.env.SHOW === 'all' || Number(process.env.SHOW ?? NaN) === index;
  if (process.env.SHOW && !wanted) return;
  try { console.log(`#${index}`, value); } catch (error) { console.log(`#${index} threw`, error.name, error.message); }
  const hashes = sets.map((options) => {
    if ((options.showHidden || options.customInspect === false) && ownAffairs.has(value)) return '-';
    let text;
    try { text = inspect(value, options); } catch (error) { text = `threw ${error.name}: ${error.message}`; }
    if (wanted) console.log(`${inspect(options, { breakLength: Infinity })}:\n${text}`);
    return hash(text);
  });
  console.log(hashes.join(' '));
});
// format and console.log with directives
for (const args of [['%s', 'a'], ['%s', 1n], ['%s', -0], ['%s', { a: { b: { c: 1 } } }], ['%s', Symbol('x')], ['%s', null, undefined], ['%s', () => 1], ['%s', class Z {}], ['%s', new Date(0)], ['%s', { toString() { return 'own'; } }], ['%s', new (class { toString() { return 'class'; } })()], ['%s', [1, [2, [3]]]], ['%d', '42'], ['%d', 1n], ['%d', {}], ['%d', Symbol('d')], ['%i', 42.9], ['%i', 'x'], ['%f', '1.5'], ['%f', Symbol('f')], ['%j', { a: [1] }], ['%j', (() => { const o = {}; o.o = o; return o; })()], ['%o', { f() {}, a: [1, 2] }], ['%O', { a: { b: { c: { d: { e: 1 } } } } }], ['%c', 'css'], ['%%', 1], ['%', 1], ['%x', 1], ['a%', 'b'], ['%s %s', 'one'], ['%s', 'one', 'two', { three: 3 }], [1, '%s', 'x'], ['', 'x'], [{}, 'x'], ['%s', Object.create(null)], ['%s', new Error('e').message], ['%d%i%f', 1.5, 1.5, 1.5], ['100%', 'done'], ['%s', 'multi\nline'], ['%o', 'text'], ['%O', 'text'], ['%s', 123456789.5], ['%s', new Map([[1, 2]])]]) console.log(...args);
for (const options of [{ colors: true }, { depth: 0 }]) console.log(util.formatWithOptions(options, '%s %O %o', { a: { b: 1 } }, { c: [1] }, 'x'), util.formatWithOptions(options, { a: { b: {} } }, 1, 'x'));
