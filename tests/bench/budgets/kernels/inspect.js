// What console.log shows: util.inspect of a nested object.
'use strict';
const { inspect } = require('node:util');
module.exports = function (n) {
  const value = { name: 'x', list: [1, 2, { deep: true }], map: new Map([['k', 1]]) };
  let length = 0;
  for (let i = 0; i < n; i += 10) length += inspect(value).length;
  return length;
};
