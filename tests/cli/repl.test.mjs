// The REPL beside Node's: what stands on a terminal after each step of the sessions in repl/sessions.json, and what comes
// out of a pipe. Expected are Node's screens (repl/expected.json), without its previews of results and completions, which
// scrim does not show: `repl.test.mjs --update NODE` writes them.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = (name) => fileURLToPath(new URL(`repl/${name}`, import.meta.url));
const sessions = JSON.parse(readFileSync(here('sessions.json'), 'utf8'));
const environment = (more) => ({ PATH: process.env.PATH, HOME: '/nowhere', LANG: 'C.UTF-8', TERM: 'xterm-256color', NODE_REPL_HISTORY: '', ...more });

// Grey text behind the cursor and grey rows below it are previews.
function shown({ screen, cursor: [row, column] }) {
  const rows = screen.map((text) => text.replace(/^Welcome to .*/, 'Welcome.'));
  while (rows.length > row + 1 && (rows.at(-1) === '' || rows.at(-1).startsWith('{90}'))) rows.pop();
  if (rows[row]) rows[row] = rows[row].replace(/\{90\}[^{}]*$/, '');
  return { rows, cursor: `${row}:${column}` };
}
async function screensOf(program, steps) {
  const folder = mkdtempSync(join(tmpdir(), 'repl-'));
  try {
    const file = join(folder, 'session.json');
    writeFileSync(file, JSON.stringify(steps));
    const run = await promisify(execFile)('python3', [here('terminal.py'), '80', '200', file, program], { encoding: 'utf8', env: environment(), maxBuffer: 1 << 28 });
    const { shown: screens, code } = JSON.parse(run.stdout);
    // Of each screen what has changed since the last.
    let before = [];
    const result = screens.map((one) => {
      const { rows, cursor } = shown(one);
      let same = 0;
      while (same < rows.length && same < before.length && rows[same] === before[same]) same++;
      before = rows;
      return { step: one.step, cursor, rows: Object.fromEntries(rows.slice(same).map((text, i) => [same + i, text])) };
    });
    return { screens: result, code };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const pipes = {
  'lines': '1+1\nfunction f() {\nreturn 3\n}\nf()\nthrow new Error("x")\nfoo bar\n.help\n.editor\nlet a = {\nb: 1}\na\n1',
  'printing': 'console.log(1)\nabc',
  'nothing': '',
};
function pipeOf(program, input) {
  const run = spawnSync(program, ['-i'], { encoding: 'utf8', input, env: environment() });
  return { code: run.status, stdout: run.stdout.replace(/^Welcome to .*/, 'Welcome.') };
}

if (process.argv[2] === '--update') {
  const node = process.argv[3];
  const expected = { terminal: {}, pipe: {} };
  await Promise.all(Object.entries(sessions).map(async ([name, steps]) => { expected.terminal[name] = await screensOf(node, steps); }));
  expected.terminal = Object.fromEntries(Object.keys(sessions).map((name) => [name, expected.terminal[name]]));
  for (const [name, input] of Object.entries(pipes)) expected.pipe[name] = pipeOf(node, input);
  writeFileSync(here('expected.json'), `${JSON.stringify(expected, null, 1)}\n`);
} else {
  const scrim = process.env.SCRIM;
  const expected = JSON.parse(readFileSync(here('expected.json'), 'utf8'));
  const skip = spawnSync('python3', ['-c', 'import pty']).status === 0 ? false : 'no python3 with pty';
  const on = (name, body) => test(name, { skip }, body);
  test('on a terminal', { skip, concurrency: 4 }, (t) => Promise.all(Object.entries(sessions).map(([name, steps]) => t.test(name, async () => {
    assert.deepEqual(await screensOf(scrim, steps), expected.terminal[name]);
  }))));
  for (const [name, input] of Object.entries(pipes)) test(`from a pipe: ${name}`, () => assert.deepEqual(pipeOf(scrim, input), expected.pipe[name]));
  on('Ctrl-C ends a loop', async () => {
    const { screens } = await screensOf(scrim, [{ busy: 'while (true) {}\r' }, '\u0003', '1+1\r', '.exit\r']);
    const all = screens.flatMap((one) => Object.values(one.rows)).join('\n');
    assert.match(all, /Script execution was interrupted by `SIGINT`/);
    assert.match(all, /\{33\}2/);
  });
  on('the history is kept in a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'repl-'));
    const file = join(folder, 'history');
    const session = join(folder, 'session.json');
    const type = (steps) => {
      writeFileSync(session, JSON.stringify(steps));
      spawnSync('python3', [here('terminal.py'), '80', '50', session, scrim], { env: environment({ NODE_REPL_HISTORY: file }) });
    };
    type(['1+1\r', 'function f() {\r', 'return 1\r', '}\r', 'two\r', 0.2, '\u0004']);
    // Node's format: the newest first, rows of an entry last to first.
    assert.equal(readFileSync(file, 'utf8'), 'two\n}\rreturn 1\rfunction f() {\n1+1');
    type(['\u001b[A\u001b[A\u001b[A\u001b[A\u001b[A\r', 0.2, '\u0004']);
    assert.match(readFileSync(file, 'utf8'), /^1\+1\ntwo\n/);  // through the rows of the entry between
    rmSync(folder, { recursive: true });
  });
  test('repl.start() over any streams', () => {
    const program = `
      const repl = require('repl');
      const { PassThrough } = require('stream');
      const input = new PassThrough();
      const output = new PassThrough();
      let text = '';
      output.on('data', (data) => { text += data; });
      const server = repl.start({ prompt: '$ ', input, output });
      server.context.given = 5;
      server.defineCommand('say', { help: 'Say it', action(what) { this.output.write('said ' + what + '\\n'); this.displayPrompt(); } });
      server.on('exit', () => { console.log(text); });
      input.end('given + 1\\n.say hello\\nvar own = 1\\nown\\nthis.own\\nthrow 1\\n.exit\\n');`;
    const run = (binary) => spawnSync(binary, ['-e', program], { encoding: 'utf8', env: environment() }).stdout;
    assert.equal(run(scrim), '$ 6\n$ said hello\n$ undefined\n$ 1\n$ 1\n$ Uncaught 1\n$ \n');
  });
}
