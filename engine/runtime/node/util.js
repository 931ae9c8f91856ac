// node:util. https://nodejs.org/api/util.html
'use strict';
const { codes } = require('internal/errors');
const { validateFunction, validateString, validateObject, validateBoolean, validateNumber, validateOneOf } = require('internal/validators');
const types = require('util/types');

const custom = Symbol.for('nodejs.util.inspect.custom');
const promisifyCustom = Symbol.for('nodejs.util.promisify.custom');

// --- inspect and format; the work is done in C++

function inspect(value, opts) {
  return internal.inspect(value, arguments.length > 1 ? opts : undefined, arguments[2], arguments[3]);
}
inspect.custom = custom;
const kDefaults = {
  showHidden: false, depth: 2, colors: false, customInspect: true, showProxy: false, maxArrayLength: 100,
  maxStringLength: 10000, breakLength: 80, compact: 3, sorted: false, getters: false, numericSeparator: false,
};
// Changes are seen at once by whatever prints.
let defaults = { ...kDefaults };
const watched = new Proxy({}, {
  get: (target, key) => defaults[key],
  set(target, key, value) {
    defaults[key] = value;
    internal.setInspectDefaults(defaults);
    return true;
  },
  has: (target, key) => key in defaults,
  ownKeys: () => Reflect.ownKeys(defaults),
  getOwnPropertyDescriptor: (target, key) => {
    const descriptor = Reflect.getOwnPropertyDescriptor(defaults, key);
    return descriptor && { ...descriptor, configurable: true };
  },
});
Object.defineProperty(inspect, 'defaultOptions', {
  get: () => watched,
  set(options) {
    validateObject(options, 'options');
    Object.assign(defaults, options);
    internal.setInspectDefaults(defaults);
  },
  enumerable: false, configurable: false,
});

const colors = {
  __proto__: null,
  reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], blink: [5, 25], inverse: [7, 27],
  hidden: [8, 28], strikethrough: [9, 29], doubleunderline: [21, 24], black: [30, 39], red: [31, 39], green: [32, 39],
  yellow: [33, 39], blue: [34, 39], magenta: [35, 39], cyan: [36, 39], white: [37, 39], bgBlack: [40, 49],
  bgRed: [41, 49], bgGreen: [42, 49], bgYellow: [43, 49], bgBlue: [44, 49], bgMagenta: [45, 49], bgCyan: [46, 49],
  bgWhite: [47, 49], framed: [51, 54], overlined: [53, 55], gray: [90, 39], redBright: [91, 39], greenBright: [92, 39],
  yellowBright: [93, 39], blueBright: [94, 39], magentaBright: [95, 39], cyanBright: [96, 39], whiteBright: [97, 39],
  bgGray: [100, 49], bgRedBright: [101, 49], bgGreenBright: [102, 49], bgYellowBright: [103, 49],
  bgBlueBright: [104, 49], bgMagentaBright: [105, 49], bgCyanBright: [106, 49], bgWhiteBright: [107, 49],
};
const kAliases = {
  gray: ['grey', 'blackBright'], bgGray: ['bgGrey', 'bgBlackBright'], dim: ['faint'],
  strikethrough: ['crossedout', 'strikeThrough', 'crossedOut'], hidden: ['conceal'], inverse: ['swapcolors', 'swapColors'],
  doubleunderline: ['doubleUnderline'],
};
for (const name of Object.keys(kAliases)) {
  for (const alias of kAliases[name]) {
    Object.defineProperty(colors, alias, {
      get() { return this[name]; }, set(value) { this[name] = value; }, configurable: true, enumerable: false,
    });
  }
}
inspect.colors = colors;
inspect.styles = {
  __proto__: null,
  special: 'cyan', number: 'yellow', bigint: 'yellow', boolean: 'yellow', undefined: 'grey', null: 'bold',
  string: 'green', symbol: 'green', date: 'magenta', regexp: 'red', module: 'underline',
};

