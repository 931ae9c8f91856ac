// One call of a sloppy function that writes a parameter and reads `arguments`, which mirrors the write.
function work(a, b) {
  a = a + 1;
  return arguments[0] + b;
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += work(i & 7, 2);
  return total;
}
