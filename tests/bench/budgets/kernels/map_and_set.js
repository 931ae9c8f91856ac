'use strict';
module.exports = function (n) {
  const map = new Map();
  const set = new Set();
  let total = 0;
  for (let i = 0; i < n; i++) {
    map.set(i & 127, i);
    set.add('key' + (i & 31));
    total += map.get((i * 5) & 127) ?? 0;
    if (set.has('key7')) ++total;
    if ((i & 3) === 0) map.delete(i & 63);
  }
  return total + set.size;
};
