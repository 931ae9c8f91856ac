// util.deprecate, and warnings of what Node deprecates, each told once.
'use strict';

const { validateString } = require('internal/validators');

const warnedCodes = new Set();
function deprecate(fn, message, code, { modifyPrototype = true } = {}) {
  if (code !== undefined) validateString(code, 'code');
  let warned = false;
  function deprecated(...args) {
    if (!warned && !process.noDeprecation) {
      warned = true;
      if (code === undefined || !warnedCodes.has(code)) {
        if (code !== undefined) warnedCodes.add(code);
        process.emitWarning(message, 'DeprecationWarning', code, deprecated);
      }
    }
    return new.target ? Reflect.construct(fn, args, new.target) : Reflect.apply(fn, this, args);
  }
  if (modifyPrototype) {
    Object.setPrototypeOf(deprecated, fn);
    if (fn.prototype) deprecated.prototype = fn.prototype;
  }
  Object.defineProperty(deprecated, 'length', { ...Object.getOwnPropertyDescriptor(fn, 'length') });
  return deprecated;
}

const told = new Set();
function warnOnce(code, message) {
  if (told.has(code)) return;
  told.add(code);
  process.emitWarning(message, 'DeprecationWarning', code);
}
// What packages do is not for their users to mend.
function warnOnceOutsidePackages(code, message) {
  if (!told.has(code) && !internal.calledFromDependency()) warnOnce(code, message);
}

const experiments = new Set();
function experimental(what) {
  if (experiments.has(what)) return;
  experiments.add(what);
  process.emitWarning(`${what} is an experimental feature and might change at any time`, 'ExperimentalWarning');
}

module.exports = { experimental, deprecate, warnOnce, warnOnceOutsidePackages };
