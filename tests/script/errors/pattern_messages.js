// Messages of patterns, of reads of undefined, and of syntax errors. Each case is run and its error shown.
const cases = String.raw`
let o = {f: 1}; let [a] = o.f
let o = {f: 1}; let [a] = o['f']
let o = {f: 1}, k = 'f'; let [a] = o[k]
let o; let [a] = o.f.g
let o; let [a] = [o][0]
let o = 1; let [a] = o || 2
let o; let [a] = o || null
let o = 1; let [a] = o + 1
let o = 1; let [a] = (o)
let o = 1; let [a = 5] = o
let o = 1; let [a, ...b] = o
let o = 1; let [] = o
let o = 1; var [a] = o
let o; var {a} = o
let o; const {a: b} = o
let o; const {a: [b]} = o
let o; const {a: {b}} = o
let o; const {a: {}} = o
let o; const {a = 1} = o
let o; const {a: b = 1} = o
let o; const {a, b = 1} = o
let o; const {a = 1, b} = o
let o; let a; ({a = 1} = o)
let o; let a; ({a: [a]} = o)
let o; let a; ({['x']: a} = o)
let o; let {['x']: a} = o
let {['x']: a} = null
let {a} = (() => undefined)()
let {a} = await1; var await1
let {a} = null || undefined
let o; let {a} = o ? o : o
let o; let {a} = o ?? null
let o = {}; let {a} = o?.b
let o = {}; let {a} = o[0]
let o = {}, k = 1; let {a} = o[k]
let {a} = new (class { constructor() { return undefined; } }).x
let {a} = this.x
let {a} = void 0
function f({a}, {b}) {} f({})
function f({a = 1}) {} f()
function f({a: b}) {} f()
function f({a: {b}}) {} f()
function f({a, ...r}) {} f()
function f({...r}) {} f()
function f({['x']: r}) {} f()
function f({a: b = 1} = undefined) {} f(null)
const f = function ({a}) {}; f()
class A { constructor({a}) {} } new A
class A { m({a}) {} } new A().m()
class A { m([a]) {} } new A().m()
class A { set x({a}) {} } new A().x = null
const o = {m({a}) {}}; o.m()
function* f({a}) {} f()
for (const {a = 1} of [null]) {}
for (const {a: {b}} of [null]) {}
for (const {...a} of [null]) {}
for (let [a, b] of [null]) {}
for (var {a} of [null]) {}
for (const [a] of [undefined]) {}
for (const [a] in {b: 1}) {} x
for (const {a} in null) {} x.y
for (const [k, v] of Object.entries({a: 1}).map(x => 1)) {}
for (const [k, v] of {a: 1}) {}
for (const x of (() => 1)()) {}
for (const x of f()()) {} function f() { return () => 1; }
for (const x of this.y) {}
for (const x of [1].z) {}
for (const x of 'x' in {}) {}
[...(() => 1)()]
let o; [...o.x.y]
[...new Date]
[...this.x]
let f = () => ({}); [...f().x]
let f = () => ({}); let {a} = f().x
let f = () => ({}); let {a} = f().x.y
let {length} = null
const { a, b } = undefined
const { a } = JSON.parse('null')
const { a } = require('nope').x
const { a: { b } } = { a: undefined }
const { a: { b = 1 } } = { a: undefined }
let o = {}; const {a: {}, c} = o
let o = {}; const {a: {...x}} = o
let o = {}; const {a: {['x']: x}} = o
function f({a: {}}) {} f({})
function f({a: [b]}) {} f({a: 1})
let a; a.b.c.d.e
let a; [[a.b]]
let a; a[{}]
let a; a[{toString() { return 'k'; }}]
let a; a[() => 1]
let a; a[1.5]
let a; a[-1]
let a; a[1n]
let a; a[null]
let a; a[undefined]
let a; a[[1]]
let a; a[[1]] = 1
let a; a[{}] = 1
let a; a.x += 1
let a; a.x ||= 1
let a; a[0] += 1
let a; a.x++
let a; delete a.x
let a; delete a[0]
let a = null; for (a.x in {b: 1}) {}
let a; ({...a.b})
let a; a?.b; a.c
let a = {}; a.b${'`'}x${'`'}
let a = {}; a.b.c${'`'}x${'`'}
1n.x.y
'x'.y.z
'x'.y()
1..x()
true.x()
Symbol.x()
Symbol.iterator.x()
10n.x()
/a/.x()
let a = 'quo"te'; a.b.c; 'quo"te'.x()
"it's".x()
'a\nb'.x()
'x'.repeat(100).x()
'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'.x()
let a = {}; a.very.b
let a = {}; a['é']()
let é = {}; é.ü()
a.b = 1; let a
let f = () => { x; let x; }; f()
class C { [C.x] = 1 }
class C extends C.x {}
let a = {get x() { return this.y.z; }}; a.x
let a = {set x(v) { v.y.z; }}; a.x = {}
switch (1) { case z: let z; }
const x = x + 1
let x = (() => x)()
function f(a = b, b) {} f()
function f(a = a) {} f()
typeof zz; { typeof zz; let zz; }
export_; const export_ = 1
const a = 1; a ||= 2; a += 1
const a = 0; a ||= 2
const a = 1; [a] = [2]
const a = 1; ({a} = {a: 2})
const a = 1; for (a of [1]) {}
const a = 1; for (a in {b: 1}) {}
const a = 1; a--
class A { static m() { A = 1; } } A.m()
const f = function g() { 'use strict'; g = 1; }; f()
new.target
with ({}) { zzz }
with (null) {}
with (undefined) { x }
eval('let a; let a')
eval('var x; const x = 1')
eval('const x')
eval('for (const x of) {}')
eval('let let = 1')
eval('"use strict"; with (a) {}')
eval('return 1')
eval('await 1')
eval('yield 1')
eval('break')
eval('continue')
eval('x: x: 1')
eval('class { }')
eval('class A { constructor() {} constructor() {} }')
eval('super()')
eval('super.x')
eval('new.target')
eval('import x from "y"')
eval('export default 1')
eval('import.meta')
eval('({a: 1, a: 2, __proto__: 1, __proto__: 2})')
eval('function f(a, a) { "use strict" }')
eval('(a, a) => 1')
eval('"use strict"; arguments = 1')
eval('"use strict"; 010')
eval('"use strict"; delete x')
eval('1 = 2')
eval('1++')
eval('a() = 1')
eval('for (let x = 1 of []) {}')
eval('if (1) function* f() {}')
eval('"abc')
eval('/abc')
eval('/*')
eval('@')
eval('a.#x')
eval('class A { #x; #x }')
eval('class A extends B { constructor() { super(); } x() { super(); } }')
eval('var a = 1 2')
eval('foo(1, 2')
eval('[1, 2')
eval('{a: 1, b: 2}')
eval('x = {a: 1')
eval('if (')
eval(')')
eval('async () => { for await (x in y) {} }')
eval('let [a]')
eval('let {a}')
eval('const a, b')
eval('try {}')
eval('switch (1) { default: default: }')
eval('throw\n1')
eval('0b12')
eval('0x')
eval('1_')
eval('1__0')
eval('08n')
eval('1.5n')
eval('3in []')
eval('"\\u{110000}"')
eval('"\\x1"')
eval('\\u0061\\u{')
eval('({a = 1})')
eval('({get a(b) {}})')
eval('({set a() {}})')
eval('(a, ...b)')
eval('(...a, b) => 1')
eval('function f(...a, b) {}')
eval('function f(...a = 1) {}')
eval('new import("x")')
eval('import()')
eval('a?.b = 1')
eval('new a?.b')
eval('a?.${'`'}x${'`'}')
eval('a ?? b || c')
eval('-1 ** 2')
eval('function* g() { function h() { yield 1 } }')
eval('enum')
eval('let enum = 1')
eval('interface = 1; "use strict"')
eval('"use strict"; interface = 1')
eval('"use strict"; let public = 1')
eval('"use strict"; eval = 1')
eval('do x while (1) y z')
eval('label: function* g() {}')
eval('while (1) let x')
eval('for (;;) const x = 1')
`.trim().split('\n');

require('./_cases.js')(cases);
