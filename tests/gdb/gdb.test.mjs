// engine/scrim_gdb.py in gdb, over a program that aborts: frames, values, strings, objects, shapes in JavaScript's words.
// Skipped where gdb is not installed.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const scrim = process.env.SCRIM;
assert.ok(scrim, 'run me with ctest -R gdb, or set SCRIM to the executable');
const printers = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../engine/scrim_gdb.py');
const found = spawnSync('gdb', ['--version'], { encoding: 'utf8' });
const skip = found.error ? 'gdb is not installed' : false;
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-gdb-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

const program = `class Point {
  #secret = 7;
  constructor(x, y) { this.x = x; this.y = y; }
}
function inner(text, point, list, symbol, wide) {
  const local = { deep: { deeper: { deepest: 1 } }, text: 'short' };
  local.get = () => point;
  process.abort();
}
const outer = (n, big, d, none, missing, yes) => {
  inner('a "quoted"\\n' + n + ' rope of some length '.repeat(2), new Point(1, 2.5), [1, 'two', , null, undefined, true], Symbol('s'), 'wide \\u20ac');
};
outer(42, -123456789012345678901234567890n, -0.5, null, undefined, true);
`;

// What gdb prints for each of the commands, after the program has aborted.
function gdb(...commands) {
  const file = path.join(folder, 'program.js');
  fs.writeFileSync(file, program);
  const marked = commands.flatMap((command, i) => ['-ex', `echo \\n<<${i}>>\\n`, '-ex', command]);
  const run = spawnSync('gdb', ['-nx', '-batch', '-iex', 'set debuginfod enabled off', '-ex', 'set width 0', '-ex', 'run', '-x', printers, ...marked, '--args', scrim, file],
    { encoding: 'utf8', timeout: 240_000 });
  const parts = run.stdout.split(/<<\d+>>\n/).slice(1).map((part) => part.trim());
  assert.strictEqual(parts.length, commands.length, run.stdout + run.stderr);
  return { parts, stderr: run.stderr };
}

test('frames, values and shapes of a program that has aborted', { skip }, (t) => {
  const { parts, stderr } = gdb('scrim-stack', 'print $scrim_arg(2, 0)', 'print $scrim_arg(2, 1)', 'print $scrim_arg(2, 2)', 'print $scrim_arg(2, 4)',
    'print $scrim_shape($scrim_arg(2, 1))', 'print $scrim_cell($scrim_arg(2, 1))', 'print $scrim_frame(3)', 'print $scrim_value(0x0a)',
    'print $scrim_shape($scrim_arg(2, 1))->property_count', 'print *$scrim_frame(2).code', 'print $scrim_frame(2).callee');
  // Where processes may not be traced there is nothing to look at.
  if (/ptrace: Operation not permitted|Couldn't get registers/.test(stderr)) return t.skip('gdb may not trace processes here');
  const stack = parts[0].split('\n').filter((line) => line.startsWith('#'));
  const file = path.join(folder, 'program.js');
  assert.match(stack[0], /^#0 +\S* ?\(native\)/);
  assert.match(stack[1], /^#1 +abort\(/);
  assert.strictEqual(stack[2], `#2   inner("a \\"quoted\\"\\n42 rope of some length  rope of some length ", Point {#secret: 7, x: 1, y: 2.5}, [1, "two", <hole>, null, undefined, true], Symbol(s), "wide \u20ac") at ${file}:8, this = undefined`);
  assert.strictEqual(stack[3], `#3   outer(42, -123456789012345678901234567890n, -0.5, null, undefined, true) at ${file}:11, this = undefined`);
  assert.match(stack[4], new RegExp(`at ${file}:13, this = \\{\\.\\.\\.\\}$`));
  assert.strictEqual(parts[1], '$1 = "a \\"quoted\\"\\n42 rope of some length  rope of some length "');
  assert.strictEqual(parts[2], '$2 = Point {#secret: 7, x: 1, y: 2.5}');
  assert.strictEqual(parts[3], '$3 = [1, "two", <hole>, null, undefined, true]');
  assert.strictEqual(parts[4], '$4 = "wide \u20ac"');
  assert.match(parts[5], /^\$5 = Point \{ #secret, x, y \}, shape \d+$/);
  assert.strictEqual(parts[6], '$6 = Point {#secret: 7, x: 1, y: 2.5}');
  assert.match(parts[7], /^\$7 = outer\(42, /);
  assert.strictEqual(parts[8], '$8 = undefined');
  assert.strictEqual(parts[9], '$9 = 3');
  assert.strictEqual(parts[10], '$10 = code of inner');
  assert.strictEqual(parts[11], '$11 = function inner');
});
