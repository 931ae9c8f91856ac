'use strict';
module.exports = function (n) {
  const object = { a: 1, b: 2, c: 3, d: 4 };
  let total = 0;
  for (let i = 0; i < n; i++) for (const key in object) total += object[key];
  return total;
};
