// node:child_process. https://nodejs.org/api/child_process.html
'use strict';

const EventEmitter = require('events');
const native = internal.binding('spawn');
const { requestOf, syncBinding } = require('internal/spawn_request');
const io = internal.binding('io');
const { Buffer } = require('buffer');
const { make, AbortError } = require('internal/errors');
const { validateString, validateObject, validateFunction, validateBoolean, validateAbortSignal, validateInteger } = require('internal/validators');
const { errnoException } = require('internal/system_errors');
const { signals, signalName } = require('internal/constants');
const { Pipe } = require('internal/pipe');

const kMaxBuffer = 1024 * 1024;

const systemError = (number, syscall) => errnoException(-Math.abs(number), syscall);
function checkNoNull(value, name) {
  if (typeof value === 'string' && value.includes('\u0000')) throw make('ERR_INVALID_ARG_VALUE', name, value, 'must be a string without null bytes');
}
function sanitizeSignal(signal) {
  if (typeof signal === 'number' && signalName(signal)) return signal;
  if (typeof signal === 'string') {
    const number = signals[signal.toUpperCase()];
    if (number !== undefined) return number;
  }
  if (typeof signal === 'number' || typeof signal === 'string') throw make('ERR_UNKNOWN_SIGNAL', signal);
  throw make('ERR_INVALID_ARG_TYPE', 'options.killSignal', ['string', 'number'], signal);
}
const killSignalOf = (signal) => {
  if (signal === 0) return 0;
  if (signal == null || signal === '') return signals.SIGTERM;
  return sanitizeSignal(signal);
};

// (file, args, options) in the forms Node takes them -> { file, args, env, cwd, ... } as the natives want it.
function normalize(file, args, options) {
  validateString(file, 'file');
  checkNoNull(file, 'file');
  if (file.length === 0) throw make('ERR_INVALID_ARG_VALUE', 'file', file, 'cannot be empty');
  if (Array.isArray(args)) {
    args = args.slice();
  } else if (args == null) {
    args = [];
  } else if (typeof args !== 'object') {
    throw make('ERR_INVALID_ARG_TYPE', 'args', 'object', args);
  } else {
    options = args;
    args = [];
  }
  args = args.map((one, i) => {
    one = `${one}`;
    checkNoNull(one, `args[${i}]`);
    return one;
  });
  if (options === undefined) options = {};
  else validateObject(options, 'options');
  options = { __proto__: null, ...options };
  let { cwd } = options;
  if (cwd != null) cwd = require('internal/fs/values').toPath(cwd, 'options.cwd');
  if (options.detached != null) validateBoolean(options.detached, 'options.detached');
  for (const name of ['uid', 'gid']) {
    if (options[name] != null && (typeof options[name] !== 'number' || options[name] !== options[name] >> 0)) throw make('ERR_INVALID_ARG_TYPE', `options.${name}`, 'int32', options[name]);
  }
  if (options.shell != null && typeof options.shell !== 'boolean' && typeof options.shell !== 'string') {
    throw make('ERR_INVALID_ARG_TYPE', 'options.shell', ['boolean', 'string'], options.shell);
  }
  if (options.argv0 != null) validateString(options.argv0, 'options.argv0');
  if (options.windowsHide != null) validateBoolean(options.windowsHide, 'options.windowsHide');
  if (options.shell) {
    if (args.length > 0) {
      require('internal/deprecate').warnOnce('DEP0190', 'Passing args to a child process with shell option true can lead to security vulnerabilities, as the arguments are not escaped, only concatenated.');
    }
    const command = [file, ...args].join(' ');
    file = typeof options.shell === 'string' ? options.shell : '/bin/sh';
    args = ['-c', command];
  }
  args.unshift(typeof options.argv0 === 'string' ? options.argv0 : file);
  const env = options.env || process.env;
  const pairs = [];
  for (const key in env) {
    const value = env[key];
    if (value !== undefined) {
      checkNoNull(key, `options.env['${key}']`);
      checkNoNull(`${value}`, `options.env['${key}']`);
      pairs.push(`${key}=${value}`);
    }
  }
  // What packages see that put themselves around ChildProcess.prototype.spawn and the binding's.
  return { ...options, args, cwd, detached: !!options.detached, envPairs: pairs, file, windowsHide: !!options.windowsHide, windowsVerbatimArguments: !!options.windowsVerbatimArguments };
}

