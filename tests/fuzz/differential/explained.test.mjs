// What is explained stays as it is explained. SCRIM names the executable; NODE26 a Node 26, if this is none; else only scrim is asked.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';
import { explained } from './explained.mjs';

const node26 = process.env.NODE26 ?? (process.versions.node.startsWith('26.') ? process.execPath : undefined);
const printed = (binary, program) => spawnSync(binary, ['-e', program], { encoding: 'utf8' }).stdout;
for (const { what, program, scrim, node, seed } of explained) {
  test(what, () => {
    assert.equal(printed(process.env.SCRIM, program), scrim);
    if (node26) assert.equal(printed(node26, program), node);
  });
  if (seed === undefined) continue;
  test(`seed ${seed} is known by it`, { skip: !node26 && 'no Node 26' }, () => {
    const runner = path.join(import.meta.dirname, 'run.mjs');
    const { stdout, status } = spawnSync(node26, [runner, '--scrim', process.env.SCRIM, '--from', String(seed), '--count', '1'], { encoding: 'utf8' });
    assert.equal(stdout, `1 explained: ${what}\n1 programs compared, 0 differ\n`);
    assert.equal(status, 0);
  });
}
