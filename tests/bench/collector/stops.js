// stops.js HEAP [MILLISECONDS]: a program that makes garbage on top of a big heap and writes to old objects, in units of
// some twenty microseconds, and notes after each how late it is. A unit that took much longer was stopped by the
// collector. Prints one line of JSON. Runs on any engine; measure.mjs gives it the CPU clock.
const heap = process.argv[2] ?? 'objects';
const milliseconds = +(process.argv[3] ?? 3000);

const random = (state => () => (state = Math.imul(state, 1664525) + 1013904223 | 0) >>> 8)(1);
const heaps = {
  // 4,000,000 small objects, ten to a group; each unit hangs fresh ones into old groups.
  objects() {
    const groups = [];
    for (let i = 0; i < 400000; i++) {
      const group = {id: i, fresh: null, members: []};
      for (let k = 0; k < 9; k++) group.members.push({id: i, k, fresh: null});
      groups.push(group);
    }
    return value => {
      const group = groups[random() % groups.length];
      group.fresh = value;
      group.members[random() % 9].fresh = value;
    };
  },
  // One array of 80 MB that objects come into and go out of.
  array() {
    const big = [];
    for (let i = 0; i < 10000000; i++) big.push(i);
    return value => {
      big[random() % big.length] = value;
    };
  },
  // A WeakMap of a million entries whose keys live; some are replaced.
  weakmap() {
    const map = new WeakMap();
    const keys = [];
    for (let i = 0; i < 1000000; i++) {
      const key = {i};
      keys.push(key);
      map.set(key, {value: i});
    }
    return value => {
      const at = random() % keys.length;
      if (at & 7) {
        map.set(keys[at], value);
      } else {
        keys[at] = {i: at};
        map.set(keys[at], value);
      }
    };
  },
  // Nothing but the churn.
  empty() {
    return () => {};
  },
};

const write = heaps[heap]();
const ring = new Array(20000).fill(null);
const times = new Float64Array(2000000);
let count = 0, turn = 0;
const unit = () => {
  for (let i = 0; i < 40; i++) {
    const object = {a: turn, b: [turn, i], c: i & 1 ? 'x' + i : null};
    ring[turn++ % ring.length] = object;
    if (i % 10 === 0) write(object);
  }
};
for (let i = 0; i < 20000; i++) unit();

const start = performance.now();
times[count++] = start;
while (count < times.length) {
  unit();
  const now = performance.now();
  times[count++] = now;
  if (now - start > milliseconds) break;
}

const durations = new Float64Array(count - 1);
for (let i = 1; i < count; i++) durations[i - 1] = times[i] - times[i - 1];
const usual = durations.toSorted()[count >> 1];
const stops = [];
const excess = new Float64Array(count - 1);
for (let i = 0; i < durations.length; i++) {
  const late = durations[i] - usual;
  if (late < 0.1) continue;
  stops.push(late);
  excess[i] = late;
}
// The least share that the program had of any 50 ms.
let share = 1, from = 0, stopped = 0;
for (let i = 0; i < durations.length; i++) {
  stopped += excess[i];
  while (times[i + 1] - times[from] > 50 && from < i) stopped -= excess[from++];
  if (times[i + 1] - start > 50) share = Math.min(share, 1 - Math.min(50, stopped) / 50);
}
stops.sort((a, b) => a - b);
const round = x => Math.round(x * 1000) / 1000;
console.log(JSON.stringify({
  heap,
  units: count - 1,
  unit_us: round(usual * 1000),
  stops: stops.length,
  median_ms: round(stops[stops.length >> 1] ?? 0),
  p99_ms: round(stops[Math.floor(stops.length * 0.99)] ?? 0),
  longest_ms: round(stops.at(-1) ?? 0),
  least_share: round(share),
}));
