// What V8 says of assignments, deletions and definitions that are refused.
'use strict';
const t = (f) => { try { console.log(f()); } catch (e) { console.log(e.message); } };
const p = new Proxy({ fixed: 1 }, { set() { return false; }, deleteProperty() { return false; }, defineProperty() { return false; } });
t(() => { p.x = 1; }); t(() => { p['a' + 1] = 1; }); t(() => { p[5] = 1; }); t(() => { delete p.x; }); t(() => { delete p['y' + 1]; }); t(() => Object.defineProperty(p, 'q', {}));
const q = new Proxy(Object.freeze({ a: 1 }), {}); t(() => { q.a = 2; }); t(() => { q.b = 2; }); t(() => { delete q.a; });
const d = new Proxy({}, { defineProperty() { return false; } }); t(() => { d.x = 1; });
t(() => { 'str'.x = 1; }); t(() => { (5).y = 1; }); t(() => { Symbol.iterator.x = 1; }); t(() => { true.z = 2; }); t(() => { 'abc'.length = 1; }); t(() => { 'abc'[0] = 1; });
t(() => Reflect.set(p, 'x', 1)); t(() => Object.assign(p, { z: 1 })); t(() => { [p.x] = [1]; }); t(() => { p.fixed++; });
t(() => { Object.freeze([1]).push(2); }); t(() => { Object.freeze([1])[0] = 2; }); t(() => { Object.seal([1]).pop(); }); t(() => { undefined.x = 1; }); t(() => { null[Symbol.iterator] = 1; });
t(() => { delete Object.freeze([1])[0]; }); t(() => { delete Object.freeze({ a: 1 }).a; }); t(() => { (function () {}).name = 'x'; }); t(() => { Math.PI = 3; }); t(() => { ({ get x() { return 1; } }).x = 1; }); t(() => { class A { static get x() { return 1; } } A.x = 2; });
t(() => { Object.preventExtensions({}).x = 1; }); t(() => { Object.preventExtensions([])[0] = 1; }); t(() => { globalThis.undefined = 1; }); t(() => { NaN = 1; });
t(() => { new Proxy({}, 1); }); t(() => new Proxy({}, { get: {} }).x); t(() => Object.getPrototypeOf(new Proxy({}, { getPrototypeOf: () => 1 })));
