// --check: whether a file's syntax is right, and nothing is run.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

const scrim = process.env.SCRIM;
assert.ok(scrim, 'run me with ctest -R cli_check, or set SCRIM to the executable');
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-check-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

function check(name, text, option = '--check') {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync(scrim, [option, file], { encoding: 'utf8' });
  return { status, stdout, stderr: stderr.replaceAll(`${folder}/`, '') };
}

test('right ones say nothing and do not run', () => {
  const nothing = { status: 0, stdout: '', stderr: '' };
  assert.deepStrictEqual(check('a.js', "console.log('ran'); return;\n"), nothing);
  assert.deepStrictEqual(check('b.js', "import 'fs'; await 1; console.log('ran');\n", '-c'), nothing);
  assert.deepStrictEqual(check('c.mjs', 'export const a = 1;\n'), nothing);
  assert.deepStrictEqual(check('d.ts', 'const a: number = 1;\n'), nothing);
});

test('wrong ones: the place, the line, the error, and 1', () => {
  const wrong = check('e.js', 'const x = 1;\nconst x = 2;\n');
  assert.deepStrictEqual([wrong.status, wrong.stdout], [1, '']);
  assert.ok(wrong.stderr.startsWith("e.js:2\nconst x = 2;\n      ^\n\nSyntaxError: Identifier 'x' has already been declared\n"), wrong.stderr);
  assert.strictEqual(check('f.cjs', 'export const a = 1;\n').status, 1);
  assert.strictEqual(check('g.mjs', 'with (a) {}\n').status, 1);
  const { status, stderr } = spawnSync(scrim, ['--check', path.join(folder, 'none.js')], { encoding: 'utf8' });
  assert.strictEqual(status, 1);
  assert.match(stderr, /Cannot find module/);
});

test('JSX is refused once, with what to do', () => {
  const jsx = "console.log('ran');\nlet a = <div>x</div>;\nlet b = <p/>;\n";
  for (const name of ['j.jsx', 'j.js', 'j.mjs']) {
    const file = path.join(folder, name);
    fs.writeFileSync(file, jsx);
    const { status, stdout, stderr } = spawnSync(scrim, ['run', file], { encoding: 'utf8' });
    assert.strictEqual(status, 1);
    assert.strictEqual(stdout, '');
    assert.strictEqual(stderr.match(/JSX cannot be run as it is; compile the file first/g)?.length, 1, stderr);
    assert.ok(stderr.includes(`${name}:2\nlet a = <div>x</div>;\n        ^\n`), stderr);
  }
});

test('dumps are what the golden files have, every time', () => {
  const golden = path.resolve(import.meta.dirname, '../unit/syntax/golden');
  const dump = (what, name) => {
    const { status, stdout, stderr } = spawnSync(scrim, ['dump', what, path.join(golden, name)], { encoding: 'utf8' });
    assert.deepStrictEqual([status, stderr], [0, '']);
    return stdout;
  };
  for (const [what, name] of [['tokens', 'scopes_sloppy.js'], ['tokens', 'jsx.jsx'], ['tokens', 'module.mjs'], ['ast', 'module.mjs']]) {
    assert.strictEqual(dump(what, name), fs.readFileSync(path.join(golden, `${name}.${what}`), 'utf8'), `${what} of ${name}`);
  }
  // The golden ones name every reference, too.
  const scopes = dump('scopes', 'module.mjs');
  assert.ok(fs.readFileSync(path.join(golden, 'module.mjs.scopes'), 'utf8').startsWith(scopes), scopes);
  assert.strictEqual(dump('scopes', 'module.mjs'), scopes);
});
