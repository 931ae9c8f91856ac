// A closure made and called; its variable lives in an environment.
'use strict';
function counter(start) {
  let value = start;
  return () => ++value;
}
module.exports = function (n) {
  let total = 0;
  for (let i = 0; i < n; i++) {
    const next = counter(i);
    total += next() + next();
  }
  return total;
};
