// scrim --record and --replay: a replay prints what was printed, although the world has changed.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

const scrim = process.env.SCRIM;
assert.ok(scrim, 'run me with ctest, or set SCRIM to the executable');
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-record-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const record = path.join(folder, 'record');
const run = (args, options = {}) => spawnSync(scrim, args, { cwd: folder, encoding: 'utf8', timeout: 60000, ...options });
const file = (name, text) => { fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true }); fs.writeFileSync(path.join(folder, name), text); };

// Records a run, lets `change` change the world, and replays.
function same(args, options = {}, change = () => {}, env = { PATH: '/nowhere' }) {
  const first = run(['--record', record, ...args], options);
  change();
  const again = run(['--replay', record], { cwd: '/', env });
  assert.strictEqual(again.stderr, first.stderr);
  assert.strictEqual(again.stdout, first.stdout);
  assert.strictEqual(again.status, first.status);
  return first;
}

test('time and randomness', () => {
  const { stdout } = same(['-e', `
    const { randomUUID, randomBytes } = require('crypto');
    console.log(Date.now(), new Date().toString(), performance.now(), process.hrtime(), process.hrtime.bigint(), process.uptime());
    console.log(Math.random(), Math.random(), randomUUID(), randomBytes(9).toString('hex'), crypto.getRandomValues(new Uint8Array(4)));
    console.log(performance.timeOrigin, process.pid, process.memoryUsage().rss, process.cpuUsage());
    const begun = Date.now();
    let turns = 0;
    while (Date.now() - begun < 5) turns++;
    console.log(turns);
    console.time('t'); console.timeEnd('t');
  `], { env: { ...process.env, TZ: 'Asia/Kolkata' } });
  assert.match(stdout, /GMT\+0530/);
  assert.notStrictEqual(run(['-e', 'console.log(Date.now())']).stdout, stdout);
});

test('files, modules and directories that are gone', () => {
  file('app/main.js', `
    const fs = require('fs');
    const lib = require('./lib');
    const pkg = require('pkg');
    console.log(lib, pkg, __filename, process.cwd(), process.argv.slice(2));
    console.log(fs.readFileSync(__dirname + '/data.txt', 'utf8'), fs.readdirSync(__dirname), fs.statSync(__filename).mtimeMs);
    try { fs.readFileSync('missing'); } catch (error) { console.log(error.message); }
    fs.writeFileSync('written', 'x'); console.log(fs.existsSync('written')); fs.unlinkSync('written');
    fs.readFile(__filename, (error, data) => console.log('callback', data.length));
    fs.promises.readFile(__dirname + '/data.txt').then((data) => console.log('promise', String(data)));
    fs.createReadStream(__filename, { highWaterMark: 100 }).on('data', (chunk) => console.log('chunk', chunk.length)).on('end', () => console.log('end'));
    import('./module.mjs').then((module) => console.log(module.default));
    const fd = fs.openSync(__filename); const bytes = Buffer.alloc(10); console.log(fs.readSync(fd, bytes, 0, 10, 3), String(bytes)); fs.closeSync(fd);
  `);
  file('app/lib.js', 'module.exports = 42;');
  file('app/module.mjs', 'export default 43; console.log(import.meta.url);');
  file('app/node_modules/pkg/package.json', '{"main":"m.js"}');
  file('app/node_modules/pkg/m.js', 'module.exports = "of a package";');
  file('app/data.txt', 'data');
  const { stdout, stderr, status } = same(['app/main.js', 'one', 'two'], {}, () => fs.rmSync(path.join(folder, 'app'), { recursive: true }));
  assert.strictEqual(status, 0, stderr);
  assert.match(stdout, /^42 of a package /);
  assert.match(stdout, /ENOENT: no such file or directory, open 'missing'/);
  assert.match(stdout, /callback \d+/);
});

