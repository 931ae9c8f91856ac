// Generators, async functions, async iteration, promises, timers: frames that live in the heap.
function* walk(tree) {
  if (!tree) return 0;
  const left = yield* walk(tree.left);
  yield tree.value;
  return left + 1 + (yield* walk(tree.right));
}
const build = (low, high) => {
  if (low > high) return null;
  const middle = (low + high) >> 1;
  return { left: build(low, middle - 1), value: middle, right: build(middle + 1, high) };
};
console.log([...walk(build(0, 40))].join());

function* pairs() {
  let n = 0;
  try {
    while (true) {
      const got = yield [n, { n: n++ }, String(n)];
      if (got) n += got;
    }
  } finally {
    console.log('closed', n);
  }
}
for (const [n] of pairs()) if (n > 20) break;
const two = pairs();
two.next();
console.log(two.next(5).value[0], two.return('done').value);

const later = (value) => new Promise((resolve) => setTimeout(resolve, 0, value));
async function collect(n) {
  const results = [];
  for (let i = 0; i < n; i++) results.push({ i, value: await (i % 3 ? i : later([i])) }, `${await i}:${[i, await i, { i }].length}`);
  return results;
}
async function* produce(n) {
  for (let i = 0; i < n; i++) yield await Promise.resolve({ i });
}
(async () => {
  const results = await Promise.all([collect(5), collect(3)]);
  console.log(JSON.stringify(results));
  let sum = 0;
  for await (const { i } of produce(20)) sum += i;
  for await (const value of [1, Promise.resolve(2), later(3)]) sum += value;
  console.log(sum);
  try {
    await Promise.any([Promise.reject(new Error('one')), later(0).then(() => { throw new TypeError('two'); })]);
  } catch (error) {
    console.log(error.constructor.name, error.errors.map((e) => e.message).join());
  }
  const settled = await Promise.allSettled([1, Promise.reject('no'), later('late')]);
  console.log(settled.map((s) => s.status + ':' + (s.value ?? s.reason)).join());
})();

// Builtins that await: their reactions are made of several cells.
class Collected {
  constructor(...lengths) {
    this.lengths = lengths;
  }
}
Array.fromAsync.call(Collected, [1, 2, Promise.resolve(3)], async (x) => x * 2).then((made) => console.log('fromAsync', JSON.stringify(made)));
Array.fromAsync({ length: 2, 0: 'a', 1: Promise.resolve('b') }).then((made) => console.log('fromAsync', made.join()));
