// A throw through two frames, the stack captured, a finally on the way.
'use strict';
function fail(x) {
  throw new Error('failed ' + x);
}
function middle(x) {
  try {
    return fail(x);
  } finally {
    x = 0;
  }
}
module.exports = function (n) {
  let length = 0;
  for (let i = 0; i < n; i++) {
    try {
      middle(i & 7);
    } catch (error) {
      length += error.message.length;
    }
  }
  return length;
};
