// Captures, a class, a lazy quantifier and a replace with a callback.
'use strict';
module.exports = function (n) {
  const line = '2026-11-22T08:15:30 [warn] disk /dev/sda1 at 93%';
  const pattern = /^(\d{4})-(\d\d)-(\d\d)T\S+ \[(\w+?)\] (.*?) at (\d+)%$/;
  let total = 0;
  for (let i = 0; i < n; i += 2) {
    total += Number(pattern.exec(line)[6]);
    total += line.replace(/\d+/g, (digits) => digits.length).length;
  }
  return total;
};
