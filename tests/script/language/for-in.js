// Which names for-in gives: prototypes, shadowing, deletion while it runs, proxies and what they are asked.
class A {
  constructor() { this.w = 1; this.y = 2; }
  m() {}
}
class B extends A {
  constructor() { super(); this.z = 3; }
}
B.prototype.inherited = 1;
A.prototype.y = 5;
Object.defineProperty(B.prototype, 'x', { value: 1, enumerable: false });
A.prototype.x = 'shadowed by a name that is not enumerable';
for (const name in new B()) console.log('instance', name);

const child = Object.create({ a: 1, b: 2 }, { b: { value: 3, enumerable: false } });
child.c = 1;
for (const name in child) {
  console.log('child', name);
  delete child.c;
}
const changing = { a: 1, b: 2, c: 3 };
for (const name in changing) {
  console.log('changing', name);
  delete changing.b;
  changing.d = 1;
}
for (const name in 'abc') console.log('string', name);
for (const name in [5, , 6]) console.log('array', name);
for (const name in null) console.log('never', name);

const handler = {
  ownKeys(target) { console.log('ownKeys'); return Reflect.ownKeys(target); },
  getOwnPropertyDescriptor(target, key) { console.log('descriptor of', key); return Reflect.getOwnPropertyDescriptor(target, key); },
  getPrototypeOf(target) { console.log('prototype'); return Reflect.getPrototypeOf(target); },
  has(target, key) { console.log('has', key); return key in target; },
};
for (const name in new Proxy({ p: 1, q: 2 }, handler)) console.log('proxy', name);
for (const name in Object.create(new Proxy({ p: 1, q: 2 }, handler), { q: { value: 1 } })) console.log('above', name);
