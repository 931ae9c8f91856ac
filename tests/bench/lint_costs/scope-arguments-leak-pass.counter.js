// The same with the values handed on one by one.
const sink = [];
function take(a, b) {
  sink[0] = b;
  return a;
}
function work(a, b) {
  return take(a, b);
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += work(i & 7, 2);
  return total;
}
