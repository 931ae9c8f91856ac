'use strict';
module.exports = function (n) {
  const value = { id: 12, name: 'scrim', tags: ['a', 'b\n', 'c'], point: { x: 1.5, y: -2000 }, ok: true, none: null };
  let length = 0;
  for (let i = 0; i < n; i += 2) length += JSON.stringify(value).length;
  return length;
};
