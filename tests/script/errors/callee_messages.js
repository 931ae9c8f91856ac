// How messages name what was called or iterated over. Each case is run and its error shown.
const cases = String.raw`
let a; (a.b = 1)()
let a = {}; (a.b = 1)()
let a = {}; (a.b = 1).c.d()
let a; (a += 1)()
let a; (a ??= 1)()
let a; ([a] = [1])()
let a; ({a} = {a: 1})()
let x = 1; (-x)()
let x = 1; (+x)()
let x = 1; (~x)()
let x = 1; (!x)()
let x = 1; (!x).foo()
let x = 1; (x + 1 + 2)()
let x = 1; (x + 1).foo()
let x = 1; (x * 2 - 1)()
let x = 1; (x == 2)()
let x = 1; (x instanceof Object)()
let x = 1; ('a' in {})()
let x = 1; (x++)()
let x = 1; (--x)()
let x = 1; (x, x)()
let x = 1; (x && x && x)()
let x; (x ?? 1)()
let x; (1, x.y)()
${'`'}a${'`'}.foo()
function* g() { (yield 1)(); } const it = g(); it.next(); it.next()
function* g() { (yield 1).foo(); } const it = g(); it.next(); it.next(1)
new (function F() {}).x()
new Date().foo()
new Date.foo()
new (Date)().foo.bar()
let a = {}; new a.b.c.d
let a = {b: {}}; new a.b.c(1, 2)
let a = {b: {}}; new a['b'].c(1, 2)
let a = {b: {}}; new (a.b)(1, 2)
let a = {b: {}}; new a.b[0]
let a = [{}]; a[0]['x y'].z()
let a = [{}]; a[0]['x y']()
let a = [[]]; a[0][1]()
let a = [[]]; a[0][1n]()
let a = [[]]; a[0][null]()
let a = [[]]; a[0][true]()
let a = {}; a[1.5]()
let a = {}; a[-1]()
let a = {}; a['1']()
let a = {}; a[${'`'}x${'`'}]()
let a = {}; let k = 1; a[k++]()
let a = {}; let k = {}; a[k.x]()
let a = {}; let f = () => 'x'; a[f()]()
let a = {}; let f = () => 'x'; a[f(1)].b()
let a = {b() { return this; }}; a.b().b().c()
let a = {b() { return this; }}; a.b()['b']().c.d()
let a = {b: 1}; a.b${'`'}x${'`'}
let a = {}; a?.b?.c.d()
let a = {}; a.b?.().c; a?.['x']()
let a = {}; a?.[0]()
let a = {b: {}}; a?.b.c()
let a = {b: {}}; (a?.b).c()
let a = {b: {}}; (a?.b.c)()
let a = () => ({}); a?.().b()
class A { #x = 1; t() { this.#x(); } } new A().t()
class A { #x = {}; t() { this.#x.y(); } } new A().t()
class A { static x() { super.y.z(); } } A.x()
class A { static x() { super['y'](); } } A.x()
class B { constructor() { new.target(); } } new B
class B { constructor() { new.target.foo(); } } new B
(class { static x = this.y(); })
({a() {}}).b()
({a: 1}).b()
({get a() { return 1; }}).b()
({...{}}).b()
({}).b()
({}).b.c()
[].b()
[[], [1]].b()
[,1].b()
[x => x].b()
[function () {}].b()
[{a: 1}, 'str'].b()
[null, undefined, true, 1n, /x/].b()
(null).x()
undefined()
(undefined)()
(undefined).x()
NaN()
Infinity.x()
this()
(this)()
globalThis()
(class A extends Object { x() {} }).b()
(function () { return x; }).b()
((a) => a.b)()
(async () => {})()()
let x = 1; (x ? 1 : 2).foo()
let x = 1; (x ? {} : 2).foo.bar()
let x = 1; (x, {}).foo()
let x = {}; (x || {}).foo()
let x = {}; (x && x.y || {}).foo()
let x = {}; (x.y ?? {}).foo()
let x = {}; (x = {}).foo()
let x = {}; (x.y = {}).foo()
let x = {}; x.y = x.z()
let x = {}; void x.y()
let x = {}; throw x.y()
let x = {}; x.f(x.g())
let x = {f() {}}; x.f(x.g())
let x = {f() {}}; x.f(1, ...x.g)
let x = {f() {}}; x.f(1, ...x.g())
let x = {f() {}}; x.f(...x.f())
let x = {f() {}}; x.f(...x)
let x = {f() {}}; x.f(...null)
let x = {f() {}}; x.f(...x.y)
let x = {f() {}}; x.f(...[1], ...x)
let x = {f() {}}; x.f(...1, 2)
let x = {f() {}}; x.f(...x.y, 2)
let x = {f() {}}; new x.f(...x.y)
function F() {} let x = {}; new F(...x.y)
function F() {} let x = {}; new F(...x)
function F() {} let x = {}; new F(1, ...x)
class A { constructor(...a) {} } class B extends A { constructor() { super(...1); } } new B
class A { constructor(...a) {} } class B extends A { constructor() { super(...undefined); } } new B
let o = {}; let {a: {}} = o
let o = {}; let {a: {b: {c}}} = o
let o = {}; let [{b}] = [o.x]
let o = {}; let [[b]] = [o.x]
let o = {}; let [{}] = [o.x]
let o = {}; let {a = 1} = o.x
let o = {}; let {['a' + 1]: b} = o.x
let o = {}, k = 'kk'; let {[k]: b} = o.x
let o = {}; let {...r} = o.x
let o = {}; let {a, ...r} = o.x
let o = {}; let {'s t': b} = o.x
let o = {}; let {1: b} = o.x
let o = {}; let {} = o.x
let o = {}; ({a: o.y} = o.x)
let o = {}; ({} = o.x)
let o = {}; ({a: o.y} = null)
let o = {}, a; ({a} = o.f)
let o = {f() {}}, a; ({a} = o.f())
let o = {f() {}}; const {a} = o.f()
let o = {f() {}}; const {a, b} = o.f(1).g
let o = {f() {}}; const [a] = o.f()
let o = {f() {}}; const [a, b] = o.f(1, 2)
let o = {f() {}}, a; [a] = o.f()
let o = {f() {}}, a; [a] = o
let o = {f() {}}, a; [a] = 1
let o = {f() {}}, a; [[a]] = [1]
let f = () => 1; const [a] = f()
const [a] = (() => 1)()
const [a] = new Date
const [a] = await1; var await1
for (const {a} of [1, null]) {}
let o = [undefined]; for (const {a} of o) {}
let o = [undefined]; for (const {} of o) {}
let o = [1]; for (const [a] of o) {}
let o = [null]; for (const [a] of o) {}
let o = [1]; let a; for ([a] of o) {}
let o = [null]; let a; for ({a} of o) {}
for (const {a: {b}} of [{}]) {}
for (const x of (1, 2)) {}
let f = () => 1; for (const x of f()) {}
let o = {f() {}}; for (const x of o.f()) {}
let o = {f() {}}; for (const x of o.f) {}
let o = {f() {}}; for (const x of new Date) {}
let o = {f() {}}; for (const x of o.f.x.y) {}
let o = {f() {}}; for (const x of () => 1) {}
let o = {}; for (const x of -o) {}
let o = {}; for (const x of o ? 1 : 2) {}
try { throw null; } catch ({a}) {}
try { throw undefined; } catch ({a}) {}
try { throw 1; } catch ([a]) {}
try { throw undefined; } catch ({}) {}
function f({a}) {} f(null)
function f(x, {a}) {} f()
function f({a: {b}}) {} f({})
function f({}) {} f()
function f([a]) {} f(1)
function f([a]) {} f(null)
function f([a] = 1) {} f()
function f(x, [a]) {} f(1, {})
function f({a} = {}) {} f(null)
function f(x, {a} = {}) {} f(1, null)
const f = ([a]) => a; f()
const f = ([a], b) => a; f({})
[1].map(({a}) => a); [null].map(({a}) => a)
[1].map(([a]) => a)
[null].map(([a]) => a)
let o = {}; [...o.x]
let o = {f() {}}; [...o.f()]
let o = {f() {}}; [...o.f]
let o = {f() {}}; [1, ...o.f(), 2]
let f = () => 1; [...f()]
let f = () => 1; new Set(...f())
let f = () => 1; new Set(f())
function* g() { yield* 1; } g().next()
function* g() { yield* undefined; } g().next()
let o = {}; function* g() { yield* o; } g().next()
let o = {}; function* g() { yield* o.x; } g().next()
let o = {f() {}}; function* g() { yield* o.f(); } g().next()
let o = {[Symbol.iterator]: 1}; for (const x of o) {}
let o = {[Symbol.iterator]: 1}; const [a] = o
let o = {[Symbol.iterator]: null}; const [a] = o
let o = {[Symbol.iterator]: 1}; Math.max(...o)
let o = {[Symbol.iterator]() { return 1; }}; for (const x of o) {}
let o = {[Symbol.iterator]() { return 1; }}; const [x] = o
let o = {[Symbol.iterator]() { return {}; }}; const [x] = o
let o = {[Symbol.iterator]() { return {}; }}; for (const x of o) {}
let o = {[Symbol.iterator]() { return {next() {}}; }}; for (const x of o) {}
let o = {[Symbol.iterator]() { return {next() {}}; }}; const [x] = o
let o = {[Symbol.iterator]() { return {next() { return {}; }, return: 1}; }}; for (const x of o) break
let o = {[Symbol.iterator]() { return {next() { return {}; }, return() { return 1; }}; }}; for (const x of o) break
new Map([[1, 2], 3])
new Map({})
new Map(null).x.y
new Map([{}]).x.y
new Set(() => 1)
new WeakMap({})
new WeakSet(1)
Array.from(1).x.y
Array.from({length: -1}).x.y
Array.from({[Symbol.iterator]() { return 1; }})
Object.fromEntries({})
Object.fromEntries([[1, 2], 3])
Object.fromEntries(null)
Symbol.iterator in 1
let o = null; 'a' in o
let o = {}; 'a' in o.x
let o = 'str'; 0 in o
let F; ({}) instanceof F
let o = {}; ({}) instanceof o.F
let o = {F: 1}; ({}) instanceof o.F
let o = {F: {}}; ({}) instanceof o.F
function F() {} F.prototype = 1; ({}) instanceof F
let a = 1n; a + 1
let a = 1n; a++; a * 1
let a = {}; a.b.c++
let a = {}; a.b.c += 1
let a = {}; a.b[0]++
let a = {}; a.b['x y']
let a = {}; a.b[1n]
let a = {}; a.b[{}]
let a = {}; a.b[[1, 2]]
let a = {}; a.b[() => 1]
let a = {}; a.b[null]
let a = {}; delete a.b.c
let a = {}; a.b.c.d = 1
let a = {}; a.b[Symbol.iterator]
let a = {}; a.b[Symbol('q')] = 1
let a = {}; a.b?.c.d; a.b.c?.d
let a = {}; ({x: a.b.c} = {x: 1})
let a = {}; [a.b.c] = [1]
let a = null; a.b.c?.d
let a; a?.b.c; a.b
let a = undefined; with_(a); function with_(x) { x.y }
let f = function () { return this.x.y; }; f.call({})
let f = function () { 'use strict'; return this.x; }; f()
let f = function () { 'use strict'; this.x = 1; }; f()
JSON.parse('[]', 1).x.y
JSON.parse(null).x
JSON.parse('{"a":1}}')
JSON.parse('{"a":[1,2,{"b":nope}]}')
JSON.parse('\u2028')
JSON.parse('{"a":"\t"}')
JSON.parse('[1,2,3')
JSON.parse('["abc')
JSON.parse('{"abc')
JSON.parse('{"abc":"x')
JSON.parse('{"a":1 "b"}')
JSON.parse('{,}')
JSON.parse('[,]')
JSON.parse('+1')
JSON.parse('.5')
JSON.parse('NaN')
JSON.parse('"\\')
JSON.parse('   ')
JSON.parse('abc')
JSON.parse('{}x')
JSON.parse('1 2')
JSON.parse('é')
JSON.parse('{"long": "0123456789012345678901234567890123456789012345678901234567890", x}')
JSON.parse('[0123456789012345678901234567890123456789012345678901234567890, x]')
JSON.parse('x0123456789012345678901234567890123456789012345678901234567890')
JSON.parse('0123456789012345678901234567890123456789012345678901234567890x')
JSON.parse('[1,\n2,\n3,\n,]')
JSON.rawJSON('{}')
JSON.rawJSON('')
`.trim().split('\n');

require('./_cases.js')(cases);
