// Glob patterns: *, ?, [], {}, **, extended groups. https://nodejs.org/api/fs.html#fsglobpattern-options-callback
'use strict';

const fs = require('fs');
const path = require('path');
const { validateFunction, validateObject, validateString, validateStringArray } = require('internal/validators');

// {a,b}, {1..3}
function expandBraces(pattern) {
  let depth = 0;
  let start = -1;
  for (let i = 0; i < pattern.length; ++i) {
    const c = pattern[i];
    if (c === '\\') ++i;
    else if (c === '{') {
      if (depth++ === 0) start = i;
    } else if (c === '}' && depth > 0 && --depth === 0) {
      const body = pattern.slice(start + 1, i);
      const parts = [];
      let level = 0;
      let from = 0;
      for (let k = 0; k <= body.length; ++k) {
        if (body[k] === '\\') ++k;
        else if (body[k] === '{') ++level;
        else if (body[k] === '}') --level;
        else if (k === body.length || (body[k] === ',' && level === 0)) {
          parts.push(body.slice(from, k));
          from = k + 1;
        }
      }
      const range = /^(-?\d+)\.\.(-?\d+)$/.exec(body);
      let options = parts;
      if (range) {
        options = [];
        const [a, b] = [+range[1], +range[2]];
        for (let n = a; a <= b ? n <= b : n >= b; n += a <= b ? 1 : -1) options.push(String(n));
      } else if (parts.length < 2) {
        continue;
      }
      const head = pattern.slice(0, start);
      const tails = expandBraces(pattern.slice(i + 1));
      return options.flatMap((option) => expandBraces(option).flatMap((one) => tails.map((tail) => head + one + tail)));
    }
  }
  return [pattern];
}

