// churn.js SECONDS: makes and drops all sorts of things for so long and says every so often how big the process is. It
// ends with exit code 1 if the last tenth was more than a fifth above the second one.
const seconds = +(process.argv[2] ?? 60);
const sizes = [];
const kept = new Map();
let n = 0;
function churn() {
  for (let i = 0; i < 2000; i++) {
    const key = `key ${n % 5000}`;
    const entry = {n, list: [n, n + 1, {deep: [n]}], text: 'text '.repeat(n % 20), when: new Date(n)};
    entry.self = entry;
    kept.set(key, entry);
    if (n % 3 === 0) kept.delete(`key ${(n * 7) % 5000}`);
    n++;
  }
  const weak = new WeakMap([[kept, 1]]);
  const bytes = new Uint8Array(10000 + n % 1000);
  const sorted = [...kept.keys()].sort().slice(0, 10).join() + weak.get(kept) + bytes.length;
  JSON.parse(JSON.stringify({sorted, list: Array.from({length: 50}, (_, i) => ({i}))}));
  /(\w+) (\d+)/.exec(sorted);
  new Function('a', `return a + ${n % 100}`)(1);
  class Local {
    #x = n;
    get x() {
      return this.#x;
    }
  }
  return new Local().x;
}
const end = Date.now() + seconds * 1000;
let next = 0;
(async () => {
  while (Date.now() < end) {
    churn();
    await new Promise(resolve => setImmediate(resolve));
    if (Date.now() >= next) {
      sizes.push(process.memoryUsage().rss / 1048576);
      next = Date.now() + seconds * 10;
    }
  }
  const tenth = Math.max(1, Math.floor(sizes.length / 10));
  const mean = list => list.reduce((a, b) => a + b, 0) / list.length;
  const early = mean(sizes.slice(tenth, 2 * tenth)), late = mean(sizes.slice(-tenth));
  console.log(`${n} rounds; MB: ${sizes.map(x => x.toFixed(0)).join(' ')}`);
  console.log(`second tenth ${early.toFixed(1)} MB, last tenth ${late.toFixed(1)} MB`);
  process.exitCode = late > early * 1.2 ? 1 : 0;
})();
