// A derived class with fields: super(), field definitions, the shape's transitions.
'use strict';
class Shape {
  name = 'shape';
  constructor(id) {
    this.id = id;
  }
}
class Circle extends Shape {
  radius = 1;
}
module.exports = function (n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += new Circle(i).id;
  return total;
};
