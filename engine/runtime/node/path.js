// node:path. https://nodejs.org/api/path.html
'use strict';

const { make } = require('internal/errors');

function check(value, name) {
  if (typeof value !== 'string') throw make('ERR_INVALID_ARG_TYPE', name, 'string', value);
}

const isSlash = (char) => char === '/';
const isAnySlash = (char) => char === '/' || char === '\\';
const isDriveLetter = (char) => (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z');
const hasDrive = (path) => path.length > 1 && isDriveLetter(path[0]) && path[1] === ':';

// Resolves . and .. in a path's parts; above the root of an absolute path there is nothing.
function normalizeParts(path, allowAbove, separator, isSeparator) {
  const result = [];
  for (const part of path.split(isSeparator === isSlash ? '/' : /[/\\]/)) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (result.length > 0 && result[result.length - 1] !== '..') result.pop();
      else if (allowAbove) result.push('..');
    } else {
      result.push(part);
    }
  }
  return result.join(separator);
}

// Where the last part begins and ends, separators behind it left out; nothing before `root` belongs to it.
function lastPart(path, root, isSeparator) {
  let end = path.length;
  while (end > root && isSeparator(path[end - 1])) --end;
  let start = end;
  while (start > root && !isSeparator(path[start - 1])) --start;
  return { start, end };
}

function basenameFrom(path, root, suffix, isSeparator) {
  const { start, end } = lastPart(path, root, isSeparator);
  const base = path.slice(start, end);
  if (suffix === undefined || suffix.length === 0 || suffix.length > path.length) return base;
  if (suffix === path) return '';
  // As Node has it: separators behind a name that the suffix goes on from stay.
  if (base.length < suffix.length && suffix.endsWith(base)) return path.slice(start);
  if (!base.endsWith(suffix)) return base;
  return base === suffix ? base : base.slice(0, -suffix.length);
}

// A name that is all dot, or begins with its only one, has no extension.
function extensionOf(base) {
  const dot = base.lastIndexOf('.');
  return dot <= 0 || base === '..' ? '' : base.slice(dot);
}

function _format(separator, parts) {
  if (parts === null || typeof parts !== 'object') throw make('ERR_INVALID_ARG_TYPE', 'pathObject', 'Object', parts);
  const directory = parts.dir || parts.root;
  const extension = parts.ext ? `${parts.ext[0] === '.' ? '' : '.'}${parts.ext}` : '';
  const base = parts.base || `${parts.name || ''}${extension}`;
  if (!directory) return base;
  return directory === parts.root ? `${directory}${base}` : `${directory}${separator}${base}`;
}

function joinParts(paths, separator) {
  const parts = [];
  for (const path of paths) {
    check(path, 'path');
    if (path.length > 0) parts.push(path);
  }
  return parts.join(separator);
}

// From one list of parts to the other: up from where they part, then down. As long as nothing is shared, `apart`.
function stepsBetween(from, to, separator, same, apart) {
  let common = 0;
  while (common < from.length && common < to.length && same(from[common], to[common])) ++common;
  if (common === 0 && apart !== undefined) return apart;
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join(separator);
}

function matches(path, pattern, flavor) {
  check(path, 'path');
  check(pattern, 'pattern');
  // Patterns of Windows may be written with either separator.
  const plain = (text) => (flavor === 'win32' ? text.replaceAll('\\', '/') : text);
  return require('internal/fs/glob').matchGlob(plain(path), plain(pattern));
}