function format(...args) {
  return internal.format(undefined, ...args);
}
function formatWithOptions(inspectOptions, ...args) {
  validateObject(inspectOptions, 'inspectOptions', { allowArray: true });
  return internal.format(inspectOptions, ...args);
}

// --- functions about functions

function promisify(original) {
  validateFunction(original, 'original');
  if (original[promisifyCustom]) {
    const fn = original[promisifyCustom];
    validateFunction(fn, 'util.promisify.custom');
    return Object.defineProperty(fn, promisifyCustom, { value: fn, enumerable: false, writable: false, configurable: true });
  }
  const names = original[kCustomPromisifyArgs];
  function fn(...args) {
    return new Promise((resolve, reject) => {
      const result = Reflect.apply(original, this, [...args, (error, ...values) => {
        if (error) return reject(error);
        if (names !== undefined && values.length > 1) {
          const object = {};
          for (let i = 0; i < names.length; ++i) object[names[i]] = values[i];
          return resolve(object);
        }
        resolve(values[0]);
      }]);
      if (types.isPromise(result)) {
        process.emitWarning('Calling promisify on a function that returns a Promise is likely a mistake.', 'DeprecationWarning', 'DEP0174');
      }
    });
  }
  Object.setPrototypeOf(fn, Object.getPrototypeOf(original));
  Object.defineProperty(fn, promisifyCustom, { value: fn, enumerable: false, writable: false, configurable: true });
  const descriptors = Object.getOwnPropertyDescriptors(original);
  for (const key of Reflect.ownKeys(descriptors)) {
    try {
      Object.defineProperty(fn, key, descriptors[key]);
    } catch { /* what cannot be redefined stays */ }
  }
  return fn;
}
promisify.custom = promisifyCustom;
const kCustomPromisifyArgs = Symbol.for('scrim.promisify.args');

function callbackify(original) {
  validateFunction(original, 'original');
  function callbackified(...args) {
    const callback = args.pop();
    validateFunction(callback, 'last argument');
    const done = callback.bind(this);
    Reflect.apply(original, this, args).then(
      (value) => process.nextTick(done, null, value),
      (error) => process.nextTick(rejected, error, done));
  }
  const descriptors = Object.getOwnPropertyDescriptors(original);
  if (typeof descriptors.length.value === 'number') ++descriptors.length.value;
  if (typeof descriptors.name.value === 'string') descriptors.name.value += 'Callbackified';
  for (const key of Reflect.ownKeys(descriptors)) {
    try {
      Object.defineProperty(callbackified, key, descriptors[key]);
    } catch { /* what cannot be redefined stays */ }
  }
  return callbackified;
}
function rejected(reason, callback) {
  if (!reason) {
    const error = new codes.ERR_FALSY_VALUE_REJECTION();
    error.reason = reason;
    return callback(error);
  }
  return callback(reason);
}

