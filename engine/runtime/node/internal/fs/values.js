// What node:fs gives and takes: paths, flags, modes, Stats, Dirent.
'use strict';

const { make, withCode } = require('internal/errors');
const { validateInteger } = require('internal/validators');
const { fs: constants } = require('internal/constants');
const { Buffer } = require('buffer');

function isURL(value) {
  return !!(value && typeof value === 'object' && value.href && value.protocol && value.auth === undefined && value.path === undefined);
}
function toPath(value, name = 'path') {
  if (isURL(value)) value = require('url').fileURLToPath(value);
  if (typeof value === 'string') {
    if (value.includes('\u0000')) throw make('ERR_INVALID_ARG_VALUE', name, value, 'must be a string, Uint8Array, or URL without null bytes');
    return value;
  }
  if (value instanceof Uint8Array) {
    if (value.includes(0)) throw make('ERR_INVALID_ARG_VALUE', name, value, 'must be a string, Uint8Array, or URL without null bytes');
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString();
  }
  throw make('ERR_INVALID_ARG_TYPE', name, ['string', 'Buffer', 'URL'], value);
}
const pathOrFd = (value) => (Number.isInteger(value) && value >= 0 && Object.is(value >> 0, value) ? value : toPath(value));

function toFd(fd) {
  if (Object.is(fd, -0)) return 0;
  if (typeof fd !== 'number') throw make('ERR_INVALID_ARG_TYPE', 'fd', 'number', fd);
  validateInteger(fd, 'fd', 0, 2147483647);
  return fd;
}

const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND, O_EXCL, O_SYNC } = constants;
const kFlags = { __proto__: null };
for (const [names, value] of [
  ['r', O_RDONLY], ['rs sr', O_RDONLY | O_SYNC], ['r+', O_RDWR], ['rs+ sr+', O_RDWR | O_SYNC], ['w', O_TRUNC | O_CREAT | O_WRONLY],
  ['wx xw', O_TRUNC | O_CREAT | O_WRONLY | O_EXCL], ['w+', O_TRUNC | O_CREAT | O_RDWR], ['wx+ xw+', O_TRUNC | O_CREAT | O_RDWR | O_EXCL],
  ['a', O_APPEND | O_CREAT | O_WRONLY], ['ax xa', O_APPEND | O_CREAT | O_WRONLY | O_EXCL], ['as sa', O_APPEND | O_CREAT | O_WRONLY | O_SYNC],
  ['a+', O_APPEND | O_CREAT | O_RDWR], ['ax+ xa+', O_APPEND | O_CREAT | O_RDWR | O_EXCL], ['as+ sa+', O_APPEND | O_CREAT | O_RDWR | O_SYNC],
]) for (const name of names.split(' ')) kFlags[name] = value;
function toFlags(flags, name = 'flags') {
  if (typeof flags === 'number') {
    validateInteger(flags, name, -2147483648, 2147483647);
    return flags;
  }
  if (flags == null) return O_RDONLY;
  const number = kFlags[flags];
  if (number === undefined) throw make('ERR_INVALID_ARG_VALUE', name, flags);
  return number;
}

function toSeconds(time, name = 'time') {
  if (typeof time === 'string' && +time == time) return +time;
  if (Number.isFinite(time)) return time < 0 ? Date.now() / 1000 : time;
  if (time instanceof Date) return time.getTime() / 1000;
  throw make('ERR_INVALID_ARG_TYPE', name, ['Date', 'Time in seconds'], time);
}

function checkEncoding(encoding) {
  if (encoding && encoding !== 'buffer' && !Buffer.isEncoding(encoding)) {
    throw make('ERR_INVALID_ARG_VALUE', 'encoding', encoding, 'is invalid encoding');
  }
}
// Options may be just an encoding.
function optionsOf(options, defaults = {}) {
  if (options == null || typeof options === 'function') return defaults;
  if (typeof options === 'string') options = { ...defaults, encoding: options };
  else if (typeof options !== 'object') throw make('ERR_INVALID_ARG_TYPE', 'options', ['string', 'Object'], options);
  if (options.encoding !== 'buffer') checkEncoding(options.encoding);
  if (options.signal !== undefined) require('internal/validators').validateAbortSignal(options.signal, 'options.signal');
  return options;
}
const encodeName = (name, encoding) => {
  if (!encoding || encoding === 'utf8' || encoding === 'utf-8') return name;
  return encoding === 'buffer' ? Buffer.from(name) : Buffer.from(name).toString(encoding);
};

// --- Stats

const kTypes = {
  isDirectory: constants.S_IFDIR, isFile: constants.S_IFREG, isBlockDevice: constants.S_IFBLK, isCharacterDevice: constants.S_IFCHR,
  isSymbolicLink: constants.S_IFLNK, isFIFO: constants.S_IFIFO, isSocket: constants.S_IFSOCK,
};
const kAtime = Symbol('partialAtimeNs');
const kMtime = Symbol('partialMtimeNs');
const kCtime = Symbol('partialCtimeNs');
const kBirthtime = Symbol('kPartialBirthtimeNs');
const ms = (seconds, nanoseconds) => seconds * 1000 + nanoseconds / 1e6;

