'use strict';
function fib(n) {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}
module.exports = function (n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += fib(6);
  return total;
};