// One part of a path as a regular expression; a string: it is that name; null: "**".
function compilePart(part) {
  if (part === '**') return null;
  if (!/[*?[\]\\!@+(]/.test(part)) return part;
  let source = '';
  const groups = [];
  for (let i = 0; i < part.length; ++i) {
    const c = part[i];
    if (/[*?+@!]/.test(c) && part[i + 1] === '(') {
      groups.push(c);
      source += c === '!' ? '(?:(?!(?:' : '(?:';
      ++i;
    } else if (c === ')' && groups.length > 0) {
      const kind = groups.pop();
      source += kind === '!' ? ')$)[^/]*?)' : `)${kind === '@' ? '' : kind}`;
    } else if (c === '|' && groups.length > 0) source += '|';
    else if (c === '*') source += '[^/]*?';
    else if (c === '?') source += '[^/]';
    else if (c === '[') {
      const end = part.indexOf(']', i + 2);
      if (end < 0) source += '\\[';
      else {
        const set = part.slice(i + 1, end).replace(/\\/g, '\\\\').replace(/^!/, '^').replace(/\[:(\w+):\]/g, '\\w');
        source += `[${set}]`;
        i = end;
      }
    } else if (c === '\\' && i + 1 < part.length) source += part[++i].replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    else source += c.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  }
  // A leading dot is matched only where the pattern has one.
  const hidden = part[0] === '.' ? '' : '(?!\\.)';
  return new RegExp(`^${hidden}${source}$`, 'u');
}
const matchPart = (part, name) => (typeof part === 'string' ? part === name : part.test(name));

function matchParts(parts, names, i = 0, k = 0) {
  while (i < parts.length) {
    if (parts[i] === null) {
      for (let skip = k; skip <= names.length; ++skip) {
        if (skip > k && names[skip - 1].startsWith('.')) return false;
        if (matchParts(parts, names, i + 1, skip)) return true;
      }
      return false;
    }
    if (k >= names.length || !matchPart(parts[i], names[k])) return false;
    ++i;
    ++k;
  }
  return k === names.length;
}
const split = (text) => text.split('/').filter((part, i) => part !== '' && (part !== '.' || i > 0));
function matchGlob(name, pattern) {
  return expandBraces(pattern).some((one) => matchParts(split(one).map(compilePart), split(name)));
}

function prepare(pattern, options) {
  if (options !== undefined) validateObject(options, 'options');
  const patterns = Array.isArray(pattern) ? pattern : [pattern];
  if (Array.isArray(pattern)) validateStringArray(patterns, 'patterns');
  else validateString(pattern, 'patterns');
  const cwd = options?.cwd ? (typeof options.cwd === 'string' ? options.cwd : require('url').fileURLToPath(options.cwd)) : '.';
  let exclude = () => false;
  if (typeof options?.exclude === 'function') exclude = options.exclude;
  else if (Array.isArray(options?.exclude)) {
    const excluded = options.exclude;
    exclude = (value, relative) => excluded.some((one) => matchGlob(relative, one));
  } else if (options?.exclude != null) {
    throw require('internal/errors').make('ERR_INVALID_ARG_TYPE', 'options.exclude', ['function', 'string[]'], options.exclude);
  }
  return { patterns: patterns.flatMap(expandBraces), cwd, exclude, withFileTypes: !!options?.withFileTypes, excludesPaths: Array.isArray(options?.exclude) };
}

function* walk({ patterns, cwd, exclude, withFileTypes, excludesPaths }) {
  const seen = new Set();
  const cache = new Map();
  const list = (directory) => {
    let entries = cache.get(directory);
    if (!entries) {
      try {
        entries = fs.readdirSync(path.resolve(cwd, directory), { withFileTypes: true });
      } catch {
        entries = [];
      }
      cache.set(directory, entries);
    }
    return entries;
  };
  const join = (directory, name) => (directory === '' ? name : directory === '/' ? `/${name}` : `${directory}/${name}`);
  function* visit(directory, parts, i) {
    if (i === parts.length) {
      const shown = directory === '' ? '.' : directory;
      if (!seen.has(shown)) {
        seen.add(shown);
        yield shown;
      }
      return;
    }
    const part = parts[i];
    if (typeof part === 'string') {
      const next = join(directory, part);
      if (part === '..' || part === '.' || fs.existsSync(path.resolve(cwd, next))) yield* visit(next, parts, i + 1);
      return;
    }
    if (part === null) {
      yield* visit(directory, parts, i + 1);
      for (const entry of list(directory)) {
        if (entry.name.startsWith('.')) continue;
        const next = join(directory, entry.name);
        if (exclude(withFileTypes ? entry : entry.name, next)) continue;
        if (entry.isDirectory()) yield* visit(next, parts, i);
        else if (i + 1 === parts.length) yield* visit(next, parts, i + 1);
      }
      return;
    }
    for (const entry of list(directory)) {
      if (!matchPart(part, entry.name)) continue;
      const next = join(directory, entry.name);
      if (exclude(withFileTypes ? entry : entry.name, next)) continue;
      if (i + 1 < parts.length && !entry.isDirectory() && !entry.isSymbolicLink()) continue;
      yield* visit(next, parts, i + 1);
    }
  }
  for (const pattern of patterns) {
    const absolute = pattern.startsWith('/');
    const parts = split(pattern).map(compilePart);
    for (const found of visit(absolute ? '/' : '', parts, 0)) {
      if (excludesPaths && exclude(found, found)) continue;
      if (pattern.endsWith('/') && !fs.statSync(path.resolve(cwd, found), { throwIfNoEntry: false })?.isDirectory()) continue;
      if (!withFileTypes) yield found;
      else {
        const full = path.resolve(cwd, found);
        const entry = fs.readdirSync(path.dirname(full), { withFileTypes: true }).find((one) => one.name === path.basename(full));
        if (entry) yield entry;
      }
    }
  }
}

function globSync(pattern, options) {
  return [...walk(prepare(pattern, options))];
}
function glob(pattern, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, 'cb');
  const prepared = prepare(pattern, options);
  setImmediate(() => {
    let found;
    try {
      found = [...walk(prepared)];
    } catch (error) {
      callback(error);
      return;
    }
    callback(null, found);
  });
}
async function* globIterator(pattern, options) {
  yield* walk(prepare(pattern, options));
}

// path.matchesGlob()
function matchesGlob(path, pattern, windows) {
  validateString(path, 'path');
  validateString(pattern, 'pattern');
  return matchGlob(windows ? path.replaceAll('\\', '/') : path, windows ? pattern.replaceAll('\\', '/') : pattern);
}

module.exports = { glob, globSync, globIterator, matchGlob, matchesGlob };
