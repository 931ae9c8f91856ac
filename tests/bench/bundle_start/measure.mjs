// The start of a large bundle that calls three of its functions, in scrim beside Node and Bun: CPU time (user and
// system, all threads, loading and exit included), interleaved runs, each engine's median and its ratio to Node's.
//
//   node tests/bench/bundle_start/measure.mjs --scrim FILE [--node FILE] [--bun FILE] [--typescript FOLDER]
//        [--rounds 15] [-- FLAGS for scrim]
//
// FOLDER: npm's `typescript`, whose lib/typescript.js has 9 MB; without it the one that Node resolves from the current
// directory. The programs must print the same.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const options = { node: process.execPath, rounds: '15' };
const flags = [];
for (let i = 2; i < process.argv.length; i++) {
  const name = process.argv[i];
  if (name === '--') {
    flags.push(...process.argv.slice(i + 1));
    break;
  }
  if (!name.startsWith('--') || i + 1 >= process.argv.length) throw new Error(`unknown argument ${name}`);
  options[name.slice(2)] = process.argv[++i];
}
if (!options.scrim) throw new Error('--scrim FILE is needed');
const bundle = options.typescript
  ? path.resolve(options.typescript, 'lib/typescript.js')
  : createRequire(path.join(process.cwd(), 'x.js')).resolve('typescript');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bundle-start-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const driver = path.join(folder, 'driver.cjs');
fs.writeFileSync(driver, `const ts = require(${JSON.stringify(bundle)});
const file = ts.createSourceFile('a.ts', 'const a: number = 1 + 2; function f(x: string) { return x; }', 99, true);
const text = ts.transpile('const a: number = 1 + 2;');
const host = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => '', getNewLine: () => '\\n' };
const message = ts.formatDiagnostic({ messageText: 'x', category: 1, code: 1, file: undefined, start: 0, length: 0 }, host);
console.log(file.statements.length, JSON.stringify(text), JSON.stringify(message));
`);

const engines = [{ name: 'node', command: [options.node] }, { name: 'scrim', command: [options.scrim, ...flags] }];
if (options.bun) engines.push({ name: 'bun', command: [options.bun] });

// Milliseconds of CPU that the shell counts of its one child.
function run(engine) {
  const out = execFileSync('sh', ['-c', '"$@"; times', 'sh', ...engine.command, driver], { encoding: 'utf8' }).trimEnd().split('\n');
  const times = out.at(-1).match(/(\d+)m([\d.]+)s (\d+)m([\d.]+)s/);
  const printed = out.slice(0, -2).join('\n');
  engine.printed ??= printed;
  if (engine.printed !== engines[0].printed) throw new Error(`${engine.name} prints ${printed}, not ${engines[0].printed}`);
  return ((Number(times[1]) + Number(times[3])) * 60 + Number(times[2]) + Number(times[4])) * 1000;
}
for (const engine of engines) run(engine); // the files are in memory from now on
for (let round = 0; round < Number(options.rounds); round++) {
  for (const engine of engines) (engine.times ??= []).push(run(engine));
}
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const base = median(engines[0].times);
console.log(`${path.basename(bundle)}, ${(fs.statSync(bundle).size / 1e6).toFixed(1)} MB, ${options.rounds} rounds`);
for (const { name, times } of engines) {
  console.log(`${name.padEnd(6)} ${median(times).toFixed(0).padStart(5)} ms CPU (least ${Math.min(...times).toFixed(0)})  ${(median(times) / base).toFixed(2)}x of Node's`);
}
