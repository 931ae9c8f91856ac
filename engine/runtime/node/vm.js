// node:vm. https://nodejs.org/api/vm.html
// A context is a realm whose global object is a proxy: what programs read is looked for on the contextified object
// first, then among the realm's own globals; what they define and write lands on the contextified object.
'use strict';
const { codes, notYet } = require('internal/errors');
const { validateString, validateObject, validateArray, validateInt32, validateUint32, validateBoolean, validateFunction } = require('internal/validators');
const native = internal.binding('vm');

const { contexts, globals } = require('internal/contexts');

function makeGlobal(sandbox, real) {
  const own = (object, key) => Reflect.getOwnPropertyDescriptor(object, key);
  return new Proxy(sandbox, {
    get(target, key) {
      if (key in target) return Reflect.get(target, key);
      return Reflect.get(real, key);
    },
    has: (target, key) => key in target || key in real,
    set(target, key, value) {
      return Reflect.set(target, key, value);
    },
    getOwnPropertyDescriptor(target, key) {
      const descriptor = own(target, key);
      if (descriptor) return descriptor;
      const builtin = own(real, key);
      return builtin && { ...builtin, configurable: true };
    },
    defineProperty(target, key, descriptor) {
      return Reflect.defineProperty(target, key, 'value' in descriptor || 'get' in descriptor || 'set' in descriptor ? { ...descriptor, configurable: descriptor.configurable ?? own(target, key)?.configurable ?? true } : descriptor);
    },
    deleteProperty: (target, key) => Reflect.deleteProperty(target, key),
    ownKeys: (target) => Reflect.ownKeys(target),
    getPrototypeOf: () => Reflect.getPrototypeOf(real),
  });
}

function validateContext(context) {
  if (context === null || typeof context !== 'object' && typeof context !== 'function' || !(contexts.has(context) || globals.has(context))) {
    throw new codes.ERR_INVALID_ARG_TYPE('contextifiedObject', 'vm.Context', context);
  }
  return contexts.get(context) ?? globals.get(context);
}
function isContext(object) {
  validateObject(object, 'object', { allowArray: true });
  return contexts.has(object) || globals.has(object);
}

