// Values of every kind through util.inspect at several widths, depths and options.
const util = require('node:util');
Error.stackTraceLimit = 0;
const circular = { name: 'loop', list: [] };
circular.self = circular;
circular.list.push(circular, { inner: circular });
class Point { constructor(x, y) { this.x = x; this.y = y; } get length() { return 1; } }
class Extra extends Point { #hidden = 1; static unit = 'cm'; }
class Custom { [util.inspect.custom](depth, options, inspect) { return depth < 0 ? '[Custom]' : `Custom<${inspect({ a: 1 }, { ...options, depth: 0 })}>`; } }
class Lines { [util.inspect.custom]() { return 'one\ntwo'; } }
class Inner { [util.inspect.custom]() { return { shown: { as: { this: { one: 1 } } } }; } }
class Tagged { get [Symbol.toStringTag]() { return 'Label'; } }
class MyError extends Error { constructor(message) { super(message); this.name = 'MyError'; this.info = { code: 7 }; } }
class Unnamed extends TypeError {}
const withSymbols = { [Symbol('a')]: 1, [Symbol()]: 2, [Symbol('with\nbreak')]: { deep: Symbol('x') }, plain: 3 };
Object.defineProperty(withSymbols, Symbol('hidden'), { value: 4, enumerable: false });
Object.defineProperty(withSymbols, 'invisible', { value: 5, enumerable: false });
const accessors = { get a() { return { x: 1 }; }, set b(v) {}, get c() { return 'text'; }, set c(v) {}, get d() { return null; } };
const sparse = [1, , 3, , , 6];
sparse.extra = 'yes';
sparse[-1] = 'minus';
const nested = { a: { b: { c: { d: { e: { f: 'bottom' } } } } }, list: [[[[[1]]]]], map: new Map([[{ k: { k2: { k3: 1 } } }, new Set([[1, [2, [3]]]])]]) };
const long = { first: 'a string of some length', second: 'another string of some length', third: ['x'.repeat(20), 'y'.repeat(20)], fourth: 12345678 };
const noProto = Object.create(null);
noProto.x = 1;
const noProtoChild = Object.create(Object.create(null));
noProtoChild.own = true;
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const values = {
  numbers: [0, -0, 1, -1, 1.5, 1e21, 1e-7, NaN, Infinity, -Infinity, 123456789.123456],
  bigints: [0n, -5n, 12345678901234567890n],
  strings: ['', 'plain', "it's", '"double"', `both ' and "`, 'all \' " `', 'tab\tnew\nline', '\x00\x1b\x7f\x9f', '\ud800', '😀', 'é', '\\back', '\v\f\b'],
  longString: 'word '.repeat(40),
  lines: 'first line\nsecond line\nthird line, which is longer\n',
  constants: [true, false, null, undefined],
  symbols: [Symbol(), Symbol('x'), Symbol.iterator, Symbol.for('reg'), Symbol('a b'), Symbol('')],
  empty: [{}, [], new Map(), new Set(), Object.create(null), new (class Foo {})(), new (class extends Array {})(), function () {}, '', new Uint8Array()],
  point: new Point(1, 2),
  extra: new Extra(3, { z: 4 }),
  custom: [new Custom(), { c: new Custom() }, [[new Custom()]]],
  customLines: { a: new Lines(), b: [new Lines()] },
  customInner: { a: { b: new Inner() } },
  tagged: [new Tagged(), Object.assign(new Tagged(), { a: 1 }), { [Symbol.toStringTag]: 'Own' }],
  functions: [() => {}, function named() {}, async () => {}, function* gen() {}, async function* agen() {}, class A {}, class B extends Point {}, class extends Point {}, Math.max, Object.assign(() => {}, { prop: 1 }), (class { static x = 1; }), (() => {}).bind(null), class Named { static name = 'x'; }],
  functionProto: [Object.setPrototypeOf(function f() {}, null), Object.setPrototypeOf(class G {}, null), Object.setPrototypeOf(() => {}, class Weird extends Function {}.prototype)],
  dates: [new Date(0), new Date(NaN), Object.assign(new Date(1e12), { note: 'x' }), new (class MyDate extends Date {})(0)],
  regexps: [/a/, /[/]\/(?<n>x)/gimsuy, Object.assign(/x/, { y: 1 }), new (class MyRe extends RegExp {})('q', 'g')],
  boxed: [Object(1), Object('str'), Object(true), Object(5n), Object(Symbol('s')), Object.assign(Object('ab'), { c: 1 }), new (class Num extends Number {})(3), Object(-0)],
  errors: [new Error('plain'), new TypeError('typed'), new MyError('mine'), new Unnamed('unnamed'), Object.assign(new Error('props'), { code: 'E', nested: { a: 1 } }), new Error(''), new Error('two\nlines')],
  errorCause: new Error('outer', { cause: new RangeError('inner', { cause: { any: 'thing' } }) }),
  errorAggregate: new AggregateError([new Error('one'), 'two'], 'several'),
  errorOdd: [Object.assign(new Error('x'), { name: 'Renamed' }), Object.assign(new Error('y'), { stack: 'custom stack' }), Object.assign(new Error('z'), { message: 'changed' }), Object.setPrototypeOf(new Error('np'), null), Object.assign(new Error('w'), { stack: undefined }), Object.assign(new Error('v'), { stack: { not: 'text' } })],
  sparse,
  holes: [new Array(3), [, ,], [1, ,], [undefined, , null]],
  many: Array.from({ length: 120 }, (_, i) => i),
  wide: Array.from({ length: 30 }, (_, i) => 'item ' + i),
  mixed: [1, 'two', { three: 3 }, [4], null, undefined, 7n, () => {}],
  matrix: [[1, 2, 3], [4, 5, 6], [7, 8, 9]],
  objects: Array.from({ length: 8 }, (_, i) => ({ id: i, name: 'n' + i })),
  seven: [1, 22, 333, 4444, 55555, 666666, 7777777],
  sevenStrings: ['a', 'bb', 'ccc', 'dddd', 'eeeee', 'ffffff', 'ggggggg'],
  wideText: ['表', '😀', 'é', 'ｆｕｌｌ', 'x', 'e\u0301', '한글'],
  maps: [new Map([[1, 'a'], ['k', { v: 1 }]]), new Map([[{ key: 1 }, [1, 2]]]), Object.assign(new Map([[1, 2]]), { prop: 1 }), new (class MyMap extends Map {})([[1, 1]])],
  sets: [new Set([1, 'two', { three: 3 }]), Object.assign(new Set([1]), { prop: 1 }), new Set([[1, [2, [3, [4]]]]])],
  bigMap: new Map(Array.from({ length: 105 }, (_, i) => [i, i * i])),
  iterators: [new Map([[1, 2], [3, 4]]).entries(), new Map([[1, 2]]).keys(), new Map([[1, 2]]).values(), new Set([5, 6]).values(), new Set([5]).entries(), [1][Symbol.iterator](), 'ab'[Symbol.iterator](), (function* () {})()],
  weak: [new WeakMap(), new WeakSet(), new WeakRef({ a: 1 })],
  typed: [new Uint8Array([1, 2, 3]), new Float64Array([1.5, -0, NaN]), new BigInt64Array([1n, -2n]), new Uint8ClampedArray(2), new Uint16Array(130), Object.assign(new Int8Array(1), { prop: 'x' })],
  buffers: [new ArrayBuffer(4), new ArrayBuffer(60), new SharedArrayBuffer(2), new DataView(new ArrayBuffer(3), 1)],
  promises: [Promise.resolve(1), Promise.resolve({ a: { b: { c: {} } } }), new Promise(() => {}), new (class MyPromise extends Promise {})(() => {})],
  proxies: [new Proxy({ a: 1 }, {}), new Proxy([1, 2], {}), new Proxy(function f() {}, {}), new Proxy(new Proxy({ b: 2 }, {}), {}), revoked.proxy],
  circular,
  twoCircles: (() => { const a = {}; const b = { a }; a.b = b; return [a, b, a]; })(),
  mapCircle: (() => { const m = new Map(); m.set('self', m); m.set(m, 1); return m; })(),
  withSymbols,
  accessors,
  keys: { 'a-b': 1, 2: 2, valid_id: 3, $dollar: 4, 'with space': 5, "quote'": 6, ['__proto__']: 7, '': 8, ünï: 9, 'new\nline': 10 },
  nested,
  long,
  noProto: [noProto, noProtoChild, { child: noProto }, Object.setPrototypeOf([1, 2], null), Object.setPrototypeOf(new Map([[1, 2]]), null), Object.setPrototypeOf(new Set([1]), null), Object.setPrototypeOf(new Date(0), null), Object.setPrototypeOf(new Uint8Array(2), null), Object.setPrototypeOf(/x/, null)],
  arguments: (function () { return arguments; })(1, 'b', {}),
  namespaces: [Math, JSON, Reflect],
  prototypes: [Object.prototype, Array.prototype, Function.prototype, Point.prototype, Extra.prototype, Map.prototype, Error.prototype, Date.prototype, RegExp.prototype],
  instances: [Object.create(Point.prototype), Object.create({}), Object.create(new Point(1, 2)), Object.create({ constructor: 'text' })],
  deepArrays: [[[[['deep']]]], { a: [{ b: [{ c: [] }] }] }],
  urls: [{ href: 'x' }],
  null: null,
};
const optionSets = {
  default: {},
  narrow: { breakLength: 40 },
  wide: { breakLength: 200 },
  endless: { breakLength: Infinity, compact: false },
  deep: { depth: null },
  shallow: { depth: 0 },
  minus: { depth: -1 },
  hidden: { showHidden: true },
  colors: { colors: true },
  loose: { compact: false },
  dense: { compact: true, breakLength: 60 },
  compactOne: { compact: 1, breakLength: 120 },
  sorted: { sorted: true },
  sortedBackwards: { sorted: (a, b) => (a < b ? 1 : -1) },
  short: { maxArrayLength: 2, maxStringLength: 5 },
  none: { maxArrayLength: 0, maxStringLength: 0 },
  getters: { getters: true },
  getOnly: { getters: 'get' },
  numeric: { numericSeparator: true },
  proxy: { showProxy: true },
  raw: { customInspect: false },
};
const only = process.argv[2];
let count = 0;
for (const [optionName, options] of Object.entries(optionSets)) {
  for (const [name, value] of Object.entries(values)) {
    if (only && `${optionName}/${name}` !== only) continue;
    // What the language's own prototypes hold is no matter of inspect.
    if (options.showHidden && ['prototypes', 'namespaces'].includes(name)) continue;
    console.log(`--- ${optionName} ${name}`);
    console.log(util.inspect(value, options));
    ++count;
  }
}
console.log(count, 'shown');