function inherits(constructor, superConstructor) {
  if (constructor === undefined || constructor === null) throw new codes.ERR_INVALID_ARG_TYPE('ctor', 'Function', constructor);
  if (superConstructor === undefined || superConstructor === null) throw new codes.ERR_INVALID_ARG_TYPE('superCtor', 'Function', superConstructor);
  if (superConstructor.prototype === undefined) throw new codes.ERR_INVALID_ARG_TYPE('superCtor.prototype', 'Object', superConstructor.prototype);
  Object.defineProperty(constructor, 'super_', { value: superConstructor, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype, superConstructor.prototype);
}

const { deprecate } = require('internal/deprecate');

let debugPattern;
function debuglog(set, callback) {
  const name = set.toUpperCase();
  let enabled;
  const isEnabled = () => {
    if (enabled === undefined) {
      debugPattern ??= new RegExp(`^(?:${(process.env.NODE_DEBUG ?? '').replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replaceAll('*', '.*').replaceAll(',', '$|^')})$`, 'i');
      enabled = (process.env.NODE_DEBUG ?? '') !== '' && debugPattern.test(name);
    }
    return enabled;
  };
  let told = false;
  const logger = (...args) => {
    if (!isEnabled()) return;
    if (!told && typeof callback === 'function') {
      told = true;
      callback(debug);
    }
    process.stderr.write(`${name} ${process.pid}: ${format(...args)}\n`);
  };
  function debug(...args) { logger(...args); }
  Object.defineProperty(logger, 'enabled', { get: isEnabled, configurable: true, enumerable: true });
  return logger;
}

// --- text

const kAnsi = /[\u001b\u009b][[\]()#;?]*(?:(?:(?:[a-zA-Z\d]*(?:;[-a-zA-Z\d/#&.:=?%@~_]*)*)?(?:\u0007|\u001b\u005c|\u009c))|(?:(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-ntqry=><~]))/g;
function stripVTControlCharacters(text) {
  validateString(text, 'str');
  return text.includes('\u001b') || text.includes('\u009b') ? text.replace(kAnsi, '') : text;
}

function shouldColorize(stream) {
  const { env } = process;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream?.isTTY === true && env.NO_COLOR === undefined && env.NODE_DISABLE_COLORS === undefined && env.TERM !== 'dumb';
}
function hexColor(text) {
  const digits = text.slice(1);
  if (!/^(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(digits)) throw new codes.ERR_INVALID_ARG_VALUE('format', text, 'must be a valid hex color (#RGB or #RRGGBB)');
  const full = digits.length === 3 ? [...digits].map((d) => d + d).join('') : digits;
  return [0, 2, 4].map((i) => parseInt(full.slice(i, i + 2), 16));
}
function styleText(textFormat, text, { validateStream = true, stream } = {}) {
  validateString(text, 'text');
  validateBoolean(validateStream, 'options.validateStream');
  let skip = false;
  if (validateStream) {
    stream ??= process.stdout;
    if (stream === null || typeof stream !== 'object' || typeof stream.write !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
    skip = !shouldColorize(stream);
  }
  let left = '';
  let right = '';
  let result = text;
  for (const key of Array.isArray(textFormat) ? textFormat : [textFormat]) {
    if (key === 'none') continue;
    let open;
    let close;
    if (typeof key === 'string' && key[0] === '#') {
      open = `38;2;${hexColor(key).join(';')}`;
      close = 39;
    } else {
      const pair = typeof key === 'string' ? colors[key] : undefined;
      if (pair === undefined) validateOneOf(key, 'format', Object.keys(colors));
      [open, close] = pair;
    }
    if (skip) continue;
    // A style that ends inside the text begins again.
    const end = `\u001b[${close}m`;
    if (result.includes(end)) result = result.replaceAll(end, `${close === 22 ? `${end}\u001b[${open}m` : `\u001b[${open}m`}`);
    left += `\u001b[${open}m`;
    right = end + right;
  }
  return skip ? text : `${left}${result}${right}`;
}

// --- differences between texts or lists: [-1 only in the second, 0 in both, 1 only in the first]

function diff(actual, expected) {
  const check = (value, name) => {
    if (typeof value === 'string') return [...value];
    if (!Array.isArray(value)) validateString(value, name);
    value.forEach((one, i) => validateString(one, `${name}[${i}]`));
    return value;
  };
  const a = check(actual, 'actual');
  const b = check(expected, 'expected');
  if (a === b || (a.length === b.length && a.every((one, i) => one === b[i]))) return [];
  return require('internal/diff').myersDiff(a, b).reverse();
}

// --- the rest

const systemErrors = () => require('internal/system_errors');

function getCallSites(frameCount = 8, options = undefined) {
  if (typeof frameCount === 'object' && frameCount !== null) [frameCount, options] = [8, frameCount];
  validateNumber(frameCount, 'frameCount', 1, 200);
  const holder = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = frameCount;
  Error.captureStackTrace(holder, getCallSites);
  const lines = holder.stack.split('\n').slice(1);
  Error.stackTraceLimit = limit;
  return lines.map((line) => {
    const [, functionName = '', scriptName, lineNumber, columnNumber] = /^ +at (?:(.*) \()?(.*?):(\d+):(\d+)\)?$/.exec(line) ?? [null, '', '', 0, 0];
    return { functionName: functionName === 'Object.<anonymous>' ? '' : functionName, scriptId: '0', scriptName, lineNumber: +lineNumber, columnNumber: +columnNumber, column: +columnNumber };
  });
}

async function aborted(signal, resource) {
  if (!(signal instanceof AbortSignal)) throw Object.assign(new TypeError('signal is not of type AbortSignal.'), { code: 'ERR_INVALID_ARG_TYPE' });
  validateObject(resource, 'resource', { allowArray: true, allowFunction: true });
  if (signal.aborted) return undefined;
  return new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

function _extend(target, source) {
  return source === null || typeof source !== 'object' ? target : Object.assign(target, source);
}

function debounce(fn, wait = 0) {
  validateFunction(fn, 'fn');
  let timer;
  return function debounced(...args) {
    clearTimeout(timer);
    timer = setTimeout(() => Reflect.apply(fn, this, args), wait);
  };
}
function throttle(fn, wait = 0) {
  validateFunction(fn, 'fn');
  let last = -Infinity;
  return function throttled(...args) {
    const time = performance.now();
    if (time - last < wait) return undefined;
    last = time;
    return Reflect.apply(fn, this, args);
  };
}

module.exports = {
  _errnoException: (...args) => systemErrors().errnoException(...args),
  _exceptionWithHostPort: (...args) => systemErrors().exceptionWithHostPort(...args),
  _extend: deprecate(_extend, 'The `util._extend` API is deprecated. Please use Object.assign() instead.', 'DEP0060'),
  callbackify, debug: debuglog, debuglog, deprecate, format, styleText, formatWithOptions, getCallSites,
  getSystemErrorMap: () => systemErrors().getSystemErrorMap(),
  getSystemErrorName: (number) => systemErrors().getSystemErrorName(number),
  getSystemErrorMessage: (number) => systemErrors().getSystemErrorMessage(number),
  inherits, inspect,
  isArray: deprecate(Array.isArray, 'The `util.isArray` API is deprecated. Please use `Array.isArray()` instead.', 'DEP0044', { modifyPrototype: false }),
  isDeepStrictEqual: (a, b) => require('internal/comparisons').isDeepStrictEqual(a, b),
  promisify, stripVTControlCharacters,
  toUSVString: (text) => String(text).toWellFormed(),
  transferableAbortSignal: (signal) => signal,
  transferableAbortController: () => new AbortController(),
  aborted, types,
  parseEnv: (content) => require('internal/parse_args').parseEnv(content),
  parseArgs: (config) => require('internal/parse_args').parseArgs(config),
  convertProcessSignalToExitCode(signal) {
    const { signals } = require('internal/constants');
    require('internal/validators').validateOneOf(signal, 'signalCode', Object.keys(signals));
    return 128 + signals[signal];
  },
  diff, debounce, throttle,
  setTraceSigInt() {},
};
require('internal/shape').lengths(module.exports, 'isDeepStrictEqual 3 parseArgs 0 setTraceSigInt 1 styleText 3');
// Made when they are asked for.
for (const [name, load] of Object.entries({
  TextDecoder: () => TextDecoder, TextEncoder: () => TextEncoder,
  MIMEType: () => require('internal/mime').MIMEType, MIMEParams: () => require('internal/mime').MIMEParams,
})) {
  Object.defineProperty(module.exports, name, {
    get() {
      const value = load();
      Object.defineProperty(module.exports, name, { value, writable: true, enumerable: true, configurable: true });
      return value;
    },
    set(value) { Object.defineProperty(module.exports, name, { value, writable: true, enumerable: true, configurable: true }); },
    enumerable: true, configurable: true,
  });
}
for (const name of ['isDeepStrictEqual', 'parseArgs', 'parseEnv', 'toUSVString', 'getSystemErrorName', 'getSystemErrorMap', 'getSystemErrorMessage']) {
  Object.defineProperty(module.exports[name], 'name', { value: name });
}
