// Instruction budgets: what start-up, a fresh realm, a fresh isolate, a token of the parser and an iteration of each kernel
// cost, counted by callgrind, which repeats exactly where time does not. A kernel runs at two iteration counts and the difference is
// divided, so start-up cancels out. More than 3 % over budgets.txt fails.
//
//   node budgets.mjs --scrim FILE --isolates FILE --syntax FILE [--packages FOLDER] [--compiler NAME] [--update] [NAME...]
//
// FOLDER is where packages/run.mjs put its packages: sources to read; without it those measures are left out.
// --update records the counts anew (with NAMEs: only theirs). The counts belong to one compiler; with another, or
// without valgrind, the check says so and ends with 77 (skipped).
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const table = join(here, 'budgets.txt');
const kAllowed = 1.03;
const [kFew, kMany] = [200, 1200];

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    scrim: { type: 'string' }, isolates: { type: 'string' }, syntax: { type: 'string' }, packages: { type: 'string' }, compiler: { type: 'string', default: 'unknown' },
    update: { type: 'boolean', default: false },
  },
});
if (!options.scrim || !options.isolates || !options.syntax) {
  console.error('usage: budgets.mjs --scrim FILE --isolates FILE --syntax FILE [--packages FOLDER] [--compiler NAME] [--update] [NAME...]');
  process.exit(2);
}
const skip = (why) => {
  console.log(`skipped: ${why}`);
  process.exit(77);
};
if (spawnSync('valgrind', ['--version']).error) skip('valgrind is not installed');

// The same addresses, environment and string functions on every machine.
const environment = {
  PATH: process.env.PATH,
  GLIBC_TUNABLES: 'glibc.cpu.hwcaps=-AVX2,-AVX512F,-ERMS,-FSRM:glibc.cpu.x86_non_temporal_threshold=0xc0000',
};
const fixedAddresses = spawnSync('setarch', ['-R', 'true']).status === 0 ? ['setarch', '-R'] : [];  // some containers forbid it
function count(command) {
  return new Promise((resolve, reject) => {
    const [program, ...args] = [...fixedAddresses, 'valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', ...command];
    const child = spawn(program, args, {
      cwd: here, env: environment, stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout.on('data', (chunk) => { text += chunk; });
    child.stderr.on('data', (chunk) => { text += chunk; });
    child.on('error', reject);
    child.on('exit', (status) => {
      const collected = /Collected : (\d+)/.exec(text);
      if (status !== 0 || !collected) reject(new Error(`${command.join(' ')} ended with ${status}\n${text}`));
      else resolve(Number(collected[1]));
    });
  });
}
async function difference(few, many, command) {
  return Math.round(((await count(command(many))) - (await count(command(few)))) / (many - few));
}

const kPeak = 8 * 1024;  // KB that scrim -e 0 may need
const measures = new Map();
measures.set('start', () => count([options.scrim, '-e', '0']));
measures.set('fresh_isolate', () => difference(1, 5, (n) => [options.isolates, String(n)]));
measures.set('fresh_realm', () =>
  difference(1, 5, (n) => [options.scrim, '--expose-test262', '-e', `for (let i = 0; i < ${n}; i++) $262.createRealm();`]));
// A token of the full tree with all early errors and scopes: programs as people write them, a library with comments, a
// minified one.
const programs = ['router', 'mixins', 'decimal_money', 'promise_pool', 'lisp', 'markdown', 'undo_history', 'reactive_store'];
const sources = {
  tokens_programs: programs.map((name) => join(here, '../../script/programs', `${name}.js`)),
  tokens_library: [join(options.packages ?? '', 'node_modules/rxjs/dist/bundles/rxjs.umd.js')],
  tokens_minified: [join(options.packages ?? '', 'node_modules/terser/dist/bundle.min.js')],
};
const missing = new Set();
for (const [name, files] of Object.entries(sources)) {
  const there = files.every((file) => existsSync(file));
  if (!there) missing.add(name);
  measures.set(name, async () => {
    const tokens = Number(spawnSync(options.syntax, ['tokens', ...files], { encoding: 'utf8' }).stdout);
    return Math.round((await difference(1, 3, (n) => [options.syntax, String(n), ...files])) / tokens);
  });
}
for (const name of readdirSync(join(here, 'kernels')).sort().map((file) => file.replace(/\.js$/, ''))) {
  measures.set(name, () => difference(kFew, kMany, (n) => [options.scrim, '--expose-gc', 'main.js', name, String(n)]));
}
for (const name of wanted) {
  if (!measures.has(name)) {
    console.error(`there is no measure '${name}'`);
    process.exit(2);
  }
}

const recorded = new Map();
let compiler = options.compiler;
for (const line of readFileSync(table, { encoding: 'utf8', flag: 'a+' }).split('\n')) {
  const [name, instructions] = line.split(/\s+/);
  if (line.startsWith('# compiler: ')) compiler = line.slice('# compiler: '.length);
  else if (name && name !== '#') recorded.set(name, Number(instructions));
}
if (!options.update && compiler !== options.compiler) skip(`recorded with ${compiler}, built with ${options.compiler}`);

const names = (wanted.length ? wanted : [...measures.keys()]).filter((name) => !missing.has(name));
for (const name of missing) console.log(`${name} is left out: its package is not installed`);
const counted = new Map();
const queue = [...names];
await Promise.all(Array.from({ length: os.availableParallelism?.() ?? 1 }, async () => {
  for (let name = queue.shift(); name; name = queue.shift()) counted.set(name, await measures.get(name)());
}));

if (options.update) {
  for (const [name, instructions] of counted) recorded.set(name, instructions);
  const lines = [...measures.keys()].filter((name) => recorded.has(name))
    .map((name) => `${name.padEnd(24)}${String(recorded.get(name)).padStart(10)}`);
  writeFileSync(table, `# Instructions: of the whole run (start), of one more (fresh_*), a token (tokens_*), an iteration (kernels). Written by
# budgets.mjs --update; more than 3 % above fails.
# compiler: ${options.compiler}
${lines.join('\n')}
`);
}
let failed = 0;
for (const name of names) {
  const now = counted.get(name);
  const budget = recorded.get(name);
  const verdict = budget === undefined ? 'FAIL: not recorded' : now > budget * kAllowed ? 'FAIL' : now < budget / kAllowed ? 'better' : '';
  if (verdict.startsWith('FAIL')) ++failed;
  const change = budget ? `${now > budget ? '+' : ''}${((now / budget - 1) * 100).toFixed(1)} %` : '';
  console.log(`${name.padEnd(24)}${String(now).padStart(10)}${String(budget ?? '').padStart(10)}${change.padStart(10)}  ${verdict}`.trimEnd());
}
for (const name of recorded.keys()) {
  if (!measures.has(name)) console.log(`${name} is recorded but there is no such measure`), ++failed;
}
// The least of five: what it needs is said by no run that needed less.
if (names.includes('start')) {
  const peaks = Array.from({ length: 5 }, () => spawnSync('/usr/bin/time', ['-f', '%M', options.scrim, '-e', '0'], { encoding: 'utf8' }));
  if (peaks.every((run) => run.status === 0)) {
    const peak = Math.min(...peaks.map((run) => Number(run.stderr)));
    if (!(peak <= kPeak)) ++failed;
    console.log(`-e 0 needs ${peak} KB of ${kPeak}${peak <= kPeak ? '' : '  FAIL'}`);
  }
}
console.log(`${names.length - failed} within budget, ${failed} not`);
if (failed) console.log('If it is worth it, record it: ctest tells the command with -V; add --update NAME.');
process.exit(failed ? 1 : 0);