test('the maps of scripts, and the files these were made from', () => {
  // built.js is one line for each of source.ts's; line 3 throws. The map carries no texts.
  file('mapped/source.ts', 'type Nothing = never;\nfunction fails(what: string): never {\n  throw new Error(what);\n}\nsetTimeout(() => fails(`late ${1 as number}`), 1);\nconsole.log(new Error("shown").stack);\n');
  file('mapped/built.js.map', JSON.stringify({ version: 3, sources: ['source.ts'], names: [], mappings: 'AAAA;AACA;EACE;AACF;AACA;AACA' }));
  file('mapped/built.js', '\nfunction fails(what) {\n  throw new Error(what);\n}\nsetTimeout(() => fails(`late ${1}`), 1);\nconsole.log(new Error("shown").stack);\n//# sourceMappingURL=built.js.map\n');
  const { stdout, stderr, status } = same(['--enable-source-maps', 'mapped/built.js'], {}, () => fs.rmSync(path.join(folder, 'mapped'), { recursive: true }));
  assert.match(stdout, /source\.ts:6/);
  assert.match(stderr, /source\.ts:3\n {2}throw new Error\(what\);\n {2}\^/);
  assert.match(stderr, /at fails \(.*source\.ts:3:/);
  assert.strictEqual(status, 1);
});

test('locale and time zone, wherever the replay is', () => {
  const program = `
    console.log(new Date(0).toString(), new Date(0).toLocaleString(), (1234.5).toLocaleString(), Intl.DateTimeFormat().resolvedOptions().timeZone, 'ä'.localeCompare('z'));
    process.env.TZ = 'Asia/Tokyo'; console.log(new Date(0).getHours());
  `;
  const { TZ, LC_ALL, LC_MESSAGES, LANG, ...env } = process.env;
  const elsewhere = { PATH: '/nowhere', TZ: 'America/New_York', LC_ALL: 'fr_FR.UTF-8' };
  for (const extra of [{ TZ: 'Asia/Kolkata', LANG: 'de_DE.UTF-8' }, { LC_ALL: 'sv_SE' }, { LC_MESSAGES: 'de_DE', LANG: 'en_GB' }, {}, { TZ: '', LC_ALL: '' }]) {
    const { stdout } = same(['-e', program], { env: { ...env, ...extra } }, () => {}, elsewhere);
    if (extra.LANG === 'de_DE.UTF-8') assert.match(stdout, /GMT\+0530 .*1\.1\.1970.*1\.234,5 Asia\/Kolkata -1\n9\n/);
    if (extra.LC_ALL === 'sv_SE') assert.match(stdout, /1970-01-01 .* 1$/m);
  }
});

test('the order in which things happen', () => {
  const { stdout } = same(['-e', `
    const fs = require('fs');
    const done = [];
    for (let i = 0; i < 20; i++) fs.readFile('/proc/self/stat', () => done.push('read' + i));
    for (let i = 0; i < 20; i++) setTimeout(() => done.push('timer' + i), Math.random() * 6);
    for (let i = 0; i < 5; i++) setImmediate(() => done.push('immediate' + i));
    require('zlib').gzip(Buffer.alloc(100000), (error, data) => done.push('gzip' + data.length));
    require('crypto').pbkdf2('a', 'b', 100, 8, 'sha256', (error, key) => done.push(key.toString('hex')));
    process.on('exit', () => console.log(done.join(' ')));
  `]);
  assert.strictEqual(stdout.split(' ').length, 47);
});

test('standard input, the environment, children and signals', () => {
  const { stdout, status } = same(['-e', `
    const { spawn, execFileSync, spawnSync } = require('child_process');
    console.log(process.env.FAVOURITE, Object.keys(process.env).length, require('os').hostname(), require('os').cpus().length);
    console.log(String(execFileSync('date', ['+%N'])), spawnSync('sh', ['-c', 'echo $PPID; exit 3']).status);
    const child = spawn('sh', ['-c', 'sleep 0.02; echo from the child $$; kill -9 $$']);
    child.stdout.on('data', (data) => console.log(String(data)));
    child.on('close', (code, signal) => console.log(code, signal));
    process.on('SIGUSR2', () => { console.log('signal'); process.exitCode = 7; });
    process.kill(process.pid, 'SIGUSR2');
    let text = '';
    process.stdin.on('data', (chunk) => { text += chunk; }).on('end', () => console.log('read', text));
  `], { input: 'what was typed', env: { ...process.env, FAVOURITE: 'x' } });
  assert.match(stdout, /^x \d+/);
  assert.match(stdout, /from the child \d+/);
  assert.match(stdout, /null SIGKILL/);
  assert.match(stdout, /read what was typed/);
  assert.match(stdout, /signal/);
  assert.strictEqual(status, 7);
});

test('uncaught errors, process.exit and programs from standard input', () => {
  assert.strictEqual(same(['-e', 'setTimeout(() => { throw new Error("late " + Date.now()); }, 3)']).status, 1);
  assert.strictEqual(same(['-e', 'process.exit(Math.floor(Math.random() * 100))']).stderr, '');
  assert.match(same(['-', 'argument'], { input: 'console.log(process.argv[2], Date.now())' }).stdout, /^argument \d+/);
  assert.match(same(['-p', '[Date.now()]']).stdout, /^\[ \d+ \]/);
});

test('a replay that diverges, or cannot be read, says so', () => {
  file('counted.js', 'console.log(require("fs").readFileSync("number", "utf8").length);');
  file('number', 'x');
  run(['--record', record, 'counted.js']);
  // The program itself is in the record: one that asks for something else has to be made by changing the record.
  const bytes = fs.readFileSync(record);
  const at = bytes.indexOf('fs.readFile number');
  assert.ok(at > 0);
  bytes.write('fs.readFile xumber', at);
  fs.writeFileSync(path.join(folder, 'other'), bytes);
  const diverged = run(['--replay', path.join(folder, 'other')]);
  assert.strictEqual(diverged.status, 1);
  assert.match(diverged.stderr, /the replay has diverged from .*other at entry \d+: the program asks for 'fs\.readFile number', the record has 'fs\.readFile xumber'/);
  fs.writeFileSync(path.join(folder, 'cut'), fs.readFileSync(record).subarray(0, at + 20));
  const cut = run(['--replay', path.join(folder, 'cut')]);
  assert.strictEqual(cut.status, 1);
  assert.match(cut.stderr, /cut ends in the middle of an entry|the record has 'no more'/);
  assert.match(run(['--replay', 'number']).stderr, /cannot read the record number: this is not a record of scrim's/);
  assert.match(run(['--replay', 'missing']).stderr, /cannot read the record missing: No such file/);
  assert.match(run(['--replay', record, 'counted.js']).stderr, /--replay takes the program from the record/);
  assert.match(run(['--record', '/nowhere/x', 'counted.js']).stderr, /cannot write the record/);
});
