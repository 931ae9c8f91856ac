// Module customization hooks (https://nodejs.org/api/module.html#customization-hooks): the chains of registerHooks() and
// of register(). The loader asks here as soon as there is a hook (modules_hooks.cpp); without hooks nothing of this runs.
//
// Node runs what register() brings on a thread of its own and waits for it. Here it runs on the program's thread, while
// the program's own jobs are put aside (loader.waitFor): the same order of things, but one set of globals.
'use strict';

const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');
const { isBuiltin, moduleClass } = internal.binding('modules');
const loader = internal.binding('module_hooks');

const kImportConditions = loader.conditions(false);
const kRequireConditions = loader.conditions(true);

// Of registerHooks(); the last registered runs first.
const resolving = [];
const loading = [];
// Of register(): { hook, name }.
const resolvingLater = [];
const loadingLater = [];

function changed() {
  loader.setHooks(resolving.length > 0 || resolvingLater.length > 0, loading.length > 0 || loadingLater.length > 0,
    resolving.length > 0, loading.length > 0);
}

// ---- registerHooks

const kId = Symbol('kModuleHooksIdKey');
let count = 0;

class ModuleHooks {
  constructor(resolve, load) {
    this[kId] = Symbol(`module-hook-${count++}`);
    this.resolve = resolve;
    this.load = load;
    if (resolve) resolving.push(this);
    if (load) loading.push(this);
    changed();
    Object.freeze(this);
  }
  deregister() {
    for (const list of [resolving, loading]) {
      const at = list.findIndex((hooks) => hooks[kId] === this[kId]);
      if (at >= 0) list.splice(at, 1);
    }
    changed();
  }
}
ModuleHooks.prototype[Symbol.dispose] = ModuleHooks.prototype.deregister;

function registerHooks(hooks) {
  const { resolve, load } = hooks;
  if (resolve) validateFunction(resolve, 'hooks.resolve');
  if (load) validateFunction(load, 'hooks.load');
  return new ModuleHooks(resolve, load);
}

class ModuleResolveContext {
  constructor(parentURL, importAttributes, conditions) {
    this.parentURL = parentURL;
    this.importAttributes = importAttributes;
    this.conditions = conditions;
  }
}
class ModuleLoadContext {
  constructor(format, importAttributes, conditions) {
    this.format = format;
    this.importAttributes = importAttributes;
    this.conditions = conditions;
  }
}

// A step is next(what, context): what a caller adds to the context all that follow see. `list` may change while it runs.
function runChain(list, name, last, check, what, context) {
  const hooks = list.map((hook) => hook[name]);
  let innermost = hooks.length;  // the last step that was entered; 0 is the default
  const step = (index) => {
    const below = index > 0 ? step(index - 1) : undefined;
    return function nextStep(value, more) {
      innermost = index;
      if (more && more !== context) Object.assign(context, more);
      const hook = index > 0 ? hooks[index - 1] : last;
      const result = hook(value, context, below);
      if (index > 0 && innermost === index && !result.shortCircuit) {
        throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('true', name, 'shortCircuit', result.shortCircuit);
      }
      return check(value, result);
    };
  };
  return step(hooks.length)(what, context);
}

const wrongProperty = (expected, name, property, value) =>
  new codes.ERR_INVALID_RETURN_PROPERTY_VALUE(expected, name, property, value);

function checkResolved(specifier, { url, format, importAttributes }) {
  if (typeof url !== 'string') throw wrongProperty('a URL string', 'resolve', 'url', url);
  if (format && typeof format !== 'string') throw wrongProperty('a string', 'resolve', 'format', format);
  if (importAttributes && typeof importAttributes !== 'object') {
    throw wrongProperty('an object', 'resolve', 'importAttributes', importAttributes);
  }
  return { __proto__: null, url, format, importAttributes };
}

const isBytes = (value) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof SharedArrayBuffer;
const isSource = (value) => typeof value === 'string' || isBytes(value);
const kSource = 'a string, an ArrayBuffer, or a TypedArray';

function checkLoaded(url, result) {
  const { source, format } = result;
  if (!url.startsWith('node:') && !isSource(source) && format !== 'addon') throw wrongProperty(kSource, 'load', 'source', source);
  if (typeof format !== 'string' && format !== undefined) throw wrongProperty('a string', 'load', 'format', format);
  return result;
}
// For imports a CommonJS module may be without its text: it is then read as require() would.
function checkImported(url, result) {
  return result.format === 'commonjs' && result.source == null ? result : checkLoaded(url, result);
}

