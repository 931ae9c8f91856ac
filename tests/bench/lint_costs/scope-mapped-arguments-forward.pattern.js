// One call of a sloppy function that gives a parameter a default and hands `arguments` on.
function target(a, b) {
  return a + b;
}
function work(a, b) {
  a = a || 1;
  return target.apply(null, arguments);
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += work(i & 7, 2);
  return total;
}
