// The same without the write: the default goes to a variable of its own.
function target(a, b) {
  return a + b;
}
function work(a, b) {
  const first = a || 1;
  return target.apply(null, arguments) + first;
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += work(i & 7, 2);
  return total;
}
