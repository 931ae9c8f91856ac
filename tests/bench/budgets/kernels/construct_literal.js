'use strict';
module.exports = function (n) {
  let last = null;
  for (let i = 0; i < n; i++) last = { id: i, list: [i, 1, 2], inner: { last: null, i } };
  return last.inner.i;
};
