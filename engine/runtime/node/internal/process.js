// The process object. https://nodejs.org/api/process.html
'use strict';

const native = internal.binding('process');
const io = internal.binding('io');
const EventEmitter = require('events');
// Loaded when something is wrong.
const make = (...args) => require('internal/errors').make(...args);
const withCode = (...args) => require('internal/errors').withCode(...args);
const checks = () => require('internal/validators');

const [argv, execArgv, environment, argv0] = native.start();

function process() {}
Object.setPrototypeOf(process.prototype, EventEmitter.prototype);
const self = Object.create(process.prototype);

const flag = (name) => execArgv.includes(name);

// --- what the program was given

const constant = (name, value, configurable = true) => Object.defineProperty(self, name, { value, enumerable: true, configurable, writable: false });
constant('version', 'v26.0.0');
constant('versions', Object.freeze({ node: '26.0.0', scrim: native.version(), modules: '147', unicode: '17.0', zlib: '1.3' }));
constant('arch', 'x64');
constant('platform', 'linux');
// Packages ask the name whether this is Node; `versions.scrim` says what it is.
constant('release', { name: 'node' });
Object.defineProperty(self, '_rawDebug', { value: (...args) => void io.writeAll(2, Buffer.from(`${internal.format(...args)}\n`)), enumerable: true, configurable: true, writable: true });
Object.defineProperty(self, 'moduleLoadList', { get: () => native.loadedModules().map((name) => `NativeModule ${name}`), enumerable: true, configurable: true });
self.binding = function binding(name) {
  if (name === 'spawn_sync') return require('internal/spawn_request').syncBinding;
  throw withCode(new Error(`No such module: ${name}`), 'ERR_INVALID_MODULE');
};
EventEmitter.call(self);
// Told apart from a program's emitters: the fields stay where Node has them.
self.domain = null;
self._exiting = false;

let exitCode;
function checkedExitCode(value) {
  if (value === null || value === undefined) return value;
  if (typeof value === 'string' && value !== '' && Number.isInteger(+value)) return value;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  if (typeof value === 'number') throw make('ERR_OUT_OF_RANGE', 'code', 'an integer', value);
  throw make('ERR_INVALID_ARG_TYPE', 'code', 'number', value);
}
Object.defineProperty(self, 'exitCode', {
  configurable: true, enumerable: true,
  get() { return exitCode; },
  set(value) {
    value = checkedExitCode(value);
    exitCode = value === null ? undefined : typeof value === 'string' ? +value : value;
  },
});
constant('config', Object.freeze({ target_defaults: Object.freeze({ cflags: [], default_configuration: 'Release', defines: [], include_dirs: [], libraries: [] }), variables: Object.freeze({}) }));
self.uptime = function uptime() { return native.uptime(); };
self.getActiveResourcesInfo = function getActiveResourcesInfo() { return native.activeResources(); };
self.reallyExit = function reallyExit(code) { native.reallyExit(code || 0); };
self._kill = (pid, number) => native.kill(pid, number);
self.loadEnvFile = function loadEnvFile(path) {
  path ??= '.env';
  if (typeof path === 'number') throw make('ERR_INVALID_ARG_TYPE', 'path', ['string', 'Buffer', 'URL'], path);
  const parsed = require('util').parseEnv(require('fs').readFileSync(path, 'utf8'));
  for (const name of Object.keys(parsed)) if (self.env[name] === undefined) self.env[name] = parsed[name];
};

function cpuTimes(previous) {
  const [user, system] = native.resources();
  if (!previous) return { user, system };
  checks().validateObject(previous, 'prevValue');
  for (const name of ['user', 'system']) {
    if (typeof previous[name] !== 'number') throw make('ERR_INVALID_ARG_TYPE', `prevValue.${name}`, 'number', previous[name]);
  }
  return { user: user - previous.user, system: system - previous.system };
}
self.cpuUsage = function cpuUsage(previous) { return cpuTimes(previous); };
self.threadCpuUsage = function threadCpuUsage(previous) { return cpuTimes(previous); };
self.resourceUsage = function resourceUsage() {
  const names = ['userCPUTime', 'systemCPUTime', 'maxRSS', 'sharedMemorySize', 'unsharedDataSize', 'unsharedStackSize',
    'minorPageFault', 'majorPageFault', 'swappedOut', 'fsRead', 'fsWrite', 'ipcSent', 'ipcReceived', 'signalsCount',
    'voluntaryContextSwitches', 'involuntaryContextSwitches'];
  const values = native.resources();
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
};
self.memoryUsage = function memoryUsage() {
  const [rss, heapTotal, heapUsed, external, arrayBuffers] = native.memory();
  return { rss, heapTotal, heapUsed, external, arrayBuffers };
};
self.memoryUsage.rss = function rss() { return native.memory()[0]; };
self.constrainedMemory = function constrainedMemory() { return 0; };
self.availableMemory = function availableMemory() { return require('os').freemem(); };

