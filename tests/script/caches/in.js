// `in` at sites that remember: own, inherited, absent, and what makes a remembered answer wrong.
function has(o, k) { return k in o; }
function hasX(o) { return 'x' in o; }
const show = (...values) => console.log(...values);
class A { x = 1; }
class B { get x() { return 1; } }
const plain = {}, made = { x: undefined }, bare = Object.create(null), child = Object.create({ x: 0 });
const all = [new A(), new B(), plain, made, bare, child, [], function () {}, new Proxy({ x: 1 }, {}), Object.assign(() => {}, { x: 1 })];
for (let round = 0; round < 3; round++) show(all.map(hasX).join());
plain.x = 1; delete made.x;
show(all.map(hasX).join());
Object.prototype.x = 'everywhere';
show(all.map(hasX).join());
delete Object.prototype.x;
show(all.map(hasX).join());
Object.setPrototypeOf(child, { y: 1 });
Object.setPrototypeOf(bare, { x: 1 });
show(all.map(hasX).join());
delete B.prototype.x;
show(all.map(hasX).join());
// One site, keys that change: strings made at run time, symbols, indices, lengths.
const s = Symbol('s'), o = { ab: 1, [s]: 2, 3: 4 };
for (let round = 0; round < 3; round++) {
  show(has(o, 'a' + 'b'), has(o, ['a', 'b'].join('')), has(o, s), has(o, Symbol('s')), has(o, 3), has(o, '3'), has(o, 4), has(o, 'length'));
  show(has([1, , 2], 0), has([1, , 2], 1), has([1], 'length'), has(Object.create([]), 'length'), has(new Uint8Array(2), 1), has(new Uint8Array(2), 2),
    has(new Uint8Array(2), '-0'), has(new String('ab'), 1), has(new String('ab'), 'length'), has(function () {}, 'name'), has(class { static name = 1; }, 'name'));
}
// Dictionaries, frozen objects, arguments.
const dictionary = {};
for (let i = 0; i < 300; i++) dictionary['k' + i] = i;
for (let i = 0; i < 300; i += 2) delete dictionary['k' + i];
let found = 0;
for (let i = 0; i < 300; i++) if (has(dictionary, 'k' + i)) found++;
show(found, has(Object.freeze({ x: 1 }), 'x'), (function () { return has(arguments, 0) && !has(arguments, 1) && has(arguments, 'callee'); })(1));
// More shapes than a site remembers, then one of them again.
const many = Array.from({ length: 12 }, (_, i) => ({ ['p' + i]: 1, ...(i % 3 ? { x: 1 } : {}) }));
for (let round = 0; round < 3; round++) show(many.map(hasX).join());
delete many[1].x;
show(many.map(hasX).join());
for (const wrong of [1, 'text', null, undefined, s]) try { hasX(wrong); } catch (e) { show(e.name, e.message); }
