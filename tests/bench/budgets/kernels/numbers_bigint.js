'use strict';
module.exports = function (n) {
  let a = 1n;
  for (let i = 0; i < n; i++) a = (a * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return a;
};
