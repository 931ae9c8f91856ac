// How an uncaught error ends a program: what node 26 prints above its own frames and version, byte for byte. The texts
// were printed by node 26 for the same files; <file> stands for the program's path.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const scrim = process.env.SCRIM;
const folder = mkdtempSync(join(tmpdir(), 'scrim-uncaught-'));
after(() => rmSync(folder, { recursive: true }));

function run(text) {
  const file = join(folder, 'program.js');
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync(scrim, [file], { encoding: 'utf8' });
  return { status, stdout, head: stderr.replaceAll(file, '<file>').split(/\n {4}at |\n\nscrim v/)[0] };
}

for (const [name, text, head, status = 1] of [
  ['the place is the throw, not where the error was made',
    "function make() { return new RangeError('made'); }\nfunction f() {\n  try {\n    const e = make();\n      throw e;\n  } finally { [1].map((x) => x); }\n}\n  f();\n",
    '<file>:5\n      throw e;\n      ^\n\nRangeError: made'],
  ['an error of the engine', 'const o = {};\n  o.x.y = 1;\n',
    "<file>:2\n  o.x.y = 1;\n        ^\n\nTypeError: Cannot set properties of undefined (setting 'y')"],
  ['thrown again', 'try { null.x } catch (e) {\n  throw e; }\n',
    "<file>:2\n  throw e; }\n  ^\n\nTypeError: Cannot read properties of null (reading 'x')"],
  ['an object that is no error', "throw { message: 'm' }", "<file>:1\nthrow { message: 'm' }\n^\n{ message: 'm' }"],
  ['a primitive', 'throw 5', '\n<file>:1\nthrow 5\n^\n5\n(Throw an Error to see where it comes from)'],
]) {
  test(name, () => {
    const result = run(text);
    assert.strictEqual(result.head, head);
    assert.strictEqual(result.status, status);
  });
}

test('exit listeners run first, and may change the code', () => {
  const result = run("process.on('exit', (code) => { console.log('exit', code); process.exitCode = 9; });\nthrow new Error('boom');");
  assert.strictEqual(result.stdout, 'exit 1\n');
  assert.strictEqual(result.status, 9);
});
