'use strict';
module.exports = function (n) {
  const line = 'alpha,beta,gamma,delta,epsilon';
  let length = 0;
  for (let i = 0; i < n; i += 2) {
    const words = line.split(',');
    length += words.map((word) => word.toUpperCase().padStart(8)).join(';').indexOf('GAMMA');
  }
  return length;
};