self.kill = function kill(pid, signal) {
  if (pid != (pid | 0)) throw make('ERR_INVALID_ARG_TYPE', 'pid', 'number', pid);
  let result;
  if (typeof signal === 'number') result = self._kill(pid, signal);
  else {
    const number = require('internal/constants').signals[signal || 'SIGTERM'];
    if (number === undefined) throw make('ERR_UNKNOWN_SIGNAL', signal);
    result = self._kill(pid, number);
  }
  if (result !== 0) throw errnoError(result, 'kill');
  return true;
};
const errnoError = (number, syscall) => require('internal/system_errors').errnoException(number, syscall);

self.exit = function exit(code) {
  if (code !== undefined) self.exitCode = code;
  if (!self._exiting) {
    self._exiting = true;
    self.emit('exit', exitCode || 0);
  }
  self.reallyExit(exitCode || 0);
};
self.ref = function ref(value) { (value?.[Symbol.for('nodejs.ref')] ?? value?.ref)?.call(value); };
self.unref = function unref(value) { (value?.[Symbol.for('nodejs.unref')] ?? value?.unref)?.call(value); };
{
  // Kept for the end of the program: [object, callback] pairs.
  const registry = new Map();
  const registerFor = (event) => function register(object, callback) {
    if (object === null || (typeof object !== 'object' && typeof object !== 'function')) throw make('ERR_INVALID_ARG_TYPE', 'obj', ['object', 'function'], object);
    checks().validateFunction(callback, 'callback');
    const listener = () => callback(object, event);
    registry.set(object, [event, listener]);
    self.on(event, listener);
  };
  self.finalization = {
    register: registerFor('exit'),
    registerBeforeExit: registerFor('beforeExit'),
    unregister(object) {
      const entry = registry.get(object);
      if (entry) self.removeListener(...entry);
      registry.delete(object);
    },
  };
}

self.hrtime = function hrtime(previous) {
  let [seconds, nanoseconds] = native.hrtime();
  if (previous !== undefined) {
    checks().validateArray(previous, 'time');
    if (previous.length !== 2) throw make('ERR_OUT_OF_RANGE', 'time', 2, previous.length);
    seconds -= previous[0];
    nanoseconds -= previous[1];
    if (nanoseconds < 0) {
      --seconds;
      nanoseconds += 1e9;
    }
  }
  return [seconds, nanoseconds];
};
self.hrtime.bigint = function bigint() { return native.hrtimeBigint(); };
self.openStdin = function openStdin() {
  self.stdin.resume();
  return self.stdin;
};
for (const name of ['getuid', 'geteuid', 'getgid', 'getegid', 'getgroups']) self[name] = { [name]() { return native[name](); } }[name];
self.allowedNodeEnvironmentFlags = new Set();
constant('features', {
  inspector: false, debug: false, uv: true, ipv6: true, tls_alpn: false, tls_sni: false, tls_ocsp: false, tls: false,
  openssl_is_boringssl: false, cached_builtins: true, require_module: true, typescript: 'strip',
}, false);

// --- exceptions nobody caught

let capture = null;
self.setUncaughtExceptionCaptureCallback = function setUncaughtExceptionCaptureCallback(callback) {
  if (callback !== null) {
    if (typeof callback !== 'function') throw make('ERR_INVALID_ARG_TYPE', 'fn', ['Function', 'null'], callback);
    if (capture !== null) {
      throw withCode(new Error('`process.setupUncaughtExceptionCapture()` was called while a capture callback was already active'),
        'ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET');
    }
  }
  capture = callback;
};
self.hasUncaughtExceptionCaptureCallback = function hasUncaughtExceptionCaptureCallback() { return capture !== null; };

const captures = [];
self.addUncaughtExceptionCaptureCallback = function addUncaughtExceptionCaptureCallback(fn) {
  checks().validateFunction(fn, 'fn');
  captures.push(fn);
};

function uncaught(error, fromPromise) {
  const origin = fromPromise ? 'unhandledRejection' : 'uncaughtException';
  self.emit('uncaughtExceptionMonitor', error, origin);
  if (capture !== null) {
    capture(error);
    return true;
  }
  // The last one added is asked first.
  for (let i = captures.length - 1; i >= 0; --i) if (captures[i](error) === true) return true;
  return self.emit('uncaughtException', error, origin);
}

