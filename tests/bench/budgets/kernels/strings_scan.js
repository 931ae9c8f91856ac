// A scanner's inner loop: charCodeAt, comparison, slice.
'use strict';
module.exports = function (n) {
  const text = 'let answer = forty + two;';
  let words = 0;
  for (let i = 0; i < n; i += 2) {
    let start = -1;
    for (let k = 0; k < text.length; k++) {
      const c = text.charCodeAt(k);
      const letter = c >= 97 && c <= 122;
      if (letter && start < 0) start = k;
      if (!letter && start >= 0) {
        if (text.slice(start, k) === 'two') ++words;
        start = -1;
      }
    }
  }
  return words;
};
