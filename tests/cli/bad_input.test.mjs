// Bad input at every door: each ends in a clear message with the place, a proper exit code, and no process left behind.
import assert from 'node:assert';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { DapClient, errorText } from '../support/wire.mjs';

const scrim = process.env.SCRIM;
assert.ok(scrim, 'run me with ctest -R cli_bad_input, or set SCRIM to the executable');
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-bad-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const at = (name) => path.join(folder, name);
function write(name, content) {
  fs.writeFileSync(at(name), content);
  return name;
}
function run(args, options = {}) {
  const result = spawnSync(scrim, args, { cwd: folder, encoding: 'utf8', timeout: 60_000, ...options });
  assert.strictEqual(result.signal, null, `${args.join(' ')} ended by ${result.signal}: ${result.stderr}`);
  return result;
}
// Runs and expects this on stderr, with nothing on stdout.
function fails(args, status, message, options) {
  const result = run(args, options);
  assert.match(result.stderr, message, args.join(' '));
  assert.strictEqual(result.status, status, `${args.join(' ')}: ${result.stderr}`);
  assert.strictEqual(result.stdout, '', args.join(' '));
}
const alive = (pid) => {
  try {
    process.kill(pid, 0);
    // A zombie that nobody has waited for yet (its parent was killed) is gone all the same.
    return !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
// Resolves when none of them runs any more; waiting for processes to end is the one wait there is.
async function gone(...pids) {
  const deadline = Date.now() + 30_000;
  while (pids.some(alive)) {
    if (Date.now() > deadline) assert.fail(`still running: ${pids.filter(alive)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('source that is not UTF-8', () => {
  write('latin.js', Buffer.from('const a = 1;\nconst b = "\xff";\nmodule.exports = b;\n', 'latin1'));
  fails(['latin.js'], 1, /Cannot read module '.*\/latin\.js': not UTF-8: invalid byte at offset 24 \(line 2\)/);
  fails(['dump', 'ast', 'latin.js'], 1, /cannot read latin\.js: not UTF-8: invalid byte at offset 24 \(line 2\)/);
  const lint = run(['lint', 'latin.js']);
  assert.match(lint.stderr, /latin\.js:2:12: is not UTF-8 \(byte 0xFF\)/);
  assert.notStrictEqual(lint.status, 0);
  write('outer.js', "console.log(require('./latin.js'))");
  // What it requires is read as Node reads it: what is malformed is U+FFFD.
  assert.match(run(['outer.js']).stdout, /\ufffd/);
});

test('files that are not there, folders, empty ones', () => {
  fails(['missing.js'], 1, /Cannot find module '.*\/missing\.js'/);
  fs.mkdirSync(at('folder'), { recursive: true });
  fails(['folder'], 1, /Cannot find module '.*\/folder'/);
  fails(['dump', 'tokens', 'folder'], 1, /cannot read folder: Is a directory/);
  fails(['dump', 'ast', 'missing.js'], 1, /cannot read missing\.js: No such file or directory/);
  fails(['dump', 'shapes', 'missing.js'], 1, /Cannot find module/);
  fails(['lint', 'missing.js'], 2, /missing\.js: no such file or directory/i);
  fails(['heap', 'summary', 'missing.heapsnapshot'], 2, /missing\.heapsnapshot: No such file or directory/);
  fails(['debug', 'missing.js'], 1, /cannot read missing\.js: No such file/);
  fails(['--prelude', 'missing.js', '-e', '0'], 1, /missing\.js/);
  fails(['-r', './missing.js', '-e', '0'], 1, /Cannot find module '\.\/missing\.js'/);
  write('empty.js', '');
  assert.strictEqual(run(['empty.js']).status, 0);
});

test('requires that do not resolve', () => {
  write('a.js', "const path = require('node:path');\n\nrequire('./nowhere');");
  fails(['a.js'], 1, /Cannot find module '\.\/nowhere'\nRequire stack:\n- .*\/a\.js\n[^]*\(.*\/a\.js:3:1\)[^]*code: 'MODULE_NOT_FOUND'/);
  write('b.js', "require('./a.js')");
  fails(['b.js'], 1, /Require stack:\n- .*\/a\.js\n- .*\/b\.js\n/);
  write('c.js', "require('no-such-package')");
  fails(['c.js'], 1, /Cannot find module 'no-such-package'/);
  write('d.js', "require('node:nothing')");
  fails(['d.js'], 1, /No such built-in module: node:nothing/);
  write('bad.json', '{"a": 1,\n');
  write('e.js', "require('./bad.json')");
  fails(['e.js'], 1, /bad\.json: Expected double-quoted property name in JSON at position 9 \(line 2 column 1\)/);
});

test('imports that do not resolve', (t) => {
  write('module.mjs', 'export const x = 1;\n');
  if (run(['module.mjs']).status !== 0) return t.skip('this scrim has no ES modules yet');
  write('f.mjs', "import './module.mjs';\nimport y from './nowhere.mjs';\n");
  fails(['f.mjs'], 1, /nowhere\.mjs' imported from .*f\.mjs/);
  write('g.mjs', "import { z } from './module.mjs';\n");
  fails(['g.mjs'], 1, /g\.mjs:1[^]*The requested module '\.\/module\.mjs' does not provide an export named 'z'/);
  write('h.js', "import('./nowhere.mjs').catch((error) => { console.error(error.message); process.exitCode = 3; });");
  fails(['h.js'], 3, /Cannot find module '.*nowhere\.mjs' imported from .*h\.js/);
});

test('syntax errors are shown in their line', () => {
  write('syntax.js', 'let a = 1;\nlet a = 2;\n');
  fails(['syntax.js'], 1, /^.*\/syntax\.js:2\nlet a = 2;\n    \^\n\nSyntaxError: Identifier 'a' has already been declared\n/);
  fails(['-e', 'f(;'], 1, /^\[eval\]:1\nf\(;\n {2}\^\nExpression expected\n\nSyntaxError: Unexpected token ';'/);
  fails(['-'], 1, /^\[stdin\]:2\n  \}\n  \^\nExpression expected\n\nSyntaxError: Unexpected token '\}'/, { input: 'let x = (\n  }' });
  fails(['dump', 'bytecode', 'syntax.js'], 1, /syntax\.js:2:5: /);
  const lint = run(['lint', 'syntax.js']);
  assert.match(lint.stdout, /syntax\.js:2:5/);
  assert.strictEqual(lint.status, 1);
});

test('command lines that make no sense', () => {
  for (const [args, status, message] of [
    [['--nonsense'], 9, /bad option: --nonsense/], [['-e'], 9, /-e requires an argument/], [['--max-heap', 'much', '-e', '0'], 9, /takes a number of megabytes, not 'much'/],
    [['dump'], 9, /dump takes what to show/], [['dump', 'dreams', 'empty.js'], 9, /not 'dreams'/], [['heap'], 2, /which question/],
    [['heap', 'undo'], 2, /no question is called 'undo'/], [['dap', '--port', 'x'], 2, /port/], [['lint'], 2, /no files given/],
    [['debug'], 2, /usage/], [['lsp', '--nonsense'], 2, /nonsense/],
  ]) fails(args, status, message);
});

test('the adapter: programs that cannot be launched', async () => {
  write('fine.js', 'console.log(1);\n');
  const cases = [
    [{ program: at('missing.js') }, /missing\.js/], [{ program: folder }, /folder|directory/], [{}, /program/],
    [{ program: at('fine.js'), cwd: at('nowhere') }, /nowhere/], [{ program: at('fine.js'), runtimeExecutable: at('no-runtime') }, /no-runtime/],
  ];
  for (const [launch, message] of cases) {
    const client = new DapClient().spawn(scrim, ['dap']);
    await client.initialize();
    const response = await client.response('launch', launch, { check: false });
    assert.strictEqual(response.success, false, JSON.stringify(launch));
    assert.match(errorText(response), message);
    await client.request('disconnect', {});
    assert.deepStrictEqual(await client.close(), { code: 0, signal: null });
  }
});

const frame = (text) => Buffer.concat([Buffer.from(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n`), Buffer.from(text)]);
const malformed = {
  'no header': ['hello\r\n\r\n', /malformed header line 'hello'/],
  'a length that is no number': ['Content-Length: abc\r\n\r\n{}', /malformed Content-Length 'abc'/],
  'a negative length': ['Content-Length: -5\r\n\r\n{}', /malformed Content-Length '-5'/],
  'no length': ['Content-Type: x\r\n\r\n{}', /header without Content-Length/],
  'a length beyond all numbers': ['Content-Length: 99999999999999999999\r\n\r\n{}', /malformed Content-Length/],
  'a huge length': ['Content-Length: 4000000000\r\n\r\n{}', /4000000000 bytes: the limit is/],
  'a header without end': ['X'.repeat(1 << 20), /header longer than \d+ bytes/],
  'half a header': ['Content-Len', /header/],
  'half a message': ['Content-Length: 100\r\n\r\n{"seq": 1', /stream ended|malformed JSON|ended/],
  'broken JSON': [frame('{"seq": 1, "type": "requ'), /malformed JSON: .*line 1, column 25/],
  'bytes that are not UTF-8': [frame(Buffer.from([0x7b, 0xff, 0xfe, 0x7d])), /malformed JSON/],
  'nesting without end': [frame('['.repeat(200_000)), /nested deeper than \d+ levels/],
  'no object': [frame('[]'), /not an object/],
  'an object of something else': [frame('{"hello": 1}'), /'type'|"jsonrpc"/],
  'nothing': [frame(''), /malformed JSON/],
};
const handshake = {
  dap: [{ seq: 1, type: 'request', command: 'initialize', arguments: { adapterID: 'scrim' } }, { seq: 99, type: 'request', command: 'disconnect', arguments: {} }],
  lsp: [{ jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } }, { jsonrpc: '2.0', id: 99, method: 'shutdown' }],
};
// These swallow what follows: they are told when the stream ends.
const swallowing = new Set(['a huge length', 'half a header', 'half a message']);
for (const door of ['dap', 'lsp']) {
  for (const [name, [bytes, message]] of Object.entries(malformed)) {
    test(`${door}: ${name}`, async () => {
      const child = spawn(scrim, [door]);
      let out = '', err = '';
      const watchers = [];
      child.stdout.on('data', (chunk) => { out += chunk; watchers.forEach((look) => look()); });
      child.stderr.on('data', (chunk) => { err += chunk; });
      child.stdin.on('error', () => {});
      const ended = new Promise((resolve) => child.on('close', (code, signal) => { resolve({ code, signal }); watchers.forEach((look) => look(true)); }));
      const printed = (pattern) => new Promise((resolve, reject) => {
        const look = (over) => (pattern.test(out) ? resolve() : over && reject(new Error(`ended without ${pattern}: ${out} ${err}`)));
        watchers.push(look);
        look();
      });
      const [hello, bye] = handshake[door].map((m) => frame(JSON.stringify(m)));
      child.stdin.write(hello);
      await printed(/"initialize"|"capabilities"/);
      child.stdin.write(bytes);
      if (!swallowing.has(name)) {
        child.stdin.write(bye);  // the session goes on
        await printed(/"request_seq":99,"success":true|"id":99,"result":null/);
      }
      child.stdin.end();
      const { code, signal } = await ended;
      assert.strictEqual(signal, null);
      assert.ok(code === 0 || (door === 'lsp' && code === 1), `exit code ${code}`);
      assert.match(door === 'dap' ? err : out, message);
    });
  }
}

test('a client that vanishes: the adapter and the program go with it', async () => {
  write('loop.js', 'console.log("pid " + process.pid);\nfor (;;) {}\n');
  write('idle.js', 'console.log("pid " + process.pid);\nsetInterval(() => {}, 1000);\n');
  write('paused.js', 'console.log("pid " + process.pid);\ndebugger;\n');
  // The client is a process of its own that holds the adapter's pipes, and is killed with SIGKILL.
  write('client.mjs', `
    import { spawn } from 'node:child_process';
    const adapter = spawn(process.argv[2], ['dap']);
    const send = (message) => { const text = JSON.stringify(message); adapter.stdin.write('Content-Length: ' + text.length + '\\r\\n\\r\\n' + text); };
    console.log('adapter ' + adapter.pid);
    adapter.stdout.on('data', (chunk) => process.stdout.write(String(chunk)));
    send({ seq: 1, type: 'request', command: 'initialize', arguments: { adapterID: 'scrim' } });
    send({ seq: 2, type: 'request', command: 'launch', arguments: { program: process.argv[3] } });
    send({ seq: 3, type: 'request', command: 'configurationDone' });`);
  for (const program of ['loop.js', 'idle.js', 'paused.js']) {
    const client = spawn(process.execPath, [at('client.mjs'), scrim, at(program)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    const pids = await new Promise((resolve, reject) => {
      client.stdout.on('data', (chunk) => {
        text += chunk;
        const adapter = /adapter (\d+)/.exec(text), debuggee = /pid (\d+)/.exec(text);
        if (adapter && debuggee && (program !== 'paused.js' || text.includes('"stopped"'))) resolve([Number(adapter[1]), Number(debuggee[1])]);
      });
      client.on('exit', () => reject(new Error(`the client ended by itself: ${text}`)));
    });
    assert.ok(pids.every(alive), program);
    client.removeAllListeners('exit');
    client.kill('SIGKILL');
    await gone(...pids);
  }
});

test('a client that closes the pipe, or its end of a socket', async () => {
  write('loop.js', 'console.log("pid " + process.pid);\nfor (;;) {}\n');
  const pidOf = async (client) => {
    const { body } = await client.waitFor((m) => m.event === 'output' && /pid \d+/.test(m.body.output), 'the output', 0);
    return Number(/\d+/.exec(body.output)[0]);
  };
  const begin = async (client) => {
    await client.initialize();
    const launched = client.response('launch', { program: at('loop.js') });
    await client.request('configurationDone');
    assert.ok((await launched).success);
    return pidOf(client);
  };
  const piped = new DapClient().spawn(scrim, ['dap']);
  const pid = await begin(piped);
  assert.deepStrictEqual(await piped.close(), { code: 0, signal: null });
  await gone(pid);
  const server = spawn(scrim, ['dap', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const port = await new Promise((resolve) => {
      let text = '';
      const look = (chunk) => { text += chunk; const found = /:(\d+)/.exec(text) ?? /port (\d+)/.exec(text); if (found) resolve(Number(found[1])); };
      server.stdout.on('data', look);
      server.stderr.on('data', look);
    });
    const socket = await new DapClient().connect(port);
    const second = await begin(socket);
    await socket.close();
    await gone(second);
    assert.ok(alive(server.pid), 'the server waits for the next client');
  } finally {
    server.kill();
    await gone(server.pid);
  }
});

test('a language server whose client vanishes', async () => {
  const client = spawn(process.execPath, ['-e', `
    const server = require('node:child_process').spawn(process.argv[1], ['lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
    console.log(server.pid);
    setInterval(() => {}, 1000);`, scrim], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = await new Promise((resolve) => client.stdout.once('data', (chunk) => resolve(Number(chunk))));
  assert.ok(alive(pid));
  client.kill('SIGKILL');
  await gone(pid);
});

test('a snapshot cut in half', () => {
  write('snap.js', "require('node:v8').writeHeapSnapshot('whole.heapsnapshot');");
  assert.strictEqual(run(['snap.js']).status, 0);
  const whole = fs.readFileSync(at('whole.heapsnapshot'));
  for (const [i, size] of [whole.length >> 1, whole.length - 3, 1000, 10, 0].entries()) {
    const name = `cut${i}.heapsnapshot`;
    write(name, whole.subarray(0, size));
    for (const question of [['summary', name], ['retainers', name, 'Object'], ['diff', name, 'whole.heapsnapshot'], ['diff', 'whole.heapsnapshot', name]]) {
      fails(['heap', ...question], 2, new RegExp(`cut${i}\\.heapsnapshot: .*(cut short|empty|not a heap snapshot)`));
    }
  }
  write('flipped.heapsnapshot', Buffer.concat([whole.subarray(0, whole.length >> 1), Buffer.from('@@'), whole.subarray((whole.length >> 1) + 2)]));
  fails(['heap', 'summary', 'flipped.heapsnapshot'], 2, /flipped\.heapsnapshot: .*byte \d+/);
});

test('output that nobody reads any more', async () => {
  write('much.js', "for (let i = 0; i < 100000; i++) console.log('line ' + i);\n");
  const child = spawn('sh', ['-c', '"$1" much.js | head -1; exit 0', 'sh', scrim], { cwd: folder });
  let out = '';
  child.stdout.on('data', (chunk) => { out += chunk; });
  const status = await new Promise((resolve) => child.on('close', resolve));
  assert.strictEqual(status, 0);
  assert.strictEqual(out, 'line 0\n');
});

test('memory that runs out ends with a message', () => {
  const { stderr, status } = run(['--max-heap', '32', '-e', 'const keep = []; for (;;) keep.push({ x: keep.length, y: [1, 2, 3] });']);
  assert.match(stderr, /out of memory|heap/i);
  assert.strictEqual(status, 134);
});

test('... and, where asked for, with a snapshot of what filled it', () => {
  const program = "class Kept { constructor(i) { this.i = i; } }\nconst keep = []; for (;;) keep.push(new Kept(keep.length));";
  const { stderr, status } = run(['--max-heap=24', '--heapsnapshot-near-heap-limit=1', '-e', program]);
  assert.strictEqual(status, 134);
  const [, name] = /^scrim: out of memory: .*\nWrote snapshot to (Heap\.\d{8}\.\d{6}\.\d+\.0\.001\.heapsnapshot)\n$/.exec(stderr) ?? assert.fail(stderr);
  const summary = run(['heap', 'summary', name]);
  assert.match(summary.stdout, /^ {2}Kept +\d\d\d,\d\d\d .*\[eval\]:1$/m);
  assert.strictEqual(run(['--heapsnapshot-near-heap-limit=0', '-e', '0']).status, 9);
});