// What each of the child's descriptors is: a number of ours, 'pipe', 'ignore' or 'ipc'.
function stdioOf(stdio, sync) {
  if (stdio == null) stdio = 'pipe';
  if (typeof stdio === 'string') {
    if (!['ignore', 'overlapped', 'pipe', 'inherit'].includes(stdio)) throw make('ERR_INVALID_ARG_VALUE', 'stdio', stdio);
    stdio = [stdio, stdio, stdio];
  } else if (!Array.isArray(stdio)) {
    throw make('ERR_INVALID_ARG_VALUE', 'stdio', stdio);
  }
  stdio = stdio.slice();
  while (stdio.length < 3) stdio.push(undefined);
  return stdio.map((entry, i) => {
    if (entry == null) entry = i < 3 ? 'pipe' : 'ignore';
    if (entry === 'ignore') return 'ignore';
    if (entry === 'pipe' || entry === 'overlapped') return 'pipe';
    if (entry === 'inherit') return i;
    if (entry === 'ipc') {
      if (sync) throw make('ERR_IPC_SYNC_FORK');
      throw notThere();
    }
    if (typeof entry === 'number') return entry;
    if (typeof entry?.fd === 'number') return entry.fd;
    if (sync && ArrayBuffer.isView(entry)) return entry;
    throw make('ERR_INVALID_ARG_VALUE', 'stdio', entry);
  });
}
function notThere() {
  const error = new Error("scrim has no 'ipc' channels between processes yet: child_process.fork() and stdio 'ipc' need them. spawn() and execFile() with pipes work.");
  error.code = 'ERR_SCRIM_NOT_YET';
  return error;
}

