'use strict';
// Prints what a program can see of the globals and of the node: modules without calling anything: a line for each own
// property, breadth first, so that an object is described where its path is shortest and referred to elsewhere.
//   PATH <tab> ATTRIBUTES KIND …      ATTRIBUTES: w(ritable) e(numerable) c(onfigurable), g(etter) s(etter)
const modules = [
  'assert', 'assert/strict', 'async_hooks', 'buffer', 'child_process', 'console', 'constants', 'crypto',
  'diagnostics_channel', 'events', 'fs', 'fs/promises', 'module', 'os', 'path', 'path/posix', 'path/win32', 'perf_hooks',
  'process', 'punycode', 'querystring', 'readline', 'readline/promises', 'repl', 'stream', 'stream/consumers',
  'stream/promises', 'stream/web', 'string_decoder', 'node:test', 'node:test/reporters', 'timers', 'timers/promises',
  'tty', 'url', 'util', 'util/types', 'v8', 'vm', 'worker_threads', 'zlib',
];
process.removeAllListeners('warning');
process.on('warning', () => {});

const wordOf = (key) => typeof key === 'symbol' ? `[${key.description}]` : /^[\w$]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
// Values that differ from run to run, or that say which program this is, are given by their type alone.
const volatile = [
  /^process\.(?!config|features|release)/, /^global\.(process|performance|navigator)\./, /^process\.(config|features|release)\./, /^performance\./, /^os\.(EOL|devNull)$/, /^repl\./,
  /^perf_hooks\.performance/, /^navigator/, /^require/, /^module\.(_cache|_pathCache|_extensions|globalPaths)/, /^tty\./,
  /^v8\.startupSnapshot/, /^vm\.constants/, /^timers\./, /^worker_threads\.(resourceLimits|threadId|threadName)/,
  /^crypto\.constants\.(default|OPENSSL)/, /^constants\.(default|OPENSSL)/, /^(stream|events)\._/,
];
// Whose keys are data of this run rather than a surface.
const opaque = /^(process\.(env|argv|execArgv|versions|config|moduleLoadList|report|_events|memoryUsage|allowedNodeEnvironmentFlags|release|binding|stdin|stdout|stderr|mainModule|channel|features)|module\.(_cache|_pathCache|globalPaths|_extensions|builtinModules)|globalThis\.require|repl\.(builtinModules|_builtinLibs)|crypto\.webcrypto\.subtle)$/;

const seen = new Map();
const queue = [];
const lines = [];

function describe(path, value) {
  switch (typeof value) {
    case 'function':
    case 'object': {
      if (value === null) return 'null';
      const known = seen.get(value);
      if (known !== undefined) return `= ${known}`;
      seen.set(value, path);
      queue.push([path, value]);
      if (typeof value === 'object') return !Array.isArray(value) ? 'object' : path === 'process.moduleLoadList' ? 'array' : `array ${value.length}`;
      return /^class\b/.test(Function.prototype.toString.call(value)) ? 'class' : 'function';
    }
    case 'string':
      return volatile.some((pattern) => pattern.test(path)) ? 'string' : `string ${JSON.stringify(value).slice(0, 100)}`;
    case 'number':
    case 'boolean':
    case 'bigint':
      return volatile.some((pattern) => pattern.test(path)) ? typeof value : `${typeof value} ${Object.is(value, -0) ? '-0' : value}`;
    case 'symbol':
      return String(value);
    default:
      return typeof value;
  }
}

// Symbols that programs can know. A runtime's own are its own business.
const kSymbols = /^(Symbol\.\w+|nodejs\.(util\.(inspect|promisify)\.custom|rejection))$/;
// The object that every function made by `function` has, unless someone put something into it.
function isIdle(object, key) {
  if (typeof object !== 'function' || key !== 'prototype' || /^class\b/.test(Function.prototype.toString.call(object))) return false;
  const { value } = Reflect.getOwnPropertyDescriptor(object, key);
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype && Reflect.ownKeys(value).every((one) => one === 'constructor');
}
function keysOf(object) {
  return Reflect.ownKeys(object).filter((key) => (typeof key !== 'symbol' || kSymbols.test(key.description)) && !isIdle(object, key)).sort((a, b) => (wordOf(a) < wordOf(b) ? -1 : 1));
}

function visit(path, object, reads) {
  if (opaque.test(path)) return;
  const prototype = Object.getPrototypeOf(object);
  const plain = typeof object === 'function' ? Function.prototype : Array.isArray(object) ? Array.prototype : Object.prototype;
  if (prototype !== plain) lines.push([`${path}.[[Prototype]]`, describe(`${path}.[[Prototype]]`, prototype)]);
  for (const key of keysOf(object)) {
    const at = path + wordOf(key);
    const property = Reflect.getOwnPropertyDescriptor(object, key);
    const flags = (property.enumerable ? 'e' : '-') + (property.configurable ? 'c' : '-');
    if ('value' in property) {
      if (typeof object === 'function' && (key === 'name' || key === 'length') && !property.writable && !property.enumerable && property.configurable) {
        lines.push([at, describe(at, property.value)]);
        continue;
      }
      lines.push([at, `${property.writable ? 'w' : '-'}${flags} ${describe(at, property.value)}`]);
      continue;
    }
    const accessor = (f, word) => f === undefined ? '' : ` ${word}(${JSON.stringify(f.name)} ${f.length})`;
    let text = `${flags}${accessor(property.get, 'get')}${accessor(property.set, 'set')}`;
    if (reads) {
      try {
        text += ` ${describe(at, Reflect.get(object, key, object))}`;
      } catch (error) {
        text += ` throws ${error?.name}`;
      }
    }
    lines.push([at, text]);
  }
}

// The language's own that have no name.
for (const [name, value] of Object.entries({
  AsyncFunction: (async () => {}).constructor, GeneratorFunction: function* () {}.constructor, AsyncGeneratorFunction: async function* () {}.constructor,
  TypedArray: Object.getPrototypeOf(Int8Array), ArrayIterator: Object.getPrototypeOf([].values()), MapIterator: Object.getPrototypeOf(new Map().keys()),
  SetIterator: Object.getPrototypeOf(new Set().keys()), StringIterator: Object.getPrototypeOf(''[Symbol.iterator]()),
  RegExpStringIterator: Object.getPrototypeOf('x'.matchAll(/x/g)), AsyncIteratorPrototype: Object.getPrototypeOf(Object.getPrototypeOf((async function* () {})()).constructor.prototype),
})) lines.push([`%${name}%`, describe(`%${name}%`, value)]);

const roots = [['globalThis', globalThis]];
seen.set(globalThis, 'globalThis');
// The function that makes a class is found from its own name before anything else that refers to it.
for (const name of modules) {
  let exports;
  const path = name.replace(/^node:/, '');
  try {
    exports = require(name.startsWith('node:') ? name : `node:${name}`);
  } catch (error) {
    lines.push([path, `throws ${error.code ?? error.name}`]);
    continue;
  }
  lines.push([path, describe(path, exports)]);
  if (seen.get(exports) === path) roots.push([path, exports]);
}
const later = queue.splice(0).filter(([, object]) => !roots.some(([, root]) => root === object));
for (const [path, object] of roots) visit(path, object, true);
queue.unshift(...later);
while (queue.length > 0) {
  const [path, object] = queue.shift();
  visit(path, object, false);
}
process.stdout.write(lines.map(([path, text]) => `${path}\t${text}`).join('\n') + '\n');