const posix = {
  resolve(...paths) {
    let resolved = '';
    let absolute = false;
    for (let i = paths.length - 1; i >= -1 && !absolute; --i) {
      const path = i >= 0 ? paths[i] : process.cwd();
      if (i >= 0) check(path, `paths[${i}]`);
      if (path.length === 0) continue;
      resolved = `${path}/${resolved}`;
      absolute = path[0] === '/';
    }
    resolved = normalizeParts(resolved, !absolute, '/', isSlash);
    return absolute ? `/${resolved}` : resolved.length > 0 ? resolved : '.';
  },
  normalize(path) {
    check(path, 'path');
    if (path.length === 0) return '.';
    const absolute = path[0] === '/';
    const trailing = path[path.length - 1] === '/';
    let result = normalizeParts(path, !absolute, '/', isSlash);
    if (result.length === 0) {
      if (absolute) return '/';
      return trailing ? './' : '.';
    }
    if (trailing) result += '/';
    return absolute ? `/${result}` : result;
  },
  isAbsolute(path) {
    check(path, 'path');
    return path.length > 0 && path[0] === '/';
  },
  join(...paths) {
    const joined = joinParts(paths, '/');
    return joined.length === 0 ? '.' : posix.normalize(joined);
  },
  relative(from, to) {
    check(from, 'from');
    check(to, 'to');
    if (from === to) return '';
    const source = posix.resolve(from);
    const target = posix.resolve(to);
    if (source === target) return '';
    const parts = (path) => path.split('/').filter(Boolean);
    return stepsBetween(parts(source), parts(target), '/', (a, b) => a === b);
  },
  toNamespacedPath(path) { return path; },
  dirname(path) {
    check(path, 'path');
    if (path.length === 0) return '.';
    const root = path[0] === '/' ? 1 : 0;
    let { start } = lastPart(path, root, isSlash);
    if (start <= root) return root === 0 ? '.' : start === 1 && path[1] === '/' && path.length > 2 && /[^/]/.test(path) ? '//' : '/';
    // One separator goes; of others before it Node keeps all.
    --start;
    if (root === 1 && start === 1 && path[1] === '/') return '//';
    return start === 0 ? '/' : path.slice(0, start);
  },
  basename(path, suffix) {
    if (suffix !== undefined) check(suffix, 'suffix');
    check(path, 'path');
    return basenameFrom(path, 0, suffix, isSlash);
  },
  extname(path) {
    check(path, 'path');
    return extensionOf(basenameFrom(path, 0, undefined, isSlash));
  },
  format: _format.bind(null, '/'),
  parse(path) {
    check(path, 'path');
    const root = path[0] === '/' ? '/' : '';
    const { start, end } = lastPart(path, root.length, isSlash);
    const base = path.slice(start, end);
    // As Node has it: two dots below the root are a dot with an empty extension.
    const ext = base === '..' && start === 1 && root !== '' ? '.' : extensionOf(base);
    const dir = start > root.length ? path.slice(0, start - 1) : root;
    return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
  },
  matchesGlob(path, pattern) { return matches(path, pattern, 'posix'); },
  sep: '/', delimiter: ':', win32: null, posix: null,
};

// \\server\share: { device: '\\\\server\\share', end } of a path that begins with two separators; null if there is none.
function networkRoot(path) {
  const found = /^[/\\]{2}([^/\\]+)[/\\]+([^/\\]+)/.exec(path);
  if (!found) return null;
  const [all, server, share] = found;
  // \\.\device and \\?\device are names, not shares.
  if (server === '.' || server === '?') return { device: `\\\\${server}`, end: 4, names: true };
  return { device: `\\\\${server}\\${share}`, end: all.length, whole: all.length === path.length, server, share };
}
// What a Windows path begins with: device (a drive, a share, or ''), whether it is absolute, and where the rest begins.
function windowsRoot(path) {
  if (path.length === 0) return { device: '', absolute: false, end: 0 };
  if (isAnySlash(path[0])) {
    const network = path.length > 1 && isAnySlash(path[1]) ? networkRoot(path) : null;
    return network ? { absolute: true, ...network } : { device: '', absolute: true, end: 1 };
  }
  if (hasDrive(path)) {
    const absolute = path.length > 2 && isAnySlash(path[2]);
    return { device: path.slice(0, 2), absolute, end: absolute ? 3 : 2, drive: true };
  }
  return { device: '', absolute: false, end: 0 };
}
const isReserved = (path, colon) => /^(?:con|prn|aux|nul|(?:com|lpt)[1-9\xb9\xb2\xb3])$/i.test(path.slice(0, colon));

