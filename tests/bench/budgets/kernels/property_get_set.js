'use strict';
module.exports = function (n) {
  const point = { x: 1, y: 2, z: 3 };
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < 4; k++) {
      point.x = point.y + point.z;
      point.y = point.x - point.z;
    }
  }
  return point.x;
};
