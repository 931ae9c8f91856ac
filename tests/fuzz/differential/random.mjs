// A small generator of pseudo-random numbers (mulberry32), so that a seed names a program for good.
export class Random {
  #state;
  constructor(seed) {
    this.#state = seed >>> 0;
    for (let i = 0; i < 4; i++) this.next();
  }
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }
  int(limit) {
    return this.next() % limit;
  }
  chance(percent) {
    return this.int(100) < percent;
  }
  pick(list) {
    return list[this.int(list.length)];
  }
}
