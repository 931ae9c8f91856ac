'use strict';
module.exports = async function (n) {
  let total = 0;
  for (let i = 0; i < n; i += 4) {
    await Promise.all([1, Promise.resolve(2).then((x) => x + 1)]).then(([a, b]) => (total += a + b));
  }
  return total;
};
