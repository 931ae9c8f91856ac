// `then` looks at constructor and Symbol.species each time.
(async () => {
  const base = Promise.resolve(1);
  console.log(base.then((x) => x) instanceof Promise, await base.then((x) => x + 1));
  class Mine extends Promise {}
  console.log(Mine.resolve(1).then(() => 0) instanceof Mine);
  const odd = Promise.resolve(2);
  odd.constructor = Mine;
  console.log(odd.then(() => 0) instanceof Mine);
  const species = Object.getOwnPropertyDescriptor(Promise, Symbol.species);
  Object.defineProperty(Promise, Symbol.species, { get() { return Mine; }, configurable: true });
  console.log(base.then(() => 0) instanceof Mine);
  Object.defineProperty(Promise, Symbol.species, species);
  console.log(base.then(() => 0) instanceof Mine);
  const constructor = Promise.prototype.constructor;
  Promise.prototype.constructor = Mine;
  console.log(base.then(() => 0) instanceof Mine);
  Promise.prototype.constructor = constructor;
  console.log(base.then(() => 0) instanceof Mine);
  const order = [];
  for (let i = 0; i < 3; i++) Promise.resolve({ then(f) { order.push('thenable ' + i); f(i); } }).then((v) => order.push(v));
  Promise.reject(new Error('no')).catch((e) => order.push(e.message)).finally(() => order.push('finally'));
  await new Promise((resolve) => setTimeout(resolve, 5));
  console.log(order);
})();
