// fs.cp: files and trees. https://nodejs.org/api/fs.html#fscpsyncsrc-dest-options
'use strict';

const fs = require('fs');
const path = require('path');
const { toPath, systemError } = require("internal/fs/values");
const { validateObject, validateBoolean, validateFunction, validateInteger } = require('internal/validators');
const { make } = require('internal/errors');

const kDefaults = { dereference: false, errorOnExist: false, filter: undefined, force: true, preserveTimestamps: false, recursive: false, verbatimSymlinks: false, mode: 0 };
function optionsOf(options) {
  if (options === undefined) return { ...kDefaults };
  validateObject(options, 'options');
  const result = { ...kDefaults, ...options };
  for (const name of ['dereference', 'errorOnExist', 'force', 'preserveTimestamps', 'recursive', 'verbatimSymlinks']) validateBoolean(result[name], `options.${name}`);
  if (result.mode !== undefined) validateInteger(result.mode, 'mode', 0, 7);
  if (result.dereference && result.verbatimSymlinks) throw make('ERR_INCOMPATIBLE_OPTION_PAIR', 'dereference', 'verbatimSymlinks');
  if (result.filter !== undefined) validateFunction(result.filter, 'options.filter');
  return result;
}
const refuse = (code, prefix, name, message, at) => systemError(code, prefix, { message, path: at, syscall: 'cp', errno: require('os').constants.errno[name], code: name });
const isInside = (from, to) => {
  const a = path.resolve(from).split(path.sep).filter(Boolean);
  const b = path.resolve(to).split(path.sep).filter(Boolean);
  return a.every((part, i) => b[i] === part);
};

// What is to be done for one entry: throws what stands against it.
function check(source, target, options) {
  const statOf = options.dereference ? fs.statSync : fs.lstatSync;
  const from = statOf(source);
  const to = statOf(target, { throwIfNoEntry: false });
  if (to) {
    if (from.ino === to.ino && from.dev === to.dev) throw refuse('ERR_FS_CP_EINVAL', 'Invalid src or dest', 'EINVAL', 'src and dest cannot be the same', target);
    if (from.isDirectory() && !to.isDirectory()) throw refuse('ERR_FS_CP_DIR_TO_NON_DIR', 'Cannot overwrite non-directory with directory', 'EISDIR', `cannot overwrite non-directory ${target} with directory ${source}`, target);
    if (!from.isDirectory() && to.isDirectory()) throw refuse('ERR_FS_CP_NON_DIR_TO_DIR', 'Cannot overwrite directory with non-directory', 'ENOTDIR', `cannot overwrite directory ${target} with non-directory ${source}`, target);
  }
  if (from.isDirectory() && isInside(source, target)) {
    throw refuse('ERR_FS_CP_EINVAL', 'Invalid src or dest', 'EINVAL', `cannot copy ${source} to a subdirectory of self ${target}`, target);
  }
  if (from.isDirectory() && !options.recursive) throw refuse('ERR_FS_EISDIR', 'Path is a directory', 'EISDIR', `${source} is a directory (not copied)`, source);
  if (from.isSocket()) throw refuse('ERR_FS_CP_SOCKET', 'Cannot copy a socket file', 'EINVAL', `cannot copy a socket file: ${target}`, target);
  if (from.isFIFO()) throw refuse('ERR_FS_CP_FIFO_PIPE', 'Cannot copy a FIFO pipe', 'EINVAL', `cannot copy a FIFO pipe: ${target}`, target);
  return [from, to];
}

