// node:path, POSIX and Windows: every function over paths made of all pieces that matter (the names that Windows keeps
// for devices aside), a digest of a few at a time; with the name of a function and a flavor as argument, its results.
const path = require('path');
const { createHash } = require('crypto');

process.chdir('/'); // what is relative to it is compared too

const pieces = ['a', 'b.c', '.', '..', '/', '\\', 'C:', 'c:', ':', '?', ''];
const paths = new Set(['', '//server/share', '\\\\server\\share\\', '\\\\.\\pipe', '\\\\?\\C:\\x', '//a//b//c', 'C:/x/../..', 'a.b.', '...', '.a.b', 'x/.hidden', 'a:b/..', '\\\\?\\', '//./', '///']);
for (const a of pieces) for (const b of pieces) for (const c of pieces) {
  paths.add(a + b + c);
  paths.add(`${a}/${b}\\${c}`);
  paths.add(`${a}${b}/${c}/`);
}
const all = [...paths];
const attempt = (f, ...args) => {
  try {
    return f(...args);
  } catch (error) {
    return `${error.code} ${error.message}`;
  }
};
for (const flavor of ['posix', 'win32']) {
  for (const name of ['normalize', 'dirname', 'basename', 'extname', 'isAbsolute', 'parse', 'toNamespacedPath']) {
    const results = all.map((one) => `${JSON.stringify(one)} ${JSON.stringify(attempt(path[flavor][name], flavor === 'win32' && name === 'toNamespacedPath' ? `D:\\${one}` : one))}`);
    if (process.argv[2] === name && process.argv[3] === flavor) console.log(results.join('\n'));
    for (let i = 0; i < results.length; i += 500) console.log(flavor, name, i, createHash('md5').update(results.slice(i, i + 500).join('\n')).digest('hex').slice(0, 8));
  }
  for (const name of ['join', 'resolve', 'relative']) {
    const results = [];
    for (let i = 0; i < all.length; i += 7) for (let j = 0; j < all.length; j += 211) {
      const pair = flavor === 'win32' && name !== 'join' ? [`D:\\q\\${all[i]}`, `D:\\q\\${all[j]}`] : name === 'join' ? [all[i], all[j]] : [`/q/${all[i]}`, all[j]];
      results.push(`${JSON.stringify(pair)} ${JSON.stringify(attempt(path[flavor][name], ...pair))}`);
    }
    if (process.argv[2] === name && process.argv[3] === flavor) console.log(results.join('\n'));
    for (let i = 0; i < results.length; i += 2000) console.log(flavor, name, i, createHash('md5').update(results.slice(i, i + 2000).join('\n')).digest('hex').slice(0, 8));
  }
  for (const suffix of ['', 'c', '.c', 'b.c', 'a', '/', 'bb.c']) console.log(flavor, 'basename', suffix, all.slice(0, 300).map((one) => path[flavor].basename(one, suffix)).join('|').length, path[flavor].basename('x/b.c', suffix), path[flavor].basename('b.c', suffix), path[flavor].basename('/b.c/', suffix));
  for (const parts of [{}, { dir: 'd' }, { root: '/', base: 'b' }, { root: '/', dir: '/', base: 'b' }, { name: 'n', ext: 'e' }, { name: 'n', ext: '.e', dir: 'x/y' }]) console.log(path[flavor].format(parts));
  for (const bad of [null, undefined, 1, {}, Symbol('s')]) {
    for (const name of ['join', 'normalize', 'resolve', 'parse', 'format', 'basename', 'relative']) console.log(flavor, name, attempt(path[flavor][name], bad));
  }
  console.log(path[flavor].matchesGlob('a/b.js', 'a/*.js'), path[flavor].matchesGlob('a/b/c.js', 'a/**'), path[flavor].matchesGlob('a', 'b'), path[flavor].sep, path[flavor].delimiter);
}
console.log(path, path === path.posix, path.win32.posix === path, require('path/posix') === path, require('path/win32') === path.win32);
