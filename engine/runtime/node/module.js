// https://nodejs.org/api/module.html over the loader's own Module class.
'use strict';

const { codes, make } = require('internal/errors');
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
Module._stat = undefined;
Module._readPackage = undefined;
Module.syncBuiltinESMExports = function syncBuiltinESMExports() {};
Module.runMain = function runMain(main = process.argv[1]) { Module._load(main, null, true); };
Module.findSourceMap = function findSourceMap() { return undefined; };
Module.SourceMap = class SourceMap {
  constructor(payload) { this.payload = structuredClone(payload); }
};
Module.getSourceMapsSupport = function getSourceMapsSupport() {
  return Object.freeze({ __proto__: null, enabled: false, nodeModules: false, generatedCode: false });
};
Module.setSourceMapsSupport = function setSourceMapsSupport() {};
Module.constants = Object.freeze({
  __proto__: null,
  compileCacheStatus: Object.freeze({ __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 }),
});
Module.enableCompileCache = function enableCompileCache() { return { status: 3 }; };
Module.flushCompileCache = function flushCompileCache() {};
Module.getCompileCacheDir = function getCompileCacheDir() { return undefined; };

// The package.json that governs a place.
Module.findPackageJSON = function findPackageJSON(specifier, base) {
  const fs = require('fs');
  const path = require('path');
  const asPath = (value) => {
    const text = typeof value === 'object' && value !== null ? value.href : String(value);
    return text.startsWith('file:') ? binding.pathOfUrl(text) : text;
  };
  if (specifier === undefined) throw make('ERR_INVALID_ARG_TYPE', 'specifier', ['string', 'URL'], specifier);
  let at;
  const text = asPath(specifier);
  if (text.startsWith('/') || text.startsWith('./') || text.startsWith('../') || text === '.' || text === '..') {
    at = path.resolve(base === undefined ? process.cwd() : path.dirname(asPath(base)), text);
  } else {
    const name = text.split('/').slice(0, text.startsWith('@') ? 2 : 1).join('/');
    for (const folder of Module._nodeModulePaths(path.dirname(asPath(base)))) {
      const candidate = path.join(folder, name, 'package.json');
      if (fs.existsSync(candidate)) return candidate;
    }
    return undefined;
  }
  for (let directory = at; ; directory = path.dirname(directory)) {
    const candidate = path.join(directory, 'package.json');
    if (fs.existsSync(candidate)) return candidate;
    if (path.dirname(directory) === directory) return undefined;
  }
};
// The chains are a module of their own, loaded by the first hook.
Module.register = function register(specifier, parentURL = undefined, options) {
  require('internal/module_hooks').register(specifier, parentURL, options);
};
Module.registerHooks = function registerHooks(hooks) { return require('internal/module_hooks').registerHooks(hooks); };
Module.stripTypeScriptTypes = function stripTypeScriptTypes() { throw require('internal/errors').notYet('module.stripTypeScriptTypes'); };
Module.Module = Module;

module.exports = Module;
