// More first lines of stacks: receivers of every kind, inferred names.
const L = () => new Error().stack.split('\n')[2].replaceAll(__filename, 'F').replace(/:\d+:\d+/, '');
const out = [];
function plain() { return L(); }
function named() {} class Cls {} const anonCls = [class {}][0];
out.push(plain.call(named), plain.call(Cls), plain.call(Math.max), plain.call(class Sub2 extends Cls {}));
const o = { 'a-b'() { return L(); }, 'a b': function () { return L(); }, $x() { return L(); }, é() { return L(); }, default() { return L(); }, 2: function () { return L(); }, x: { y() { return L(); } } };
out.push(o['a-b'](), o['a b'](), o.$x(), o.é(), o.default(), o[2](), o.x.y());
o.z = o.$x; out.push(o.z()); o.w = plain; o.w2 = plain; out.push(o.w());
const s = Symbol('sy'); o[s] = plain; const q = { [s]: plain }; out.push(q[s]());
const q2 = { m: function () { return L(); } }; q2.n = q2.m; out.push(q2.n(), Object.create(q2).m());
const q3 = {}; q3.fn = function () { return L(); }; q3.deep = {}; q3.deep.fn2 = () => L(); q3.deep.fn3 = function () { return L(); }; out.push(q3.fn(), q3.deep.fn2(), q3.deep.fn3());
var v; v = function () { return L(); }; out.push(v()); const arr = []; arr[0] = function () { return L(); }; out.push(arr[0]());
module.exports.exp = function () { return L(); }; out.push(module.exports.exp()); exports.e2 = () => L(); out.push(exports.e2());
(function iife() { out.push(L()); })(); (function () { out.push(L()); }).call(o); (() => { out.push(L()); })(); !function () { out.push(L()); }();
function outer() { return (function () { return L(); })(); } out.push(outer());
function outer2() { return [1].map(function () { return L(); })[0]; } out.push(outer2());
function outer3() { return [1].map(() => L())[0]; } out.push(outer3());
class P { static #x() { return L(); } static y() { return this.#x(); } m() { return [1].map(function () { return L(); })[0] } }
out.push(P.y(), new P().m());
Array.prototype.mine = function () { return L(); }; out.push([].mine()); String.prototype.mine = function () { return L(); }; out.push(''.mine());
class Q { static { this.made = (() => L())(); } f2 = (() => L())(); } out.push(Q.made, new Q().f2);
const bnd = plain.bind({ a: 1 }); out.push(bnd());
out.push(new (class extends Array { constructor() { super(); this.l = L(); } })().l); 
function F2() { return L(); } F2.prototype = { constructor: F2, mm: function () { return L(); } }; out.push(new F2().mm?.() ?? 'x');
out.push(Object.assign(Object.create({ get constructor() { return 1; } }), { plain }).plain());
class TT { get [Symbol.toStringTag]() { return 'Tagged'; } m() { return L(); } } out.push(new TT().m()); out.push({ [Symbol.toStringTag]: 'T', m() { return L(); } }.m());
out.push(new Map().constructor === Map && plain.call(new Map()), plain.call(Object.create(Map.prototype)), plain.call(/x/), plain.call(new Date(0)), plain.call(arguments), plain.call((function* () { })()));
out.forEach((l, i) => console.log(i, l));