const win32 = {
  resolve(...paths) {
    let device = '';
    let tail = '';
    let absolute = false;
    for (let i = paths.length - 1; i >= -1; --i) {
      let path;
      if (i >= 0) {
        path = paths[i];
        check(path, `paths[${i}]`);
        if (path.length === 0) continue;
      } else if (device.length === 0) {
        path = process.cwd();
      } else {
        // The current folder of that drive.
        path = process.env[`=${device}`] || process.cwd();
        if (path === undefined || (path.slice(0, 2).toLowerCase() !== device.toLowerCase() && path[2] === '\\')) path = `${device}\\`;
      }
      const root = windowsRoot(path);
      if (root.device.length > 0) {
        if (device.length > 0) {
          if (root.device.toLowerCase() !== device.toLowerCase()) continue;
        } else {
          device = root.device;
        }
      }
      if (absolute) {
        if (device.length > 0) break;
      } else {
        tail = `${path.slice(root.end)}\\${tail}`;
        absolute = root.absolute;
        if (absolute && device.length > 0) break;
      }
    }
    tail = normalizeParts(tail, !absolute, '\\', isAnySlash);
    return absolute ? `${device}\\${tail}` : `${device}${tail}` || '.';
  },
  normalize(path) {
    check(path, 'path');
    if (path.length === 0) return '.';
    if (path.length === 1) return path === '/' ? '\\' : path;
    const root = windowsRoot(path);
    if (root.names) {
      // A reserved name behind \\?\ stays as it is.
      const colon = path.indexOf(':');
      if (colon !== -1 && isReserved(path.slice(4, colon + 1), path.slice(4, colon).length)) return `${root.device}\\${path.slice(4)}`;
    } else if (root.whole) {
      return `${root.device}\\`;
    }
    const { absolute, device, end } = root;
    let tail = end < path.length ? normalizeParts(path.slice(end), !absolute, '\\', isAnySlash) : '';
    if (tail.length === 0 && !absolute) tail = '.';
    if (tail.length > 0 && isAnySlash(path[path.length - 1])) tail += '\\';
    const colon = path.indexOf(':');
    if (!absolute && device === '' && colon !== -1) {
      // What was no drive must not become one.
      if (hasDrive(tail)) return `.\\${tail}`;
      for (let index = colon; index !== -1; index = path.indexOf(':', index + 1)) {
        if (index === path.length - 1 || isAnySlash(path[index + 1])) return `.\\${tail}`;
      }
    }
    if (colon !== -1 && isReserved(path, colon)) return `.\\${device}${tail}`;
    return absolute ? `${device}\\${tail}` : `${device}${tail}`;
  },
  isAbsolute(path) {
    check(path, 'path');
    return path.length > 0 && (isAnySlash(path[0]) || (path.length > 2 && hasDrive(path) && isAnySlash(path[2])));
  },
  join(...paths) {
    let first;
    for (const path of paths) {
      check(path, 'path');
      if (path.length > 0) first ??= path;
    }
    let joined = joinParts(paths, '\\');
    if (joined.length === 0) return '.';
    // Only a first part that begins with exactly two separators can be a share.
    if (!(/^[/\\]{2}[^/\\]/.test(first) && first.length > 2) && !(/^[/\\]{2}$/.test(first))) {
      joined = joined.replace(/^[/\\]{2,}/, '\\');
    }
    // Reserved names stay a part of their own.
    const parts = joined.split(/[/\\]/);
    if (parts.some((part, index) => index > 0 && part.includes(':') && isReserved(part, part.indexOf(':')))) return joined.replaceAll('/', '\\');
    return win32.normalize(joined);
  },
  relative(from, to) {
    check(from, 'from');
    check(to, 'to');
    if (from === to) return '';
    const source = win32.resolve(from);
    const target = win32.resolve(to);
    const same = (a, b) => a.toLowerCase() === b.toLowerCase();
    if (same(source, target)) return '';
    const parts = (path) => path.replace(/^\\+/, '').replace(/\\+$/, '').split('\\');
    return stepsBetween(parts(source), parts(target), '\\', same, target);
  },
  toNamespacedPath(path) {
    if (typeof path !== 'string' || path.length === 0) return path;
    const resolved = win32.resolve(path);
    if (resolved.length <= 2) return path;
    if (/^\\\\[^?.]/.test(resolved)) return `\\\\?\\UNC\\${resolved.slice(2)}`;
    if (/^[a-zA-Z]:\\/.test(resolved)) return `\\\\?\\${resolved}`;
    return resolved;
  },
  dirname(path) {
    check(path, 'path');
    if (path.length === 0) return '.';
    if (path.length === 1) return isAnySlash(path) ? path : '.';
    const { rootEnd, offset, whole } = windowsDirectoryRoot(path);
    if (whole) return path;
    let end = -1;
    let trailing = true;
    for (let i = path.length - 1; i >= offset; --i) {
      if (!isAnySlash(path[i])) trailing = false;
      else if (!trailing) {
        end = i;
        break;
      }
    }
    if (end !== -1) return path.slice(0, end);
    return rootEnd === -1 ? '.' : path.slice(0, rootEnd);
  },
  basename(path, suffix) {
    if (suffix !== undefined) check(suffix, 'suffix');
    check(path, 'path');
    return basenameFrom(path, hasDrive(path) ? 2 : 0, suffix, isAnySlash);
  },
  extname(path) {
    check(path, 'path');
    return extensionOf(basenameFrom(path, hasDrive(path) ? 2 : 0, undefined, isAnySlash));
  },
  format: _format.bind(null, '\\'),
  parse(path) {
    check(path, 'path');
    const result = { root: '', dir: '', base: '', ext: '', name: '' };
    if (path.length === 0) return result;
    if (path.length === 1) {
      if (isAnySlash(path)) result.root = result.dir = path;
      else result.base = result.name = path;
      return result;
    }
    let end = 0;
    if (isAnySlash(path[0])) {
      const share = /^[/\\]{2}[^/\\]+[/\\]+[^/\\]+/.exec(path);
      end = share ? share[0].length + (share[0].length < path.length ? 1 : 0) : 1;
    } else if (hasDrive(path)) {
      if (path.length <= 2) {
        result.root = result.dir = path;
        return result;
      }
      end = 2;
      if (isAnySlash(path[2])) {
        if (path.length === 3) {
          result.root = result.dir = path;
          return result;
        }
        end = 3;
      }
    }
    if (end > 0) result.root = path.slice(0, end);
    const part = lastPart(path, end, isAnySlash);
    result.base = path.slice(part.start, part.end);
    result.ext = extensionOf(result.base);
    result.name = result.base.slice(0, result.base.length - result.ext.length);
    result.dir = part.start > end ? path.slice(0, part.start - 1) : result.root;
    return result;
  },
  matchesGlob(path, pattern) { return matches(path, pattern, 'win32'); },
  sep: '\\', delimiter: ';', win32: null, posix: null,
};

// As windowsRoot, but the separator behind a share belongs to the root; `whole`: the path is nothing but a share.
function windowsDirectoryRoot(path) {
  if (isAnySlash(path[0])) {
    const share = /^[/\\]{2}[^/\\]+[/\\]+([^/\\]+)/.exec(path);
    if (!share) return { rootEnd: 1, offset: 1 };
    const end = share[0].length;
    return end === path.length ? { whole: true } : { rootEnd: end + 1, offset: end + 1 };
  }
  if (hasDrive(path)) {
    const end = path.length > 2 && isAnySlash(path[2]) ? 3 : 2;
    return { rootEnd: end, offset: end };
  }
  return { rootEnd: -1, offset: 0 };
}

for (const flavor of [posix, win32]) {
  flavor.win32 = win32;
  flavor.posix = posix;
  flavor._makeLong = flavor.toNamespacedPath;
}
module.exports = posix;
