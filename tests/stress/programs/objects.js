// Classes, private fields, shapes, dictionaries, accessors, closures.
class Account {
  #balance = 0;
  static count = 0;
  constructor(owner) {
    this.owner = owner;
    Account.count++;
  }
  deposit(amount) {
    this.#balance += amount;
    return this;
  }
  get balance() {
    return this.#balance;
  }
}
class Savings extends Account {
  rate = 1.5;
  get balance() {
    return super.balance * this.rate;
  }
}
const accounts = [];
for (let i = 0; i < 60; i++) accounts.push((i % 2 ? new Account('a' + i) : new Savings('s' + i)).deposit(i));
console.log(accounts.reduce((sum, account) => sum + account.balance, 0), Account.count);

const dictionary = {};
for (let i = 0; i < 150; i++) dictionary['key' + i] = { i };
for (let i = 0; i < 150; i += 3) delete dictionary['key' + i];
console.log(Object.keys(dictionary).length, Object.values(dictionary).reduce((sum, value) => sum + value.i, 0));

const counters = Array.from({ length: 20 }, (_, i) => {
  let n = i;
  return { up: () => ++n, get value() { return n; } };
});
for (let round = 0; round < 5; round++) for (const counter of counters) counter.up();
console.log(counters.map((counter) => counter.value).join());

let list = null;
for (let i = 0; i < 200; i++) list = { value: i, next: list };
let sum = 0;
for (let node = list; node; node = node.next) sum += node.value;
console.log(sum);

const copy = { ...accounts[3], extra: [1, 2, 3] };
const { owner, ...rest } = copy;
console.log(owner, JSON.stringify(rest), Object.entries(Object.fromEntries([['x', 1], ['y', 2]])).join(';'));

function variadic(...values) {
  return arguments.length + values.length;
}
console.log(variadic(...[1, 2, 3], 4), variadic.apply(null, new Array(5).fill(0)), variadic.bind(null, 1)(2));

function mapped(first, second) {
  first = { changed: second };
  arguments[1] = [first];
  return [arguments[0].changed, second[0] === first, arguments.length].join();
}
console.log(mapped('a', 'b', 'c'));

function fails(depth) {
  if (depth === 0) throw new RangeError('deep');
  try {
    return fails(depth - 1);
  } finally {
    list = { depth, list };
  }
}
try {
  fails(30);
} catch (error) {
  console.log(error instanceof RangeError, error.message, list.depth);
}
