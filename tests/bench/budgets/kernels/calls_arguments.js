// arguments of a strict function, rest parameters and a spread call.
'use strict';
function count() {
  return arguments.length + arguments[0];
}
const sum = (...all) => all[0] + all.length;
module.exports = function (n) {
  const list = [1, 2, 3];
  let total = 0;
  for (let i = 0; i < n; i++) total += count(i, 2) + sum(...list, 4);
  return total;
};
