// Recursion without end, of each kind there is (getters, traps, conversions, iterators, callbacks of builtins, nested
// texts, ...): always a RangeError that can be caught, as in Node, never a crash. Node's answers are asked for here.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';

const scrim = process.env.SCRIM;
assert.ok(scrim, 'run me with ctest -R cli_recursion, or set SCRIM to the executable');
const program = path.join(import.meta.dirname, 'recursion.js');

test('every kind of recursion ends in a RangeError', () => {
  const run = (binary) => spawnSync(binary, [program], { encoding: 'utf8', timeout: 120_000 });
  const ours = run(scrim);
  assert.strictEqual(ours.signal, null, ours.stderr);
  assert.strictEqual(ours.status, 0, ours.stderr);
  const lines = ours.stdout.trim().split('\n');
  assert.ok(lines.length > 80);
  assert.deepStrictEqual(lines.filter((line) => !line.endsWith(' RangeError')), []);
  // An older Node may not know all of the syntax.
  if (Number(process.versions.node.split('.')[0]) >= 26) assert.strictEqual(ours.stdout, run(process.execPath).stdout);
});

test('accessors, forwarded and bound calls, spread and construction nest as deep as calls do', () => {
  const { stdout, stderr } = spawnSync(scrim, [path.join(import.meta.dirname, 'recursion_deep.js')], { encoding: 'utf8', timeout: 120_000 });
  const lines = stdout.trim().split('\n');
  assert.ok(lines.length > 35, stderr);
  assert.deepStrictEqual(lines.filter((line) => !line.endsWith(' 100000')), []);
});
