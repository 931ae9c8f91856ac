// The words of errors that programs see, print and sometimes match. Each case is run and its error shown.
const cases = String.raw`
undefined.x
null.x
let a; a.b
let a = {}; a.b.c
let a = {}; a.b.c.d
let a = {b: null}; a.b.c
let a; a[0]
let a; let k = 'key'; a[k]
let a; a[Symbol('s')]
let a; a['x' + 1]
let a; a.b = 1
let a = null; a[0] = 1
let a = {}; a.b.c = 1
let a; a.b()
let a; a()
let a = {}; a.foo()
let a = {b: {}}; a.b.foo()
let a = {foo() { return {}; }}; a.foo().bar()
let a = {foo() { return {}; }}; a.foo(1, 2).bar.baz()
let a = {foo() { return 1; }}; a.foo()()
let a = [1]; a[0]()
let a = {x: 1}, k = 'x'; a[k]()
let a = {x: 1}; a['x']()
let a = {x: 1}; a.x()
let a = {}; a['some key']()
(1)()
'abc'()
(function () {})()()
(() => 1)()()
({})()
[]()
null()
undefined()
true()
let a = 1; new a
let a = 1; new a()
let a = {}; new a.b()
let a = {}; new a.b.c()
new (() => 1)
new ({ m() {} }).m
new Math.max
new Symbol
new 1
new {}
let a = {}; a?.b.c
let a = {}; a?.b()
let a = {b: 1}; a.b?.()
let a = {}; a.b?.c; a.b.c()
x
x()
x.y
x = y
typeof x; x + 1
let z = q; let q = 1
{ q; let q = 1 }
{ q = 2; let q = 1 }
{ q(); const q = 1 }
{ new Q; class Q {} }
class A extends A {}
const c = 1; c = 2
const c = 1; c++
const c = 1; c += 2
const {c} = {c: 1}; c = 2
for (const i = 0; i < 2; i++) {}
'use strict'; undeclared = 1
'use strict'; undefined = 1
'use strict'; NaN = 1
'use strict'; Object.freeze([1])[0] = 2
'use strict'; Object.freeze({a: 1}).a = 2
'use strict'; Object.freeze({a: 1}).b = 2
'use strict'; delete Object.freeze({a: 1}).a
'use strict'; delete [].length
'use strict'; 'abc'.length = 1
'use strict'; 'abc'[0] = 'x'
'use strict'; (1).x = 1
'use strict'; Symbol.iterator.x = 1
'use strict'; ({ get a() { return 1; } }).a = 2
'use strict'; Object.preventExtensions([]).push(1)
'use strict'; Math.PI = 3
'use strict'; (function f() { f = 1; })()
let {a} = null
let {a} = undefined
let {} = null
let {a: {b}} = {}
let {a: {b}} = {a: null}
let o; let {z} = o
let o = {}; let {z} = o.p
let o = {}; let {z: {y}} = o
let o = {}; let {[o.x]: {y}} = o
const f = ({a}) => a; f()
const f = ({a}) => a; f(null)
function f({a, b}) {} f()
function f([a]) {} f()
function f({a} = null) {} f()
let [a] = null
let [a] = undefined
let [a] = {}
let [a] = 1
let o = {}; let [a] = o
let o = {}; let [a] = o.x
let o = {}; let [a] = o.f
let [a] = o; var o
let o; [...o]
let o = {}; [...o]
let o = 1; [...o]
Math.max(...1)
Math.max(...undefined)
let o = {}; Math.max(...o)
function f() {} f(...null)
new Set(1)
new Set({})
new Map([1])
new Map(5)
new WeakMap([[1, 2]])
new WeakSet([1])
for (const x of 1) {}
for (const x of {}) {}
for (const x of undefined) {}
let o = {a: 1}; for (const x of o) {}
let o = {a: 1}; for (const x of o.a) {}
let o = {a: 1}; for (const x of o.b) {}
let o = {a: {}}; for (const [x, y] of [o.a]) {}
for (const [a, b] of [1]) {}
for (const {a} of [null]) {}
let o = {[Symbol.iterator]: 1}; [...o]
let o = {[Symbol.iterator]() { return 1; }}; [...o]
let o = {[Symbol.iterator]() { return { next() { return 1; } }; }}; [...o]
Array.from({[Symbol.iterator]: 1})
Object.fromEntries(1)
Object.fromEntries([1])
Object.fromEntries(undefined)
function* g() { yield* 1; } [...g()]
function* g() { yield* undefined; } [...g()]
function* g() { yield it.next(); } const it = g(); it.next()
Promise.resolve.call(1)
new Promise
new Promise(1)
Promise()
Promise.prototype.then.call(1)
Map()
Map.prototype.get.call({})
Map.prototype.get.call(1, 2)
Set.prototype.add.call([], 1)
new Map().forEach(1)
[].forEach(1)
[].forEach()
[].map({})
[].map(null)
[1].sort(1)
[].reduce((a, b) => a)
[].reduceRight((a, b) => a)
[].reduce()
Array.prototype.map.call(null, x => x)
[].flatMap(1)
[].at.call(undefined)
new Array(-1)
new Array(1.5)
[].length = -1
let a = []; a.length = 'x'
'x'.repeat(-1)
'x'.repeat(Infinity)
'x'.repeat(2 ** 30)
'x'.padEnd(2 ** 30)
'x'.normalize('x')
'x'.localeCompare.call(null)
'abc'.matchAll(/a/)
'abc'.replaceAll(/a/, '')
'abc'.startsWith(/a/)
'abc'.includes(/a/)
String.fromCodePoint(-1)
String.fromCodePoint(1.5)
String.raw()
String(Object.create(null))
''+ Object.create(null)
''+ Symbol('x')
Symbol('x') + 1
Number(Symbol('x'))
+Symbol('x')
'' + { toString() { return {}; }, valueOf() { return {}; } }
1n + 1
1n * 2.5
+1n
1n >>> 0n
1n / 0n
1n % 0n
2n ** -1n
BigInt(1.5)
BigInt('x')
BigInt(undefined)
BigInt(Symbol())
BigInt(null)
BigInt(NaN)
Math.max(1n)
new BigInt(1)
BigInt.asIntN(-1, 1n)
BigInt.asIntN(1, 1)
(1).toFixed(101)
(1).toPrecision(0)
(1).toPrecision(101)
(1).toExponential(101)
(1).toString(1)
1n.toString(37)
Number.prototype.toString.call('x')
Boolean.prototype.valueOf.call(1)
String.prototype.toString.call(1)
Symbol.prototype.toString.call(1)
Symbol.keyFor(1)
new Date(NaN).toISOString()
Date.prototype.getTime.call({})
Date.prototype[Symbol.toPrimitive].call(1)
new Date()[Symbol.toPrimitive]('x')
new RegExp('[')
new RegExp('(')
new RegExp('a', 'x')
new RegExp('a', 'gg')
new RegExp('\\')
new RegExp('*')
new RegExp('(?<a>)(?<a>)')
new RegExp('a{2,1}')
new RegExp(')')
RegExp.prototype.exec.call(1)
RegExp.prototype.test.call(1)
Object.getOwnPropertyDescriptor(RegExp.prototype, 'source').get.call(1)
Object.getOwnPropertyDescriptor(RegExp.prototype, 'flags').get.call(1)
JSON.parse('')
JSON.parse('{')
JSON.parse('{"a"')
JSON.parse('{"a":')
JSON.parse('{"a":1')
JSON.parse('{"a":1,')
JSON.parse('{"a":1,}')
JSON.parse('{a:1}')
JSON.parse("{'a':1}")
JSON.parse('[1,')
JSON.parse('[1,]')
JSON.parse('[1 2]')
JSON.parse('tru')
JSON.parse('truth')
JSON.parse('nul')
JSON.parse('undefined')
JSON.parse(undefined)
JSON.parse('"abc')
JSON.parse('"a\\x"')
JSON.parse('"a\nb"')
JSON.parse('01')
JSON.parse('1.')
JSON.parse('-')
JSON.parse('1e')
JSON.parse('[1]x')
JSON.parse('{"a":1} {"b":2}')
JSON.parse({})
JSON.parse('<html><body>hello world, this is a long text</body></html>')
JSON.parse('{"key": "value", "list": [1, 2, 3, oops], "more": "text text text text"}')
JSON.parse('"\\u12"')
JSON.parse(Symbol())
let o = {}; o.o = o; JSON.stringify(o)
let o = {a: {b: {}}}; o.a.b.c = o; JSON.stringify(o)
class A { constructor() { this.x = {y: [1, this]}; } } JSON.stringify(new A)
let o = {a: [{}]}; o.a[0].b = o.a; JSON.stringify(o)
JSON.stringify(1n)
JSON.stringify({a: 1n})
Object.defineProperty(1, 'x', {})
Object.defineProperty({}, 'x', 1)
Object.defineProperty({}, 'x', {get: 1})
Object.defineProperty({}, 'x', {set: 1})
Object.defineProperty({}, 'x', {get() {}, value: 1})
Object.defineProperty(Object.freeze({}), 'x', {value: 1})
Object.defineProperty(Object.freeze({x: 1}), 'x', {value: 2})
Object.defineProperties({}, {x: 1})
Object.defineProperty([], 'length', {value: -1})
Object.create(1)
Object.create()
Object.setPrototypeOf({}, 1)
Object.setPrototypeOf(undefined, {})
Object.setPrototypeOf(Object.freeze({}), {})
let a = {}; let b = Object.create(a); Object.setPrototypeOf(a, b)
let a = {}; a.__proto__ = a
Object.keys(null)
Object.entries(undefined)
Object.assign(null)
Object.getPrototypeOf(null)
Object.getOwnPropertyNames(undefined)
Object.groupBy(1, x => x)
Object.groupBy([], 1)
Object.prototype.toLocaleString.call(null)
Object.prototype.valueOf.call(null)
Object.fromEntries({})
Reflect.ownKeys(1)
Reflect.get(1)
Reflect.apply(1)
Reflect.apply(() => 1, null)
Reflect.construct(1, [])
Reflect.construct(Date, 1)
Reflect.construct(Date, [], 1)
Reflect.setPrototypeOf({}, 1)
Reflect.defineProperty(1)
Function.prototype.call.call(1)
Function.prototype.apply.call(1)
Function.prototype.bind.call(1)
Function.prototype.toString.call({})
(function () {}).apply(null, 1)
class A {} A()
class A { constructor() { this.x; } } class B extends A { constructor() { this.x; } } new B
class A {} class B extends A { constructor() {} } new B
class A {} class B extends A { constructor() { super(); super(); } } new B
class A {} class B extends A { constructor() { return 1; } } new B
class A extends 1 {}
class A extends undefined {}
class A extends ({}) {}
class A extends Math.max {}
let o = {}; class A extends o.x {}
class A extends null {} new A
function F() {} F.prototype = 1; class A extends F {}
class A { #x; static get(o) { return o.#x; } } A.get({})
class A { #x; static set(o) { o.#x = 1; } } A.set({})
class A { #m() {} static m(o) { o.#m(); } } A.m({})
class A { get #x() { return 1; } static t(o) { o.#x = 1; } } A.t(new A)
class A { set #x(v) {} static t(o) { o.#x; } } A.t(new A)
class A { #m() {} t() { this.#m = 1; } } new A().t()
class A { #x; static has(o) { return #x in o; } } A.has(1)
class A { static #x = 1; static t() { return this.#x; } } class B extends A {} B.t()
class A { constructor(o) { return o; } } class B extends A { #x = 1; } let o = {}; new B(o); new B(o)
class A { static prototype() {} }
class A { constructor() { super.x(); } } new A
class A { m() { super.x(); } } new A().m()
({ m() { super.m(); } }).m()
1 in 1
'x' in 'abc'
'x' in undefined
Symbol() in 1
1 instanceof 1
({}) instanceof (() => 1)
({}) instanceof {}
let o = {}; 1 instanceof o.x
({}) instanceof Math.max
({ [Symbol.hasInstance]: 1 }); ({}) instanceof ({ [Symbol.hasInstance]: 1 })
new Proxy(1, {})
Proxy({}, {})
new Proxy({}, null)
let p = Proxy.revocable({}, {}); p.revoke(); p.proxy.x
let p = Proxy.revocable({}, {}); p.revoke(); p.proxy.x = 1
let p = Proxy.revocable(() => 1, {}); p.revoke(); p.proxy()
let p = Proxy.revocable({}, {}); p.revoke(); Object.keys(p.proxy)
new Proxy({}, { get: 1 }).x
'use strict'; new Proxy({}, { set() { return false; } }).x = 1
'use strict'; delete new Proxy({}, { deleteProperty() { return false; } }).x
'use strict'; Object.defineProperty(new Proxy({}, { defineProperty() { return false; } }), 'x', {})
new Proxy(Object.freeze({x: 1}), { get() { return 2; } }).x
new Proxy({}, { ownKeys() { return 1; } }); Object.keys(new Proxy({}, { ownKeys() { return [1]; } }))
Object.getPrototypeOf(new Proxy({}, { getPrototypeOf() { return 1; } }))
Object.getOwnPropertyDescriptor(new Proxy({}, { getOwnPropertyDescriptor() { return 1; } }), 'x')
'x' in new Proxy(Object.preventExtensions({x: 1}), { has() { return false; } })
new Proxy({}, {})()
new (new Proxy({}, {}))
let p = new Proxy({}, {}); p()
let p = new Proxy({}, {}); p.x.y
new ArrayBuffer(-1)
new ArrayBuffer(2 ** 53)
ArrayBuffer(1)
new Uint8Array(-1)
Uint8Array(1)
new Uint32Array(new ArrayBuffer(3))
new Uint32Array(new ArrayBuffer(8), 1)
new Uint32Array(new ArrayBuffer(8), 16)
new Uint32Array(new ArrayBuffer(8), 4, 4)
new Uint8Array(Symbol())
new Uint8Array(2).set([1, 2, 3])
new Uint8Array(2).set([1], -1)
new Uint8Array(2).with(5, 1)
[1].with(5, 1)
Uint8Array.prototype.fill.call([])
Object.getPrototypeOf(Uint8Array)()
new (Object.getPrototypeOf(Uint8Array))
new BigInt64Array([1])
new DataView(1)
new DataView(new ArrayBuffer(1), 2)
new DataView(new ArrayBuffer(1)).getInt8(1)
new DataView(new ArrayBuffer(1)).setInt16(0, 1)
DataView(1)
new ArrayBuffer(1).slice.call(1)
encodeURIComponent('\ud800')
decodeURIComponent('%')
decodeURI('%zz')
new WeakRef(1)
WeakRef({})
new FinalizationRegistry(1)
new WeakMap().set(1, 1)
new WeakSet().add(1)
Symbol.for(Symbol())
structuredClone(() => 1)
structuredClone(Symbol('x'))
new Error('a', { cause: 1 }).x.y
throw new AggregateError([1], 'many')
AggregateError(1)
null[Symbol.iterator]
undefined[Symbol.iterator]()
let f = {}; f.call(1)
let arr = [1, 2]; arr.foo()
let arr = [{}]; arr[0].foo()
let arr = [{}]; arr[0].foo.bar()
let arr = [{}]; let i = 0; arr[i].foo()
let arr = [{}]; let i = 0; arr[i + 1].foo()
let s = 'str'; s.foo()
let n = 5; n.foo()
'str'.foo()
(5).foo()
this.foo()
globalThis.foo()
this.foo.bar
(function () { this.foo(); }).call({})
(function () { 'use strict'; this.x; })()
(function () { 'use strict'; this.x(); })()
console.foo()
Math.foo()
JSON.foo('x')
let f = x => x.y.z; f({})
let a = {b: [{c: 1}]}; a.b[0].c()
let a = {b: [{c: 1}]}; a.b[0].d.e
a.b; let a
(a, b)(); var a, b
(a || b)(); var a, b
(a ? a : b)(); var a, b
(a = 1)(); var a
(await1)(); var await1
let t = 1; t${'`'}x${'`'}
let o = {}; o.t${'`'}x${'`'}
new new Date
new (class { constructor() { undefined.x } })
!undefined.x()
-a.b(); var a
typeof a.b.c; var a
delete a.b; var a
a.b++; var a
a.b += 1; var a
[a.b] = [1]; var a
({x: a.b} = {x: 1}); var a
for (a.b of [1]) {} var a
a[b.c]; var a = {}, b
a[a.b.c]; var a = {}
super_(); var super_ = 1
Symbol.iterator()
Symbol()()
(/x/)()
(/x/g).foo()
[1, 2].foo()
[1, 2, ...[3]].foo()
({a: 1, b: 2}).foo()
(class A {}).foo()
(function named() {}).foo()
((a, b) => a + b).foo()
(1 + 2)()
(1 + 2).foo()
('a' + 'b').foo()
(typeof 1)()
(void 0)()
(!1).foo()
(-1).foo()
import.meta
eval('undefined.x')
eval('{')
eval('foo bar')
Function(')
new Function('a', 'return a b')
decodeURIComponent()()
Object.foo.bar.baz
let m = new Map; m.foo()
let d = new Date; d.foo.bar()
[].concat.call(undefined)
Array.from(null)
Array.from([1], 2)
Array.of.call(1, 2).x.y
[...undefined]
[...null]
[...1]
[...{}]
[...(() => 1)]
({...null}).x.y
Math.max.apply(null, 1)
Iterator()
new Iterator
Iterator.from(1)
[].values().map(1)
[].values().take(-1)
[].values().take(NaN)
[].values().drop(-1)
[].values().reduce((a, b) => a)
[].values().flatMap(x => 1).next()
new Set([1]).union(1)
new Set([1]).union([])
btoa('\u0100')
[1].values().flatMap(x => 'ab').next()
[1].values().flatMap(x => null).next()
Iterator.concat(1)
Iterator.concat({})
Promise.withResolvers.call(1)
Promise.reject.call(1)
Promise.all.call(undefined, [])
(function* () {})().next.call({})
(function* () {})().return.call(1)
(function* () {})().throw.call([])
Object.preventExtensions(new Proxy({}, { preventExtensions() { return false; } }))
Object.freeze(new Proxy({}, { preventExtensions() { return false; } }))
Object.seal(new Proxy({}, { preventExtensions() { return false; } }))
new FinalizationRegistry(() => {}).register(1)
new FinalizationRegistry(() => {}).register({}, 1, 1)
new FinalizationRegistry(() => {}).unregister(1)
(class {})()
(class extends Object {}).call()
'use strict'; const a = [1, 2, 3]; Object.defineProperty(a, 1, { configurable: false }); a.length = 0
'use strict'; const a = Object.seal([1, 2, 3]); a.length = 1
'use strict'; const a = Object.freeze([1, 2, 3]); a.length = 1
'use strict'; const a = Object.defineProperty([], 'length', { writable: false }); a[0] = 1
'use strict'; const a = Object.defineProperty([], 'length', { writable: false }); a[5] = 1
'use strict'; const a = Object.defineProperty([], 'length', { writable: false }); a.push(1)
'use strict'; const a = Object.defineProperty([], 'length', { writable: false }); a.unshift(1)
'use strict'; const a = Object.preventExtensions([]); a[0] = 1
Reflect.construct(1, [])
Reflect.construct(function () {}, 1)
Reflect.construct(function () {}, [], 1)
Reflect.construct(function () {})
Reflect.construct(class { constructor() { throw new RangeError('thrown'); } }, [])
new ((() => {}).bind())
new (function () { null.x; }.bind())
`.trim().split('\n');

require('./_cases.js')(cases);
