// A comparison written in JavaScript; every iteration starts from the same disorder.
'use strict';
module.exports = function (n) {
  const source = [5, 3, 9, 1, 7, 2, 8, 6, 4, 0];
  let first = 0;
  for (let i = 0; i < n; i++) first += source.slice().sort((a, b) => a - b)[0];
  return first;
};
