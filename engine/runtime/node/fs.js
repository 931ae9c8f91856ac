// node:fs. https://nodejs.org/api/fs.html
'use strict';

const native = internal.binding('fs');
const { Buffer } = require('buffer');
const values = require('internal/fs/values');
const { operations, arityOf, mayBeMissing, isNoEntry } = require('internal/fs/operations');
const { toPath, pathOrFd, toFd, toFlags, optionsOf, constants, encodeName, checkRange } = values;
const { make, AbortError } = require('internal/errors');
const { validateFunction, validateInteger, validateObject, validateBoolean, parseFileMode, validateBuffer } = require('internal/validators');

const { lengths, accessor } = require('internal/shape');
const [ENOENT, ENOTDIR] = [2, 20];

const fs = {};
const identity = (result) => result;
const checkCallback = (callback) => validateFunction(callback, 'cb');
const named = (name, fn, length = fn.length) => Object.defineProperties(fn, { name: { value: name }, length: { value: length } });
// Of what native.mode() gives, the negative errno of what is not there.
const isMissing = (mode) => mode === -ENOENT || mode === -ENOTDIR;

// Callback forms: the few that look at their arguments before the callback; those that leave none out.
const kArgumentsFirst = new Set(['access', 'chmod', 'close', 'copyFile', 'open']);
const kWhole = new Set(['chmod', 'chown', 'fchmod', 'fchown', 'futimes', 'lchown', 'link', 'lutimes', 'rename', 'utimes']);

// A call without path in it reports none; what runs later is given (error) or (null, value).
for (const name of Object.keys(operations)) {
  const [call, prepare, finish = identity] = operations[name];
  const arity = arityOf(operations[name]);
  const hasResult = operations[name].length > 2 || ['open', 'mkdir'].includes(name);
  fs[`${name}Sync`] = named(`${name}Sync`, function (...args) {
    const given = prepare(...args);
    // Asked often, answered without an error being made.
    if (mayBeMissing(args[1]) && (call === 'stat' || call === 'lstat') && isMissing(native.mode(given[0], call === 'lstat' ? 1 : 0))) return undefined;
    return finish(native[call](...given), ...args);
  }, arity);
  const argumentsFirst = kArgumentsFirst.has(name);
  fs[name] = named(name, function (...args) {
    if (name === 'close' && args.length === 1 && typeof args[0] !== 'function') {
      native.close(toFd(args[0]), (error) => { if (error) throw error; });
      return;
    }
    // Arguments before the callback may be left out.
    let at = arity;
    if (typeof args[at] !== 'function' && !kWhole.has(name)) {
      while (at > 1 && typeof args[at] !== 'function') at--;
      if (typeof args[at] !== 'function') at = arity;
    }
    const callback = args[at];
    args.length = Math.min(args.length, at);
    if (!argumentsFirst) checkCallback(callback);
    const given = prepare(...args);
    if (argumentsFirst) checkCallback(callback);
    native[call](...given, (error, result) => {
      if (error && isNoEntry(error, args[1])) callback(null, undefined);
      else if (error) callback(error);
      else if (!hasResult) callback(null);
      else {
        let value;
        try {
          value = finish(result, ...args);
        } catch (failure) {
          callback(failure);
          return;
        }
        if (name === 'mkdir' && value === undefined) callback(null);
        else callback(null, value);
      }
    });
  }, arity + 1);
}

fs.exists = function exists(path, callback) {
  checkCallback(callback);
  try {
    path = toPath(path);
  } catch {
    callback(false);
    return;
  }
  native.access(constants.F_OK, path, (error) => callback(!error));
};
Object.defineProperty(fs.exists, Symbol.for('nodejs.util.promisify.custom'), { value: function exists(path) { return new Promise((resolve) => { fs.exists(path, resolve); }); } });
fs.existsSync = function existsSync(path) {
  try {
    return native.mode(toPath(path), 0) >= 0;
  } catch (error) {
    if (error.code === 'ERR_INVALID_ARG_TYPE') require('internal/deprecate').warnOnce('DEP0187', 'Passing invalid argument types to fs.existsSync is deprecated');
    return false;
  }
};

