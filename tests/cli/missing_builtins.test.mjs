// Built-in modules that scrim does not have yet, other than Node on purpose: each says which it is, with a code, at
// every door, and no sooner than it is asked for. What is as in Node: tests/script/modules/missing_builtins.mjs.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

const scrim = process.env.SCRIM;
assert.ok(scrim, 'run me with ctest -R cli_missing_builtins, or set SCRIM to the executable');
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-missing-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
function run(name, text) {
  fs.writeFileSync(path.join(folder, name), text);
  const result = spawnSync(scrim, [name], { cwd: folder, encoding: 'utf8', timeout: 60_000 });
  assert.strictEqual(result.signal, null, result.stderr);
  return result;
}
function printed(name, text) {
  const { status, stdout, stderr } = run(name, text);
  assert.strictEqual(status, 0, stderr);
  return JSON.parse(stdout);
}
const told = 'const told = (error) => [error instanceof Error, error.code, error.message];';
const net = [true, 'ERR_UNKNOWN_BUILTIN_MODULE', 'scrim has no node:net yet (TCP and local sockets)'];

test('every module of Node is there, or says that it is not, the same way with and without node:', () => {
  const answers = printed('all.cjs', `${told}
    const { builtinModules } = require('module');
    const answer = (name) => { try { return typeof require(name); } catch (error) { return told(error); } };
    console.log(JSON.stringify(builtinModules.map((name) => [name, answer(name), answer('node:' + name.replace(/^node:/, ''))])));`);
  assert.ok(answers.length > 60);
  const missing = answers.filter(([, answer]) => Array.isArray(answer));
  assert.ok(missing.some(([name]) => name === 'net') && answers.some(([name, answer]) => name === 'fs' && answer === 'object'));
  for (const [name, answer, prefixed] of answers) assert.deepStrictEqual(prefixed, answer, name);
  for (const [name, [isError, code, message]] of missing) {
    assert.ok(isError);
    assert.strictEqual(code, 'ERR_UNKNOWN_BUILTIN_MODULE');
    assert.match(message, /^scrim has no node:\S+ yet \(\S.+\)$/);
    assert.ok(message.startsWith(`scrim has no node:${name.replace(/^node:/, '')} yet (`), message);
  }
});

test('in a try block, in a function that is called later or never, through createRequire, import() and getBuiltinModule', () => {
  assert.deepStrictEqual(printed('doors.cjs', `${told}
    const answers = [];
    let found; try { found = require('net'); } catch { found = null; }
    const later = () => require('node:net').connect(1);
    const never = () => require('node:http2');
    const lazy = { get net() { return require('net'); } };
    answers.push(found, typeof never);
    for (const door of [later, later, () => lazy.net, () => require('module').createRequire(__filename)('net'), () => module.require('net')]) {
      try { door(); } catch (error) { answers.push(told(error)); }
    }
    answers.push(require.resolve('net'), process.getBuiltinModule('net') ?? 'undefined', Object.keys(require.cache).length);
    Promise.allSettled([import('net'), import('node:net'), import('node:fs')]).then((results) => {
      for (const { status, reason } of results) answers.push(reason ? told(reason) : status);
      console.log(JSON.stringify(answers));
    });`), [null, 'function', net, net, net, net, net, 'net', 'undefined', 1, net, net, 'fulfilled']);
  fs.writeFileSync(path.join(folder, 'leads_there.mjs'), "import 'node:net';\n");
  assert.deepStrictEqual(printed('doors.mjs', `${told}
    const answers = [await import('node:net').catch(told)];
    try { await import('./leads_there.mjs'); } catch (error) { answers.push(told(error)); }
    console.log(JSON.stringify(answers.concat([import.meta.resolve('net')])));`), [net, net, 'node:net']);
});

test('not caught: the message, where, and exit code 1; nothing before a static import has run', () => {
  const required = run('plain.cjs', "console.log('before');\nrequire('node:net');\n");
  assert.deepStrictEqual([required.status, required.stdout], [1, 'before\n']);
  assert.match(required.stderr, /plain\.cjs:2\n[^]*Error \[ERR_UNKNOWN_BUILTIN_MODULE\]: scrim has no node:net yet \(TCP and local sockets\)\n[^]*code: 'ERR_UNKNOWN_BUILTIN_MODULE'/);
  const imported = run('static.mjs', "console.log('before');\nimport net from 'node:net';\n");
  assert.deepStrictEqual([imported.status, imported.stdout], [1, '']);
  assert.match(imported.stderr, /Error \[ERR_UNKNOWN_BUILTIN_MODULE\]: scrim has no node:net yet \(TCP and local sockets\)/);
});
