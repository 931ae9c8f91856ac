// Asynchronous plumbing: a pool of bounded width, retries with growing pauses, timeouts, races, a lock, a channel.
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const trace = [];

async function pool(width, tasks) {
  const results = new Array(tasks.length);
  const source = tasks.entries();
  let active = 0, peak = 0;
  const worker = async (id) => {
    for (const [index, task] of source) {
      peak = Math.max(peak, ++active);
      trace.push(`${id}:${index}`);
      try {
        results[index] = { ok: await task() };
      } catch (error) {
        results[index] = { failed: error.message };
      }
      --active;
    }
  };
  await Promise.all(Array.from({ length: width }, (_, id) => worker(id)));
  return { results, peak };
}

async function retry(task, { times = 3, pause = 1 } = {}) {
  const errors = [];
  for (let attempt = 1; attempt <= times; attempt++, pause *= 2) {
    try {
      return await task(attempt);
    } catch (error) {
      errors.push(error);
      await sleep(pause);
    }
  }
  throw new AggregateError(errors, `failed ${times} times`);
}

function timeout(promise, ms) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`not within ${ms} ms`)), ms); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

class Lock {
  #tail = Promise.resolve();
  run(body) {
    const result = this.#tail.then(body);
    this.#tail = result.catch(() => {});
    return result;
  }
}

class Channel {
  #values = [];
  #readers = [];
  #closed = false;
  send(value) {
    if (this.#closed) throw new Error('channel is closed');
    const reader = this.#readers.shift();
    if (reader) reader({ value, done: false });
    else this.#values.push(value);
  }
  close() {
    this.#closed = true;
    for (const reader of this.#readers.splice(0)) reader({ value: undefined, done: true });
  }
  next() {
    if (this.#values.length) return Promise.resolve({ value: this.#values.shift(), done: false });
    if (this.#closed) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => this.#readers.push(resolve));
  }
  return() {
    trace.push('left early');
    return Promise.resolve({ value: undefined, done: true });
  }
  [Symbol.asyncIterator]() { return this; }
}

(async function main() {
  const tasks = [5, 1, 3, 'x', 2].map((n) => async () => {
    if (n === 'x') throw new TypeError('bad task');
    await sleep(n * 3);
    return n * n;
  });
  console.log(await pool(2, tasks));
  console.log(trace.splice(0).length);

  console.log(await retry(async (attempt) => { if (attempt < 3) throw new Error(`attempt ${attempt}`); return `done at ${attempt}`; }));
  await retry(() => Promise.reject(new Error('never'))).catch((error) => {
    console.log(error.name, error.message, error.errors.map((e) => e.message), error instanceof Error);
  });
  console.log(await timeout(sleep(1).then(() => 'in time'), 500), await timeout(new Promise(() => {}), 5).catch((e) => e.message));

  const lock = new Lock();
  let balance = 10;
  const withdraw = (amount) => lock.run(async () => {
    const seen = balance;
    await sleep(1);
    if (seen < amount) throw new RangeError('too little');
    balance = seen - amount;
    return balance;
  });
  console.log(await Promise.allSettled([withdraw(4), withdraw(5), withdraw(6), withdraw(1)]));

  const channel = new Channel();
  const consumer = (async () => {
    const got = [];
    for await (const value of channel) {
      got.push(value);
      if (value === 'stop') break;
    }
    return got;
  })();
  channel.send(1);
  await null;
  channel.send(Promise.resolve('a promise'));
  channel.send('stop');
  console.log(await consumer, trace.splice(0));
  channel.close();
  try { channel.send(2); } catch ({ message }) { console.log(message); }

  console.log(await Promise.any([Promise.reject(1), sleep(2).then(() => 'second'), sleep(30).then(() => 'third')]));
  console.log(await Promise.any([Promise.reject(new Error('a')), Promise.reject('b')]).catch((e) => [e.constructor.name, e.errors.length, e.message]));
  const { promise, resolve } = Promise.withResolvers();
  setTimeout(resolve, 1, 'resolved from outside');
  console.log(await promise, await { then(f) { f('a thenable'); } });
  console.log(await Promise.try((a) => a + 1, 1), [await 1, await Promise.resolve(2)], promise);
  const order = [];
  setTimeout(() => order.push('timeout'), 0);
  setImmediate(() => order.push('immediate'));
  process.nextTick(() => order.push('tick'));
  Promise.resolve().then(() => order.push('job'));
  queueMicrotask(() => order.push('microtask'));
  await sleep(10);
  console.log(order.filter((x) => x !== 'immediate' && x !== 'timeout'), order.length);
})().finally(() => console.log('over'));