// A realm has the language's globals and console, not the host's.
function newRealm() {
  const real = native.createRealm();
  for (const name of ['process', 'queueMicrotask', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate', 'Buffer']) delete real[name];
  return real;
}

const constants = Object.freeze({ __proto__: null, USE_MAIN_CONTEXT_DEFAULT_LOADER: Symbol('vm_dynamic_import_main_context_default'), DONT_CONTEXTIFY: Symbol('vm_context_no_contextify') });
let lastContext = 0;
function createContext(contextObject = {}, options = {}) {
  if (contextObject === constants.DONT_CONTEXTIFY) {
    const real = newRealm();
    globals.set(real, real);
    return real;
  }
  validateObject(contextObject, 'object', { allowArray: true, allowFunction: true });
  if (contexts.has(contextObject) || globals.has(contextObject)) return contextObject;
  validateObject(options, 'options');
  const { name = `VM Context ${++lastContext}`, origin, importModuleDynamically } = options;
  validateString(name, 'options.name');
  if (origin !== undefined) validateString(origin, 'options.origin');
  importsOf(importModuleDynamically);
  const real = newRealm();
  const proxy = makeGlobal(contextObject, real);
  Object.defineProperty(real, 'globalThis', { value: proxy, writable: true, enumerable: false, configurable: true });
  native.setGlobal(real, proxy);
  contexts.set(contextObject, real);
  globals.set(proxy, real);
  return contextObject;
}

function runOptions(options = {}) {
  validateObject(options, 'options');
  if (options.displayErrors !== undefined) validateBoolean(options.displayErrors, 'options.displayErrors');
  if (options.timeout !== undefined) validateUint32(options.timeout, 'options.timeout', true);
  if (options.breakOnSigint !== undefined) validateBoolean(options.breakOnSigint, 'options.breakOnSigint');
}
function run(script, { timeout, breakOnSigint, displayErrors = true } = {}) {
  if (timeout === undefined && !breakOnSigint) return native.run(script, !displayErrors);
  const result = native.runWatched(script, timeout, breakOnSigint, !displayErrors);
  if (result === 'timeout') throw new codes.ERR_SCRIPT_EXECUTION_TIMEOUT(timeout);
  if (result === 'SIGINT') throw new codes.ERR_SCRIPT_EXECUTION_INTERRUPTED();
  return result[0];
}
// What import() in a script does: kMissing and kNeedsFlag refuse it.
const kMissing = 0, kNeedsFlag = 1, kDefault = 2;
let warned = false;
function importsOf(value) {
  if (value === undefined) return kMissing;
  if (value === constants.USE_MAIN_CONTEXT_DEFAULT_LOADER) {
    if (!warned) process.emitWarning('vm.USE_MAIN_CONTEXT_DEFAULT_LOADER is an experimental feature and might change at any time', 'ExperimentalWarning');
    warned = true;
    return kDefault;
  }
  validateFunction(value, 'options.importModuleDynamically');
  return kNeedsFlag;
}
// { filename, place: what natives that compile want to know }
function placeOf(options) {
  if (typeof options === 'string') return { filename: options, place: [] };
  if (options === undefined) return { place: [] };
  validateObject(options, 'options');
  const { filename, lineOffset = 0, columnOffset = 0, cachedData, produceCachedData } = options;
  if (filename !== undefined) validateString(filename, 'options.filename');
  validateInt32(lineOffset, 'options.lineOffset');
  validateInt32(columnOffset, 'options.columnOffset');
  if (cachedData !== undefined && !ArrayBuffer.isView(cachedData)) throw new codes.ERR_INVALID_ARG_TYPE('options.cachedData', ['Buffer', 'TypedArray', 'DataView'], cachedData);
  if (produceCachedData !== undefined) validateBoolean(produceCachedData, 'options.produceCachedData');
  return { filename, place: [lineOffset, columnOffset, importsOf(options.importModuleDynamically)] };
}

class Script {
  #code;
  #filename;
  #place;
  #here;  // compiled for the main context
  constructor(code, options = {}) {
    this.#code = `${code}`;
    const { filename = 'evalmachine.<anonymous>', place } = placeOf(options);
    this.#filename = filename;
    this.#place = place;
    this.#here = native.compile(this.#code, filename, undefined, ...place);
    if (options?.cachedData !== undefined) this.cachedDataRejected = true;
    this.sourceMapURL = /\/\/[#@] sourceMappingURL=(\S+)\s*$/.exec(this.#code)?.[1];
  }
  runInThisContext(options) {
    runOptions(options);
    return run(this.#here, options);
  }
  runInContext(contextifiedObject, options) {
    const real = validateContext(contextifiedObject);
    runOptions(options);
    return run(native.compile(this.#code, this.#filename, real, ...this.#place), options);
  }
  runInNewContext(contextObject, options) {
    return this.runInContext(createContext(contextObject, contextOptions(options)), options);
  }
  createCachedData() { return Buffer.alloc(0); }
}
function contextOptions(options) {
  if (options === null || typeof options !== 'object') return {};
  return { name: options.contextName, origin: options.contextOrigin };
}
const asOptions = (options) => (typeof options === 'string' ? { filename: options } : options ?? {});

const createScript = (code, options) => new Script(code, options);
function runInContext(code, contextifiedObject, options) {
  validateContext(contextifiedObject);
  return new Script(code, asOptions(options)).runInContext(contextifiedObject, asOptions(options));
}
function runInNewContext(code, contextObject, options) {
  const context = createContext(contextObject, contextOptions(options));
  return runInContext(code, context, options);
}
function runInThisContext(code, options) {
  return new Script(code, asOptions(options)).runInThisContext(asOptions(options));
}
function compileFunction(code, params, options = {}) {
  validateString(code, 'code');
  if (params !== undefined) {
    validateArray(params, 'params');
    params.forEach((one, i) => validateString(one, `params[${i}]`));
  }
  const { parsingContext, contextExtensions = [] } = options;
  const { filename = '', place } = placeOf(options);
  validateArray(contextExtensions, 'options.contextExtensions');
  contextExtensions.forEach((one, i) => validateObject(one, `options.contextExtensions[${i}]`, { nullable: true }));
  const real = parsingContext === undefined ? undefined : validateContext(parsingContext);
  if (contextExtensions.length === 0) return native.compileFunction(code, filename, params ?? [], real, ...place);
  // Names of the extensions are found around the function.
  const names = contextExtensions.map((_, i) => `__extension${i}`);
  const open = names.map((name) => `with (${name}) `).join('');
  return native.compileFunction(`${open}return function (${(params ?? []).join(', ')}) {${code}\n}`, filename, names, real, ...place)(...contextExtensions);
}
const measureMemory = () => Promise.reject(notYet('vm.measureMemory'));

module.exports = { Script, createContext, createScript, runInContext, runInNewContext, runInThisContext, isContext, compileFunction, measureMemory, constants };
