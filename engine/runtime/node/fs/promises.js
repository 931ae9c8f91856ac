// node:fs/promises. https://nodejs.org/api/fs.html#promises-api
'use strict';

const native = internal.binding('fs');
const { Buffer } = require('buffer');
const EventEmitter = require('events');
const fs = require('fs');
const values = require('internal/fs/values');
const { operations, arityOf, isNoEntry } = require('internal/fs/operations');
const { toPath, toFlags, optionsOf, constants, encodeName } = values;
const { make, AbortError } = require('internal/errors');
const { validateBuffer, parseFileMode } = require('internal/validators');
const { lengths } = require('internal/shape');

// The stack of the failure is the caller's, not the loop's.
function calling(call, given) {
  return new Promise((resolve, reject) => {
    call(...given, (error, result) => {
      if (error) {
        Error.captureStackTrace(error);
        reject(error);
      } else {
        resolve(result);
      }
    });
  });
}

const promises = {};
for (const name of ['access', 'copyFile', 'rename', 'rmdir', 'mkdir', 'readdir', 'readlink', 'symlink', 'lstat', 'stat', 'statfs',
  'link', 'unlink', 'chmod', 'lchown', 'chown', 'utimes', 'lutimes', 'mkdtemp']) {
  const [call, prepare, finish] = operations[name];
  promises[name] = {
    async [name](...args) {
      const given = prepare(...args);
      let result;
      try {
        result = await calling(native[call], given);
      } catch (error) {
        if (isNoEntry(error, args[1])) return undefined;
        throw error;
      }
      return finish ? finish(result, ...args) : result;
    },
  }[name];
  Object.defineProperty(promises[name], 'length', { value: arityOf(operations[name]) });
}
const viaCallback = (name) => {
  promises[name] = {
    [name](...args) {
      return new Promise((resolve, reject) => {
        fs[name](...args, (error, result) => (error ? reject(error) : resolve(result)));
      });
    },
  }[name];
};
for (const name of ['rm', 'truncate', 'cp', 'opendir']) viaCallback(name);
promises.realpath = async function realpath(path, options) {
  options = optionsOf(options);
  return encodeName(await calling(native.realpath, [1, toPath(path)]), options.encoding);
};
promises.lchmod = async function lchmod() { throw make('ERR_METHOD_NOT_IMPLEMENTED', 'lchmod()'); };
promises.glob = function glob(pattern, options) { return require('internal/fs/glob').globIterator(pattern, options); };
promises.watch = function watch(path, options) { return require('internal/fs/watch').watchIterator(path, options); };
promises.mkdtempDisposable = async function mkdtempDisposable(prefix, options) {
  const path = await promises.mkdtemp(prefix, options);
  const remove = () => promises.rm(path, { recursive: true, force: true });
  return { path, remove, [Symbol.asyncDispose]: remove };
};

// --- FileHandle

const kFd = Symbol('kFd');
const kRefs = Symbol('kRefs');
const kClosing = Symbol('kClosePromise');
const kHandle = Symbol('kHandle');

const fileClosed = (syscall) => Object.assign(new Error('file closed'), { code: 'EBADF', syscall });
function onHandle(name, handle, ...args) {
  const [call, prepare, finish] = operations[name];
  if (handle[kFd] === -1) return Promise.reject(fileClosed(call));
  return calling(native[call], prepare(handle[kFd], ...args)).then((result) => (finish ? finish(result, handle[kFd], ...args) : result));
}
const viaFd = (handle, name, args, names) => new Promise((resolve, reject) => {
  if (handle[kFd] === -1) {
    reject(fileClosed(name));
    return;
  }
  fs[name](handle[kFd], ...args, (error, a, b) => {
    if (error) reject(error);
    else resolve(names ? { __proto__: null, [names[0]]: a, [names[1]]: b } : a);
  });
});

