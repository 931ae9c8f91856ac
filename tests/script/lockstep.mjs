// The lock-step run: every program with its inline caches and without (--no-ic) must print the same and, at every period
// of the logical clock, be at the same place with the same variables (--lock-step). A program whose lines differ is run
// up to five times more with caches: if two of these runs differ, it depends on time, and its output alone counts; an
// output that differs is looked at twice. usage:
// node lockstep.mjs SCRIM [--flags ...]; the last line counts.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { here, outputOf, programs } from './run.mjs';

const folder = mkdtempSync(join(tmpdir(), 'lockstep-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const command = process.argv.slice(2);

function run(file, name, flags) {
  const log = join(folder, name);
  const { text } = outputOf([...command, ...flags, '--lock-step', log], file);
  const lines = readFileSync(log, 'utf8').split('\n');
  rmSync(log);
  return { text, lines };
}
const dependsOnTime = (file, lines) => Array.from({ length: 5 }).some(() => run(file, 'again', []).lines.join() !== lines.join());
const firstDifference = (a, b) => a.findIndex((line, i) => line !== b[i]);

let same = 0, periods = 0;
const timed = [], failed = [];
for (const file of programs()) {
  const on = run(file, 'on', []);
  let off = run(file, 'off', ['--no-ic']);
  if (on.text !== off.text) off = run(file, 'off', ['--no-ic']);
  const name = relative(here, file);
  if (on.text !== off.text) {
    failed.push(name);
    console.log(`FAIL ${name}: the output without caches is another`);
  } else if (on.lines.join() === off.lines.join()) {
    ++same;
    periods += on.lines.length - 1;
  } else if (dependsOnTime(file, on.lines)) {
    timed.push(name);
  } else {
    failed.push(name);
    const at = firstDifference(on.lines, off.lines);
    console.log(`FAIL ${name}, period ${at}\n  with caches:    ${on.lines[at]}\n  without caches: ${off.lines[at]}`);
  }
}
if (timed.length) console.log(`output only, for they depend on time: ${timed.join(', ')}`);
console.log(`${same} in lock step over ${periods} periods, ${timed.length} by their output, ${failed.length} failed`);
process.exit(failed.length ? 1 : 0);
