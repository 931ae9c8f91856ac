// A full collection of the start-up heap and 20,000 small objects.
'use strict';
const keep = [];
for (let i = 0; i < 20000; i++) keep.push({ i, next: keep[i - 1] });
module.exports = function (n) {
  for (let i = 0; i < n; i += 200) gc();
  return keep.length;
};
