// What programs see of a function besides what it does.
'use strict';

// 'open 3 close 1': functions of the object that take their arguments as a list, and how many Node's have.
function lengths(object, table) {
  const words = table.split(' ');
  for (let i = 0; i < words.length; i += 2) Object.defineProperty(object[words[i]], 'length', { value: +words[i + 1], configurable: true });
}

// Accessors with the names that Node's have: all are called get and set.
function accessor(object, name, get, set, flags = {}) {
  const property = { enumerable: true, configurable: true, ...flags, get: Object.defineProperty(get, 'name', { value: 'get' }) };
  if (set) property.set = Object.defineProperty(set, 'name', { value: 'set' });
  Object.defineProperty(object, name, property);
}

// A property that is made when it is first read, and may be replaced.
function lazily(object, name, make, flags = {}) {
  let value;
  let made = false;
  accessor(object, name, () => {
    if (!made) {
      value = make();
      made = true;
    }
    return value;
  }, (given) => {
    value = given;
    made = true;
  }, flags);
}

// A class that may be called without `new`, and inherited from by calling it.
function callable(Class) {
  const name = Class.name;
  const made = {
    [name]: function (...args) { return Reflect.construct(Class, args, new.target ?? made); },
  }[name];
  for (const key of Reflect.ownKeys(Class)) {
    if (key !== 'length' && key !== 'name' && key !== 'prototype') Object.defineProperty(made, key, Object.getOwnPropertyDescriptor(Class, key));
  }
  Object.setPrototypeOf(made, Object.getPrototypeOf(Class));
  made.prototype = Class.prototype;
  Object.defineProperty(Class.prototype, 'constructor', { value: made, writable: true, configurable: true });
  Object.defineProperty(made, 'length', { value: Class.length, configurable: true });
  return made;
}

module.exports = { lengths, accessor, lazily, callable };