function textOf(source) {
  if (source == null || typeof source === 'string') return source ?? undefined;
  return new TextDecoder().decode(source);
}

// ---- what import does without hooks

function defaultResolve(specifier, { parentURL, conditions }) {
  if (parentURL !== undefined && typeof parentURL !== 'string') {
    if (!(parentURL instanceof URL)) throw new codes.ERR_INVALID_ARG_TYPE('parentURL', ['string', 'URL'], parentURL);
    parentURL = parentURL.href;
  }
  const custom = conditions === undefined || conditions === kImportConditions ? undefined : conditions;
  if (custom !== undefined && !Array.isArray(custom)) {
    throw new codes.ERR_INVALID_ARG_VALUE('conditions', custom, 'expected an array');
  }
  const url = loader.resolveImport(`${specifier}`, parentURL, custom);
  if (url.startsWith('node:') ? `${specifier}`.startsWith('node:') : url.startsWith('data:')) return { __proto__: null, url };
  return { __proto__: null, url, format: loader.formatOf(url) };
}

function checkAttributes(url, format, importAttributes = {}) {
  const keys = Object.keys(importAttributes ?? {});
  for (const key of keys) {
    if (key !== 'type') throw new codes.ERR_IMPORT_ATTRIBUTE_UNSUPPORTED(key, importAttributes[key], url);
  }
  const type = importAttributes?.type;
  // Other formats may have attributes of their own one day.
  if (!['builtin', 'commonjs', 'json', 'module', 'wasm'].includes(format)) return;
  if (format === 'json') {
    if (type === 'json') return;
    if (type === undefined) throw new codes.ERR_IMPORT_ATTRIBUTE_MISSING(url, 'type', 'json');
  } else if (type === undefined) {
    return;
  }
  if (type !== 'json') throw new codes.ERR_IMPORT_ATTRIBUTE_UNSUPPORTED('type', type, url);
  throw new codes.ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE(url, type);
}

function bytesOf(url) {
  if (url.startsWith('file:')) return require('fs').readFileSync(require('url').fileURLToPath(url));
  const comma = url.indexOf(',');
  if (comma < 0) throw new codes.ERR_INVALID_URL(url);
  const body = url.slice(comma + 1);
  return url.slice(0, comma).endsWith(';base64') ? Buffer.from(decodeURIComponent(body), 'base64') : Buffer.from(decodeURIComponent(body));
}

const kSchemes = new Set(['file:', 'data:', 'node:']);

// `later`: for hooks of register(), which do not see the text of CommonJS.
function defaultLoad(url, context, later) {
  let { format, source } = context;
  const { protocol } = new URL(url);
  if (!kSchemes.has(protocol)) {
    const known = protocol === 'http:' || protocol === 'https:' ? 'file and data' : 'file, data, and node';
    throw new codes.ERR_UNSUPPORTED_ESM_URL_SCHEME(known, protocol);
  }
  if (protocol === 'node:') {
    source = null;
    format ??= 'builtin';
  } else if (format === 'addon') {
    source = null;
  } else if (!later || format !== 'commonjs') {
    source ??= bytesOf(url);
    if (format == null) {
      format = loader.formatOf(url, textOf(source));
      if (later && format === 'commonjs') source = null;
    }
  }
  checkAttributes(url, format, context.importAttributes);
  return { __proto__: null, format, responseURL: url, source };
}

// ---- register: chains of promises

function laterChain(list, name, last, what, context, checkArguments) {
  const state = { finished: false, shortCircuited: false, where: '' };
  const nextName = `next${name[0].toUpperCase()}${name.slice(1)}`;
  const checkOutput = (where, output) => {
    if (typeof output !== 'object' || output === null) throw new codes.ERR_INVALID_RETURN_VALUE('an object', where, output);
  };
  const make = (index) => {
    const below = index >= 0 ? make(index - 1) : undefined;
    const step = async (value = undefined, more) => {
      state.where = index >= 0 ? `${list[index].name} '${name}'` : `node:internal/modules/esm/${name} '${name}'`;
      checkArguments(`${state.where} hook's ${nextName}()`, value, more);
      if (index < 0) state.finished = true;
      const where = `${state.where} hook's ${nextName}()`;
      if (more) Object.assign(context, more);
      const hook = index >= 0 ? list[index].hook : last;
      const output = await hook(value, context, below);
      checkOutput(where, output);
      if (output.shortCircuit === true) state.shortCircuited = true;
      return output;
    };
    return Object.defineProperty(step, 'name', { __proto__: null, value: nextName });
  };
  return (async () => {
    const result = await make(list.length - 1)(what, context);
    checkOutput(state.where, result);
    if (!state.finished && !state.shortCircuited) throw new codes.ERR_LOADER_CHAIN_INCOMPLETE(state.where);
    return { result, where: state.where };
  })();
}