class ChildProcess extends EventEmitter {
  #exited = false;
  #closesNeeded = 1;
  #closesGot = 0;
  constructor() {
    super();
    this.connected = false;
    this.signalCode = null;
    this.exitCode = null;
    this.killed = false;
    this.spawnfile = null;
    this._handle = {};
    Object.defineProperty(this, '_handle', { enumerable: false, writable: true });
  }
  // `close` is told after the stream's end.
  #awaitClose(stream) {
    ++this.#closesNeeded;
    stream.on('close', () => this.#maybeClose());
  }
  #maybeClose() {
    if (++this.#closesGot === this.#closesNeeded) this.emit('close', this.exitCode, this.signalCode);
  }
  #onExit(code, signal) {
    this.#exited = true;
    if (signal) this.signalCode = signalName(signal);
    else this.exitCode = code;
    if (this.stdin) this.stdin.destroy();
    this.emit('exit', this.exitCode, this.signalCode);
    process.nextTick(() => this.#flush());
    this.#maybeClose();
  }
  // Output that nobody reads is thrown away, so that the streams end.
  #flush() {
    for (const stream of this.stdio) {
      if (stream?.readable && !stream._readableState.readableListening && !stream.readableDidRead && stream._readableState.flowing === null) stream.resume();
    }
  }
  spawn(options) {
    validateObject(options, 'options');
    const { args: spawnargs = [] } = options;
    const request = requestOf(options);
    const stdio = stdioOf(options.stdio, false);
    const [pid, ends] = native.spawn(request, stdio);
    this.spawnfile = request.file;
    this.spawnargs = spawnargs;
    const streams = [];
    this.stdin = null;
    this.stdout = null;
    this.stderr = null;
    ends.forEach((fd, i) => {
      if (fd === null) {
        streams.push(null);
        return;
      }
      const stream = new Pipe({ fd, readable: i !== 0, writable: i === 0 || i > 2 });
      if (i > 0) this.#awaitClose(stream);
      streams.push(stream);
    });
    [this.stdin = null, this.stdout = null, this.stderr = null] = streams;
    this.stdio = streams;
    if (pid < 0) {
      const error = systemError(pid, `spawn ${request.file}`);
      error.path = request.file;
      error.spawnargs = spawnargs.slice(1);
      this._handle = null;
      // These are known at once to be wrong; others are told later. The streams are there all the same, at their ends.
      if (!['EACCES', 'EAGAIN', 'EMFILE', 'ENFILE', 'ENOENT'].includes(error.code)) {
        for (const stream of streams) stream?.destroy();
        throw error;
      }
      process.nextTick(() => {
        this.#exited = true;
        this.exitCode = pid;
        if (this.stdin) this.stdin.destroy();
        this.emit('error', error);
        process.nextTick(() => this.#flush());
        this.#maybeClose();
      });
      return pid;
    }
    this.pid = pid;
    native.watch(pid, (code, signal) => this.#onExit(code, signal));
    process.nextTick(() => this.emit('spawn'));
    return 0;
  }
  kill(signal) {
    const number = killSignalOf(signal);
    if (!this.#exited && this.pid) {
      const result = process._kill(this.pid, number);
      if (result === 0) {
        if (number !== 0) this.killed = true;
        return true;
      }
      if (result !== -3) this.emit('error', systemError(result, 'kill'));
    }
    return false;
  }
  ref() {
    if (!this.#exited && this.pid) native.reference(this.pid, true);
  }
  unref() {
    if (!this.#exited && this.pid) native.reference(this.pid, false);
  }
  send() { throw make('ERR_IPC_CHANNEL_CLOSED'); }
  disconnect() { this.emit('error', make('ERR_IPC_DISCONNECTED')); }
  [Symbol.dispose]() {
    if (!this.killed) this.kill();
  }
}

function checkTimeout(timeout) {
  if (timeout != null) validateInteger(timeout, 'timeout', 0);
}
function checkMaxBuffer(maxBuffer) {
  if (maxBuffer != null && !(typeof maxBuffer === 'number' && maxBuffer >= 0)) throw make('ERR_OUT_OF_RANGE', 'options.maxBuffer', 'a positive number', maxBuffer);
}

function spawn(file, args, options) {
  options = normalize(file, args, options);
  checkTimeout(options.timeout);
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  const killSignal = killSignalOf(options.killSignal);
  const child = new ChildProcess();
  child.spawn(options);
  if (options.timeout > 0) {
    let timer = setTimeout(() => {
      timer = null;
      try {
        child.kill(killSignal);
      } catch (error) {
        child.emit('error', error);
      }
    }, options.timeout);
    child.once('exit', () => {
      clearTimeout(timer);
      timer = null;
    });
  }
  if (options.signal) {
    const { signal } = options;
    const abort = () => {
      try {
        if (child.kill(killSignal)) child.emit('error', new AbortError(undefined, { cause: signal.reason }));
      } catch (error) {
        child.emit('error', error);
      }
    };
    if (signal.aborted) process.nextTick(abort);
    else {
      signal.addEventListener('abort', abort, { once: true });
      child.once('exit', () => signal.removeEventListener('abort', abort));
    }
  }
  return child;
}

function execArguments(command, options, callback) {
  validateString(command, 'command');
  checkNoNull(command, 'command');
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  options = { __proto__: null, ...options };
  options.shell = typeof options.shell === 'string' ? options.shell : true;
  return { file: command, options, callback };
}
function exec(command, options, callback) {
  const given = execArguments(command, options, callback);
  return execFile(given.file, given.options, given.callback);
}

function execFile(file, args, options, callback) {
  if (args != null && !Array.isArray(args)) {
    if (typeof args === 'function') {
      callback = args;
      options = null;
      args = null;
    } else if (typeof args === 'object') {
      callback = options;
      options = args;
      args = null;
    } else {
      throw make('ERR_INVALID_ARG_TYPE', 'args', 'object', args);
    }
  }
  args ??= [];
  if (typeof options === 'function') {
    callback = options;
    options = null;
  } else if (options != null && typeof options !== 'object') {
    throw make('ERR_INVALID_ARG_TYPE', 'options', 'Object', options);
  }
  if (callback != null) validateFunction(callback, 'callback');
  options = { encoding: 'utf8', timeout: 0, maxBuffer: kMaxBuffer, killSignal: 'SIGTERM', cwd: null, env: null, shell: false, ...options };
  checkTimeout(options.timeout);
  checkMaxBuffer(options.maxBuffer);
  options.killSignal = killSignalOf(options.killSignal);
  const child = spawn(file, args, {
    cwd: options.cwd, env: options.env, gid: options.gid, shell: options.shell, signal: options.signal, uid: options.uid,
    windowsHide: !!options.windowsHide, argv0: options.argv0,
  });
  const decodes = options.encoding !== 'buffer' && Buffer.isEncoding(options.encoding);
  const output = { stdout: [], stderr: [] };
  let killed = false;
  let exited = false;
  let timer = null;
  let failure = null;
  const commandLine = args.length > 0 ? [file, ...args].join(' ') : file;
  const collected = (name) => (decodes ? output[name].join('') : Buffer.concat(output[name]));
  function finish(code, signal) {
    if (exited) return;
    exited = true;
    clearTimeout(timer);
    timer = null;
    if (!callback) return;
    const stdout = collected('stdout');
    const stderr = collected('stderr');
    if (!failure && code === 0 && signal === null) {
      callback(null, stdout, stderr);
      return;
    }
    if (!failure) {
      failure = new Error(`Command failed: ${commandLine}\n${stderr}`);
      failure.code = code < 0 ? io.errorWords(code)[0] : code;
      failure.killed = child.killed || killed;
      failure.signal = signal;
    }
    failure.cmd = commandLine;
    callback(failure, stdout, stderr);
  }
  const stop = () => {
    child.stdout?.destroy();
    child.stderr?.destroy();
    killed = true;
    try {
      child.kill(options.killSignal);
    } catch (error) {
      if (!failure) failure = error;
      finish();
    }
  };
  if (options.timeout > 0) timer = setTimeout(() => { stop(); timer = null; }, options.timeout);
  for (const name of ['stdout', 'stderr']) {
    const stream = child[name];
    if (!stream) continue;
    if (decodes) stream.setEncoding(options.encoding);
    let length = 0;
    stream.on('data', (chunk) => {
      const encoding = stream.readableEncoding;
      const size = encoding ? Buffer.byteLength(chunk, encoding) : chunk.length;
      const before = length;
      length += size;
      if (length > options.maxBuffer) {
        const room = options.maxBuffer - before;
        output[name].push(encoding ? chunk.slice(0, room) : chunk.subarray(0, room));
        failure = make('ERR_CHILD_PROCESS_STDIO_MAXBUFFER', name);
        stop();
      } else {
        output[name].push(chunk);
      }
    });
  }
  child.addListener('close', finish);
  child.addListener('error', (error) => {
    failure = error;
    child.stdout?.destroy();
    child.stderr?.destroy();
    finish();
  });
  return child;
}
const promisify = Symbol.for('nodejs.util.promisify.custom');
for (const fn of [exec, execFile]) {
  Object.defineProperty(fn, promisify, {
    enumerable: false,
    value: (...args) => {
      let child;
      const promise = new Promise((resolve, reject) => {
        child = fn(...args, (error, stdout, stderr) => {
          if (error === null) resolve({ stdout, stderr });
          else reject(Object.assign(error, { stdout, stderr }));
        });
      });
      promise.child = child;
      return promise;
    },
  });
}

// --- the synchronous three

function spawnSync(file, args, options) {
  options = { maxBuffer: kMaxBuffer, ...normalize(file, args, options) };
  checkTimeout(options.timeout);
  checkMaxBuffer(options.maxBuffer);
  const killSignal = killSignalOf(options.killSignal);
  const stdio = stdioOf(options.stdio, true);
  if (options.input !== undefined && options.input !== null) {
    const { input } = options;
    if (ArrayBuffer.isView(input)) stdio[0] = input;
    else if (typeof input === 'string') stdio[0] = Buffer.from(input, options.encoding && options.encoding !== 'buffer' ? options.encoding : 'utf8');
    else throw make('ERR_INVALID_ARG_TYPE', 'options.stdio[0]', ['Buffer', 'TypedArray', 'DataView', 'string'], input);
  }
  options.stdio = stdio;
  options.killSignal = killSignal;
  const [pid, code, signal, number, outputs] = syncBinding.spawn(options);
  const decodes = options.encoding && options.encoding !== 'buffer';
  const started = pid !== 0;
  const output = started ? outputs.map((bytes) => {
    if (bytes === null) return null;
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return decodes ? buffer.toString(options.encoding) : buffer;
  }) : null;
  const result = {};
  if (number) {
    result.error = systemError(-number, `spawnSync ${options.file}`);
    result.error.path = options.file;
    result.error.spawnargs = options.args.slice(1);
  }
  result.status = started && signal === 0 ? code : null;
  result.signal = signal ? signalName(signal) : null;
  result.output = output;
  result.pid = pid;
  result.stdout = output && output[1];
  result.stderr = output && output[2];
  return result;
}
function failureOf(result, args, command) {
  let error;
  if (result.error) {
    ({ error } = result);
    Object.assign(error, result);
  } else if (result.status !== 0) {
    let text = 'Command failed: ';
    text += command || args.join(' ');
    if (result.stderr && result.stderr.length > 0) text += `\n${result.stderr.toString()}`;
    error = new Error(text);
    Object.assign(error, result);
  }
  return error;
}
function execFileSync(file, args, options) {
  if (args != null && !Array.isArray(args)) {
    options = args;
    args = [];
  }
  options = { ...options };
  const inheritsErrors = !options.stdio;
  const result = spawnSync(file, args, options);
  if (inheritsErrors && result.stderr) process.stderr.write(result.stderr);
  const error = failureOf(result, [options.argv0 || file, ...(args ?? [])]);
  if (error) throw error;
  return result.stdout;
}
function execSync(command, options) {
  const given = execArguments(command, options, null);
  const inheritsErrors = !given.options.stdio;
  const result = spawnSync(given.file, given.options);
  if (inheritsErrors && result.stderr) process.stderr.write(result.stderr);
  const error = failureOf(result, undefined, command);
  if (error) throw error;
  return result.stdout;
}

function fork() {
  throw notThere();
}

module.exports = { _forkChild: fork, ChildProcess, exec, execFile, execFileSync, execSync, fork, spawn, spawnSync };