class FileHandle extends EventEmitter {
  constructor(fd) {
    super();
    this[kHandle] = {};
    this[kFd] = fd;
    this[kRefs] = 1;
    this[kClosing] = null;
    this.close = () => {
      if (this[kFd] === -1) return Promise.resolve();
      if (this[kClosing]) return this[kClosing];
      const fdNow = this[kFd];
      this[kFd] = -1;
      this[kClosing] = calling(native.close, [fdNow]).finally(() => { this[kClosing] = undefined; });
      this.emit('close');
      return this[kClosing];
    };
    Object.defineProperty(this.close, 'name', { value: 'close' });
  }
  getAsyncId() { return -1; }
  get fd() { return this[kFd]; }
  appendFile(data, options) { return writeFile(this, data, { flag: 'a', ...optionsOf(options) }); }
  chmod(mode) { return onHandle('fchmod', this, mode); }
  chown(uid, gid) { return onHandle('fchown', this, uid, gid); }
  datasync() { return onHandle('fdatasync', this); }
  sync() { return onHandle('fsync', this); }
  async read(buffer, offset, length, position) {
    if (buffer == null || !ArrayBuffer.isView(buffer)) {
      const options = buffer ?? {};
      if (typeof options !== 'object') validateBuffer(buffer);
      ({ buffer = Buffer.alloc(16384), offset = 0, length = buffer.byteLength - offset, position = null } = options);
    } else if (offset !== null && typeof offset === 'object') {
      ({ offset = 0, length = buffer.byteLength - offset, position = null } = offset);
    }
    return viaFd(this, 'read', [buffer, offset ?? 0, length ?? buffer.byteLength - (offset ?? 0), position ?? null], ['bytesRead', 'buffer']);
  }
  async readv(buffers, position) { return viaFd(this, 'readv', [buffers, position], ['bytesRead', 'buffers']); }
  readFile(options) { return readFile(this, options); }
  readLines(options = undefined) {
    return require('readline').createInterface({ input: this.createReadStream(options), crlfDelay: Infinity });
  }
  stat(options) { return onHandle('fstat', this, options); }
  truncate(length = 0) { return onHandle('ftruncate', this, length); }
  utimes(atime, mtime) { return onHandle('futimes', this, atime, mtime); }
  async write(buffer, offset, length, position) {
    if (ArrayBuffer.isView(buffer)) {
      if (buffer.byteLength === 0) return { __proto__: null, bytesWritten: 0, buffer };
      if (offset !== null && typeof offset === 'object') ({ offset = 0, length = buffer.byteLength - offset, position = null } = offset);
      return viaFd(this, 'write', [buffer, offset ?? 0, length ?? buffer.byteLength - (offset ?? 0), position ?? null], ['bytesWritten', 'buffer']);
    }
    if (typeof buffer !== 'string') throw make('ERR_INVALID_ARG_TYPE', 'buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
    return viaFd(this, 'write', [buffer, offset, length], ['bytesWritten', 'buffer']);
  }
  async writev(buffers, position) { return viaFd(this, 'writev', [buffers, position], ['bytesWritten', 'buffers']); }
  writeFile(data, options) { return writeFile(this, data, options); }
  readableWebStream(options) { return require('stream').Readable.toWeb(this.createReadStream({ autoClose: false }), options); }
  createReadStream(options = undefined) {
    const { ReadStream } = require('internal/fs/streams');
    return new ReadStream(undefined, { ...optionsOf(options), fd: this });
  }
  createWriteStream(options = undefined) {
    const { WriteStream } = require('internal/fs/streams');
    return new WriteStream(undefined, { ...optionsOf(options), fd: this });
  }
  async [Symbol.asyncDispose]() { await this.close(); }
}

promises.open = async function open(path, flags, mode) {
  path = toPath(path);
  return new FileHandle(await calling(native.open, [path, toFlags(flags), parseFileMode(mode, 'mode', 0o666)]));
};

const aborted = (signal) => {
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
};
async function readFile(path, options) {
  options = optionsOf(options, { flag: 'r' });
  aborted(options.signal);
  const target = path instanceof FileHandle ? path.fd : toPath(path);
  if (target === -1) {
    throw fileClosed('readFile');
  }
  return new Promise((resolve, reject) => {
    fs.readFile(target, options, (error, result) => {
      if (error) {
        if (error.code !== 'ABORT_ERR') Error.captureStackTrace(error);
        reject(error);
      } else resolve(result);
    });
  });
}
promises.readFile = readFile;

const isIterable = (value) => value !== null && typeof value === 'object' && !ArrayBuffer.isView(value) &&
  (typeof value[Symbol.asyncIterator] === 'function' || typeof value[Symbol.iterator] === 'function');
async function writeFile(path, data, options) {
  options = optionsOf(options, { encoding: 'utf8', mode: 0o666, flag: 'w' });
  aborted(options.signal);
  const isHandle = path instanceof FileHandle;
  if (isIterable(data)) {
    const handle = isHandle ? path : await promises.open(path, options.flag || 'w', options.mode);
    try {
      for await (const chunk of data) {
        aborted(options.signal);
        const bytes = ArrayBuffer.isView(chunk) ? chunk : Buffer.from(chunk, options.encoding || 'utf8');
        for (let at = 0; at < bytes.byteLength;) at += (await handle.write(bytes, at, bytes.byteLength - at)).bytesWritten;
      }
      if (options.flush) await handle.sync();
    } finally {
      if (!isHandle) await handle.close();
    }
    return undefined;
  }
  if (!isHandle) toPath(path);
  return new Promise((resolve, reject) => {
    fs.writeFile(isHandle ? path.fd : path, data, options, (error) => {
      if (error) {
        if (error.code !== 'ABORT_ERR') Error.captureStackTrace(error);
        reject(error);
      } else resolve();
    });
  });
}
promises.writeFile = writeFile;
promises.appendFile = async function appendFile(path, data, options) {
  options = optionsOf(options, { encoding: 'utf8', mode: 0o666, flag: 'a' });
  return writeFile(path, data, { ...options, flag: options.flag || 'a' });
};
Object.defineProperty(promises, 'constants', { value: constants, enumerable: true });

// In Node's order.
const ordered = {};
for (const name of ['access', 'copyFile', 'cp', 'glob', 'open', 'opendir', 'rename', 'truncate', 'rm', 'rmdir', 'mkdir', 'readdir', 'readlink',
  'symlink', 'lstat', 'stat', 'statfs', 'link', 'unlink', 'chmod', 'lchmod', 'lchown', 'chown', 'utimes', 'lutimes', 'realpath', 'mkdtemp',
  'mkdtempDisposable', 'writeFile', 'appendFile', 'readFile', 'watch', 'constants']) ordered[name] = promises[name];
lengths(ordered, 'access 1 cp 3 lchmod 2 lstat 1 opendir 3 realpath 2 rm 2 stat 1 statfs 1 truncate 1 watch 1');
module.exports = ordered;
Object.defineProperty(module.exports, Symbol.for('scrim.FileHandle'), { value: FileHandle });
