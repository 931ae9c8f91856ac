'use strict';
module.exports = function (n) {
  const stack = [];
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < 8; k++) stack.push(k);
    while (stack.length) sum += stack.pop();
  }
  return sum;
};
