// The same with the property set to undefined.
const sink = [];
function work(i) {
  const o = { a: i, b: 2, c: 3 };
  o.b = undefined;
  sink[i] = o;
  return o.a + o.c;
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += work(i & 7);
  return total;
}
