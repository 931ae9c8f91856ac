// Nothing is loaded before it is used: which of the modules compiled into the binary a program loads, by the engine's own
// list (process.moduleLoadList). Touching `process` loads what follows internal/process; what a program loaded itself
// stands before it. loaded.txt may only shrink: SCRIM_UPDATE=1 takes out of it what is not loaded any more.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import test from 'node:test';

const scrim = process.env.SCRIM;
assert.ok(scrim, 'run me with ctest -R cli_loaded, or set SCRIM to the executable');
const file = new URL('loaded.txt', import.meta.url);
const table = new Map(readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => line.split('\t')));

const kList = 'process.moduleLoadList.map((name) => name.replace("NativeModule ", "")).join(" ")';
function loadedBy(program) {
  // Asked for before anything that writes it is loaded.
  const text = `${program};\nvar loaded = ${kList};\nrequire("fs").writeSync(2, "loaded: " + loaded);`;
  const { status, stderr } = spawnSync(scrim, ['-e', text], { encoding: 'utf8' });
  assert.strictEqual(status, 0, stderr);
  const names = /loaded: (.*)/.exec(stderr)[1].split(' ');
  const own = names.slice(0, names.indexOf('internal/process'));
  return { own, process: names.slice(own.length) };
}

const written = [];
for (const [program, expected = ''] of table) {
  test(program, () => {
    const known = expected.split(' ').filter(Boolean);
    const { own, process: behind } = loadedBy(program === 'process' ? '' : program);
    const actual = program === 'process' ? behind : own;
    written.push(`${program}\t${actual.filter((name) => known.includes(name)).join(' ')}`);
    assert.deepStrictEqual(actual.filter((name) => !known.includes(name)), [], 'loaded too');
    if (!process.env.SCRIM_UPDATE) assert.deepStrictEqual(known.filter((name) => !actual.includes(name)), [], 'not loaded any more: SCRIM_UPDATE=1 takes it out of loaded.txt');
  });
}
test.after(() => {
  if (process.env.SCRIM_UPDATE) writeFileSync(file, `${written.join('\n')}\n`);
});
