// The person who presses F5 on a project that exists already, with the launch.json that it has for Node: npm scripts and
// tools that run `node` themselves, compiled TypeScript, packages' folders, workspaces behind symbolic links, attributes
// of every kind.
import assert from 'node:assert';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { afterEach } from 'node:test';
import { DapClient, errorText } from '../support/wire.mjs';

const scrim = process.env.SCRIM;
assert.ok(scrim, 'run me with ctest, or set SCRIM to the executable');
const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-projects-')));
process.on('exit', () => fs.rmSync(root, { recursive: true, force: true }));

const clients = [];
afterEach(() => clients.splice(0).forEach((c) => c.child.kill('SIGKILL')));
let counter = 0;
// Writes the files of a project; its folder.
function project(files) {
  const folder = path.join(root, `p${++counter}`);
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, typeof text === 'string' ? text : JSON.stringify(text));
    if (text.toString().startsWith('#!')) fs.chmodSync(file, 0o755);
  }
  return folder;
}
// Launches with breakpoints {file: [lines]}; the client once the launch has been answered.
async function launch(configuration, breakpoints = {}) {
  const c = new DapClient().spawn(scrim, ['dap']);
  clients.push(c);
  await c.initialize();
  const launched = c.response('launch', configuration);
  for (const [file, lines] of Object.entries(breakpoints)) {
    await c.request('setBreakpoints', { source: { path: file }, breakpoints: lines.map((line) => ({ line })) });
  }
  await c.request('setExceptionBreakpoints', { filters: [] });
  await c.request('configurationDone');
  const response = await launched;
  c.launched = response;
  return c;
}
const succeeded = (c) => { assert.ok(c.launched.success, errorText(c.launched)); return c; };
const top = async (c) => {
  const [frame] = (await c.request('stackTrace', { threadId: 1, levels: 1 })).stackFrames;
  return `${path.basename(frame.source.path)}:${frame.line}`;
};
async function goOn(c) {
  const since = c.messages.length;
  await c.request('continue', { threadId: 1 });
  const message = await c.waitFor((one) => one.event === 'stopped' || one.event === 'terminated', 'a stop or the end', since);
  return message.event === 'terminated' ? 'over' : top(c);
}
const output = (c) => c.events('output').filter((body) => /^std/.test(body.category)).map((body) => body.output).join('');
async function finish(c) {
  await c.event('terminated', undefined, 0);
  const [{ exitCode }] = c.events('exited');
  await c.request('disconnect', {});
  assert.deepStrictEqual(await c.close(), { code: 0, signal: null });
  return exitCode;
}
const npm = spawnSync('npm', ['--version']).status === 0 ? false : 'npm is not installed';

test('runtimeExecutable npm: the program of a script is debugged, npm is not; its exit code is the end', { skip: npm }, async () => {
  const folder = project({
    'package.json': { name: 'p', scripts: { dev: 'node build.js && node server.js --port 80' } },
    'build.js': "console.log('built');\n",
    'server.js': "const port = process.argv[3];\nconsole.log('port', port);\nprocess.exit(5);\n",
  });
  const server = path.join(folder, 'server.js');
  const c = succeeded(await launch({ type: 'scrim', request: 'launch', name: 'npm', runtimeExecutable: 'npm', runtimeArgs: ['run', '--silent', 'dev'],
    cwd: folder, skipFiles: ['<node_internals>/**'], console: 'internalConsole' }, { [server]: [2] }));
  await c.event('stopped', undefined, 0);
  assert.strictEqual(await top(c), 'server.js:2');
  assert.strictEqual((await c.request('evaluate', { expression: 'port' , frameId: (await c.request('stackTrace', { threadId: 1 })).stackFrames[0].id, context: 'watch' })).result, "'80'");
  assert.strictEqual(await goOn(c), 'over');
  assert.match(output(c), /built\n[\s\S]*port 80\n/);
  assert.strictEqual(await finish(c), 5);
});

test('a tool of node_modules/.bin, and one that starts node itself: the program inside is debugged', async () => {
  const folder = project({
    'node_modules/.bin/runner': "#!/usr/bin/env node\nfor (const file of process.argv.slice(2)) require(file);\n",
    'node_modules/.bin/with-env': `#!/usr/bin/env node
const { spawn } = require('child_process');
spawn(process.argv[2], process.argv.slice(3), { stdio: 'inherit', env: { ...process.env, MODE: 'test' } }).on('exit', (code) => process.exit(code));
`,
    'spec.js': "const mode = process.env.MODE;\nconsole.log('in spec', mode);\n",
  });
  const spec = path.join(folder, 'spec.js');
  for (const [executable, args, expected] of [['runner', [], 'undefined'], ['with-env', ['node'], 'test']]) {
    const c = succeeded(await launch({ runtimeExecutable: path.join(folder, 'node_modules/.bin', executable), runtimeArgs: args, args: [spec], cwd: folder }, { [spec]: [2] }));
    await c.event('stopped', undefined, 0);
    assert.strictEqual(await top(c), 'spec.js:2');
    assert.strictEqual(await goOn(c), 'over');
    assert.strictEqual(output(c), `in spec ${expected}\n`);
    assert.strictEqual(await finish(c), 0);
  }
});

