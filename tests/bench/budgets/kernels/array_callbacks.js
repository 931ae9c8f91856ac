// map, filter and reduce over eight elements, called from C++ through a prepared frame.
'use strict';
module.exports = function (n) {
  const list = [1, 2, 3, 4, 5, 6, 7, 8];
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum += list.map((x) => x + i).filter((x) => x & 1).reduce((a, b) => a + b, 0);
  }
  return sum;
};