fs.lchmod = undefined;
fs.lchmodSync = undefined;

// --- read and write

const isView = ArrayBuffer.isView;
// (fd, buffer, offset, length, position) or with an options object, which may replace the buffer too.
function readArguments(buffer, offset, length, position) {
  if (buffer === undefined || (buffer !== null && typeof buffer === 'object' && !isView(buffer))) {
    ({ buffer = Buffer.alloc(16384), offset = 0, length = buffer.byteLength - offset, position = null } = buffer ?? {});
  } else if (offset !== null && typeof offset === 'object') {
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offset);
  }
  validateBuffer(buffer);
  if (offset == null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  length ??= buffer.byteLength - offset;
  length |= 0;
  return [buffer, offset, length, position];
}
function readPosition(position) {
  if (position == null) return -1;
  if (typeof position === 'bigint') return Number(position);
  validateInteger(position, 'position', -1);
  return position;
}
function checkRead(buffer, offset, length) {
  if (buffer.byteLength === 0) throw make('ERR_INVALID_ARG_VALUE', 'buffer', buffer, 'is empty and cannot be written');
  checkRange(buffer, offset, length, true);
}
fs.readSync = function readSync(fd, ...args) {
  toFd(fd);
  const [buffer, offset, length, position] = readArguments(...args);
  if (length === 0) return 0;
  checkRead(buffer, offset, length);
  return native.read(fd, buffer, offset, length, readPosition(position));
};
fs.read = function read(fd, ...args) {
  toFd(fd);
  const callback = args.pop();
  checkCallback(callback);
  const [buffer, offset, length, position] = readArguments(...args);
  if (length === 0) {
    process.nextTick(callback, null, 0, buffer);
    return;
  }
  checkRead(buffer, offset, length);
  native.read(fd, buffer, offset, length, readPosition(position), (error, count) => (error ? callback(error, 0, buffer) : callback(null, count, buffer)));
};
const promisifyArgs = (fn, names) => Object.defineProperty(fn, Symbol.for('nodejs.util.promisify.custom'), {
  configurable: true,
  value: (...args) => new Promise((resolve, reject) => {
    fn(...args, (error, ...results) => (error ? reject(error) : resolve(Object.fromEntries(names.map((name, i) => [name, results[i]])))));
  }),
});
promisifyArgs(fs.read, ['bytesRead', 'buffer']);