function checkContext(where, context) {
  if (context && (typeof context !== 'object' || Array.isArray(context))) {
    throw new codes.ERR_INVALID_ARG_TYPE(`${where} context`, 'Object', context);
  }
}

async function resolveLater(specifier, parentURL, importAttributes) {
  const context = { conditions: kImportConditions, importAttributes, parentURL };
  const { result, where } = await laterChain(resolvingLater, 'resolve', defaultResolve, specifier, context, (place, value, more) => {
    if (typeof value !== 'string') throw new codes.ERR_INVALID_ARG_TYPE(`${place} specifier`, 'string', value);
    checkContext(place, more);
  });
  const { url, format } = result;
  if (typeof url !== 'string' || !URL.canParse(url)) throw wrongProperty('a URL string', where, 'url', url);
  if (result.importAttributes != null && typeof result.importAttributes !== 'object') {
    throw wrongProperty('an object', where, 'importAttributes', result.importAttributes);
  }
  if (format != null && typeof format !== 'string') throw wrongProperty('a string', where, 'format', format);
  return { __proto__: null, format, importAttributes: result.importAttributes, url };
}

async function loadLater(url, context) {
  const last = (value, more) => defaultLoad(value, more, true);
  const { result, where } = await laterChain(loadingLater, 'load', last, url, context, (place, value, more) => {
    if (typeof value !== 'string') throw new codes.ERR_INVALID_ARG_TYPE(`${place} url`, 'a URL string', value);
    if (!URL.canParse(value)) throw new codes.ERR_INVALID_ARG_VALUE(`${place} url`, value, 'should be a URL string');
    checkContext(place, more);
  });
  const { format, source, responseURL = url } = result;
  if (typeof responseURL !== 'string' || URL.parse(responseURL)?.href !== responseURL) {
    throw wrongProperty('undefined or a fully resolved URL string', where, 'responseURL', responseURL);
  }
  if (format == null) throw new codes.ERR_UNKNOWN_MODULE_FORMAT(format, url);
  if (typeof format !== 'string') throw wrongProperty('a string', where, 'format', format);
  if (source != null && !isSource(source)) throw wrongProperty(kSource, where, 'source', source);
  return { __proto__: null, format, responseURL, source };
}

let warned = false;
function register(specifier, parentURL, options) {
  if (!warned) {
    warned = true;
    process.emitWarning('`module.register()` is deprecated. Use `module.registerHooks()` instead.', 'DeprecationWarning', 'DEP0205', register);
  }
  if (parentURL != null && typeof parentURL === 'object' && !(parentURL instanceof URL)) {
    options = parentURL;
    parentURL = options.parentURL;
  }
  const name = `${specifier}`;
  const parent = `${parentURL ?? 'data:'}`;
  const data = structuredClone(options?.data, { transfer: options?.transferList });
  loader.waitFor(async () => {
    // Earlier hooks of register() see this import, those of registerHooks() do not.
    ++ownImport;
    let evaluation;
    let exports;
    try {
      [evaluation, exports] = loader.importForHooks(name, parent);
    } finally {
      --ownImport;
    }
    await evaluation;
    const { initialize, resolve, load } = exports;
    if (resolve) resolvingLater.push({ hook: resolve, name });
    if (load) loadingLater.push({ hook: load, name });
    changed();
    await initialize?.(data);
  });
}

// ---- for the loader

let ownImport = 0;  // imports of hooks themselves pass by registerHooks()

// An import: { url, format, importAttributes, bySyncHooks }.
exports.resolveImport = function resolveImport(specifier, parentURL, importAttributes) {
  let isDefault = false;
  const last = (value, context) => {
    if (resolvingLater.length > 0 || loadingLater.length > 0) return loader.waitFor(() => resolveLater(value, context.parentURL, context.importAttributes));
    isDefault = true;
    return defaultResolve(value, context);
  };
  const context = new ModuleResolveContext(parentURL, importAttributes, kImportConditions);
  const result = resolving.length > 0 && ownImport === 0
    ? runChain(resolving, 'resolve', last, checkResolved, specifier, context)
    : { ...last(specifier, context) };
  result.bySyncHooks = !isDefault;
  return result;
};

const kNeedsText = new Set(['module', 'module-typescript', 'json']);

