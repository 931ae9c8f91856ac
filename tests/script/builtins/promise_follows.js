// A promise that is resolved with a promise waits for it in three jobs, and calls what the program put in the way.
const vm = require('vm');
const lines = [];
const log = (...words) => lines.push(words.join(' '));
const native = Promise.prototype.then;
const own = (name) => Object.getOwnPropertyDescriptor(Promise, name);

// Runs `f`, counts the jobs until what it gives is settled, and shows what it came to.
async function jobs(name, f) {
  let done = false;
  const promise = f();
  native.call(promise, (value) => { done = `fulfilled ${String(value)}`; }, (reason) => { done = `rejected ${String(reason)}`; });
  let count = 0;
  for (; !done && count < 20; count++) await null;
  log(name, done, 'after', count);
}
const resolved = (value) => new Promise((resolve) => resolve(value));
const wait = (count, value) => (count ? native.call(Promise.resolve(), () => wait(count - 1, value)) : value);

class Sub extends Promise {
  static made = 0;
  constructor(executor) { super(executor); Sub.made++; }
}

(async () => {
  await jobs('fulfilled', () => resolved(Promise.resolve(1)));
  await jobs('rejected', () => resolved(Promise.reject(2)));
  await jobs('pending', () => resolved(wait(1, 3)));
  await jobs('nested', () => resolved(resolved(resolved(4))));
  await jobs('returned', () => Promise.resolve().then(() => Promise.resolve(5)));
  await jobs('async', () => (async () => Promise.resolve(6))());
  await jobs('thenable', () => resolved({ then(resolve) { resolve(7); } }));
  await jobs('then of its own', () => {
    const promise = Promise.resolve(8);
    promise.then = function (a, b) { log('then', a.length, b.length, a.name === '', a === b); return native.call(this, a, b); };
    return resolved(promise);
  });
  await jobs('then that throws', () => {
    const promise = Promise.resolve(8);
    promise.then = () => { throw 'thrown'; };
    return resolved(promise);
  });
  await jobs('then that resolves first, then throws', () => {
    const promise = Promise.resolve(8);
    promise.then = (resolve) => { resolve('first'); throw 'thrown'; };
    return resolved(promise);
  });
  await jobs('constructor is a getter', () => {
    const promise = Promise.resolve(9);
    Object.defineProperty(promise, 'constructor', { get() { log('constructor'); return Promise; } });
    return resolved(promise);
  });
  await jobs('constructor throws', () => {
    const promise = Promise.resolve(9);
    Object.defineProperty(promise, 'constructor', { get() { throw 'constructor'; } });
    return resolved(promise);
  });
  await jobs('constructor is none', () => {
    const promise = Promise.resolve(9);
    promise.constructor = 1;
    return resolved(promise);
  });
  await jobs('constructor with functions', () => {
    const promise = Promise.resolve(9);
    promise.constructor = { [Symbol.species]: function (executor) { executor((value) => log('derived', value), () => {}); } };
    return resolved(promise);
  });
  await jobs('subclass', () => resolved(Sub.resolve(10)));
  log('made', Sub.made);
  await jobs('subclass waits', () => new Sub((resolve) => resolve(Promise.resolve(11))));
  log('made', Sub.made);

  const species = own(Symbol.species);
  Object.defineProperty(Promise, Symbol.species, { configurable: true, get() { log('species'); return Sub; } });
  await jobs('species', () => resolved(Promise.resolve(12)));
  Object.defineProperty(Promise, Symbol.species, species);
  log('made', Sub.made);

  Promise.prototype.then = function (a, b) { log('patched', typeof a, typeof b); return native.call(this, a, b); };
  await jobs('patched', () => resolved(Promise.resolve(13)));
  Promise.prototype.then = native;

  await jobs('other realm', () => resolved(vm.runInNewContext('Promise.resolve(14)')));
  await jobs('in other realm', () => vm.runInNewContext('new Promise((resolve) => resolve(promise))', { promise: Promise.resolve(15) }));
  await jobs('then of other realm', () => {
    const promise = Promise.resolve(16);
    promise.then = vm.runInNewContext('Promise.prototype.then');
    return resolved(promise);
  });

  // What it is fulfilled with is asked for `then` again.
  const turns = { get then() { log('asked'); } };
  await jobs('asked again', () => resolved(Promise.resolve(turns)));
  const later = {};
  const promise = Promise.resolve(later);
  await jobs('became a thenable', () => { const r = resolved(promise); later.then = (resolve) => resolve('become'); return r; });

  // Order beside jobs that were there before, and the context of AsyncLocalStorage.
  const { AsyncLocalStorage } = require('async_hooks');
  const storage = new AsyncLocalStorage();
  const order = [];
  storage.run('inside', () => {
    native.call(resolved(Promise.resolve()), () => order.push(`followed ${storage.getStore()}`));
  });
  for (let i = 0, p = Promise.resolve(); i < 5; i++) p = native.call(p, () => order.push(i));
  await wait(8);
  log(order.join(', '));

  // A rejection that nobody takes is the follower's alone.
  process.on('unhandledRejection', (reason, of) => log('unhandled', reason, of === unhandled));
  const unhandled = resolved(Promise.reject('nobody'));
  await new Promise((resolve) => setImmediate(resolve));
  const self = {};
  self.promise = native.call(Promise.resolve(), () => self.promise);
  await jobs('itself', () => self.promise);

  // Who waits shows in stacks.
  async function inner() { await wait(4); throw new Error('deep'); }
  async function follows() { await resolved(inner()); }
  async function returns() { return follows(); }
  async function outer() { await returns(); }
  await outer().catch((error) => log(error.stack.replaceAll(__filename, 'file').replace(/:\d+:\d+/g, '')));
  console.log(lines.join('\n'));
})();
