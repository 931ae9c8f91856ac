class Point { constructor(x, y) { this.x = x; this.y = y; } }
class Named extends Point { static kind = 'named'; #secret = 1; get sum() { return this.x + this.y; } }
console.log(new Point(1, 2), new Named(3, 4), Point, Named, [new Point(1, 2)], { p: new Point(0, 0) });
console.log([1, 'two', null, undefined, true, 3n, Symbol('s'), -0, NaN], { 'a-b': 1, valid_id: 2, 3: 'x', [Symbol('k')]: 4 });
console.log({ a: { b: { c: { d: 1 } } } }, [[[[1]]]], { f() {}, g: () => {}, h: class {}, i: async () => {}, *j() {}, k: function () {} });
console.log(new Map([['a', { x: 1 }], [{ k: 1 }, [1, 2]]]), new Set(['a', [1]]), new Map(), new Set(), [new Map([[1, 2]])]);
console.log([1.5, 2.25, 3], Array.from({ length: 120 }, (_, i) => i), ['a'.repeat(30), 'b'.repeat(30), 'c'.repeat(30)]);
console.log({ long1: 'x'.repeat(30), long2: 'y'.repeat(30), long3: 'z'.repeat(30) }, { nested: { array: [1, 2, 3], text: 'it\'s', both: 'it\'s "q"' } });
console.log(Array.from({ length: 27 }, (_, i) => 'item' + i), [undefined, , null], [, , 1], Object.create(null), Object.create({ inherited: 1 }), Object.create(Point.prototype));
const circular = { name: 'c', list: [] }; circular.self = circular; circular.list.push(circular, { circular }); console.log(circular);
console.log({ get a() { return 1; }, set b(v) {}, get c() { return 1; }, set c(v) {} }, [Object.assign(() => {}, { prop: 1 })], Object.assign(function named() {}, { x: 1 }));
console.log(new Date(0), [new Date(NaN)], /re/gi, new Error('plain').message, Symbol.iterator, Promise.resolve(5), Promise.reject(new Error('r')).catch(() => {}) && 1, new Promise(() => {}));
console.log([new Boolean(true), new Number(-0), new String('s'), Object(Symbol('b')), Object(5n)], (function () { return arguments; })(1, 'a'), new WeakMap(), new WeakSet(), globalThis === global, [1, 2, 3].values(), new Map([[1, 2]]).entries(), new Set([5]).values(), (function* () {})());
console.log([['a', 1], ['b', 2]], [[], {}], { a: [], b: {} }, 'top level string', ['in array'], { 'key with space': 'v', 'quote\'d': 1 }, ['\n\t\\', 'ü😀', '\x00\x1b']);
console.log(Math.PI, process.argv.length > 1, typeof require, typeof module, typeof exports, require.main === module, Math, JSON);
console.table([{ a: 1, b: 'x' }, { a: 2, c: true }]); console.table([[1, 2], [3, 4]]); console.group('group'); console.log('inside\ntwo lines'); console.group(); console.log('deeper'); console.groupEnd(); console.groupEnd(); console.log('outside'); console.dir({ a: { b: { c: {} } } }, { depth: 0 }); console.count(); console.count('x'); console.count();
const e = new RangeError('boom'); e.stack = 'RangeError: boom\n    at fake (file.js:1:1)'; e.code = 'E_CODE'; console.log(e, [e], { e });
class MyError extends Error { constructor(m) { super(m); this.name = 'MyError'; } } const me = new MyError('mine'); me.stack = me.stack.split('\n')[0] + '\n    at x (y.js:1:2)'; console.log(me, Object.prototype.toString.call(me), String(me));
