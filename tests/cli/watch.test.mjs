// --watch and --watch-path: what makes a program run again, and what is told of it. The lines are Node 26's: the test
// passes with SCRIM naming it, too. Nothing waits for a time: each step waits for what the program or the watcher says.
import assert from 'node:assert';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

const scrim = process.env.SCRIM;
assert.ok(scrim, 'run me with ctest -R cli_watch, or set SCRIM to the executable');
const top = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-watch-')));
const started = new Set();
process.on('exit', () => {
  for (const child of started) child.kill('SIGKILL');
  fs.rmSync(top, { recursive: true, force: true });
});

let count = 0;
function project(files) {
  const folder = path.join(top, `p${++count}`);
  // At once: a watcher may look at any time.
  const write = (name, text) => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(top, 'new'), text);
    fs.renameSync(path.join(top, 'new'), path.join(folder, name));
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return { folder, write };
}

// A watcher under way. `next(text)` waits until its output has the text behind what was waited for before, and gives
// what stands between.
function watch(folder, args) {
  const child = spawn(scrim, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: '' } });
  started.add(child);
  let output = '';
  let errors = '';
  let from = 0;
  let wake = () => {};
  child.stdout.setEncoding('utf8').on('data', (text) => { output += text; wake(); });
  child.stderr.setEncoding('utf8').on('data', (text) => { errors += text; });
  const ended = new Promise((resolve) => child.on('close', (code, signal) => {
    started.delete(child);
    resolve(code ?? signal);
    wake();
  }));
  return {
    child, ended,
    async next(text) {
      const deadline = setTimeout(() => child.kill('SIGKILL'), 100_000);
      for (;;) {
        const at = output.indexOf(text, from);
        if (at >= 0) {
          clearTimeout(deadline);
          const between = output.slice(from, at);
          from = at + text.length;
          return between;
        }
        assert.ok(started.has(child), `ended before ${JSON.stringify(text)}: ${JSON.stringify(output.slice(from))} ${errors}`);
        await new Promise((resolve) => { wake = resolve; });
      }
    },
    async end(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
    // To be looked at once it has ended.
    get errors() { return errors; },
  };
}
const kWaiting = 'Waiting for file changes before restarting...\n';

test('what a program has loaded, wherever it is, and nothing else', async () => {
  const { folder, write } = project({
    'app/main.js': 'const { n } = require("../lib/dep.js"); const { v } = require("./data.json"); console.log("run", n, v, process.argv.slice(2).join(), process.execArgv.join()); import("./lazy.mjs").then((m) => console.log(m.default));',
    'app/data.json': '{ "v": 1 }',
    'app/lazy.mjs': 'export default "lazy 1";',
    'app/other.js': '',
    'lib/dep.js': 'exports.n = 1;',
  });
  const watcher = watch(folder, ['--watch', '--no-warnings', 'app/main.js', 'a', 'b c']);
  assert.strictEqual(await watcher.next(kWaiting), 'run 1 1 a,b c --no-warnings\nlazy 1\nCompleted running \'app/main.js a b c\'. ');
  const restarts = async (name, text, expected) => {
    write('app/other.js', `// ${name}`);
    write('app/notes.txt', name);
    write(name, text);
    const told = await watcher.next(kWaiting);
    assert.strictEqual(told, `Change detected in '${path.join(folder, name)}'\nRestarting 'app/main.js a b c'\n${expected}Completed running 'app/main.js a b c'. `);
  };
  await restarts('lib/dep.js', 'exports.n = 2;', 'run 2 1 a,b c --no-warnings\nlazy 1\n');
  await restarts('app/data.json', '{ "v": 2 }', 'run 2 2 a,b c --no-warnings\nlazy 1\n');
  await restarts('app/lazy.mjs', 'export default "lazy 2";', 'run 2 2 a,b c --no-warnings\nlazy 2\n');
  await restarts('app/main.js', 'console.log("alone");', 'alone\n');
  // What the last run has not loaded is not watched any more.
  write('lib/dep.js', 'exports.n = 3;');
  await restarts('app/main.js', 'console.log("still alone");', 'still alone\n');
  await watcher.end();
});

