// Exports that another module got while they were being made: a use of what is not there yet is warned about.
'use strict';

const warned = (name) => process.emitWarning(`Accessing non-existent property '${String(name)}' of module exports inside circular dependency`);
const prototype = new Proxy({}, {
  get(target, name) {
    if (name in target || name === '__esModule') return target[name];
    warned(name);
    return undefined;
  },
  getOwnPropertyDescriptor(target, name) {
    if (Object.hasOwn(target, name) || name === '__esModule') return Object.getOwnPropertyDescriptor(target, name);
    warned(name);
    return undefined;
  },
});
const isPlain = (exports, of) => exports !== null && typeof exports === 'object' && !require('util').types.isProxy(exports) && Object.getPrototypeOf(exports) === of;

// Both give the exports back.
function watch(exports) {
  if (isPlain(exports, Object.prototype) && !exports.__esModule) Object.setPrototypeOf(exports, prototype);
  return exports;
}
function unwatch(exports) {
  if (isPlain(exports, prototype)) Object.setPrototypeOf(exports, Object.prototype);
  return exports;
}

module.exports = { watch, unwatch };
