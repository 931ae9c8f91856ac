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
// Not warned about: the loop is where the value is no array.
function each(x, visit) {
  if (Array.isArray(x)) return x.forEach(visit);
  for (const key in x) visit(x[key], key);
}
each([1, 2], console.log);
function eachElse(x, visit) {
  if (x instanceof Array || typeof x.length === "number") x.forEach(visit);
  else for (const key in x) visit(x[key], key);
}
eachElse([1, 2], console.log);
// But here it is one.
function onlyArrays(x, visit) {
  if (!Array.isArray(x)) return;
  for (const i in x) visit(x[i]);
}
onlyArrays([1, 2], console.log);
// Not warned about: gaps between the elements, or names instead of them.
const byId = [];
function remember(node) {
  byId[node.id] = node;
}
remember({ id: 123456 });
for (const id in byId) console.log(byId[id]);
const gaps = [];
gaps[5] = 1;
gaps[1000000] = 2;
for (const i in gaps) console.log(i);
const named = [];
named.alpha = 1;
named.beta = 2;
for (const name in named) console.log(name);
