// A step of a falling body: doubles in locals and a call of Math.
'use strict';
module.exports = function (n) {
  let x = 0.5;
  let v = 1.25;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < 4; k++) {
      v -= x * 0.01;
      x += v * 0.01;
    }
    x = Math.sqrt(x * x + 0.25);
  }
  return x;
};