// What is written: [bytes, offset, length, position]
function writeArguments(data, offset, length, position) {
  if (isView(data)) {
    if (offset !== null && typeof offset === 'object') ({ offset = 0, length = data.byteLength - offset, position = null } = offset);
    if (offset == null || typeof offset === 'function') offset = 0;
    else validateInteger(offset, 'offset', 0);
    if (typeof length !== 'number') length = data.byteLength - offset;
    if (typeof position !== 'number') position = null;
    checkRange(data, offset, length);
    return [data, offset, length, position ?? -1];
  }
  if (typeof data !== 'string') throw make('ERR_INVALID_ARG_TYPE', 'buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  // (fd, string, position, encoding)
  const encoding = length || 'utf8';
  if (typeof encoding !== 'string' || !Buffer.isEncoding(encoding)) throw make('ERR_INVALID_ARG_VALUE', 'encoding', encoding, 'is invalid encoding');
  const bytes = Buffer.from(data, encoding);
  return [bytes, 0, bytes.length, typeof offset === 'number' ? offset : -1];
}
fs.writeSync = function writeSync(fd, ...args) {
  toFd(fd);
  return native.write(fd, ...writeArguments(...args));
};
fs.write = function write(fd, ...args) {
  toFd(fd);
  const callback = args.pop();
  checkCallback(callback);
  const given = writeArguments(...args);
  native.write(fd, ...given, (error, count) => (error ? callback(error, 0, args[0]) : callback(null, count, args[0])));
};
promisifyArgs(fs.write, ['bytesWritten', 'buffer']);

function checkViews(buffers) {
  if (!Array.isArray(buffers) || !buffers.every(isView)) throw make('ERR_INVALID_ARG_TYPE', 'buffers', 'ArrayBufferView[]', buffers);
}
// One view after another; a short count ends it.
for (const [name, call] of [['readv', 'read'], ['writev', 'write']]) {
  fs[`${name}Sync`] = named(`${name}Sync`, function (fd, buffers, position) {
    toFd(fd);
    checkViews(buffers);
    let total = 0;
    let at = typeof position === 'number' ? position : -1;
    for (const buffer of buffers) {
      if (buffer.byteLength === 0) continue;
      const count = native[call](fd, buffer, 0, buffer.byteLength, at);
      total += count;
      if (at >= 0) at += count;
      if (count < buffer.byteLength) break;
    }
    return total;
  });
  fs[name] = named(name, function (fd, buffers, position, callback) {
    toFd(fd);
    checkViews(buffers);
    if (typeof position === 'function') callback = position;
    checkCallback(callback);
    let total = 0;
    let at = typeof position === 'number' ? position : -1;
    let index = 0;
    const next = () => {
      while (index < buffers.length && buffers[index].byteLength === 0) ++index;
      if (index === buffers.length) {
        process.nextTick(callback, null, total, buffers);
        return;
      }
      const buffer = buffers[index++];
      native[call](fd, buffer, 0, buffer.byteLength, at, (error, count) => {
        if (error) {
          callback(error, total, buffers);
          return;
        }
        total += count;
        if (at >= 0) at += count;
        if (count < buffer.byteLength || index === buffers.length) callback(null, total, buffers);
        else next();
      });
    };
    next();
  });
}
promisifyArgs(fs.readv, ['bytesRead', 'buffers']);
promisifyArgs(fs.writev, ['bytesWritten', 'buffers']);

// --- whole files

const kEncodingNumbers = { utf8: 0, 'utf-8': 0, ucs2: 1, 'ucs-2': 1, utf16le: 1, 'utf-16le': 1, latin1: 2, binary: 2, ascii: 3, base64: 4, base64url: 5, hex: 6 };
function readFileArguments(path, options) {
  options = optionsOf(options, { flag: 'r' });
  const target = pathOrFd(path);
  const encoding = options.encoding && options.encoding !== 'buffer' ? kEncodingNumbers[String(options.encoding).toLowerCase()] : -1;
  const flags = toFlags(options.flag ?? 'r');
  return typeof target === 'number' ? ['', target, flags, encoding] : [target, -1, flags, encoding];
}
const asBuffer = (result) => (typeof result === 'string' ? result : Buffer.from(result.buffer, result.byteOffset, result.byteLength));
fs.readFileSync = function readFileSync(path, options) {
  return asBuffer(native.readFile(...readFileArguments(path, options)));
};
fs.readFile = function readFile(path, options, callback) {
  callback ??= options;
  checkCallback(callback);
  const given = readFileArguments(path, options);
  const signal = options?.signal;
  if (signal?.aborted) {
    process.nextTick(callback, new AbortError(undefined, { cause: signal.reason }));
    return;
  }
  native.readFile(...given, (error, result) => {
    if (signal?.aborted) callback(new AbortError(undefined, { cause: signal.reason }));
    else if (error) callback(error);
    else callback(null, asBuffer(result));
  });
};

function writeFileArguments(path, data, options, flag) {
  options = optionsOf(options, { encoding: 'utf8', mode: 0o666, flag });
  if (options.flush != null) validateBoolean(options.flush, 'options.flush');
  const flags = toFlags(options.flag || flag);
  if (!isView(data)) {
    if (typeof data !== 'string') throw make('ERR_INVALID_ARG_TYPE', 'data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
  const encoding = kEncodingNumbers[String(options.encoding || 'utf8').toLowerCase()] ?? 0;
  const target = pathOrFd(path);
  const mode = parseFileMode(options.mode, 'mode', 0o666);
  return [data, encoding, typeof target === 'number' ? '' : target, flags, mode, typeof target === 'number' ? target : -1];
}
for (const [name, flag] of [['writeFile', 'w'], ['appendFile', 'a']]) {
  fs[`${name}Sync`] = named(`${name}Sync`, function (path, data, options) {
    native.writeFile(...writeFileArguments(path, data, options, flag));
  });
  fs[name] = named(name, function (path, data, options, callback) {
    callback ??= options;
    checkCallback(callback);
    const given = writeFileArguments(path, data, options, flag);
    const signal = options?.signal;
    if (signal?.aborted) {
      process.nextTick(callback, new AbortError(undefined, { cause: signal.reason }));
      return;
    }
    native.writeFile(...given, (error) => {
      if (signal?.aborted) callback(new AbortError(undefined, { cause: signal.reason }));
      else callback(error);
    });
  });
}

fs.truncateSync = function truncateSync(path, length) {
  if (typeof path === 'number') return fs.ftruncateSync(path, length);
  const fd = fs.openSync(path, 'r+');
  try {
    fs.ftruncateSync(fd, length ?? 0);
  } finally {
    fs.closeSync(fd);
  }
  return undefined;
};
fs.truncate = function truncate(path, length, callback) {
  if (typeof length === 'function') {
    callback = length;
    length = 0;
  }
  checkCallback(callback);
  validateInteger(length ?? 0, 'len');
  fs.open(path, 'r+', (error, fd) => {
    if (error) {
      callback(error);
      return;
    }
    fs.ftruncate(fd, length ?? 0, (failure) => fs.close(fd, (closing) => callback(failure ?? closing ?? null)));
  });
};

// --- realpath

// Node goes from part to part, and its error names the part and the call that failed.
function realpathError(path, error) {
  const { resolve } = require('path');
  let rest = path.split('/').filter(Boolean);
  let at = '';
  try {
    for (let links = 0; rest.length > 0 && links < 100;) {
      const next = `${at}/${rest.shift()}`;
      native.lstat(next);
      if ((native.mode(next, 1) & constants.S_IFMT) === constants.S_IFLNK) {
        native.stat(next);
        rest = resolve(at || '/', native.readlink(next), rest.join('/')).split('/').filter(Boolean);
        at = '';
        ++links;
      } else {
        at = next;
      }
    }
  } catch (failure) {
    return failure;
  }
  return error;
}
const realpathOf = (path) => require('path').resolve(path);
function realpathSync(path, options) {
  options = optionsOf(options);
  path = realpathOf(toPath(path));
  try {
    return encodeName(native.realpath(0, path), options.encoding);
  } catch (error) {
    throw realpathError(path, error);
  }
}
function realpath(path, options, callback) {
  callback ??= options;
  checkCallback(callback);
  options = optionsOf(options);
  path = realpathOf(toPath(path));
  native.realpath(0, path, (error, result) => (error ? callback(realpathError(path, error)) : callback(null, encodeName(result, options.encoding))));
}
realpathSync.native = (path, options) => encodeName(native.realpath(1, toPath(path)), optionsOf(options).encoding);
realpath.native = (path, options, callback) => {
  callback ??= options;
  checkCallback(callback);
  const { encoding } = optionsOf(options);
  native.realpath(1, toPath(path), (error, result) => (error ? callback(error) : callback(null, encodeName(result, encoding))));
};
fs.realpathSync = realpathSync;
fs.realpath = realpath;

// --- rm

function rmOptions(path, options) {
  if (options !== undefined) validateObject(options, 'options');
  for (const name of ['force', 'recursive']) if (options?.[name] !== undefined) validateBoolean(options[name], `options.${name}`);
  if (options?.retryDelay !== undefined) validateInteger(options.retryDelay, 'options.retryDelay', 0, 2147483647);
  if (options?.maxRetries !== undefined) validateInteger(options.maxRetries, 'options.maxRetries', 0, 4294967295);
  return { force: !!options?.force, recursive: !!options?.recursive };
}
// True: there is nothing to remove; else what stands against it is thrown.
function checkRemovable(path, { force, recursive }) {
  const mode = native.mode(path, 1);
  if (force && mode === -ENOENT) return true;
  if (mode < 0) native.lstat(path);
  if ((mode & constants.S_IFMT) === constants.S_IFDIR && !recursive) {
    throw values.systemError('ERR_FS_EISDIR', 'Path is a directory', { code: 'EISDIR', message: 'is a directory', path, syscall: 'rm', errno: 21 });
  }
  return false;
}
const kRemoveWords = { EACCES: 'Permission denied', EPERM: 'Operation not permitted', EBUSY: 'Device or resource busy', EROFS: 'Read-only file system', ENOTEMPTY: 'Directory not empty' };
fs.rmSync = function rmSync(path, options) {
  path = toPath(path);
  options = rmOptions(path, options);
  if (checkRemovable(path, options)) return;
  try {
    native.removeTree(path);
  } catch (error) {
    // As Node's C++ words it.
    const words = kRemoveWords[error.code];
    if (words === undefined) throw error;
    const failure = new Error(`${error.code}, ${words}: '${path}'`);
    throw Object.assign(failure, { errno: -error.errno, code: error.code, path, syscall: 'rm' });
  }
};
fs.rm = function rm(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  path = toPath(path);
  checkCallback(callback);
  options = rmOptions(path, options);
  native.access(constants.F_OK, path, () => {
    try {
      if (checkRemovable(path, options)) {
        callback(null);
        return;
      }
    } catch (error) {
      callback(error);
      return;
    }
    native.removeTree(path, (error) => callback(error));
  });
};

fs.mkdtempDisposableSync = function mkdtempDisposableSync(prefix, options) {
  const path = fs.mkdtempSync(prefix, options);
  const remove = () => fs.rmSync(path, { recursive: true, force: true });
  return { path, remove, [Symbol.dispose]: remove };
};

// --- what lives in files of its own, loaded when it is first used

const lazy = (module, names) => {
  for (const name of names) {
    fs[name] = named(name, function (...args) {
      const fn = require(module)[name];
      return new.target ? Reflect.construct(fn, args, new.target === fs[name] ? fn : new.target) : Reflect.apply(fn, this, args);
    });
  }
};
lazy('internal/fs/cp', ['cp', 'cpSync']);
lazy('internal/fs/glob', ['glob', 'globSync']);
lazy('internal/fs/directory', ['opendir', 'opendirSync']);
lazy('internal/fs/watch', ['watch', 'watchFile', 'unwatchFile']);
lazy('internal/fs/streams', ['createReadStream', 'createWriteStream']);
fs.openAsBlob = function openAsBlob(path, options = undefined) {
  return fs.promises.readFile(path).then((bytes) => new Blob([bytes], options));
};
fs.openAsBlobSync = function openAsBlobSync(path, options = undefined) {
  return new Blob([fs.readFileSync(path)], options);
};

fs.Dirent = values.Dirent;
fs.Stats = require('internal/deprecate').deprecate(values.Stats, 'fs.Stats constructor is deprecated.', 'DEP0180');
for (const name of ['ReadStream', 'WriteStream', 'FileReadStream', 'FileWriteStream']) {
  let replaced;
  Object.defineProperty(fs, name, {
    configurable: true, enumerable: true,
    get: Object.defineProperty(() => replaced ?? require('internal/fs/streams')[name.replace('File', '')], 'name', { value: `get ${name}` }),
    set: Object.defineProperty((value) => { replaced = value; }, 'name', { value: `set ${name}` }),
  });
}
fs._toUnixTimestamp = values.toSeconds;
accessor(fs, 'Dir', () => require('internal/fs/directory').Dir);
lengths(fs, 'appendFile 4 appendFileSync 3 close 1 cp 4 cpSync 3 createReadStream 2 createWriteStream 2 fstat 1 fstatSync 1 ' +
  'ftruncate 1 ftruncateSync 1 glob 3 globSync 2 lstat 1 lstatSync 1 opendir 3 opendirSync 2 read 6 readSync 5 stat 1 ' +
  'statSync 1 statfs 1 statfsSync 1 unwatchFile 2 watch 3 watchFile 3 write 6 writeSync 5');
Object.defineProperty(fs, 'constants', { configurable: false, enumerable: true, value: constants });
Object.defineProperty(fs, 'promises', { configurable: true, enumerable: true, get() { return require('fs/promises'); } });

module.exports = fs;
