// What Tab offers in the REPL. Nothing of the program runs for it: chains of names are followed through data properties.
'use strict';

const fs = require('fs');
const path = require('path');
const vmNative = internal.binding('vm');

const kWords = [
  'async', 'await', 'break', 'case', 'catch', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else', 'export', 'false', 'finally',
  'for', 'function', 'if', 'import', 'in', 'instanceof', 'let', 'new', 'null', 'return', 'switch', 'this', 'throw', 'true', 'try', 'typeof',
  'var', 'void', 'while', 'with', 'yield',
];
const kName = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
const kRequire = /\b(require|import)\s*\(\s*(["'`])([^"'`]*)$/;
const kFile = /\bfs(?:\.promises)?\.\s*[a-zA-Z]+\(\s*["'`]([^"'`]*)$/;
// The chain of names at the end of a line: where it begins and what it is.
const kChain = /(?:(?:[\p{ID_Start}$_][\p{ID_Continue}$]*|\[[^[\]]*\]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\([\p{ID_Start}$_][\p{ID_Continue}$.]*\))(?:(?:\?\.|\.)[\p{ID_Start}$_][\p{ID_Continue}$]*|(?:\?\.)?\[(?:\d+|"[^"]*"|'[^']*')\])*(?:\?\.|\.))?(?:[\p{ID_Start}$_][\p{ID_Continue}$]*)?$/u;
const kLegacy = /^__(?:define|lookup)[GS]etter__$/;

const namesOf = (object) => Object.getOwnPropertyNames(object).filter((name) => kName.test(name) && !kLegacy.test(name));

// A property as long as no code of the program has to run for it; undefined: it would.
function read(value, name) {
  for (let object = Object(value); object !== null; object = Object.getPrototypeOf(object)) {
    if (require('util').types.isProxy(object)) return undefined;
    const property = Object.getOwnPropertyDescriptor(object, name);
    if (property) return 'value' in property ? property : undefined;
  }
  return undefined;
}

// { value } of a chain such as `a.b["c"]`, or undefined.
function follow(server, chain) {
  let match = /^(?:\(([^()]*)\)|\[[^[\]]*\]|"[^]*?"|'[^']*'|[\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(chain);
  if (!match) return undefined;
  let at;
  if (match[1] !== undefined) at = follow(server, match[1]);
  else if (match[0][0] === '[') at = { value: [] };
  else if (match[0][0] === '"' || match[0][0] === "'") at = { value: '' };
  else if (match[0] === 'this') at = { value: server.context };
  else at = read(server.context, match[0]) ?? global(server, match[0]);
  let rest = chain.slice(match[0].length);
  while (at && rest !== '') {
    if (at.value === null || at.value === undefined) return undefined;
    match = /^(?:\?\.|\.)([\p{ID_Start}$_][\p{ID_Continue}$]*)|^(?:\?\.)?\[(?:(\d+)|"([^"]*)"|'([^']*)')\]/u.exec(rest);
    if (!match) return undefined;
    at = read(at.value, match[1] ?? match[2] ?? match[3] ?? match[4]);
    rest = rest.slice(match[0].length);
  }
  return at;
}
// A variable of the global scope, or what a name of the host stands for (Node's modules, `process`).
function global(server, name) {
  const property = Object.getOwnPropertyDescriptor(server.context, name);
  if (property && !require('module').isBuiltin(name) && !['process', 'Buffer', 'crypto', 'navigator', 'performance'].includes(name)) return undefined;
  try {
    return { value: server._evaluateQuietly(name) };
  } catch {
    return undefined;
  }
}

function modules(server, start, quoteless) {
  const groups = [];
  const names = require('module').builtinModules.filter((name) => !name.startsWith('_'));
  if (/^\.\.?\/|^\//.test(start)) {
    groups.push(files(start, ['.js', '.json', '.node', '.mjs', '.cjs'], quoteless === 'import'));
  } else {
    groups.push(names.map((name) => (name.startsWith('node:') ? name : `node:${name}`)));
    groups.push(names.filter((name) => !name.startsWith('node:')));
    for (const folder of server.context.module?.paths ?? require('module')._nodeModulePaths(process.cwd())) {
      try {
        groups.push(fs.readdirSync(folder).filter((name) => !name.startsWith('.')));
      } catch { /* there is none */ }
    }
  }
  return groups;
}
function files(start, endings, keepsEnding) {
  const folder = start.endsWith('/') ? start : `${path.dirname(start)}/`;
  const shown = start.slice(0, start.lastIndexOf('/') + 1);
  let entries;
  try {
    entries = fs.readdirSync(path.resolve(folder), { withFileTypes: true });
  } catch {
    return [];
  }
  const found = [];
  for (const entry of entries) {
    if (entry.isDirectory()) {
      found.push(`${shown}${entry.name}/`);
      continue;
    }
    const ending = path.extname(entry.name);
    if (endings === null || endings.includes(ending)) found.push(shown + (endings === null || keepsEnding ? entry.name : entry.name.slice(0, -ending.length)));
  }
  return found;
}

// The nearest group last; each sorted, nothing twice, an empty word between groups.
function merge(groups, start, word) {
  const lower = start.toLowerCase();
  const seen = new Set();
  let result = [];
  for (const group of groups) {
    const found = [...new Set(group.filter((name) => name.toLowerCase().startsWith(lower) && !seen.has(name)))].sort();
    if (found.length === 0) continue;
    for (const name of found) seen.add(name);
    result = result.length === 0 ? found : [...found, '', ...result];
  }
  return [result, word];
}

function complete(server, line) {
  let match = /^\s*\.((?:\w+)?)$/.exec(line);
  if (match && !server._buffered) return merge([Object.keys(server.commands)], match[1], match[1]);
  match = kRequire.exec(line);
  if (match) return merge(modules(server, match[3], match[1]), match[3], match[3]);
  match = kFile.exec(line);
  if (match) return merge([files(match[1], null)], match[1], match[1]);
  if (line.length > 0 && !/[\p{ID_Continue}$\s.({[=+\-*/%!~&|^<>?:,;]$/u.test(line)) return [[], undefined];
  const chain = kChain.exec(line)[0];
  const dot = Math.max(chain.lastIndexOf('.'), -1);
  if (dot === -1) {
    if (/[)\]"'`.]$/.test(line.slice(0, line.length - chain.length))) return [[], chain];
    const groups = [];
    const names = vmNative.lexicalNames(server._realm);
    groups.push(names);
    for (let object = Object.getPrototypeOf(server.context); object !== null; object = Object.getPrototypeOf(object)) groups.push(namesOf(object));
    const own = namesOf(server.context);
    if (!server.useGlobal) own.push(...namesOf(globalThis));
    groups.push(own);
    if (chain !== '') groups.push(kWords);
    return merge(groups, chain, chain);
  }
  const base = chain.slice(0, chain[dot - 1] === '?' ? dot - 1 : dot);
  const at = follow(server, base);
  if (!at || at.value === null || at.value === undefined) return [[], chain];
  const groups = [];
  const prefix = chain.slice(0, dot + 1);
  try {
    for (let object = Object(at.value); object !== null && !require('util').types.isProxy(object); object = Object.getPrototypeOf(object)) {
      groups.push(namesOf(object).map((name) => prefix + name));
    }
  } catch { /* what it has told is all */ }
  return merge(groups, chain, chain);
}

module.exports = { complete };
