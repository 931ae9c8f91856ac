// Every operation of node:fs that is one native call: how its arguments become the native's, and what becomes of the
// result. The synchronous, callback and promise forms are made of this table.
'use strict';

const values = require('internal/fs/values');
const { toPath, toFd, toFlags, toSeconds, optionsOf, constants, statsOf, statFsOf, direntOf, encodeName } = values;
const { make, coded } = require('internal/errors');
const { parseFileMode, validateInteger, validateBoolean, validateOneOf } = require('internal/validators');

const id = (value, name) => {
  validateInteger(value, name, -1, 4294967295);
  return value;
};
// Three bits: what access asks for, how copyFile copies.
function smallMode(mode) {
  if (mode == null) return 0;
  if (Number.isInteger(mode) && (mode < 0 || mode > 7)) throw coded(RangeError, 'ERR_OUT_OF_RANGE', 'mode is out of range: >= 0 && <= 7');
  validateInteger(mode, 'mode', 0, 7);
  return mode;
}
const bigint = (options) => {
  if (options != null && typeof options === 'object') return options;
  return {};
};

const owner = (path, uid, gid) => {
  path = toPath(path);
  return [id(uid, 'uid'), id(gid, 'gid'), path];
};
const times = (path, atime, mtime) => {
  path = toPath(path);
  return [toSeconds(atime), toSeconds(mtime), path];
};

// name: [native, arguments -> native arguments, (result, ...arguments) -> result]
const operations = {
  access: ['access', (path, mode) => {
    path = toPath(path);
    return [smallMode(mode), path];
  }],
  open: ['open', (path, flags, mode) => [toPath(path), toFlags(flags), parseFileMode(mode, 'mode', 0o666)]],
  close: ['close', (fd) => [toFd(fd)]],
  stat: ['stat', (path) => [toPath(path)], (result, path, options) => statsOf(result, bigint(options))],
  lstat: ['lstat', (path) => [toPath(path)], (result, path, options) => statsOf(result, bigint(options))],
  fstat: ['fstat', (fd) => [toFd(fd)], (result, fd, options) => statsOf(result, bigint(options))],
  statfs: ['statfs', (path) => [toPath(path)], (result, path, options) => statFsOf(result, bigint(options))],
  mkdir: ['mkdir', (path, options) => {
    let mode = 0o777;
    let recursive = false;
    if (typeof options === 'number' || typeof options === 'string') mode = parseFileMode(options, 'mode');
    else if (options) {
      if (options.recursive !== undefined) {
        recursive = options.recursive;
        validateBoolean(recursive, 'options.recursive');
      }
      if (options.mode !== undefined) mode = parseFileMode(options.mode, 'options.mode');
    }
    return [toPath(path), mode, recursive ? 1 : 0];
  }],
  rmdir: ['rmdir', (path, options) => {
    path = toPath(path);
    if (options?.recursive !== undefined) throw make('ERR_INVALID_ARG_VALUE', 'options.recursive', options.recursive, 'is no longer supported');
    return [path];
  }],
  unlink: ['unlink', (path) => [toPath(path)]],
  rename: ['rename', (from, to) => [toPath(from, 'oldPath'), toPath(to, 'newPath')]],
  link: ['link', (from, to) => [toPath(from, 'existingPath'), toPath(to, 'newPath')]],
  symlink: ['symlink', (target, path, type) => {
    validateOneOf(type, 'type', ['dir', 'file', 'junction', null, undefined]);
    return [toPath(target, 'target'), toPath(path)];
  }],
  readlink: ['readlink', (path, options) => { optionsOf(options); return [toPath(path)]; }, (result, path, options) => encodeName(result, optionsOf(options).encoding)],
  mkdtemp: ['mkdtemp', (prefix, options) => { optionsOf(options); return [toPath(prefix, 'prefix')]; }, (result, prefix, options) => encodeName(result, optionsOf(options).encoding)],
  chmod: ['chmod', (path, mode) => { path = toPath(path); return [parseFileMode(mode, 'mode'), path]; }],
  fchmod: ['fchmod', (fd, mode) => [toFd(fd), parseFileMode(mode, 'mode')]],
  chown: ['chown', owner],
  lchown: ['lchown', owner],
  fchown: ['fchown', (fd, uid, gid) => [toFd(fd), id(uid, 'uid'), id(gid, 'gid')]],
  utimes: ['utime', times],
  lutimes: ['lutime', times],
  futimes: ['futime', (fd, atime, mtime) => { fd = toFd(fd); return [toSeconds(atime, 'atime'), toSeconds(mtime, 'mtime'), fd]; }],
  ftruncate: ['ftruncate', (fd, length) => { toFd(fd); validateInteger(length ?? 0, 'len'); return [fd, Math.max(0, length ?? 0)]; }],
  fsync: ['fsync', (fd) => [toFd(fd)]],
  fdatasync: ['fdatasync', (fd) => [toFd(fd)]],
  copyFile: ['copyfile', (from, to, mode) => {
    from = toPath(from, 'src');
    to = toPath(to, 'dest');
    return [smallMode(mode), from, to];
  }],
  readdir: ['scandir', (path, options) => {
    options = optionsOf(options);
    path = toPath(path);
    if (options.recursive != null) validateBoolean(options.recursive, 'options.recursive');
    return [path];
  }, ([names, types], path, options) => {
    options = optionsOf(options);
    if (options.recursive) return readdirRecursive(toPath(path), names, types, options);
    if (options.withFileTypes) return names.map((name, i) => direntOf(name, types[i], toPath(path), options.encoding));
    return options.encoding ? names.map((name) => encodeName(name, options.encoding)) : names;
  }],
};

// Breadth first, as Node walks: names relative to where it started.
function readdirRecursive(root, names, types, options) {
  const native = internal.binding('fs');
  const { join, relative } = require('path');
  const result = [];
  const queue = [[root, names, types]];
  while (queue.length > 0) {
    const [directory, list, kinds] = queue.shift();
    for (let i = 0; i < list.length; ++i) {
      const path = join(directory, list[i]);
      const dirent = direntOf(list[i], kinds[i], directory, options.encoding);
      result.push(options.withFileTypes ? dirent : encodeName(relative(root, path), options.encoding));
      if (dirent.isDirectory()) {
        const [inner, innerKinds] = native.scandir(path);
        queue.push([path, inner, innerKinds]);
      }
    }
  }
  return result;
}

// How many arguments an operation takes, its callback aside.
const arityOf = ([, prepare, finish]) => Math.max(prepare.length, finish === undefined ? 0 : finish.length - 1);

// stat() with throwIfNoEntry: false has no result where there is nothing.
const mayBeMissing = (options) => options !== null && typeof options === 'object' && options.throwIfNoEntry === false;
const isNoEntry = (error, options) => mayBeMissing(options) && (error.syscall === 'stat' || error.syscall === 'lstat') &&
  (error.code === 'ENOENT' || error.code === 'ENOTDIR');

module.exports = { operations, arityOf, mayBeMissing, isNoEntry };