const reported = new WeakMap();
let lastReported = 0;
function warnUnhandled(number, reason) {
  const text = typeof reason === 'string' ? reason : reason instanceof Error ? reason.stack : internal.inspect(reason);
  const warning = new Error('Unhandled promise rejection. This error originated either by throwing inside of an async function ' +
    'without a catch block, or by rejecting a promise which was not handled with .catch(). To terminate the node process on ' +
    'unhandled promise rejection, use the CLI flag `--unhandled-rejections=strict` (see ' +
    `https://nodejs.org/api/cli.html#cli_unhandled_rejections_mode). (rejection id: ${number})`);
  warning.name = 'UnhandledPromiseRejectionWarning';
  if (reason instanceof Error) {
    warning.stack = reason.stack;
    self.emitWarning(text, 'UnhandledPromiseRejectionWarning');
  } else {
    self.emitWarning(String(text), 'UnhandledPromiseRejectionWarning');
  }
  self.emitWarning(warning);
}
// True: that is all there is to do about it.
function rejection(reason, promise, mode) {
  reported.set(promise, ++lastReported);
  const handled = self.emit('unhandledRejection', reason, promise);
  if (mode === 'warn') warnUnhandled(lastReported, reason);
  if (mode === 'warn-with-error-code' && !handled) {
    warnUnhandled(lastReported, reason);
    exitCode = 1;
  }
  return handled || mode.startsWith('warn');
}
function handledLater(promise) {
  if (!reported.has(promise)) return;
  self.emit('rejectionHandled', promise);
}

// --- warnings

self.emitWarning = function emitWarning(warning, type, code, constructor) {
  require('internal/warnings').emit(self, warning, type, code, constructor);
};
const writeWarning = (warning) => require('internal/warnings').write(self, warning);

self.nextTick = native.nextTick;
self.sourceMapsEnabled = flag('--enable-source-maps');
self.setSourceMapsEnabled = function setSourceMapsEnabled(value) {
  require('internal/source_map').setSourceMapsSupport(value, { __proto__: null, nodeModules: value, generatedCode: value });
  self.sourceMapsEnabled = value;
};
self.getBuiltinModule = function getBuiltinModule(id) {
  checks().validateString(id, 'id');
  const name = id.startsWith('node:') ? id.slice(5) : id;
  if (name.startsWith('internal/')) return undefined;
  try {
    return require(name);
  } catch (error) {
    if (/^No such built-in module/.test(error.message)) return undefined;
    throw error;
  }
};

// --- the standard streams, made when they are touched

for (const [name, fd] of [['stdout', 1], ['stdin', 0], ['stderr', 2]]) {
  let stream;
  Object.defineProperty(self, name, {
    configurable: true, enumerable: true,
    get() {
      if (stream === undefined) {
        stream = require('internal/stdio').open(fd);
        native.setStdio(fd, stream);
      }
      return stream;
    },
    set(value) {
      stream = value;
      native.setStdio(fd, value);
    },
  });
}
const ignore = () => {};
// What console writes once process.stdout or stderr is there; errors of the stream are nobody's business then.
function consoleWrite(stream, text) {
  if (typeof stream.once !== 'function') return void stream.write(text);
  stream.once('error', ignore);
  try {
    stream.write(text, (error) => {
      if (error && !stream._writableState?.errorEmitted && stream.listenerCount('error') === 0) stream.once('error', ignore);
    });
  } finally {
    stream.removeListener('error', ignore);
  }
}

const main = native.mainModule();
if (main !== undefined) self.mainModule = main;

self.execve = function execve(execPath, args = [], env = self.env) {
  const { validateString, validateArray, validateObject } = checks();
  require('internal/deprecate').experimental('process.execve');
  validateString(execPath, 'execPath');
  validateArray(args, 'args');
  args.forEach((one, i) => {
    if (typeof one !== 'string' || one.includes('\0')) throw make('ERR_INVALID_ARG_VALUE', `args[${i}]`, one, 'must be a string without null bytes');
  });
  validateObject(env, 'env');
  const pairs = Object.entries(env).map(([key, value]) => {
    if (key.includes('\0') || typeof value !== 'string' || value.includes('\0')) throw make('ERR_INVALID_ARG_VALUE', 'env', env, 'must be an object with string keys and values without null bytes');
    return `${key}=${value}`;
  });
  const [errno, text] = native.execve(execPath, args, pairs);
  const { code } = errnoError(-errno, 'execve');
  throw Object.assign(new Error(`${code}, ${text} '${execPath}'`), { errno, code, syscall: 'execve', path: execPath });
};
Object.defineProperty(self.execve, 'length', { value: 1 });

