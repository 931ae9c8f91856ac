// call, apply and a bound function stay in one activation of the interpreter.
'use strict';
function add(a, b) {
  return this.base + a + b;
}
module.exports = function (n) {
  const self = { base: 1 };
  const bound = add.bind(self, 1);
  const pair = [2, 3];
  let total = 0;
  for (let i = 0; i < n; i++) total += add.call(self, i, 1) + add.apply(self, pair) + bound(i);
  return total;
};
