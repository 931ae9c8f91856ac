// What is explained stays as it is explained. SCRIM names the executable; NODE26 a Node 26, else only scrim is asked.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { explained } from './explained.mjs';

const printed = (binary, program) => spawnSync(binary, ['-e', program], { encoding: 'utf8' }).stdout;
for (const { what, program, scrim, node } of explained) {
  test(what, () => {
    assert.equal(printed(process.env.SCRIM, program), scrim);
    if (process.env.NODE26) assert.equal(printed(process.env.NODE26, program), node);
  });
}
