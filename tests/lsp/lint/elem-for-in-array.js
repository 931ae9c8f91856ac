// Warned about: certainly arrays.
const list = [3, 1, 2];
for (const i in list) console.log(list[i]);

let words = "a b c".split(" ");
for (var w in words) {
  console.log(w, words[w]);
}

function total(numbers) {
  let sum = 0;
  for (const i in numbers) sum += numbers[i];
  return sum;
}
total([1, 2]);
total(list.map((x) => x * 2));

function collect(target) {
  target.push(1);
  for (const i in target) console.log(i);
}
collect(globalThis.something);

function variadic(...items) {
  for (const i in items) console.log(items[i]);
}
function legacy() {
  for (const i in arguments) console.log(arguments[i]);
}
class Queue {
  constructor() {
    this.items = [];
  }
  dump() {
    for (const i in this.items) console.log(this.items[i]);
  }
}
for (const i in new Float64Array(8)) console.log(i);
const state = { rows: [], name: "x" };
for (const i in state.rows) console.log(i);
const lines = () => [1, 2];
const read = lines();
for (const i in read) console.log(i);
for (const key of Object.keys(state)) for (const i in Object.values(state)) console.log(key, i);

// Not warned about as arrays: other ways to loop, and what may be anything.
for (const value of list) console.log(value);
for (let i = 0; i < list.length; i++) console.log(list[i]);
list.forEach((value) => console.log(value));
let mixed = [];
mixed = { a: 1 };
for (const key in mixed) console.log(key);
export function anything(value) {
  for (const key in value) console.log(key);
}