test('a program that fails, and files that editors put in another\'s place', async () => {
  const { folder, write } = project({ 'main.mjs': 'import { a } from "./a.mjs"; console.log(a);', 'a.mjs': 'export const a = "first";' });
  const watcher = watch(folder, ['--watch', 'main.mjs']);
  await watcher.next('first\n');
  assert.strictEqual(await watcher.next(kWaiting), "Completed running 'main.mjs'. ");
  write('a.mjs', 'export const a = ;');
  assert.match(await watcher.next(kWaiting), /Restarting 'main\.mjs'\nFailed running 'main\.mjs'\. $/);
  write('.a.mjs.swp', 'export const a = "replaced";');
  fs.renameSync(path.join(folder, '.a.mjs.swp'), path.join(folder, 'a.mjs'));
  assert.match(await watcher.next(kWaiting), /Restarting 'main\.mjs'\nreplaced\nCompleted running 'main\.mjs'\. $/);
  await watcher.end();
  assert.match(watcher.errors, /SyntaxError: Unexpected token ';'/);
});

test('a program that runs on is asked to end, and told to by the same signal as the watcher', async () => {
  const server = (n) => `for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => { console.log('${n} got', name); process.exit(7); });
    setInterval(() => {}, 1000); console.log('up ${n}');`;
  const { folder, write } = project({ 'server.js': server(1) });
  const watcher = watch(folder, ['--watch-preserve-output', '--watch', 'server.js']);
  await watcher.next('up 1\n');
  write('server.js', server(2));
  assert.strictEqual(await watcher.next('up 2\n'), `Change detected in '${path.join(folder, 'server.js')}'\nRestarting 'server.js'\n1 got SIGTERM\n`);
  const ended = watcher.end('SIGINT');
  await watcher.next('2 got SIGINT\n');
  await ended;
});

test('a change while the program starts', async () => {
  // Each run writes the next one's file, as soon as it has read its own.
  const { folder } = project({
    'main.js': 'const { n } = require("./n.js"); console.log("n", n); if (n < 4) { const fs = require("fs"); fs.writeFileSync(__dirname + "/next", `exports.n = ${n + 1};`); fs.renameSync(__dirname + "/next", __dirname + "/n.js"); }',
    'n.js': 'exports.n = 1;',
  });
  const watcher = watch(folder, ['--watch', 'main.js']);
  for (const n of [1, 2, 3, 4]) await watcher.next(`n ${n}\n`);
  await watcher.next(kWaiting);
  await watcher.end();
});

test('--watch-path: any file below it, new ones and new folders; the program itself is not watched', async () => {
  const { folder, write } = project({
    'main.js': 'const fs = require("fs"); console.log("seen", fs.readdirSync("assets", { recursive: true }).sort().join());',
    'assets/one.txt': '1', 'more/x.css': '',
  });
  const watcher = watch(folder, ['--watch-path', 'assets', '--watch-path=./more', 'main.js']);
  assert.strictEqual(await watcher.next(kWaiting), "seen one.txt\nCompleted running 'main.js'. ");
  const restarts = async (name, expected) => {
    write('main.js.bak', name);
    write(name, name);
    assert.strictEqual(await watcher.next(kWaiting), `Change detected in '${path.join(folder, name)}'\nRestarting 'main.js'\nseen ${expected}\nCompleted running 'main.js'. `);
  };
  await restarts('assets/two.txt', 'one.txt,two.txt');
  await restarts('more/x.css', 'one.txt,two.txt');
  await watcher.end();
});

test('--env-file is watched too', async () => {
  const { folder, write } = project({ 'main.js': 'console.log("A is", process.env.A);', 'one.env': 'A=1\n' });
  const watcher = watch(folder, ['--watch', '--env-file=one.env', 'main.js']);
  await watcher.next('A is 1\n');
  await watcher.next(kWaiting);
  write('one.env', 'A=2\n');
  await watcher.next('A is 2\n');
  await watcher.next(kWaiting);
  await watcher.end();
});
