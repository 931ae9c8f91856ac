// Bytes of an object {a, b, c}, of an instance with three fields and of [1, 2, 3]: how much the resident memory of a
// process grows by N of them in one array, a peer beside. The array's own words are counted out.
//
//   node measure.mjs --scrim BIN [--node BIN] [--count 10000000]
import {spawnSync} from 'node:child_process';

const options = {count: '10000000'};
for (let i = 2; i < process.argv.length; i += 2) options[process.argv[i].replace(/^--/, '')] = process.argv[i + 1];
const kinds = {
  '{a, b, c}': 'make = i => ({a: i, b: i + 1, c: i + 2});',
  'instance of three fields': 'class P { constructor(i) { this.a = i; this.b = i + 1; this.c = i + 2; } } make = i => new P(i);',
  'class fields': 'class P { a = 1; b = 2; c = 3; } make = i => new P();',
  '[1, 2, 3]': 'make = i => [1, 2, 3];',
};
const program = body => `
let make; ${body}
const count = ${options.count};
const all = new Array(count).fill(null);
for (let i = 0; i < 1000; i++) all[i] = make(i);
globalThis.gc?.();
const before = process.memoryUsage().rss;
for (let i = 0; i < count; i++) all[i] = make(i);
globalThis.gc?.();
console.log((process.memoryUsage().rss - before) / count);`;
const engines = ['scrim', 'node'].filter(engine => options[engine]);
console.log(`| bytes each, of ${options.count} | ${engines.join(' | ')} |`);
console.log(`| --- |${' --- |'.repeat(engines.length)}`);
for (const [name, body] of Object.entries(kinds)) {
  const cells = engines.map(engine => {
    const flags = engine === 'node' ? ['--expose-gc', '--max-old-space-size=8000'] : ['--expose-gc', '--max-heap=8000'];
    const run = spawnSync(options[engine], [...flags, '-e', program(body)], {encoding: 'utf8', timeout: 300000});
    return run.stdout.trim() ? (+run.stdout).toFixed(1) : (run.stderr ?? String(run.error)).trim().split('\n')[0];
  });
  console.log(`| ${name} | ${cells.join(' | ')} |`);
}
