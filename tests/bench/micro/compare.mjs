// The interpreter beside its peers with their compilers off: node --jitless and bun with BUN_JSC_useJIT=0, in one
// interleaved run (every engine in turn for each file, passes outermost), medians of the passes.
//
//   node compare.mjs --bench DIR/micro --scrim BIN --node BIN --bun BIN [--cputime cputime.so] [--reps 3] [--match RE]
//                    [--out FILE.md]
//
// --cputime names a library to preload that makes the main thread's clocks tick with its CPU time, so that a busy
// machine does not change the scores. A line's ratio is above 1 where scrim is quicker. Without the bench directory there
// is nothing to do: says so and ends with 0. Nothing is asserted; results.md is the last table that was kept.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {spawnSync} from 'node:child_process';

const options = {reps: '3', match: '.'};
for (let i = 2; i < process.argv.length; i += 2) options[process.argv[i].replace(/^--/, '')] = process.argv[i + 1];
if (!options.bench || !fs.existsSync(options.bench)) {
  console.log('no benchmarks here: --bench names the directory of micro/*.js');
  process.exit(0);
}

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-micro-'));
process.on('exit', () => fs.rmSync(scratch, {recursive: true, force: true}));
// The peers run the text as a classic script of the global scope, as engines' shells do.
const asScript = path.join(scratch, 'run-global.cjs');
fs.writeFileSync(asScript, `const fs = require('fs'), vm = require('vm'), f = process.argv[2];
globalThis.require = undefined;
vm.runInThisContext(fs.readFileSync(f, 'utf8'), {filename: f});
`);
const engines = [];
if (options.scrim) engines.push({name: 'scrim', command: [options.scrim]});
if (options.node) engines.push({name: 'node --jitless', command: [options.node, '--jitless', asScript]});
if (options.bun) engines.push({name: 'bun, no JIT', command: [options.bun, asScript], env: {BUN_JSC_useJIT: '0'}});

const harness = fs.readFileSync(path.join(options.bench, '_harness.js'), 'utf8');
const pattern = new RegExp(options.match);
const files = fs.readdirSync(options.bench).filter(f => f.endsWith('.js') && f !== '_harness.js' && pattern.test(f));
const lines = new Map();  // name -> engine -> values
const cpu = new Map();    // file -> engine -> seconds of all threads
for (let pass = 0; pass < +options.reps; ++pass) {
  for (const file of files) {
    const bundle = path.join(scratch, file);
    if (pass === 0) fs.writeFileSync(bundle, harness + fs.readFileSync(path.join(options.bench, file), 'utf8'));
    for (const engine of engines) {
      const times = path.join(scratch, 'times');
      const preload = options.cputime ? ['env', 'LD_PRELOAD=' + path.resolve(options.cputime)] : [];
      const run = spawnSync('/usr/bin/time', ['-q', '-o', times, '-f', '%U %S', ...preload, ...engine.command, bundle],
                            {env: {...process.env, ...engine.env}, timeout: 120000, killSignal: 'SIGKILL', encoding: 'utf8'});
      if (run.status !== 0) console.error(`${engine.name} ${file}: ${run.stderr?.trim().split('\n')[0] ?? run.error}`);
      try {
        const [user, system] = fs.readFileSync(times, 'utf8').trim().split('\n').pop().split(' ').map(Number);
        record(cpu, file.replace(/\.js$/, ''), engine.name, user + system);
      } catch {
      }
      for (const line of (run.stdout ?? '').split('\n')) {
        const match = /^micro-(\S+) (\S+)/.exec(line);
        if (match) record(lines, match[1], engine.name, +match[2]);
      }
    }
  }
}

function record(table, key, engine, value) {
  if (!table.has(key)) table.set(key, {});
  (table.get(key)[engine] ??= []).push(value);
}

function median(values) {
  if (!values?.length) return NaN;
  const sorted = values.toSorted((a, b) => a - b), middle = sorted.length >> 1;
  return sorted.length & 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function shown(value) {
  if (!Number.isFinite(value)) return '-';
  return value >= 1e6 ? (value / 1e6).toPrecision(4) + 'M' : value.toPrecision(4);
}

// scrim's speed as a multiple of the peer's; a line without a result counts 0.1.
function ratio(name, row, peer) {
  const own = median(row['scrim']), other = median(row[peer]);
  if (!Number.isFinite(other)) return NaN;
  if (!Number.isFinite(own)) return 0.1;
  return /-(ms|us)$/.test(name) ? other / own : own / other;
}

const peers = engines.map(engine => engine.name).filter(name => name !== 'scrim');
const rows = [...lines].map(([name, row]) => ({name, row, ratios: peers.map(peer => ratio(name, row, peer))}));
rows.sort((a, b) => a.ratios[0] - b.ratios[0]);
const out = [];
out.push(`| line | ${engines.map(e => e.name).join(' | ')} | ${peers.map(p => 'over ' + p).join(' | ')} | over the slower |`);
out.push('|' + ' --- |'.repeat(engines.length + peers.length + 2));
for (const {name, row, ratios} of rows) {
  const cells = engines.map(engine => shown(median(row[engine.name])));
  out.push(`| ${name} | ${cells.join(' | ')} | ${ratios.map(r => r.toFixed(2)).join(' | ')} | ${Math.max(...ratios).toFixed(2)} |`);
}
const mean = index => {
  const logs = rows.map(row => row.ratios[index]).filter(Number.isFinite).map(Math.log);
  return Math.exp(logs.reduce((a, b) => a + b, 0) / logs.length);
};
out.push(`| **geometric mean** |${' |'.repeat(engines.length)} ${peers.map((_, i) => mean(i).toFixed(2)).join(' | ')} | |`);
out.push('', `| CPU seconds of all threads | ${engines.map(e => e.name).join(' | ')} |`, '|' + ' --- |'.repeat(engines.length + 1));
for (const [file, row] of cpu) {
  out.push(`| ${file} | ${engines.map(engine => median(row[engine.name]).toFixed(2)).join(' | ')} |`);
}
console.log(out.join('\n'));
if (options.out) fs.writeFileSync(options.out, out.join('\n') + '\n');
