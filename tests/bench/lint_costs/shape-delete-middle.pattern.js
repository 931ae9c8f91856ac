// One object made, a middle property deleted, the others read once.
const sink = [];
function work(i) {
  const o = { a: i, b: 2, c: 3 };
  delete o.b;
  sink[i] = o;
  return o.a + o.c;
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += work(i & 7);
  return total;
}
