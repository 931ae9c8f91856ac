// The pairs that a comparison function sees, in their order, as counts and hashes; contradictory comparisons too.
let seed = 42; const rnd = (n) => (seed = (seed * 16807) % 2147483647) % n;
const kinds = [(n) => Array.from({ length: n }, () => rnd(1000)), (n) => Array.from({ length: n }, () => rnd(4)), (n) => { const a = []; while (a.length < n) { let v = rnd(50); for (let k = rnd(90); k >= 0 && a.length < n; k--) a.push(v += rnd(3)); } return a; }, (n) => { const a = []; while (a.length < n) { let v = 1000; for (let k = rnd(200); k >= 0 && a.length < n; k--) a.push(v -= 1 + rnd(2)); } return a; }, (n) => [...kinds[0](n / 2 | 0).sort((a, b) => a - b), ...kinds[0](n / 2 | 0).sort((a, b) => a - b)], (n) => Array.from({ length: n }, (_, i) => i % 17 ? i : rnd(n)) ];
for (const [i, kind] of kinds.entries()) for (const n of [1, 7, 8, 9, 31, 32, 63, 64, 65, 100, 129, 500, 1000, 3333]) {
  const list = kind(n); let h = 0, c = 0;
  const s = list.map((v, at) => ({ v, at })).sort((a, b) => { c++; h = (h * 31 + a.at * 7 + b.at) | 0; return a.v - b.v; });
  let ok = true; for (let k = 1; k < s.length; k++) if (s[k - 1].v > s[k].v || (s[k - 1].v === s[k].v && s[k - 1].at > s[k].at)) ok = false;
  console.log(i, n, c, h, ok, s.length);
}
for (const bad of [() => 1, () => -1, () => 0, () => NaN, (a, b) => rnd(3) - 1, () => true, () => false]) { let c = 0; const a = Array.from({ length: 300 }, (_, i) => i); a.sort((x, y) => (c++, bad(x, y))); console.log(c, a.slice(0, 12).join(), new Set(a).size); }

// Without a comparator objects are asked for their texts at each comparison, in order.
{
  const asked = [];
  const item = (text) => ({ toString() { asked.push(text); return text; } });
  console.log([item('3'), item('1'), 'x', item('2'), item('0')].sort().map(String).join(), asked.join());
  asked.length = 0;
  console.log([item('b'), 1, item('a')].toSorted().map(String).join(), asked.join());
}

// Short lists: sort, toSorted and typed arrays each have their own order of comparisons.
for (const list of [[1, 2], [2, 1], [1, 2, 3], [3, 2, 1], [2, 3, 1], [1, 2, 3, 0], [4, 3, 2, 1, 9, 8, 7], [5, 1, 4, 2, 3, 9, 0]]) {
  for (const [name, sorted] of [['sort', (by) => list.slice().sort(by)], ['toSorted', (by) => list.toSorted(by)], ['typed', (by) => Float64Array.from(list).sort(by)]]) {
    const pairs = [];
    sorted((a, b) => (pairs.push(`${a},${b}`), a - b));
    console.log(name, list.join(), pairs.join(' '));
  }
}
