// The first line of a stack for every way to call.
const L = () => new Error().stack.split('\n')[2].replaceAll(__filename, 'F').replace(/:\d+:\d+/, '');
class K { get g() { return L(); } set s(v) { this.v = L(); } static get sg() { return L(); } static sm() { return L(); } #p() { return L(); } callp() { return this.#p(); }
 [Symbol.iterator]() { return L(); } f = () => L(); h = function () { return L(); }; 'with space'() { return L(); } 1() { return L(); } static #sp() { return L(); } static callsp() { return K.#sp(); } static { K.blk = L(); } field = L(); static sfield = L(); constructor() { this.ctor = L(); } get #pg() { return L(); } pg() { return this.#pg; } async am() { return L(); } *gm() { yield L(); } }
const k = new K(); k.s = 1;
const out = [k.g, k.v, K.sg, K.sm(), k.callp(), k[Symbol.iterator](), k.f(), k.h(), k['with space'](), k[1](), K.callsp(), K.blk, k.field, K.sfield, k.ctor, k.pg(), k.gm().next().value];
class Sub extends K { own() { return L(); } callp() { return super.callp(); } }
out.push(new Sub().own(), new Sub().h(), new Sub().callp(), new Sub().g);
function plain() { return L(); }
out.push(plain(), plain.call(k), plain.call(1), plain.call(null), plain.call(Symbol('x')), plain.call(5n), plain.call([]), plain.call(() => 1), plain.call(globalThis));
(function () { 'use strict'; function strict() { return L(); } out.push(strict(), strict.call(k), strict.call(1)); })();
const o = { plain, other: plain, f: function () { return L(); }, g: function named() { return L(); }, arrow: () => L(), ['c' + 1]() { return L(); }, ['c2']: function () { return L(); } };
out.push(o.plain(), o.other(), o.f(), o.g(), o.arrow(), o.c1(), o.c2());
const nul = Object.create(null); nul.m = plain; out.push(nul.m());
function Ctor() { this.l = L(); } out.push(new Ctor().l, new (function () { this.l = L(); })().l, new (class { l = L(); })().l, Reflect.construct(Ctor, [], Array).l);
Ctor.prototype.meth = function () { return L(); }; out.push(new Ctor().meth(), Ctor.prototype.meth());
Ctor.stat = function () { return L(); }; out.push(Ctor.stat());
out.push((() => L())(), (function () { return L(); })(), plain.bind(k)(), plain.apply(k), Reflect.apply(plain, k, []), [1].map(plain)[0], [1].map(o.f, o)[0], (0, o.f)());
const p = new Proxy(plain, {}); out.push(p(), new Proxy({ m: plain }, {}).m());
out.push(new Proxy({}, { get() { return L(); } }).x, Array.from([1], () => L())[0], [...{ *[Symbol.iterator]() { yield L(); } }][0], `${{ toString() { return L(); } }}`, +{ valueOf() { out.push(L()); return 1; } });
Object.defineProperty(o, 'dp', { get() { return L(); } }); Object.defineProperty(o, 'dp2', { get: function () { return L(); } }); Object.defineProperty(o, 'dp3', { get: plain });
out.push(o.dp, o.dp2, o.dp3, Promise.prototype.then.name);

out.forEach((l, i) => console.log(i, l));
