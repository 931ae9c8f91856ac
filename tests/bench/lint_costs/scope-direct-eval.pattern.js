// One call of a function that contains a direct eval, which never runs.
function work(a, b, code) {
  let sum = a + b;
  for (let i = 0; i < 4; i++) sum += i * a;
  if (sum === -1) eval(code);
  return sum;
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += work(i & 7, 2, "sum = 0");
  return total;
}
