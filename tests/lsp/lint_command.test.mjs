// `scrim lint`: formats, exit codes, bad input.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

const program = process.env.SCRIM;
const skip = program ? false : 'SCRIM does not name the program';
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-lint-'));
test.after(() => fs.rmSync(folder, { recursive: true, force: true }));
const put = (name, content) => {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
  return file;
};
const lint = (args, options = {}) => {
  const run = spawnSync(program, ['lint', ...args], { encoding: 'utf8', cwd: folder, ...options });
  assert.strictEqual(run.signal, null);
  return run;
};

put('src/with.js', '\n  with (o) x;\n');
put('src/clean.mjs', 'export const a = 1;\n');
put('src/hint.cjs', 'for (const k in o) f(k);\nreturn;\n');
put('src/node_modules/x/index.js', 'eval(a);\n');
put('src/.hidden/x.js', 'eval(a);\n');
put('src/readme.txt', 'not javascript\n');

test('JSON: one array, places counted from 1', { skip }, () => {
  const run = lint(['--format', 'json', 'src']);
  assert.strictEqual(run.status, 1);
  const findings = JSON.parse(run.stdout);
  assert.deepStrictEqual(findings.map(({ file, rule, severity }) => [file, rule, severity]),
    [['src/hint.cjs', 'shape-for-in', 'hint'], ['src/with.js', 'scope-with', 'warning']]);
  const { message, ...rest } = findings[1];
  assert.deepStrictEqual(rest, { file: 'src/with.js', line: 2, column: 3, endLine: 2, endColumn: 11, rule: 'scope-with', severity: 'warning' });
  assert.match(message, /ns/);
});

test('exit codes: 0 clean or hints only, 1 warnings or errors', { skip }, () => {
  assert.strictEqual(lint(['src/clean.mjs']).status, 0);
  assert.strictEqual(lint(['src/hint.cjs']).status, 0);
  assert.strictEqual(lint(['src/with.js']).status, 1);
  assert.strictEqual(lint(['--rule', 'scope-with=hint', 'src/with.js']).status, 0);
  assert.strictEqual(lint(['--rule', 'shape-for-in=error', 'src/hint.cjs']).status, 1);
  assert.strictEqual(lint(['--rule=scope-with=off', '--format=json', 'src/with.js']).stdout, '[]\n');
  assert.strictEqual(lint([put('wrong.js', 'let = = 1;\n')]).status, 1);
  assert.strictEqual(lint(['--no-syntax', 'wrong.js']).status, 0);
});

test('human output names place, mechanism and rule, and shows the line', { skip }, () => {
  const run = lint(['src/with.js']);
  assert.match(run.stdout, /^src\/with\.js:2:3: warning: .* \[scope-with\]\n {2}2 \| {3}with \(o\) x;\n {4}\| {3}\^{8}\n\n1 warning in 1 file\n$/);
});

test('SARIF has the rules, the results and 1-based regions', { skip }, () => {
  const { runs: [run], version } = JSON.parse(lint(['--format', 'sarif', 'src']).stdout);
  assert.strictEqual(version, '2.1.0');
  assert.ok(run.tool.driver.rules.some(({ id }) => id === 'scope-with'));
  assert.deepStrictEqual(run.results[1].locations[0].physicalLocation,
    { artifactLocation: { uri: 'src/with.js' }, region: { startLine: 2, startColumn: 3, endLine: 2, endColumn: 11 } });
  assert.deepStrictEqual(run.results.map(({ level }) => level), ['note', 'warning']);
});

test('standard input', { skip }, () => {
  const run = lint(['--format', 'json', '--stdin-filename', 'typed.js', '-'], { input: 'with (o) x;' });
  assert.strictEqual(run.status, 1);
  assert.strictEqual(JSON.parse(run.stdout)[0].file, 'typed.js');
});

test('bad input: missing, not UTF-8, unreadable, wrong usage end with 2 and say where', { skip }, () => {
  const missing = lint(['src/with.js', 'nowhere.js']);
  assert.strictEqual(missing.status, 2);
  assert.match(missing.stderr, /nowhere\.js: no such file/);
  assert.match(missing.stdout, /scope-with/); // the others are still looked at
  put('latin1.js', Buffer.from('let a;\nlet caf\xe9 = 1;\n', 'latin1'));
  const latin = lint(['latin1.js']);
  assert.strictEqual(latin.status, 2);
  assert.match(latin.stderr, /latin1\.js:2:8: is not UTF-8 \(byte 0xE9\)/);
  put('utf16.js', Buffer.from('\ufefflet a;', 'utf16le'));
  assert.match(lint(['utf16.js']).stderr, /UTF-16/);
  assert.strictEqual(JSON.parse(lint(['--format', 'json', 'latin1.js']).stdout).length, 0);
  for (const args of [[], ['--format', 'xml', 'src'], ['--rule', 'no-such=off', 'src'], ['--rule', 'scope-with=loud', 'src'], ['--frobnicate', 'src']]) {
    const run = lint(args);
    assert.strictEqual(run.status, 2, args.join(' '));
    assert.match(run.stderr, /^scrim lint: /);
  }
  fs.mkdirSync(path.join(folder, 'empty'), { recursive: true });
  const empty = lint(['empty']);
  assert.strictEqual(empty.status, 0);
  assert.match(empty.stderr, /no JavaScript or TypeScript files/);
});

test('modules and scripts are told apart by name, package.json and content', { skip }, () => {
  put('pkg/package.json', '{ "type": "module" }');
  put('pkg/a.js', 'await 1; export {};\n');
  put('pkg/b.cjs', 'return;\n');
  put('either.js', 'import "x"; await 1;\n');
  put('bom.js', '\ufeffwith (o) x;\n');
  assert.deepStrictEqual(JSON.parse(lint(['--format', 'json', 'pkg', 'either.js']).stdout), []);
  assert.strictEqual(JSON.parse(lint(['--format', 'json', 'bom.js']).stdout)[0].column, 1);
});

test('the rules can be listed and explained', { skip }, () => {
  assert.match(lint(['--rules']).stdout, /^scope-direct-eval +warning/m);
  const explained = lint(['--explain', 'scope-with']);
  assert.strictEqual(explained.status, 0);
  assert.match(explained.stdout, /Measured: .*ns/);
  assert.match(lint(['--help']).stdout, /usage: scrim lint/);
});
