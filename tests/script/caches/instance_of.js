// instanceof at one site while what it relies on changes.
class A {} class B extends A {}
function F() {}
const is = (value, type) => value instanceof type;
const values = [new A(), new B(), new F(), {}, [], 1, 'text', null, undefined, Symbol(), () => 0, new Proxy(new B(), {}), Object.create(null)];
const types = [A, B, F, Object, Function, Array];
for (let round = 0; round < 4; round++) console.log(values.map((v) => types.map((t) => +is(v, t)).join('')).join(' '));
const f = new F();
console.log(is(f, F), is(f, F), is(f, F));
F.prototype = {};
console.log(is(f, F), is(new F(), F));
F.prototype = 1;
try { is(f, F); } catch (e) { console.log(e.message); }
Object.defineProperty(B, Symbol.hasInstance, { value: (v) => v === 7, configurable: true });
console.log(is(7, B), is(new B(), B), is(new A(), A));
delete B[Symbol.hasInstance];
console.log(is(7, B), is(new B(), B));
Object.defineProperty(A, Symbol.hasInstance, { value: (v) => v === 8, configurable: true });
console.log(is(8, B), is(8, A), is(new B(), B));
delete A[Symbol.hasInstance];
console.log(is(8, B), is(new B(), B), is(new B(), A));
Object.setPrototypeOf(B, { [Symbol.hasInstance]: () => 'yes' });
console.log(is(8, B), is(8, A));
const bound = F.bind();
F.prototype = Array.prototype;
console.log(is([], bound), is({}, bound), is([], F));
const watched = new Proxy({}, { getPrototypeOf() { console.log('asked'); return A.prototype; } });
for (let i = 0; i < 3; i++) console.log(is(watched, A));
const below = Object.create(watched);
for (let i = 0; i < 2; i++) console.log(is(below, A));
for (const bad of [1, null, {}, 'x']) { try { is(f, bad); } catch (e) { console.log(e.message); } }
