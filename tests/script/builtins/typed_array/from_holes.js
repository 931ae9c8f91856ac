// Of arrays with fewer elements than their length, or none: each hole is undefined. (Found by generated programs.)
for (const Class of [Float64Array, Uint8Array, BigInt64Array]) {
  for (const make of [() => Array(3), () => Array(20), () => [, ,], () => { const a = [1, 2, 3]; a.length = 40; return a; }, () => { const a = []; a[70000] = 1; return a; }, () => { const a = [1]; a.length = 0; return a; }]) {
    for (const [name, create] of Object.entries({ new: (a) => new Class(a), from: (a) => Class.from(a), set: (a) => { const t = new Class(a.length); t.set(a); return t; } })) {
      try {
        const made = create(make());
        console.log(Class.name, name, made.length, String(made[0]), String(made.at(-1)));
      } catch (error) {
        console.log(Class.name, name, error.message);
      }
    }
  }
}
const order = [];
const sparse = [];
sparse[5] = { valueOf() { order.push('valueOf'); sparse[6] = 9; return 5; } };
sparse[100000] = 7;
sparse[6] = 6;
const made = new Float64Array(sparse);
console.log(made.length, made[5], made[6], made[100000], order);
console.log(Math.max(...Array(3)), Reflect.apply((...all) => all.length, null, Array(4)), Math.max.apply(null, [, 1]));
Array.prototype[1] = { valueOf: () => 11 };
console.log(new Float64Array([1, , 3])[1]);
delete Array.prototype[1];
