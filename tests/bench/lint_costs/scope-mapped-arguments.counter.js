// The same in strict code, where `arguments` is a copy.
function work(a, b) {
  "use strict";
  a = a + 1;
  return arguments[0] + a + b;
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += work(i & 7, 2);
  return total;
}
