// A xorshift generator: int32 operators and compare.
'use strict';
module.exports = function (n) {
  let s = 2463534242;
  let odd = 0;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < 4; k++) {
      s ^= s << 13;
      s ^= s >>> 17;
      s ^= s << 5;
      if (s % 3 === 0) ++odd;
    }
  }
  return odd;
};