test('a command that starts no node, or is not there, says so; disconnect leaves nothing behind', async () => {
  const folder = project({ 'wait.js': "console.log(process.pid);\nsetInterval(() => {}, 1000);\n" });
  for (const [runtimeExecutable, why] of [['true', /'true' ended and has started no node/], ['no-such-tool', /cannot run 'no-such-tool'/]]) {
    const c = await launch({ runtimeExecutable, cwd: folder });
    assert.strictEqual(c.launched.success, false);
    assert.match(errorText(c.launched), why);
    await c.request('disconnect', {});
    await c.close();
  }
  const before = new Set(fs.readdirSync(os.tmpdir()).filter((name) => /^scrim-\w{6}$/.test(name)));
  const c = succeeded(await launch({ runtimeExecutable: 'sh', runtimeArgs: ['-c', 'node wait.js; true'], cwd: folder }));
  const pid = Number((await c.event('output', (body) => /^\d+\n/.test(body.output), 0)).output);
  await c.request('disconnect', {});
  await c.close();
  const gone = () => { try { return / Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8')); } catch { return true; } };
  for (let i = 0; i < 500 && !gone(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(gone());
  assert.deepStrictEqual(fs.readdirSync(os.tmpdir()).filter((name) => /^scrim-\w{6}$/.test(name) && !before.has(name)), []);
});

test('program names TypeScript that was compiled: what is run is found by outFiles, by tsconfig.json, and shown as TypeScript', async () => {
  const map = (source) => JSON.stringify({ version: 3, file: 'index.js', sources: [source], names: [], mappings: 'AAAA,MAAM,CAAC,GAAW,CAAC,CAAC;AACpB,OAAO,CAAC,GAAG,CAAC,CAAC,CAAC,CAAC' });
  const files = {
    'src/index.ts': 'const a: number = 1;\nconsole.log(a);\n',
    'dist/index.js': 'const a = 1;\nconsole.log(a, __filename.endsWith(".js"));\n//# sourceMappingURL=index.js.map\n',
    'dist/index.js.map': map('../src/index.ts'),
  };
  for (const [extra, configuration] of [[{}, (folder) => ({ outFiles: [`${folder}/dist/**/*.js`] })],
    [{ 'tsconfig.json': '{\n  // a comment\n  "compilerOptions": { "outDir": "./dist", "sourceMap": true }\n}\n' }, () => ({})]]) {
    const folder = project({ ...files, ...extra });
    const program = path.join(folder, 'src/index.ts');
    const c = succeeded(await launch({ program, cwd: folder, ...configuration(folder) }, { [program]: [2] }));
    await c.event('stopped', undefined, 0);
    assert.strictEqual(await top(c), 'index.ts:2');
    assert.strictEqual(await goOn(c), 'over');
    assert.strictEqual(output(c), '1 true\n');
    await finish(c);
  }
  // Nothing was compiled: the types are stripped.
  const folder = project({ 'src/index.ts': files['src/index.ts'].replace('log(a)', 'log(a as number)') });
  const program = path.join(folder, 'src/index.ts');
  const c = succeeded(await launch({ program, outFiles: [`${folder}/dist/**/*.js`] }, { [program]: [2] }));
  await c.event('stopped', undefined, 0);
  assert.strictEqual(await goOn(c), 'over');
  await finish(c);
});

test('TypeScript that runs only compiled, before it is loaded: the breakpoint waits, and says for what', async () => {
  const folder = project({ 'main.js': '1;\n', 'a.ts': "import x from 'y';\nexport enum E { A }\nx();\n", 'b.ts': "import x from 'y';\nx(;\n" });
  const c = new DapClient().spawn(scrim, ['dap']);
  clients.push(c);
  await c.initialize();
  for (const [name, why] of [['a.ts', /runs only compiled/], ['b.ts', /SyntaxError at 2:3/]]) {
    const { breakpoints: [breakpoint] } = await c.request('setBreakpoints', { source: { path: path.join(folder, name) }, breakpoints: [{ line: 3 }] });
    assert.deepStrictEqual([breakpoint.verified, breakpoint.reason, why.test(breakpoint.message)], [false, 'pending', true], breakpoint.message);
  }
  // What it was compiled to says where, before the program is there.
  const compiled = project({
    'tsconfig.json': '{ "compilerOptions": { "outDir": "dist" } }', 'src/c.ts': "import x from 'y';\n\nenum E { A }\nx();\n// end\n",
    'dist/c.js': "const x = require('y');\nx();\n//# sourceMappingURL=c.js.map\n",
    'dist/c.js.map': { version: 3, sources: ['../src/c.ts'], names: [], mappings: 'AAAA;AAGA' },
  });
  const { breakpoints } = await c.request('setBreakpoints', { source: { path: path.join(compiled, 'src/c.ts') }, breakpoints: [{ line: 2 }, { line: 4 }, { line: 5 }] });
  assert.deepStrictEqual(breakpoints.map(({ verified, line }) => (verified ? line : false)), [4, 4, false]);
  await c.request('disconnect', {});
  await c.close();
});

test('attributes that launch.json files have: none of them is a failure', async () => {
  const folder = project({
    'package.json': { name: 'p', main: 'lib/main.js' }, 'lib/main.js': 'console.log(process.argv.slice(2).join(), process.env.A, process.env.B, process.execArgv.join());\n',
    '.env': 'A=file\nB="two words"\n',
  });
  const c = succeeded(await launch({
    type: 'node', request: 'launch', name: 'everything', program: folder, args: ['one', 'two'], cwd: folder, env: { A: 1 }, envFile: path.join(folder, '.env'),
    runtimeExecutable: 'node', runtimeVersion: '20.1.0', runtimeArgs: ['--nolazy', '--inspect-brk=9229', '--enable-source-maps'], skipFiles: ['<node_internals>/**'], outFiles: [`${folder}/**/*.js`, '!**/node_modules/**'],
    resolveSourceMapLocations: null, sourceMaps: true, smartStep: true, stopOnEntry: false, console: 'internalConsole', internalConsoleOptions: 'neverOpen',
    preLaunchTask: 'build', postDebugTask: 'clean', autoAttachChildProcesses: true, restart: { delay: 1 }, trace: true, timeout: 20000, showAsyncStacks: true, protocol: 'inspector',
    presentation: { hidden: false }, serverReadyAction: { pattern: 'x' }, pauseForSourceMap: false, localRoot: null, remoteRoot: null, killBehavior: 'polite', nothingLikeIt: { a: [1] },
  }));
  assert.strictEqual(await finish(c), 0);
  assert.strictEqual(output(c), 'one,two 1 two words --enable-source-maps\n');
  // Without a program: what to run is in runtimeArgs.
  const other = succeeded(await launch({ runtimeArgs: ['-e', 'console.log("evaluated")'], cwd: folder }));
  assert.strictEqual(await finish(other), 0);
  assert.strictEqual(output(other), 'evaluated\n');
});

test('a workspace behind a symbolic link: a breakpoint in it is hit as it was spelt, from either side', async () => {
  const folder = project({
    'package.json': { name: 'root', workspaces: ['packages/*'] },
    'packages/lib/package.json': { name: 'lib', main: 'index.js' },
    'packages/lib/index.js': 'exports.twice = (n) => {\n  return n * 2;\n};\n',
    'packages/app/package.json': { name: 'app' },
    'packages/app/main.mjs': "import { twice } from 'lib';\nconsole.log(twice(21));\n",
  });
  fs.mkdirSync(path.join(folder, 'node_modules'));
  fs.symlinkSync('../packages/lib', path.join(folder, 'node_modules/lib'));
  for (const file of ['packages/lib/index.js', 'node_modules/lib/index.js']) {
    const c = succeeded(await launch({ program: path.join(folder, 'packages/app/main.mjs'), cwd: folder }, { [path.join(folder, file)]: [2] }));
    await c.event('stopped', undefined, 0);
    const [frame] = (await c.request('stackTrace', { threadId: 1 })).stackFrames;
    assert.deepStrictEqual([frame.source.path, frame.line], [path.join(folder, file), 2]);
    assert.strictEqual(await goOn(c), 'over');
    assert.strictEqual(output(c), '42\n');
    await finish(c);
  }
});

test('attach by port: stop, look, detach, and the program goes on', async () => {
  const folder = project({ 'server.js': "let ticks = 0;\nconst t = setInterval(() => {\n  if (++ticks > 1e6) clearInterval(t);\n}, 1);\nprocess.stdin.on('data', () => { console.log('alive'); process.exit(0); });\n" });
  const program = spawn(scrim, ['run', '--debug-channel=listen:0', path.join(folder, 'server.js')], { stdio: ['pipe', 'pipe', 'pipe'] });
  try {
    let text = '';
    const port = await new Promise((resolve) => program.stderr.on('data', (data) => { text += data; const found = /127\.0\.0\.1:(\d+)/.exec(text); if (found) resolve(found[1]); }));
    const c = new DapClient().spawn(scrim, ['dap']);
    clients.push(c);
    await c.initialize();
    const attached = c.response('attach', { type: 'scrim', port, restart: true, skipFiles: [], localRoot: folder, remoteRoot: folder });
    await c.request('setBreakpoints', { source: { path: path.join(folder, 'server.js') }, breakpoints: [{ line: 3 }] });
    await c.request('configurationDone');
    assert.ok((await attached).success);
    await c.event('stopped', undefined, 0);
    assert.strictEqual(await top(c), 'server.js:3');
    await c.request('disconnect', {});
    await c.close();
    const said = new Promise((resolve) => program.stdout.once('data', (data) => resolve(String(data))));
    program.stdin.write('x');
    assert.strictEqual(await said, 'alive\n');
  } finally {
    program.kill('SIGKILL');
  }
});
