// Streams without a library: async generators put together, cancellation from behind, errors through the pipe.
async function* numbers(to) {
  try {
    for (let i = 1; i <= to; i++) {
      if (i % 4 === 0) await null;
      yield i;
    }
  } finally {
    console.log('  source closed');
  }
}
const map = (f) => async function* (source) { for await (const x of source) yield f(x); };
const filter = (f) => async function* (source) { for await (const x of source) if (await f(x)) yield x; };
const take = (n) => async function* (source) {
  if (n <= 0) return;
  let left = n;
  for await (const x of source) {
    yield x;
    if (--left === 0) return;
  }
};
const chunk = (size) => async function* (source) {
  let part = [];
  for await (const x of source) {
    part.push(x);
    if (part.length === size) {
      yield part;
      part = [];
    }
  }
  if (part.length) yield part;
};
const tap = (f) => async function* tapped(source) {
  for await (const x of source) {
    f(x);
    yield x;
  }
};
async function* flatten(source) { for await (const part of source) yield* part; }
async function* merge(...sources) {
  const waiting = new Map();
  const ask = (it, i) => waiting.set(i, it.next().then((result) => ({ it, i, result })));
  sources.map((s) => s[Symbol.asyncIterator]()).forEach(ask);
  while (waiting.size) {
    const { it, i, result } = await Promise.race(waiting.values());
    if (result.done) waiting.delete(i);
    else {
      yield result.value;
      ask(it, i);
    }
  }
}
const pipe = (source, ...stages) => stages.reduce((stream, stage) => stage(stream), source);
const collect = async (source) => {
  const all = [];
  for await (const x of source) all.push(x);
  return all;
};

async function main() {
  console.log(await collect(pipe(numbers(10), filter((x) => x % 2), map((x) => x * x), chunk(2))));
  console.log(await collect(pipe(numbers(1e9), map((x) => -x), take(3))));
  console.log(await collect(pipe(numbers(3), take(0))));
  console.log(await collect(flatten(pipe(numbers(5), chunk(2)))));
  const seen = [];
  console.log(await collect(pipe([3, Promise.resolve(4), 5], tap((x) => seen.push(x)), map(async (x) => x + 1))), seen);
  try {
    await collect(pipe(numbers(9), map((x) => { if (x === 3) throw new Error('broke at 3'); return x; })));
  } catch (error) {
    console.log(error.message);
  }
  try {
    for await (const x of pipe(numbers(5), filter(async (x) => x > 2))) throw new RangeError(`consumer at ${x}`);
  } catch (error) {
    console.log(error.message);
  }
  console.log((await collect(merge(numbers(3), pipe(['a', 'b'], map((x) => x + x))))).sort());

  const by_hand = numbers(3);
  console.log(await by_hand.next(), await by_hand.return('early'), await by_hand.next());
  const unstarted = numbers(3);
  console.log(await unstarted.return(7));
  const thrown = (async function* () { try { yield 1; } catch (e) { yield `caught ${e}`; } return 'end'; })();
  await thrown.next();
  console.log(await thrown.throw('a stone'), await thrown.next(), await thrown.next());
  const three = await Promise.all([1, 2, 3].map((_, i, all) => (all.it ??= numbers(2)).next()));
  console.log(three);
  async function* delegating() {
    const got = yield* (async function* () { const x = yield 'inner'; return `inner got ${x}`; })();
    yield got;
    yield* [1, 2];
    await using_nothing();
  }
  const using_nothing = async () => {};
  const d = delegating();
  console.log(await d.next(), await d.next('hello'), await collect(d));
  console.log(Object.prototype.toString.call(d), d, delegating, typeof d[Symbol.asyncIterator], d[Symbol.asyncIterator]() === d);
  const lines = async function* (parts) {
    let rest = '';
    for await (const part of parts) {
      const found = (rest + part).split('\n');
      rest = found.pop();
      yield* found;
    }
    if (rest) yield rest;
  };
  console.log(await collect(lines(['one\ntw', 'o\n\nthr', 'ee'])));
}
main().then(() => console.log('done'), (error) => console.log('failed', error));
