// node:fs, the synchronous half. https://nodejs.org/api/fs.html
'use strict';

const path = require('path');

function toPath(value, name = 'path') {
  if (typeof value === 'string') {
    if (value.includes('\u0000')) {
      const error = new TypeError(`The argument '${name}' must be a string, Uint8Array, or URL without null bytes. Received ${internal.inspect(value)}`);
      error.code = 'ERR_INVALID_ARG_VALUE';
      throw error;
    }
    return value;
  }
  if (value?.href && value.protocol === 'file:') return decodeURIComponent(value.pathname);
  const received = value == null ? `${value}` : typeof value === 'object' ? `an instance of ${value.constructor?.name ?? 'Object'}`
    : `type ${typeof value} (${internal.inspect(value)})`;
  const error = new TypeError(`The "${name}" argument must be of type string or an instance of Buffer or URL. Received ${received}`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  throw error;
}

const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding);

function bytesOf(text) {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; ++i) bytes[i] = text.charCodeAt(i);
  return bytes;
}
function latin1Of(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; ++i) text += String.fromCharCode(bytes[i]);
  return text;
}

function readFileSync(file, options) {
  const encoding = encodingOf(options);
  const name = toPath(file);
  if (encoding === undefined || encoding === null || encoding === 'buffer') return bytesOf(internal.readFile(name, true));
  if (encoding === 'utf8' || encoding === 'utf-8') return internal.readFile(name, false);
  if (encoding === 'latin1' || encoding === 'binary' || encoding === 'ascii') return internal.readFile(name, true);
  const error = new TypeError(`The argument 'encoding' is invalid encoding. Received ${internal.inspect(encoding)}`);
  error.code = 'ERR_INVALID_ARG_VALUE';
  throw error;
}

function write(file, data, options, mode) {
  const name = toPath(file);
  if (ArrayBuffer.isView(data)) {
    internal.writeFile(name, latin1Of(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)), mode, true);
    return;
  }
  if (typeof data !== 'string') {
    const received = data == null ? `${data}` : typeof data === 'object' ? `an instance of ${data.constructor?.name ?? 'Object'}`
      : `type ${typeof data} (${internal.inspect(data)})`;
    const error = new TypeError(`The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received ${received}`);
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }
  const encoding = encodingOf(options) ?? 'utf8';
  internal.writeFile(name, data, mode, encoding === 'latin1' || encoding === 'binary');
}
function writeFileSync(file, data, options) {
  const flag = options?.flag;
  write(file, data, options, flag === 'a' ? 1 : flag === 'wx' ? 2 : 0);
}
function appendFileSync(file, data, options) {
  write(file, data, options, 1);
}

class Stats {
  constructor(fields) {
    [this.mode, this.size, this.mtimeMs, this.atimeMs, this.ctimeMs, this.ino, this.dev, this.nlink, this.uid, this.gid, this.birthtimeMs] = fields;
  }
  get mtime() { return new Date(this.mtimeMs); }
  get atime() { return new Date(this.atimeMs); }
  get ctime() { return new Date(this.ctimeMs); }
  get birthtime() { return new Date(this.birthtimeMs); }
  isFile() { return (this.mode & 0o170000) === 0o100000; }
  isDirectory() { return (this.mode & 0o170000) === 0o040000; }
  isSymbolicLink() { return (this.mode & 0o170000) === 0o120000; }
  isFIFO() { return (this.mode & 0o170000) === 0o010000; }
  isSocket() { return (this.mode & 0o170000) === 0o140000; }
  isCharacterDevice() { return (this.mode & 0o170000) === 0o020000; }
  isBlockDevice() { return (this.mode & 0o170000) === 0o060000; }
}
function statSync(file, options) {
  const fields = internal.stat(toPath(file), true, options?.throwIfNoEntry !== false);
  return fields && new Stats(fields);
}
function lstatSync(file, options) {
  const fields = internal.stat(toPath(file), false, options?.throwIfNoEntry !== false);
  return fields && new Stats(fields);
}
function existsSync(file) {
  try {
    return internal.stat(toPath(file), true, false) !== undefined;
  } catch {
    return false;
  }
}

class Dirent {
  #stats;
  constructor(parentPath, name) {
    this.name = name;
    this.parentPath = parentPath;
    this.#stats = lstatSync(path.join(parentPath, name));
  }
  isFile() { return this.#stats.isFile(); }
  isDirectory() { return this.#stats.isDirectory(); }
  isSymbolicLink() { return this.#stats.isSymbolicLink(); }
}
function readdirSync(directory, options) {
  const name = toPath(directory);
  let names = internal.readDirectory(name);
  if (options?.recursive) {
    const all = [];
    for (const entry of names) {
      all.push(entry);
      if (lstatSync(path.join(name, entry)).isDirectory()) {
        for (const inner of readdirSync(path.join(name, entry), { recursive: true })) all.push(path.join(entry, inner));
      }
    }
    names = all;
  }
  return options?.withFileTypes ? names.map((entry) => new Dirent(name, entry)) : names;
}

function mkdirSync(directory, options) {
  const name = toPath(directory);
  const mode = typeof options === 'number' ? options : options?.mode;
  if (!options?.recursive) {
    internal.pathCall('mkdir', name, mode);
    return undefined;
  }
  let first;
  const make = (target) => {
    if (existsSync(target)) return;
    make(path.dirname(target));
    internal.pathCall('mkdir', target, mode);
    first ??= target;
  };
  make(path.resolve(name));
  return first;
}
function rmSync(file, options) {
  const name = toPath(file);
  const stats = lstatSync(name, { throwIfNoEntry: !options?.force });
  if (!stats) return;
  if (!stats.isDirectory()) {
    internal.pathCall('unlink', name);
    return;
  }
  if (!options?.recursive) {
    const error = new Error(`Path is a directory: rm returned EISDIR (is a directory) ${name}`);
    error.code = 'ERR_FS_EISDIR';
    throw error;
  }
  for (const entry of internal.readDirectory(name)) rmSync(path.join(name, entry), options);
  internal.pathCall('rmdir', name);
}

const promises = {};
const sync = {
  readFile: readFileSync, writeFile: writeFileSync, appendFile: appendFileSync, stat: statSync, lstat: lstatSync,
  readdir: readdirSync, mkdir: mkdirSync, rm: rmSync,
  unlink: (file) => internal.pathCall('unlink', toPath(file)),
  rmdir: (file) => internal.pathCall('rmdir', toPath(file)),
  rename: (from, to) => internal.pathCall('rename', toPath(from), toPath(to)),
  symlink: (target, file) => internal.pathCall('symlink', toPath(target), toPath(file)),
  link: (from, to) => internal.pathCall('link', toPath(from), toPath(to)),
  access: (file, mode) => internal.pathCall('access', toPath(file), mode ?? 0),
  chmod: (file, mode) => internal.pathCall('chmod', toPath(file), mode),
  realpath: (file) => internal.pathCall('realpath', toPath(file)),
  readlink: (file) => internal.pathCall('readlink', toPath(file)),
  mkdtemp: (prefix) => internal.pathCall('mkdtemp', prefix),
  copyFile: (from, to) => writeFileSync(to, readFileSync(from)),
};

const fs = { constants: { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 }, existsSync, Stats, Dirent, promises };
for (const name of Object.keys(sync)) {
  fs[`${name}Sync`] = sync[name];
  promises[name] = async (...args) => sync[name](...args);
}
module.exports = fs;
