// node:util. https://nodejs.org/api/util.html
'use strict';

const custom = Symbol.for('nodejs.util.inspect.custom');
const promisifyCustom = Symbol.for('nodejs.util.promisify.custom');

function inspect(value, options, depth) {
  return internal.inspect(value, options, depth);
}
inspect.custom = custom;
inspect.defaultOptions = {
  showHidden: false, depth: 2, colors: false, customInspect: true, showProxy: false, maxArrayLength: 100,
  maxStringLength: 10000, breakLength: 80, compact: 3, sorted: false, getters: false, numericSeparator: false,
};

function format(...args) {
  return internal.format(undefined, ...args);
}

function checkFunction(value, name) {
  if (typeof value !== 'function') {
    const error = new TypeError(`The "${name}" argument must be of type function. Received ${internal.inspect(value)}`);
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }
}

function promisify(original) {
  checkFunction(original, 'original');
  if (original[promisifyCustom]) return original[promisifyCustom];
  function fn(...args) {
    return new Promise((resolve, reject) => {
      Reflect.apply(original, this, [...args, (error, ...values) => {
        if (error) reject(error);
        else resolve(values[0]);
      }]);
    });
  }
  Object.setPrototypeOf(fn, Object.getPrototypeOf(original));
  return Object.defineProperties(fn, Object.getOwnPropertyDescriptors(original));
}
promisify.custom = promisifyCustom;

function callbackify(original) {
  checkFunction(original, 'original');
  return function callbackified(...args) {
    const callback = args.pop();
    checkFunction(callback, 'last argument');
    Reflect.apply(original, this, args).then(
      (value) => process.nextTick(callback, null, value),
      (error) => process.nextTick(callback, error));
  };
}

function inherits(constructor, parent) {
  Object.defineProperty(constructor, 'super_', { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype, parent.prototype);
}

const warned = new Set();
function deprecate(fn, message, code) {
  let done = false;
  return function deprecated(...args) {
    if (!done && !warned.has(code)) {
      done = true;
      if (code) warned.add(code);
      process.stderr.write(`(scrim:${process.pid}) ${code ? `[${code}] ` : ''}DeprecationWarning: ${message}\n`);
    }
    return new.target ? Reflect.construct(fn, args, new.target) : Reflect.apply(fn, this, args);
  };
}

// Deep strict equality, as assert.deepStrictEqual has it.
function isDeepStrictEqual(a, b, seen = new Map()) {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const kind = internal.classOf(a);
  if (kind !== internal.classOf(b)) return false;
  if (seen.get(a) === b) return true;
  seen.set(a, b);
  if (kind === 'Date' && a.getTime() !== b.getTime()) return false;
  if (kind === 'RegExp' && (String(a) !== String(b) || a.lastIndex !== b.lastIndex)) return false;
  if (kind.endsWith('Object') && kind !== 'Object' && !Object.is(a.valueOf(), b.valueOf()) && a.valueOf() !== a) return false;
  if (kind === 'Error' && (a.message !== b.message || a.name !== b.name)) return false;
  if (kind === 'Set') {
    if (a.size !== b.size) return false;
    for (const value of a) {
      if (!b.has(value) && (typeof value !== 'object' || ![...b].some((other) => isDeepStrictEqual(value, other, seen)))) return false;
    }
  }
  if (kind === 'Map') {
    if (a.size !== b.size) return false;
    for (const [key, value] of a) {
      if (b.has(key)) {
        if (!isDeepStrictEqual(value, b.get(key), seen)) return false;
      } else if (typeof key !== 'object' || ![...b].some(([k, v]) => isDeepStrictEqual(key, k, seen) && isDeepStrictEqual(value, v, seen))) {
        return false;
      }
    }
  }
  if (Array.isArray(a) && a.length !== b.length) return false;
  const enumerable = (object) => Reflect.ownKeys(object).filter((key) => Object.prototype.propertyIsEnumerable.call(object, key));
  const keys = enumerable(a);
  if (keys.length !== enumerable(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isDeepStrictEqual(a[key], b[key], seen));
}

function stripVTControlCharacters(text) {
  return text.replace(/[\u001b\u009b][[()#;?]*(?:[0-9]{1,4}(?:;[0-9]{0,4})*)?[0-9A-ORZcf-nqry=><]/g, '');
}

const styles = {
  reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], inverse: [7, 27], hidden: [8, 28],
  strikethrough: [9, 29], black: [30, 39], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [34, 39],
  magenta: [35, 39], cyan: [36, 39], white: [37, 39], gray: [90, 39], grey: [90, 39],
};
inspect.colors = styles;
inspect.styles = {};
function styleText(format, text) {
  let result = text;
  for (const name of [].concat(format).reverse()) {
    const codes = styles[name];
    if (!codes) throw new TypeError(`The argument 'format' must be one of: ${Object.keys(styles).join(', ')}. Received '${name}'`);
    result = `\u001b[${codes[0]}m${result}\u001b[${codes[1]}m`;
  }
  return result;
}

const isKind = (...kinds) => (value) => kinds.includes(internal.classOf(value));
const types = {
  isArrayBuffer: isKind('ArrayBuffer'),
  isSharedArrayBuffer: isKind('SharedArrayBuffer'),
  isAnyArrayBuffer: isKind('ArrayBuffer', 'SharedArrayBuffer'),
  isArrayBufferView: isKind('TypedArray', 'DataView'),
  isTypedArray: isKind('TypedArray'),
  isDataView: isKind('DataView'),
  isArgumentsObject: isKind('Arguments', 'MappedArguments'),
  isAsyncFunction: isKind('AsyncFunction', 'AsyncGeneratorFunction'),
  isGeneratorFunction: isKind('GeneratorFunction', 'AsyncGeneratorFunction'),
  isGeneratorObject: isKind('Generator', 'AsyncGenerator'),
  isDate: isKind('Date'),
  isMap: isKind('Map'),
  isSet: isKind('Set'),
  isWeakMap: isKind('WeakMap'),
  isWeakSet: isKind('WeakSet'),
  isPromise: isKind('Promise'),
  isProxy: isKind('Proxy'),
  isRegExp: isKind('RegExp'),
  isNativeError: isKind('Error'),
  isNumberObject: isKind('NumberObject'),
  isStringObject: isKind('StringObject'),
  isBooleanObject: isKind('BooleanObject'),
  isSymbolObject: isKind('SymbolObject'),
  isBigIntObject: isKind('BigIntObject'),
  isBoxedPrimitive: isKind('NumberObject', 'StringObject', 'BooleanObject', 'SymbolObject', 'BigIntObject'),
  isModuleNamespaceObject: isKind('ModuleNamespace'),
};

module.exports = {
  inspect, format, promisify, callbackify, inherits, deprecate, isDeepStrictEqual, stripVTControlCharacters, styleText,
  types, isArray: Array.isArray,
  formatWithOptions: (options, ...args) => internal.format(options, ...args),
  toUSVString: (text) => String(text).toWellFormed(),
};
