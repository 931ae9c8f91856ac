'use strict';
// A job scheduler: a binary heap by priority, cancellation, timers, and a log in the order things really happened.

class BinaryHeap {
  #items = [];
  #compare;
  constructor(compare) {
    this.#compare = compare;
  }
  get size() {
    return this.#items.length;
  }
  push(item) {
    let at = this.#items.push(item) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (this.#compare(this.#items[at], this.#items[up]) >= 0) break;
      [this.#items[at], this.#items[up]] = [this.#items[up], this.#items[at]];
      at = up;
    }
    return this;
  }
  pop() {
    const [top] = this.#items;
    const last = this.#items.pop();
    if (this.#items.length) {
      this.#items[0] = last;
      let at = 0;
      for (;;) {
        let least = at;
        for (const child of [2 * at + 1, 2 * at + 2]) {
          if (child < this.#items.length && this.#compare(this.#items[child], this.#items[least]) < 0) least = child;
        }
        if (least === at) break;
        [this.#items[at], this.#items[least]] = [this.#items[least], this.#items[at]];
        at = least;
      }
    }
    return top;
  }
  *drain() {
    while (this.size) yield this.pop();
  }
}

const heap = new BinaryHeap((a, b) => a - b);
for (const n of [5, 3, 8, 1, 9, 2, 7, 3]) heap.push(n);
console.log([...heap.drain()], heap.size, heap);

class Cancelled extends Error {
  constructor(name, options) {
    super(`${name} was cancelled`, options);
    this.job = name;
  }
  get name() {
    return 'Cancelled';
  }
}

class Scheduler {
  static #ids = 0;
  #queue = new BinaryHeap((a, b) => a.priority - b.priority || a.id - b.id);
  #running = 0;
  log = [];
  constructor({ width = 1 } = {}) {
    this.width = width;
  }
  add(name, work, { priority = 10 } = {}) {
    const job = { id: Scheduler.#ids++, name, work, priority, cancelled: false };
    job.done = new Promise((resolve, reject) => Object.assign(job, { resolve, reject }));
    this.#queue.push(job);
    queueMicrotask(() => this.#pump());
    return { done: job.done, cancel: (reason) => { job.cancelled = true; job.reason = reason; } };
  }
  async #pump() {
    while (this.#running < this.width && this.#queue.size) {
      const job = this.#queue.pop();
      if (job.cancelled) {
        job.reject(new Cancelled(job.name, { cause: job.reason }));
        continue;
      }
      ++this.#running;
      this.log.push(`start ${job.name}`);
      try {
        job.resolve(await job.work());
      } catch (error) {
        job.reject(error);
      } finally {
        this.log.push(`end ${job.name}`);
        --this.#running;
      }
    }
  }
}

const sleep = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));
(async () => {
  const scheduler = new Scheduler({ width: 2 });
  const jobs = [
    scheduler.add('slow', () => sleep(20, 'slept')),
    scheduler.add('urgent', () => 'at once', { priority: 1 }),
    scheduler.add('broken', async () => { throw new RangeError('broken inside'); }),
    scheduler.add('unwanted', () => 1, { priority: 99 }),
    scheduler.add('late', () => sleep(1).then(() => 'late'), { priority: 50 }),
  ];
  jobs[3].cancel('nobody asked');
  const results = await Promise.allSettled(jobs.map((job) => job.done));
  for (const [i, { status, value, reason }] of results.entries()) {
    console.log(i, status, value ?? `${reason} / ${reason.cause ?? 'no cause'} / ${reason instanceof Cancelled}`);
  }
  console.log(scheduler.log);
  console.log(scheduler);
})();