function StatsBase(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks) {}
for (const name of Object.keys(kTypes)) {
  StatsBase.prototype[name] = function () { return (Number(this.mode) & constants.S_IFMT) === kTypes[name]; };
}
function Stats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, as, an, ms_, mn, cs, cn, bs, bn) {
  this.dev = dev;
  this.mode = mode;
  this.nlink = nlink;
  this.uid = uid;
  this.gid = gid;
  this.rdev = rdev;
  this.blksize = blksize;
  this.ino = ino;
  this.size = size;
  this.blocks = blocks;
  this.atimeMs = ms(as, an);
  this.mtimeMs = ms(ms_, mn);
  this.ctimeMs = ms(cs, cn);
  this.birthtimeMs = ms(bs, bn);
  this[kAtime] = an;
  this[kMtime] = mn;
  this[kCtime] = cn;
  this[kBirthtime] = bn;
}
Object.setPrototypeOf(Stats.prototype, StatsBase.prototype);
Object.setPrototypeOf(Stats, StatsBase);
function BigIntStats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, as, an, ms_, mn, cs, cn, bs, bn) {
  const fields = { dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks };
  for (const name of Object.keys(fields)) this[name] = BigInt(fields[name]);
  const times = { atime: [as, an], mtime: [ms_, mn], ctime: [cs, cn], birthtime: [bs, bn] };
  for (const name of Object.keys(times)) this[`${name}Ms`] = BigInt(times[name][0]) * 1000n + BigInt(times[name][1]) / 1000000n;
  for (const name of Object.keys(times)) this[`${name}Ns`] = BigInt(times[name][0]) * 1000000000n + BigInt(times[name][1]);
}
Object.setPrototypeOf(BigIntStats.prototype, StatsBase.prototype);
Object.setPrototypeOf(BigIntStats, StatsBase);
// The dates are made when they are read, and can be written over.
for (const Class of [Stats, BigIntStats]) {
  for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) {
    Object.defineProperty(Class.prototype, name, {
      configurable: true, enumerable: true,
      get() {
        const value = new Date(Number(this[`${name}Ms`]) + 0.5);
        Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
        return value;
      },
      set(value) { Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true }); },
    });
  }
}
const statsOf = (numbers, options) => (options?.bigint ? new BigIntStats(...numbers) : new Stats(...numbers));

class StatFs {
  constructor(type, bsize, blocks, bfree, bavail, files, ffree, frsize) {
    Object.assign(this, { type, bsize, frsize, blocks, bfree, bavail, files, ffree });
  }
}
const statFsOf = (numbers, options) => new StatFs(...(options?.bigint ? numbers.map(BigInt) : numbers));

// --- Dirent

const kType = Symbol('type');
// What readdir says (DT_...) as Node counts them.
const kDirectoryTypes = { 0: 0, 8: 1, 4: 2, 10: 3, 1: 4, 12: 5, 2: 6, 6: 7 };
class Dirent {
  constructor(name, type, path) {
    this.name = name;
    this.parentPath = path;
    this[kType] = type;
  }
  isDirectory() { return this[kType] === 2; }
  isFile() { return this[kType] === 1; }
  isBlockDevice() { return this[kType] === 7; }
  isCharacterDevice() { return this[kType] === 6; }
  isSymbolicLink() { return this[kType] === 3; }
  isFIFO() { return this[kType] === 4; }
  isSocket() { return this[kType] === 5; }
}
const kModeTypes = { 32768: 1, 16384: 2, 40960: 3, 4096: 4, 49152: 5, 8192: 6, 24576: 7 };
function direntOf(name, type, directory, encoding) {
  let kind = kDirectoryTypes[type] ?? 0;
  if (kind === 0) kind = kModeTypes[Math.max(0, internal.binding('fs').mode(`${directory}/${name}`, 1)) & constants.S_IFMT] ?? 0;
  return new Dirent(encodeName(name, encoding), kind, directory);
}

// An error of several parts, as cp and rm throw it; `info` is what its property of that name shows.
function systemError(code, prefix, info) {
  const { syscall, code: name, message, path, dest, errno } = info;
  let text = `${prefix}: ${syscall} returned ${name} (${message})`;
  if (path !== undefined) text += ` ${path}`;
  if (dest !== undefined) text += ` => ${dest}`;
  const error = new Error(text);
  Object.defineProperty(error, 'name', { value: 'SystemError', writable: true, configurable: true, enumerable: false });
  withCode(error, code);
  Object.defineProperty(error, 'name', { value: 'SystemError', writable: true, configurable: true, enumerable: false });
  error.info = info;
  error.errno = errno;
  error.syscall = syscall;
  if (path !== undefined) error.path = path;
  if (dest !== undefined) error.dest = dest;
  return error;
}

// The part of a view that read and write work on.
function checkRange(view, offset, length, reading = false) {
  if (!reading && (offset < 0 || offset > view.byteLength)) throw make('ERR_OUT_OF_RANGE', 'offset', `>= 0 && <= ${view.byteLength}`, offset);
  if (length < 0) throw make('ERR_OUT_OF_RANGE', 'length', '>= 0', length);
  if (offset + length > view.byteLength) throw make('ERR_OUT_OF_RANGE', 'length', `<= ${view.byteLength - offset}`, length);
}

module.exports = {
  constants, toPath, pathOrFd, toFd, toFlags, toSeconds, optionsOf, checkEncoding, encodeName, statsOf, statFsOf, Stats, BigIntStats,
  StatFs, Dirent, direntOf, systemError, checkRange, isURL,
};
