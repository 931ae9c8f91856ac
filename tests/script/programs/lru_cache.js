class LruCache {
  #limit; #map = new Map(); hits = 0; misses = 0;
  constructor(limit) { this.#limit = limit; }
  get(key) {
    if (!this.#map.has(key)) { this.misses++; return undefined; }
    const value = this.#map.get(key);
    this.#map.delete(key);
    this.#map.set(key, value);
    this.hits++;
    return value;
  }
  set(key, value) {
    this.#map.delete(key);
    this.#map.set(key, value);
    if (this.#map.size > this.#limit) this.#map.delete(this.#map.keys().next().value);
    return this;
  }
  *[Symbol.iterator]() { yield* this.#map; }
  get size() { return this.#map.size; }
}
const cache = new LruCache(3);
cache.set('a', 1).set('b', 2).set('c', 3);
cache.get('a');
cache.set('d', 4);
console.log([...cache], cache.get('b'), cache.hits, cache.misses);
for (const [key, value] of cache) console.log(key, value);
const memo = new LruCache(100);
function fib(n) {
  if (n < 2n) return n;
  const known = memo.get(n);
  if (known !== undefined) return known;
  const value = fib(n - 1n) + fib(n - 2n);
  memo.set(n, value);
  return value;
}
console.log(fib(90n), memo.size, memo.hits > 0);
const map = new Map([[NaN, 'nan'], [0, 'zero'], ['0', 'text']]);
console.log(map.get(NaN), map.get(-0), map.get('0'), map);
const seen = [];
const growing = new Set([1, 2, 3]);
for (const value of growing) { seen.push(value); if (value < 6) growing.add(value + 3); if (value === 2) growing.delete(3); }
console.log(seen, growing);
console.log(new Set('hello').union(new Set('world')), new Set([1, 2, 3]).intersection(new Set([2, 3, 4])), Map.groupBy([1, 2, 3, 4], (n) => (n % 2 ? 'odd' : 'even')));
