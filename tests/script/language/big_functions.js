// Functions with more constants, names, property accesses and calls than 16 bits count.
const count = 40000;
const entries = Array.from({ length: count }, (_, i) => `key${i}: "value${i}"`);
const table = new Function(`return {${entries.join(',')}, "spaced key": 1, 7: "index", method() { return this.key39999; }}`)();
console.log(Object.keys(table).length, table.key0, table.key39999, table['spaced key'], table[7], table.method());
let right = 0;
for (let i = 0; i < count; i++) right += table[`key${i}`] === `value${i}`;
console.log(right);
const numbers = new Function(`return [${Array.from({ length: 70000 }, (_, i) => i + 0.5).join(',')}]`)();
console.log(numbers.length, numbers[0], numbers[69999], numbers.reduce((a, b) => a + b));
const calls = new Function('o', `let n = 0; ${'n += o.a; n += f(o.b); '.repeat(25000)} return n; function f(x) { return x; }`);
console.log(calls({ a: 1, b: 2 }), calls({ b: 3, a: 1 }), calls({ get a() { return 1; }, b: 1 }));
const sites = new Function('a', 'b', `let n = 0; ${'n += a.x; n += b.y; globalThis.z_ = n; n = z_; '.repeat(20000)} return n;`);
console.log(sites({ x: 1, y: 5 }, { x: 7, y: 2 }), sites({ x: 2 }, { y: 2 }), sites({ x: 1, y: 5 }, { x: 7, y: 2 }));
