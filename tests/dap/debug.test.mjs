// The terminal debugger on the toy debuggee: what a batch prints, at the prompt, and where it fails.
import assert from 'node:assert';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

const adapter = process.env.TOY_ADAPTER;
assert.ok(adapter && process.env.TOY_DEBUGGEE, 'run me with ctest -R dap_terminal, or set TOY_ADAPTER and TOY_DEBUGGEE');
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-debug-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
fs.writeFileSync(path.join(folder, 'demo.js'), `let a = 1;
let o = {x: 1};
function twice(n) {
  let m = n + n;
  console.log(m);
}
twice(a);
a = 40;
twice(a);
try { throw new Error("caught"); } catch {}
`);
const debug = (args, options = {}) => spawnSync(adapter, ['debug', ...args], { cwd: folder, encoding: 'utf8', timeout: 30000, ...options });

test('a batch', () => {
  const run = debug(['--batch', 'break demo.js:4 if n; run; bt; locals; print o; print n + ";"; next; finish; list 2\ncontinue; up; frame 9; delete 7; delete; catch all; c; c; locals', 'demo.js']);
  assert.strictEqual(run.stderr, '');
  assert.strictEqual(run.stdout, `(scrim) break demo.js:4 if n
Breakpoint 1 at demo.js:4 if n
(scrim) run
Breakpoint 1
twice  demo.js:4:3
> 4    let m = n + n;
(scrim) bt
* #0  twice  demo.js:4:3
  #1  (anonymous)  demo.js:7:1
    --- setTimeout ---
  #3  runMain  node:internal/toy:1:1
(scrim) locals
Local:
  n = 1
(scrim) print o
{x: 1, get y: ...}
  x = 1
  y = (...)
  #z = 3
(scrim) print n + ";"
'1;'
(scrim) next
twice  demo.js:5:3
> 5    console.log(m);
(scrim) finish
2
(anonymous)  demo.js:8:1
> 8  a = 40;
(scrim) list 2
   1  let a = 1;
   2  let o = {x: 1};
   3  function twice(n) {
   4    let m = n + n;
   5    console.log(m);
   6  }
   7  twice(a);
>  8  a = 40;
   9  twice(a);
  10  try { throw new Error("caught"); } catch {}
(scrim) continue
Breakpoint 1
twice  demo.js:4:3
> 4    let m = n + n;
(scrim) up
#1  (anonymous)  demo.js:9:1
> 9  twice(a);
(scrim) frame 9
error: there is no frame 9
(scrim) delete 7
error: there is no breakpoint 7
(scrim) delete
(scrim) catch all
(scrim) c
80
Paused on exception: Error: caught
(anonymous)  demo.js:10:1
> 10  try { throw new Error("caught"); } catch {}
(scrim) c
The program ended with exit code 0.
(scrim) locals
error: the program has ended
`);
  assert.strictEqual(run.status, 1); // commands failed
});

test('exit codes and usage', () => {
  assert.strictEqual(debug(['--batch', 'run', 'demo.js']).status, 0);
  assert.strictEqual(debug([]).status, 2);
  assert.match(debug(['--nonsense', 'demo.js']).stderr, /unknown argument '--nonsense'/);
  const missing = debug(['missing.js']);
  assert.strictEqual(missing.status, 1);
  assert.match(missing.stderr, /cannot read missing\.js: No such file/);
  assert.match(debug(['--batch', 'dance', 'demo.js']).stdout, /there is no command 'dance'/);
  assert.match(debug(['--batch', 'next', 'demo.js']).stdout, /not running: 'run' starts it/);
  assert.match(debug(['--batch', 'run', folder]).stdout, /it is a folder/);
  assert.match(debug(['--batch', 'break nowhere.js:1', 'demo.js']).stdout, /there is no file nowhere\.js/);
});

test('commands from a file and from standard input', () => {
  fs.writeFileSync(path.join(folder, 'commands'), '# a comment\nbreak 5\nrun\nprint m\n');
  for (const run of [debug(['--batch-file', 'commands', 'demo.js']), debug(['--batch-file', '-', 'demo.js'], { input: 'break 5; run; print m' })]) {
    assert.strictEqual(run.status, 0);
    assert.match(run.stdout, /\(scrim\) print m\n2\n$/);
  }
});

test('at the prompt: an empty line steps again, the end of input leaves', () => {
  const run = debug(['demo.js'], { input: 'b 4\nr\nn\n\n' });
  assert.strictEqual(run.status, 0);
  assert.match(run.stdout, /\(scrim\) n\ntwice {2}demo\.js:5:3\n> 5 .*\n\(scrim\) \n2\n\(anonymous\) {2}demo\.js:8:1\n/);
});

test('Ctrl-C pauses, and nothing is left behind', async () => {
  fs.writeFileSync(path.join(folder, 'loop.js'), 'console.log(process.pid);\nfor (;;) {}\n');
  const child = spawn(adapter, ['debug', 'loop.js'], { cwd: folder });
  let text = '';
  const seen = (pattern) => new Promise((resolve) => {
    const look = () => { if (pattern.test(text)) resolve(pattern.exec(text)); };
    child.stdout.on('data', look);
    look();
  });
  child.stdout.on('data', (chunk) => { text += chunk; });
  child.stdin.write('run\n');
  const pid = Number((await seen(/^(\d+)\n/m))[1]);
  child.kill('SIGINT');
  await seen(/Paused\n\(anonymous\) {2}loop\.js:2:1\n/);
  child.stdin.end('quit\n');
  assert.strictEqual(await new Promise((resolve) => child.on('exit', resolve)), 0);
  assert.throws(() => process.kill(pid, 0), /ESRCH/);
});
