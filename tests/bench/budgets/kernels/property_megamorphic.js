// One site that sees twelve shapes, one that sees three, and properties found on a prototype.
'use strict';
const objects = [];
for (let i = 0; i < 12; i++) objects.push(Object.assign(Object.create({ inherited: 1 }), { ['own' + i]: 1, value: i }));
module.exports = function (n) {
  let total = 0;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < 12; k++) total += objects[k].value;
    for (let k = 0; k < 3; k++) total += objects[k].inherited;
  }
  return total;
};
