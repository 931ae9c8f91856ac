// Arrays by the quick path, a Set and a Map's entries by their iterators.
'use strict';
module.exports = function (n) {
  const list = [1, 2, 3, 4];
  const set = new Set(list);
  const map = new Map([[1, 2], [3, 4]]);
  let total = 0;
  for (let i = 0; i < n; i++) {
    for (const x of list) total += x;
    for (const x of set) total += x;
    for (const [k, v] of map) total += k + v;
  }
  return total;
};
