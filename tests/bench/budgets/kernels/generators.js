'use strict';
function* range(n) {
  for (let i = 0; i < n; i++) yield i;
}
module.exports = function (n) {
  let total = 0;
  for (let i = 0; i < n; i++) for (const x of range(4)) total += x;
  return total;
};
