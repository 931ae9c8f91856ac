// Tokens a second of the full tree with early errors and scopes (scrim) beside acorn, meriyah, oxc-parser, quick-lint-js
// and V8, in one interleaved run on the CPU clock, as a table (results.md keeps the last):
//   node --experimental-vm-modules peers.mjs SYNTAX_BENCH NPM_FOLDER FILE...
// NPM_FOLDER holds the packages; what is not there is left out. oxc's figures include handing its tree to JavaScript,
// quick-lint-js's (which makes no tree) its start, V8's eager ones compiling every function.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';

const [bench, npm, ...files] = process.argv.slice(2);
const require = createRequire(path.resolve(npm, 'index.js'));
const optional = (name) => {
  try {
    return require(name);
  } catch {
    return null;
  }
};
const acorn = optional('acorn');
const meriyah = optional('meriyah');
const oxc = optional('oxc-parser');
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
};
// Modules only with --experimental-vm-modules.
function compile(text, module) {
  const options = module ? { identifier: `f${Math.random()}` } : { filename: `f${Math.random()}` };
  if (!module) return new vm.Script(text, options);
  return vm.SourceTextModule ? new vm.SourceTextModule(text, options) : null;
}
const peers = {
  acorn: acorn && ((text, module) => acorn.parse(text, { ecmaVersion: 'latest', sourceType: module ? 'module' : 'script', allowReturnOutsideFunction: true })),
  meriyah: meriyah && ((text, module) => meriyah.parse(text, { next: true, module, globalReturn: !module, webcompat: true })),
  'oxc-parser': oxc && ((text, module) => oxc.parseSync('a.js', text, { sourceType: module ? 'module' : 'script' }).program),
  'V8 lazy': compile,
  'V8 eager': (text, module) => {
    v8.setFlagsFromString('--no-lazy');
    const compiled = compile(text, module);
    v8.setFlagsFromString('--lazy');
    return compiled;
  },
};
const lintProgram = path.join(npm, 'node_modules/quick-lint-js/quick-lint-js.exe');
function quickLint(file) {
  const timed = spawnSync('bash', ['-c', "TIMEFORMAT='%U %S'; time \"$0\" \"$1\" >/dev/null 2>&1", lintProgram, file], { encoding: 'utf8' });
  const [user, system] = timed.stderr.trim().split(/\s+/).map(Number);
  return (user + system) * 1e3;
}
const table = [];
const names = ['scrim', ...Object.keys(peers).filter((name) => peers[name]), ...(fs.existsSync(lintProgram) ? ['quick-lint-js'] : [])];
for (const file of files) {
  const text = fs.readFileSync(file, 'utf8');
  const module = /^(im|ex)port\b/m.test(text) && !/^\s*(var|"use strict")/.test(text);
  const scrim = () => spawnSync(bench, ['throughput', file], { encoding: 'utf8' }).stdout.split('\n')[1].trim().split(/\s+/);
  const first = scrim();
  const tokens = Number(first[2]);
  const best = { scrim: Number(first[4]) };
  // Short files more often: what is compiled late, and a neighbour on the machine, weigh more there.
  const rounds = text.length > 1e6 ? 4 : 12;
  for (let round = 0; round < rounds; round++) {
    best.scrim = Math.min(best.scrim, Number(scrim()[4]));
    if (fs.existsSync(lintProgram)) best['quick-lint-js'] = Math.min(best['quick-lint-js'] ?? Infinity, quickLint(file));
    for (const [name, parse] of Object.entries(peers)) {
      if (!parse) continue;
      try {
        const start = cpu();
        if (parse(text + ' '.repeat(round), module) === null) continue;
        best[name] = Math.min(best[name] ?? Infinity, cpu() - start);
      } catch (error) {
        best[name] = NaN;
        if (round === 0) console.error(`${name}: ${error.message}`);
      }
    }
  }
  const rate = (name) => (best[name] > 0 ? (tokens / best[name] / 1e3).toFixed(2) : '');
  table.push([path.basename(file), text.length, tokens, first[6], ...names.map(rate)]);
  console.error(`${path.basename(file)} done`);
}
const row = (cells) => `| ${cells.join(' | ')} |`;
console.log([row(['file', 'bytes', 'tokens', 'bytes a node', ...names]), row(['---', ...Array(names.length + 3).fill('---:')]), ...table.map(row)].join('\n'));
