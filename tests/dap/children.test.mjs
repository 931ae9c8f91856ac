// Programs that the debugged one starts are debugged too, each in a session of its own, as the client starts them when
// the adapter asks (startDebugging): the executable itself, node in the PATH, npm scripts, the files of --test.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { afterEach } from 'node:test';
import { DapClient, errorText } from '../support/wire.mjs';

const scrim = process.env.SCRIM;
assert.ok(scrim, 'run me with ctest, or set SCRIM to the executable');
const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-children-')));
process.on('exit', () => fs.rmSync(root, { recursive: true, force: true }));
const clients = [];
afterEach(() => clients.splice(0).forEach((c) => c.child.kill('SIGKILL')));
const npm = spawnSync('npm', ['--version']).status === 0 ? false : 'npm is not installed';

const started = fs.statSync(root).mtimeMs;
let counter = 0;
function project(files) {
  const folder = path.join(root, `p${++counter}`);
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

// A client as VS Code is one: it starts a session for each child, with the same breakpoints. `follow` says which.
class Editor {
  constructor(breakpoints, { follow = () => true } = {}) {
    this.breakpoints = breakpoints;
    this.follow = follow;
    this.children = [];
    this.asked = [];
    this.watchers = [];
  }
  async session(request, configuration) {
    const c = new DapClient().spawn(scrim, ['dap']);
    this.main ??= c;
    clients.push(c);
    c.handlers.set('startDebugging', async ({ request: kind, configuration: child }) => {
      this.asked.push(child.name);
      if (!this.follow(child.name)) throw new Error('not this one');
      assert.strictEqual(kind, 'attach');
      // The answer does not wait for the session.
      this.children.push(this.session(kind, { type: 'scrim', request: kind, ...child }).then((one) => Object.assign(one, { sessionName: child.name })));
      this.watchers.splice(0).forEach((wake) => wake());
    });
    await c.initialize({ supportsStartDebuggingRequest: true });
    const started = c.response(request, configuration);
    for (const [file, lines] of Object.entries(this.breakpoints)) {
      await c.request('setBreakpoints', { source: { path: file }, breakpoints: lines.map((line) => ({ line })) });
    }
    await c.request('setExceptionBreakpoints', { filters: [] });
    await c.request('configurationDone');
    const response = await started;
    assert.ok(response.success, errorText(response));
    return c;
  }
  async child(index) {
    const { main } = this;
    while (this.children.length <= index) {
      await Promise.race([new Promise((resolve) => { this.watchers.push(resolve); }),
        main.event('terminated', undefined, 0).then(() => { throw new Error(`it ended without child ${index}: ${main.output()}`); })]);
    }
    return this.children[index];
  }
}
async function top(c) {
  await c.event('stopped', undefined, 0);
  const [frame] = (await c.request('stackTrace', { threadId: 1, levels: 1 })).stackFrames;
  return `${path.basename(frame.source.path)}:${frame.line}`;
}
const output = (c) => c.events('output').filter((body) => body.category === 'stdout').map((body) => body.output).join('');
// Sorted: a child's come by the pipe, the calls of console by the channel.
const lines = (c) => output(c).trim().split('\n').sort();
async function finish(c) {
  await c.event('terminated', undefined, 0);
  await c.request('disconnect', {});
  assert.deepStrictEqual(await c.close(), { code: 0, signal: null });
  return c.events('exited')[0]?.exitCode;
}
const value = async (c, expression) => (await c.request('evaluate', { expression, context: 'watch', frameId: (await c.request('stackTrace', { threadId: 1 })).stackFrames[0].id })).result;

test('execFile and spawn: each child is a session, named by its file, with its own breakpoints and exit code', async () => {
  const folder = project({
    'main.js': `const { execFile, spawn } = require('child_process');
execFile(process.execPath, [__dirname + '/worker.js', 'one'], (error, text) => {
  spawn('node', [__dirname + '/tool.mjs', text], { stdio: 'inherit' }).on('exit', (code) => {
    console.log('tool ended with', code);
  });
});
`,
    'worker.js': "const name = process.argv[2];\nconsole.log(name.length + 1);\n",
    'tool.mjs': "const n = Number(process.argv[2]);\nconsole.log('tool', n);\nprocess.exit(n);\n",
  });
  const file = (name) => path.join(folder, name);
  const editor = new Editor({ [file('worker.js')]: [2], [file('tool.mjs')]: [2] });
  const main = await editor.session('launch', { program: file('main.js'), cwd: folder });
  const worker = await editor.child(0);
  assert.match(worker.sessionName, /^worker\.js \[\d+\]$/);
  assert.strictEqual(await top(worker), 'worker.js:2');
  assert.strictEqual(await value(worker, 'name'), "'one'");
  await worker.request('continue', { threadId: 1 });
  assert.strictEqual(await finish(worker), 0);
  const tool = await editor.child(1);
  assert.match(tool.sessionName, /^tool\.mjs \[\d+\]$/);
  assert.strictEqual(await top(tool), 'tool.mjs:2');
  assert.strictEqual(await value(tool, 'n'), '4');
  await tool.request('continue', { threadId: 1 });
  assert.strictEqual(await finish(tool), 4);
  assert.strictEqual(await finish(main), 0);
  // What a child writes is read by who started it, as without a debugger.
  assert.deepStrictEqual(lines(main), ['tool 4', 'tool ended with 4']);
  assert.strictEqual(editor.children.length, 2);
});

test('a client that starts no session, or may not: the children run all the same; stop leaves nothing behind', async () => {
  const files = {
    'main.js': "const { status } = require('child_process').spawnSync(process.execPath, [__dirname + '/child.js'], { stdio: 'inherit' });\nconsole.log('status', status);\n",
    'child.js': "console.log('child runs');\nprocess.exit(3);\n",
  };
  const folder = project(files);
  const child = path.join(folder, 'child.js');
  for (const [extra, follow, asked] of [[{}, () => false, 1], [{ autoAttachChildProcesses: false }, () => true, 0]]) {
    const editor = new Editor({ [child]: [1] }, { follow });
    const main = await editor.session('launch', { program: path.join(folder, 'main.js'), cwd: folder, ...extra });
    await finish(main);
    assert.deepStrictEqual(lines(main), ['child runs', 'status 3']);
    assert.strictEqual(editor.asked.length, asked);
  }
  // One that stands in its session when the main one is left.
  const editor = new Editor({ [child]: [2] });
  const main = await editor.session('launch', { program: path.join(folder, 'main.js'), cwd: folder });
  const session = await editor.child(0);
  assert.strictEqual(await top(session), 'child.js:2');
  const pid = Number(await value(session, 'process.pid'));
  await main.request('disconnect', {});
  assert.deepStrictEqual(await main.close(), { code: 0, signal: null });
  await finish(session);
  const gone = () => { try { return / Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8')); } catch { return true; } };
  for (let i = 0; i < 500 && !gone(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(gone());
  assert.deepStrictEqual(fs.readdirSync(os.tmpdir()).filter((name) => /^scrim-\w{6}$/.test(name) && fs.existsSync(path.join(os.tmpdir(), name, 'children'))
    && fs.statSync(path.join(os.tmpdir(), name)).mtimeMs >= started), []);
});

test('an npm script that runs node --test: the breakpoints of every test file are hit, and the report is whole', { skip: npm }, async () => {
  const spec = (name) => `const test = require('node:test');\ntest('${name}', () => {\n  const n = '${name}'.length;\n  if (n > 5) throw new Error('too long');\n});\n`;
  const folder = project({
    'package.json': JSON.stringify({ name: 'p', scripts: { test: 'node --test' } }),
    'a.test.js': spec('one'), 'b.test.js': spec('longer'),
  });
  const file = (name) => path.join(folder, name);
  const editor = new Editor({ [file('a.test.js')]: [4], [file('b.test.js')]: [4] });
  const main = await editor.session('launch', { runtimeExecutable: 'npm', runtimeArgs: ['run', 'test'], cwd: folder });
  for (const [index, place, n] of [[0, 'a.test.js:4', '3'], [1, 'b.test.js:4', '6']]) {
    const child = await editor.child(index);
    assert.strictEqual(await top(child), place);
    assert.strictEqual(await value(child, 'n'), n);
    await child.request('continue', { threadId: 1 });
    await finish(child);
  }
  assert.strictEqual(await finish(main), 1);
  const text = output(main);
  assert.match(text, /✔ one/);
  assert.match(text, /✖ longer[\s\S]*too long/);
  assert.match(text, /tests 2\n[\s\S]*pass 1\n[\s\S]*fail 1\n/);
});

test('without child sessions a script that runs node --test runs to its end', { skip: npm }, async () => {
  const folder = project({ 'package.json': JSON.stringify({ name: 'p', scripts: { test: 'node --test' } }), 'a.test.js': "require('node:test')('one', () => {});\n" });
  const c = new DapClient().spawn(scrim, ['dap']);
  clients.push(c);
  await c.initialize();
  const launched = c.response('launch', { runtimeExecutable: 'npm', runtimeArgs: ['run', 'test'], cwd: folder });
  await c.request('configurationDone');
  assert.ok((await launched).success);
  assert.strictEqual(await finish(c), 0);
  assert.match(output(c), /✔ one/);
});