self.abort = function abort() { native.abort(); };
self.umask = function umask(mask) {
  if (mask === undefined) return native.umask();
  return native.umask(require('internal/validators').parseFileMode(mask, 'mask'));
};
self.chdir = function chdir(directory) {
  checks().validateString(directory, 'directory');
  native.chdir(directory);
};
self.cwd = function cwd() { return native.cwd(); };
for (const [name, which] of [['setegid', 3], ['seteuid', 1], ['setgid', 2], ['setuid', 0]]) {
  self[name] = {
    [name](id) {
      if (typeof id === 'string') throw withCode(new Error(`${which < 2 ? 'User' : 'Group'} identifier does not exist: ${id}`), 'ERR_UNKNOWN_CREDENTIAL');
      checks().validateUint32(id, 'id');
      const result = native.setIdentity(which, id);
      if (result !== 0) throw errnoError(result, name);
    },
  }[name];
}

// Every value is a string, and the environment of the process itself changes with it.
const variables = {};
for (let i = 0; i < environment.length; i += 2) variables[environment[i]] = environment[i + 1];
self.env = new Proxy(variables, {
  set(target, key, value) {
    if (typeof key === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
    const text = `${value}`;
    target[key] = text;
    native.setVariable(key, text);
    return true;
  },
  deleteProperty(target, key) {
    if (typeof key === 'string') native.setVariable(key, undefined);
    return delete target[key];
  },
  defineProperty(target, key, descriptor) {
    if ('value' in descriptor) {
      if (!descriptor.configurable || !descriptor.writable || !descriptor.enumerable) {
        throw withCode(new TypeError("'process.env' only accepts a configurable, writable, and enumerable data descriptor"), 'ERR_INVALID_OBJECT_DEFINE_PROPERTY');
      }
      return this.set(target, key, descriptor.value);
    }
    throw withCode(new TypeError("'process.env' does not accept an accessor(getter/setter) descriptor"), 'ERR_INVALID_OBJECT_DEFINE_PROPERTY');
  },
});

let title = internal.nodeOptions().findLast(([name]) => name === '--title')?.[1] ?? 'scrim';
Object.defineProperty(self, 'title', {
  configurable: true, enumerable: true,
  get() { return title; },
  set(value) {
    title = `${value}`;
    native.setTitle(title);
  },
});
self.argv = argv;
self.execArgv = execArgv;
{
  constant('pid', native.ids()[0]);
  Object.defineProperty(self, 'ppid', { configurable: true, enumerable: true, get() { return native.ids()[1]; } });
}
self.execPath = argv[0];
self.debugPort = 9229;
constant('argv0', argv0, false);
Object.defineProperty(self, Symbol.toStringTag, { value: 'process', writable: true });
for (const [name, option] of [['noDeprecation', '--no-deprecation'], ['throwDeprecation', '--throw-deprecation'], ['traceDeprecation', '--trace-deprecation']]) {
  if (flag(option)) self[name] = true;
}
if (flag('--trace-warnings')) Object.defineProperty(self, 'traceProcessWarnings', { value: true, writable: true, configurable: true });

// --- signals are watched while somebody listens

const watched = new Set();
const isSignal = (name) => typeof name === 'string' && name.startsWith('SIG') && require('internal/constants').signals[name] !== undefined;
self.on('newListener', function startListeningIfSignal(name) {
  if (!isSignal(name) || watched.has(name)) return;
  const number = require('internal/constants').signals[name];
  const result = io.signal(number, () => self.emit(name, name, number));
  if (result !== 0) throw errnoError(result, 'uv_signal_start');
  watched.add(name);
});
self.on('removeListener', function stopListeningIfSignal(name) {
  if (!watched.has(name) || self.listenerCount(name) > 0) return;
  watched.delete(name);
  io.signal(require('internal/constants').signals[name], undefined);
});
if (!flag('--no-warnings') && variables.NODE_NO_WARNINGS !== '1') self.on('warning', writeWarning);

native.setHooks({
  uncaught, rejection, handledLater, consoleWrite,
  emit(name) { self.emit(name, exitCode || 0); },
  // At the program's end; the code it ends with.
  exit(code) {
    if (code !== undefined) exitCode = code;
    if (!self._exiting) {
      self._exiting = true;
      self.emit('exit', exitCode || 0);
    }
    return exitCode || 0;
  },
});

module.exports = self;
