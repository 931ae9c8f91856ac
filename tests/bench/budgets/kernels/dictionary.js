// Computed keys added and deleted: the object leaves its shape.
'use strict';
module.exports = function (n) {
  const table = {};
  let hits = 0;
  for (let i = 0; i < n; i++) {
    table['key' + (i & 63)] = i;
    if ('key' + ((i * 7) & 63) in table) ++hits;
    delete table['key' + ((i * 3) & 63)];
  }
  return hits;
};
