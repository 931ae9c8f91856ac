// Nothing that a program makes and drops stays: neither cells nor what bindings hold for them outside the heap, nor
// descriptors and threads (growth.js has the kinds and measures).
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('growth.js', import.meta.url));
// A sanitizer's red zones keep words of dead frames, which are scanned conservatively: there the bytes say nothing, but
// whatever is freed twice or not at all is reported.
const sanitized = Boolean(process.env.SCRIM_SANITIZE);

test('what is made and dropped does not stay', () => {
  const run = spawnSync(process.env.SCRIM, ['--expose-gc', program, sanitized ? '20' : '200'], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  const kinds = run.stdout.trim().split('\n').map((line) => JSON.parse(line));
  assert.ok(kinds.length > 80, `${kinds.length} kinds`);
  const grown = kinds.filter((kind) => (sanitized ? kind.descriptors > 0 || kind.threads > 0 : kind.grows));
  assert.deepEqual(grown, []);
});
