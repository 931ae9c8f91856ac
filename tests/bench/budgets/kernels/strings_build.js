// Concatenation, templates and the flattening of a rope.
'use strict';
module.exports = function (n) {
  let length = 0;
  for (let i = 0; i < n; i++) {
    let text = '';
    for (let k = 0; k < 8; k++) text += 'part' + k;
    text = `${text}:${i}:${text}`;
    length += text.length + text.charCodeAt(20);
  }
  return length;
};
