class Queue {
  #running = 0; #waiting = []; #limit;
  constructor(limit) { this.#limit = limit; }
  add(task) {
    return new Promise((resolve, reject) => { this.#waiting.push({ task, resolve, reject }); this.#next(); });
  }
  #next() {
    while (this.#running < this.#limit && this.#waiting.length) {
      const { task, resolve, reject } = this.#waiting.shift();
      this.#running++;
      Promise.resolve().then(task).then(resolve, reject).finally(() => { this.#running--; this.#next(); });
    }
  }
}
const sleep = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));
async function* ticker(n) { for (let i = 0; i < n; i++) { await null; yield i; } }
async function main() {
  const queue = new Queue(2);
  const order = [];
  const jobs = [30, 10, 20].map((ms, i) => queue.add(async () => { order.push(`start ${i}`); await sleep(ms); order.push(`end ${i}`); return i; }));
  console.log(await Promise.all(jobs), order);
  const results = await Promise.allSettled([queue.add(() => { throw new Error('bad'); }), queue.add(() => 7), Promise.any([Promise.reject(1), sleep(5, 'any')])]);
  console.log(results.map((r) => r.status + ':' + (r.value ?? r.reason?.message)));
  for await (const tick of ticker(3)) console.log('tick', tick);
  try { await Promise.race([sleep(50), sleep(1).then(() => { throw new TypeError('timeout'); })]); } catch (error) { console.log(error.name, error.message); }
  try { await Promise.any([Promise.reject(new Error('a')), Promise.reject(new Error('b'))]); } catch (error) { console.log(error.constructor.name, error.message, error.errors.map(String)); }
  const { promise, resolve } = Promise.withResolvers();
  setImmediate(resolve, 'later');
  console.log(await promise);
  return 'finished';
}
main().then(console.log, (error) => console.log('failed', error)).finally(() => console.log('finally'));
console.log('sync end');