function copyOne(source, target, from, to, options) {
  if (from.isSymbolicLink()) {
    let link = fs.readlinkSync(source);
    if (!options.verbatimSymlinks && !path.isAbsolute(link)) link = path.resolve(path.dirname(source), link);
    if (to) {
      if (to.isSymbolicLink()) {
        let old = fs.readlinkSync(target);
        if (!path.isAbsolute(old)) old = path.resolve(path.dirname(target), old);
        if (fs.statSync(source, { throwIfNoEntry: false })?.isDirectory() && isInside(link, old) && link !== old) {
          throw refuse('ERR_FS_CP_EINVAL', 'Invalid src or dest', 'EINVAL', `cannot copy ${link} to a subdirectory of self ${old}`, target);
        }
      }
      fs.unlinkSync(target);
    }
    fs.symlinkSync(link, target);
    return;
  }
  if (to) {
    if (options.force) fs.unlinkSync(target);
    else if (options.errorOnExist) throw refuse('ERR_FS_CP_EEXIST', 'Target already exists', 'EEXIST', `${target} already exists`, target);
    else return;
  }
  fs.copyFileSync(source, target, options.mode);
  if (options.preserveTimestamps) {
    const fresh = fs.statSync(source);
    fs.utimesSync(target, fresh.atime, fresh.mtime);
  }
}

function copySync(source, target, options) {
  if (options.filter) {
    const wanted = options.filter(source, target);
    if (typeof wanted?.then === 'function') throw make('ERR_INVALID_RETURN_VALUE', 'boolean', 'filter', wanted);
    if (!wanted) return;
  }
  const [from, to] = check(source, target, options);
  if (!from.isDirectory()) {
    copyOne(source, target, from, to, options);
    return;
  }
  if (!to) fs.mkdirSync(target, { recursive: true });
  for (const name of fs.readdirSync(source)) copySync(path.join(source, name), path.join(target, name), options);
  if (!to) fs.chmodSync(target, from.mode & 0o7777);
}
// The synchronous form words what it finds at the top in its own way.
function checkTop(source, target, options) {
  try {
    check(source, target, options);
  } catch (error) {
    const texts = {
      ERR_FS_EISDIR: `Recursive option not enabled, cannot copy a directory: ${source}/`,
      ERR_FS_CP_DIR_TO_NON_DIR: `Cannot overwrite non-directory ${target} with directory ${source}`,
      ERR_FS_CP_NON_DIR_TO_DIR: `Cannot overwrite directory ${target} with non-directory ${source}`,
      ERR_FS_CP_EINVAL: error.message.includes('same') ? `src and dest cannot be the same ${target}` : `Cannot copy ${source}/ to a subdirectory of self ${target}`,
    };
    if (texts[error.code] === undefined) throw error;
    const plain = new Error(texts[error.code]);
    plain.code = error.code;
    throw plain;
  }
}
function cpSync(source, target, options) {
  options = optionsOf(options);
  source = toPath(source, 'src');
  target = toPath(target, 'dest');
  checkTop(source, target, options);
  if (options.filter && !options.filter(source, target)) return;
  fs.mkdirSync(path.dirname(target), { recursive: true });
  copySync(source, target, { ...options, filter: skipFirst(options.filter) });
}
// The top was asked about already.
function skipFirst(filter) {
  if (!filter) return undefined;
  let first = true;
  return (source, target) => {
    if (!first) return filter(source, target);
    first = false;
    return true;
  };
}

async function copy(source, target, options) {
  if (options.filter && !(await options.filter(source, target))) return;
  const [from, to] = check(source, target, options);
  if (!from.isDirectory()) {
    // Large files must not hold up the loop.
    if (from.isFile() && !options.preserveTimestamps && (!to || options.force)) {
      if (to) await fs.promises.unlink(target);
      await fs.promises.copyFile(source, target, options.mode);
      return;
    }
    copyOne(source, target, from, to, options);
    return;
  }
  if (!to) await fs.promises.mkdir(target, { recursive: true });
  for (const name of await fs.promises.readdir(source)) await copy(path.join(source, name), path.join(target, name), options);
  if (!to) await fs.promises.chmod(target, from.mode & 0o7777);
}
function cp(source, target, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, 'cb');
  options = optionsOf(options);
  source = toPath(source, 'src');
  target = toPath(target, 'dest');
  (async () => {
    await fs.promises.lstat(source);
    if (options.filter && !(await options.filter(source, target))) return;
    check(source, target, options);
    await fs.promises.mkdir(path.dirname(target), { recursive: true });
    await copy(source, target, { ...options, filter: skipFirst(options.filter) });
  })().then(() => process.nextTick(callback, null, undefined), (error) => process.nextTick(callback, error));
}

module.exports = { cp, cpSync };
