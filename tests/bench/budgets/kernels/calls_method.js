'use strict';
class Counter {
  constructor() {
    this.count = 0;
  }
  add(step) {
    this.count += step;
    return this;
  }
}
module.exports = function (n) {
  const counter = new Counter();
  for (let i = 0; i < n; i++) counter.add(1).add(2).add(3);
  return counter.count;
};
