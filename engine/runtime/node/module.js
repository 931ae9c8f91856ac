// https://nodejs.org/api/module.html over the loader's own Module class.
'use strict';

const { make } = require('internal/errors');
const binding = internal.binding('modules');
const Module = binding.moduleClass();

const builtins = binding.builtinNames();
const builtinSet = new Set(builtins.flatMap((name) => (name.startsWith('node:') ? [name] : [name, `node:${name}`])));
Module.builtinModules = Object.freeze(builtins);
Module.isBuiltin = function isBuiltin(name) { return builtinSet.has(name); };

const kCreateRequire = 'must be a file URL object, file URL string, or absolute path string';

Module.createRequire = function createRequire(filename) {
  let path;
  const isUrl = filename !== null && typeof filename === 'object' && typeof filename.href === 'string';
  if (isUrl || (typeof filename === 'string' && !filename.startsWith('/'))) {
    path = binding.pathOfUrl(isUrl ? filename.href : filename);
    if (path !== undefined && String(isUrl ? filename.href : filename).endsWith('/')) path += '/';
  } else if (typeof filename === 'string') {
    path = filename;
  }
  if (path === undefined) throw make('ERR_INVALID_ARG_VALUE', 'filename', filename, kCreateRequire);
  return binding.createRequire(path.endsWith('/') ? `${path}noop.js` : path);
};

const wrapper = ['(function (exports, require, module, __filename, __dirname) { ', '\n});'];
Module.wrapper = wrapper;
Module.wrap = function wrap(script) { return wrapper[0] + script + wrapper[1]; };
Module.globalPaths = binding.globalPaths();
Module._initPaths = function () {};
Module._preloadModules = function (requests) {
  if (!Array.isArray(requests)) return;
  const parent = new Module('internal/preload', null);
  parent.paths = Module._nodeModulePaths(process.cwd());
  for (const request of requests) parent.require(request);
};
Object.defineProperty(Module, '_stat', {
  __proto__: null, configurable: true,
  get() {
    return function stat(file) {
      const found = require('fs').statSync(file, { throwIfNoEntry: false });
      return found === undefined ? -2 : found.isDirectory() ? 1 : 0;
    };
  },
  set(_) {},
});
Module._readPackage = undefined;
Module.syncBuiltinESMExports = function syncBuiltinESMExports() { binding.syncBuiltins(); };
Module.runMain = function executeUserEntryPoint(main = process.argv[1]) { Module._load(main, null, true); };

const maps = () => require('internal/source_map');
Module.findSourceMap = function findSourceMap(sourceURL) { return maps().findSourceMap(sourceURL); };
Module.getSourceMapsSupport = function getSourceMapsSupport() { return maps().getSourceMapsSupport(); };
Module.setSourceMapsSupport = function setSourceMapsSupport(enabled, options) { maps().setSourceMapsSupport(enabled, options); };
Object.defineProperty(Module.setSourceMapsSupport, 'length', { value: 1 });
Module.SourceMap = maps().SourceMap;
Module.constants = Object.freeze({
  __proto__: null,
  compileCacheStatus: Object.freeze({ __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 }),
});
// What scrim compiles it compiles when it is first called, and keeps nothing.
Module.enableCompileCache = function enableCompileCache(options) { return { status: Module.constants.compileCacheStatus.DISABLED }; };
Module.flushCompileCache = function flushCompileCache(keepDeserializedCache) {};
Object.defineProperty(Module.flushCompileCache, 'length', { value: 0 });
Module.getCompileCacheDir = function getCompileCacheDir() { return undefined; };

// The package.json that governs a place: of a package by its name, or of a file.
Module.findPackageJSON = function findPackageJSON(specifier, base = 'data:') {
  if (arguments.length === 0) throw make('ERR_MISSING_ARGS', 'specifier');
  const path = require('path');
  const { pathToFileURL, fileURLToPath } = require('url');
  const { validateString } = require('internal/validators');
  try {
    specifier = `${specifier}`;
  } catch {
    validateString(specifier, 'specifier');
  }
  let parent = base;
  if (!(base instanceof URL)) {
    validateString(base, 'base');
    parent = path.isAbsolute(base) ? pathToFileURL(base) : new URL(base);
  }
  const isBare = specifier && specifier[0] !== '.' && specifier[0] !== '/' && !URL.canParse(specifier);
  return isBare ? binding.packageOf(specifier, (new URL('./node_modules/', parent), fileURLToPath(parent))) : binding.scopeOf(specifier, `${parent}`);
};
// The chains are a module of their own, loaded by the first hook.
Module.register = function register(specifier, parentURL = undefined, options) {
  require('internal/module_hooks').register(specifier, parentURL, options);
};
Module.registerHooks = function registerHooks(hooks) { return require('internal/module_hooks').registerHooks(hooks); };
Module.stripTypeScriptTypes = function stripTypeScriptTypes(code) { throw require('internal/errors').notYet('module.stripTypeScriptTypes'); };
Module.Module = Module;

// As they look in Node.
for (const name of ['_findPath', '_load', '_nodeModulePaths', '_resolveFilename', '_resolveLookupPaths']) {
  Object.defineProperty(Module[name], 'name', { value: '' });
}
for (const name of ['load', 'require', '_compile']) {
  Object.defineProperty(Module.prototype, name, { value: Module.prototype[name], writable: true, enumerable: true, configurable: true });
  Object.defineProperty(Module.prototype[name], 'name', { value: '' });
}
for (const name of ['constructor', 'isPreloading', 'parent']) {
  const { get, set } = Object.getOwnPropertyDescriptor(Module.prototype, name);
  const shown = name === 'parent' ? 'deprecated' : 'get';
  Object.defineProperty(get, 'name', { value: shown });
  if (set) Object.defineProperty(set, 'name', { value: shown });
  Object.defineProperty(Module.prototype, name, { get, set, enumerable: false, configurable: false });
}

module.exports = Module;
