// Array and object patterns, defaults and a rest.
'use strict';
module.exports = function (n) {
  const rows = [[1, 2, 3, 4], [5, 6, 7, 8]];
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const [a, b = 9, ...rest] = rows[i & 1];
    const { length, missing = 1 } = rest;
    sum += a + b + length + missing;
  }
  return sum;
};