// The text of an import: { format, source, special }. special: CommonJS that hooks of register() gave, whose require()
// imports.
exports.loadImport = function loadImport(url, format, importAttributes) {
  let later = false;
  const last = (value, context) => {
    if (loadingLater.length > 0 || resolvingLater.length > 0) {
      later = true;
      return loader.waitFor(() => loadLater(value, isHooked ? { ...context } : { format: context.format, importAttributes: context.importAttributes }));
    }
    return defaultLoad(value, context, false);
  };
  const context = new ModuleLoadContext(format, importAttributes, kImportConditions);
  const isHooked = loading.length > 0 && ownImport === 0;
  const result = isHooked ? runChain(loading, 'load', last, checkImported, url, context) : last(url, context);
  if (result.format == null) {
    const type = /^data:([^/]+\/[^;,]+)(?:;[^,]*)?,/.exec(url);
    throw new codes.ERR_UNKNOWN_MODULE_FORMAT(type ? type[1] : result.format, url);
  }
  if (kNeedsText.has(result.format) && !isSource(result.source)) {
    throw wrongProperty('string, array buffer, or typed array', 'load', 'source', result.source);
  }
  return { format: result.format, source: textOf(result.source), special: later && result.source != null };
};

const urlOfFile = (file) => {
  if (!file) return file;
  if (isBuiltin(file)) return file.startsWith('node:') ? file : `node:${file}`;
  return file.startsWith('/') ? require('url').pathToFileURL(file).href : file;
};
const fileOfUrl = (url) => {
  if (!url) return url;
  if (url.startsWith('node:') && isBuiltin(url)) return url.slice(5);
  return url.startsWith('file://') ? require('url').fileURLToPath(url) : url;
};
exports.urlOfFile = urlOfFile;

// A require(): { url, format, filename }. `options`: those of require.resolve, undefined when a module is loaded.
exports.resolveRequire = function resolveRequire(specifier, parentURL, parent, isMain, options) {
  const last = (value, { conditions }) => {
    if (options === undefined && typeof value === 'string' && value.startsWith('node:')) {
      if (!isBuiltin(value)) throw new codes.ERR_UNKNOWN_BUILTIN_MODULE(value);
      return { __proto__: null, url: value, format: 'builtin' };
    }
    const custom = conditions === kRequireConditions || conditions === undefined ? undefined : conditions;
    if (custom !== undefined && !Array.isArray(custom)) {
      throw new codes.ERR_INVALID_ARG_VALUE('context.conditions', custom, 'expected an array');
    }
    const file = moduleClass()._resolveFilename(value, parent, isMain, { __proto__: null, paths: options?.paths, conditions: custom });
    return { __proto__: null, url: urlOfFile(`${file}`), format: undefined };
  };
  const context = new ModuleResolveContext(parentURL, undefined, kRequireConditions);
  const { url, format } = runChain(resolving, 'resolve', last, checkResolved, specifier, context);
  return { url, format, filename: fileOfUrl(url) };
};

// The text of a require(): { source, format }.
const kTextFormats = new Set([undefined, null, 'module', 'commonjs', 'json', 'module-typescript', 'commonjs-typescript', 'typescript']);
exports.loadRequire = function loadRequire(url, format, filename) {
  const last = (value, context) => {
    const file = value === url ? filename : fileOfUrl(value);
    if (context.format === 'builtin') return { source: null, format: context.format };
    if (!kTextFormats.has(context.format)) throw new codes.ERR_UNKNOWN_MODULE_FORMAT(context.format, urlOfFile(file));
    return { source: require('fs').readFileSync(file, 'utf8'), format: context.format };
  };
  const context = new ModuleLoadContext(format, undefined, kRequireConditions);
  const result = runChain(loading, 'load', last, checkLoaded, url, context);
  return { source: textOf(result.source), format: result.format };
};

// require() of CommonJS whose text came from hooks of register(): what it asks for passes through those hooks too.
exports.specialRequire = function specialRequire(module, url) {
  const Module = moduleClass();
  const require = function require(specifier) {
    let attributes = { __proto__: null };
    let target = specifier;
    if (!specifier.startsWith('node:') && !isBuiltin(specifier)) {
      const path = Module._resolveFilename(specifier, module);
      if (path.endsWith('.node')) return Module._load(specifier, module, false);
      if (path.endsWith('.json')) attributes = { __proto__: null, type: 'json' };
      target = urlOfFile(path);
    }
    return loader.requireImport(target, url, attributes);
  };
  require.resolve = (specifier) => fileOfUrl(exports.resolveImport(urlOfFile(Module._resolveFilename(specifier, module)), url, { __proto__: null }).url);
  require.main = process.mainModule;
  return require;
};

exports.register = register;
exports.registerHooks = registerHooks;
