// node:path, POSIX. https://nodejs.org/api/path.html
'use strict';

function check(value, name) {
  if (typeof value !== 'string') throw new (require('internal/errors').codes.ERR_INVALID_ARG_TYPE)(name, 'string', value);
}

// Resolves . and .. in a path's parts; above the root of an absolute path there is nothing.
function normalizeParts(path, allowAbove) {
  const result = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (result.length > 0 && result[result.length - 1] !== '..') result.pop();
      else if (allowAbove) result.push('..');
    } else {
      result.push(part);
    }
  }
  return result.join('/');
}

function resolve(...paths) {
  let resolved = '';
  let absolute = false;
  for (let i = paths.length - 1; i >= -1 && !absolute; --i) {
    const path = i >= 0 ? paths[i] : process.cwd();
    if (i >= 0) check(path, `paths[${i}]`);
    if (path.length === 0) continue;
    resolved = `${path}/${resolved}`;
    absolute = path[0] === '/';
  }
  resolved = normalizeParts(resolved, !absolute);
  return absolute ? `/${resolved}` : resolved.length > 0 ? resolved : '.';
}

function normalize(path) {
  check(path, 'path');
  if (path.length === 0) return '.';
  const absolute = path[0] === '/';
  const trailing = path[path.length - 1] === '/';
  let result = normalizeParts(path, !absolute);
  if (result.length === 0) {
    if (absolute) return '/';
    return trailing ? './' : '.';
  }
  if (trailing) result += '/';
  return absolute ? `/${result}` : result;
}

function isAbsolute(path) {
  check(path, 'path');
  return path.length > 0 && path[0] === '/';
}

function join(...paths) {
  const parts = [];
  for (const path of paths) {
    check(path, 'path');
    if (path.length > 0) parts.push(path);
  }
  return parts.length === 0 ? '.' : normalize(parts.join('/'));
}

function relative(from, to) {
  check(from, 'from');
  check(to, 'to');
  if (from === to) return '';
  const source = resolve(from);
  const target = resolve(to);
  if (source === target) return '';
  const a = source.split('/').filter(Boolean);
  const b = target.split('/').filter(Boolean);
  let common = 0;
  while (common < a.length && common < b.length && a[common] === b[common]) ++common;
  return [...a.slice(common).map(() => '..'), ...b.slice(common)].join('/');
}

function dirname(path) {
  check(path, 'path');
  if (path.length === 0) return '.';
  let end = path.length;
  while (end > 1 && path[end - 1] === '/') --end;
  const slash = path.lastIndexOf('/', end - 1);
  if (slash < 0) return '.';
  let stop = slash;
  while (stop > 0 && path[stop - 1] === '/') --stop;
  if (stop === 0) return slash === 1 && path[0] === '/' && path[1] === '/' ? '//' : '/';
  return path.slice(0, stop);
}

function basename(path, suffix) {
  if (suffix !== undefined) check(suffix, 'suffix');
  check(path, 'path');
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') --end;
  const base = path.slice(path.lastIndexOf('/', end - 1) + 1, end);
  return suffix !== undefined && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
}

function extname(path) {
  check(path, 'path');
  const base = basename(path);
  const dot = base.lastIndexOf('.');
  if (dot <= 0 || base === '..') return '';
  return base.slice(dot);
}

function format(object) {
  if (object === null || typeof object !== 'object') {
    throw new TypeError(`The "pathObject" argument must be of type object. Received ${internal.inspect(object)}`);
  }
  const directory = object.dir || object.root;
  const extension = object.ext ? `${object.ext[0] === '.' ? '' : '.'}${object.ext}` : '';
  const base = object.base || `${object.name || ''}${extension}`;
  if (!directory) return base;
  return directory === object.root ? `${directory}${base}` : `${directory}/${base}`;
}

function parse(path) {
  check(path, 'path');
  const root = path[0] === '/' ? '/' : '';
  const base = basename(path);
  const ext = extname(path);
  const name = ext ? base.slice(0, base.length - ext.length) : base;
  let dir = path.length === 0 ? '' : dirname(path);
  if (dir === '.' && !path.startsWith('.')) dir = '';
  if (path.indexOf('/') < 0) dir = '';
  return { root, dir, base, ext, name };
}

const path = {
  resolve, normalize, isAbsolute, join, relative,
  toNamespacedPath: (value) => value,
  dirname, basename, extname, format, parse, sep: '/', delimiter: ':', win32: null, posix: null,
};
path.posix = path;
module.exports = path;
