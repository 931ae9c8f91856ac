// How an uncaught error ends a program: what node 26 prints above its own frames and version, byte for byte. The texts
// were printed by node 26 for the same files; <file> stands for the program's path.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const scrim = process.env.SCRIM;
const folder = mkdtempSync(join(tmpdir(), 'scrim-uncaught-'));
after(() => rmSync(folder, { recursive: true }));

function run(text) {
  const file = join(folder, 'program.js');
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync(scrim, [file], { encoding: 'utf8' });
  return { status, stdout, head: stderr.replaceAll(file, '<file>').split(/\n {4}at |\n\nscrim v/)[0] };
}

for (const [name, text, head, status = 1] of [
  ['the place is the throw, not where the error was made',
    "function make() { return new RangeError('made'); }\nfunction f() {\n  try {\n    const e = make();\n      throw e;\n  } finally { [1].map((x) => x); }\n}\n  f();\n",
    '<file>:5\n      throw e;\n      ^\n\nRangeError: made'],
  ['an error of the engine', 'const o = {};\n  o.x.y = 1;\n',
    "<file>:2\n  o.x.y = 1;\n        ^\n\nTypeError: Cannot set properties of undefined (setting 'y')"],
  ['thrown again', 'try { null.x } catch (e) {\n  throw e; }\n',
    "<file>:2\n  throw e; }\n  ^\n\nTypeError: Cannot read properties of null (reading 'x')"],
  ['an object that is no error', "throw { message: 'm' }", "\n<file>:1\nthrow { message: 'm' }\n^\n{ message: 'm' }"],
  ['under tabs', "{\n\t\tlet s = '\t'; null.x;\n}", "<file>:2\n\t\tlet s = '\t'; null.x;\n\t\t         \t        ^\n\nTypeError: Cannot read properties of null (reading 'x')"],
  ['properties to a depth of five, without custom inspection',
    "throw { a: { b: { c: { d: { e: { f: 1 } } } } }, [Symbol.for('nodejs.util.inspect.custom')]() {} };\n",
    "\n<file>:1\nthrow { a: { b: { c: { d: { e: { f: 1 } } } } }, [Symbol.for('nodejs.util.inspect.custom')]() {} };\n^\n{\n  a: {\n    b: {\n      c: { d: { e: { f: 1 } } }\n    }\n  },\n  Symbol(nodejs.util.inspect.custom): [Function: [nodejs.util.inspect.custom]]\n}"],
  ['a stack that the program wrote', "const e = new Error('x'); e.stack = 'mine'; throw e;", "<file>:1\nconst e = new Error('x'); e.stack = 'mine'; throw e;\n                                            ^\n\n[mine]"],
  ['thrown in an exit listener', "process.on('exit', () => { throw new TypeError('late') });", "<file>:1\nprocess.on('exit', () => { throw new TypeError('late') });\n                           ^\n\nTypeError: late"],
  ['thrown in a microtask: where the error was made', "queueMicrotask(() => { throw new Error('mt') });", "<file>:1\nqueueMicrotask(() => { throw new Error('mt') });\n                             ^\n\nError: mt"],
  ['a primitive', 'throw 5', '\n<file>:1\nthrow 5\n^\n5\n(Throw an Error to see where it comes from)'],
]) {
  test(name, () => {
    const result = run(text);
    assert.strictEqual(result.head, head);
    assert.strictEqual(result.status, status);
  });
}

test('exit listeners run first, and may change the code', () => {
  const result = run("process.on('exit', (code) => { console.log('exit', code); process.exitCode = 9; });\nthrow new Error('boom');");
  assert.strictEqual(result.stdout, 'exit 1\n');
  assert.strictEqual(result.status, 9);
});

// Below the first line: the parts of a stack that are the program's own.
function stackOf(text) {
  const file = join(folder, 'program.js');
  writeFileSync(file, text);
  const { stderr } = spawnSync(scrim, [file], { encoding: 'utf8' });
  return stderr.replaceAll(file, '<file>').split('\n').filter((line) => !/\((node:|<anonymous>)|^scrim v/.test(line));
}
test('an error event that nobody listens to: where it was emitted', () => {
  const lines = stackOf("class Feed extends require('events') {}\nconst error = new Error('lost');\nfunction later() { new Feed().emit('error', error); }\nlater();\n").slice(4, 9);
  assert.deepStrictEqual(lines, ['Error: lost', '    at Object.<anonymous> (<file>:2:15)', "Emitted 'error' event on Feed instance at:",
    '    at later (<file>:3:31)', '    at Object.<anonymous> (<file>:4:1)']);
});

test('rejections without an error name the reason as V8 does', () => {
  for (const [reason, shown] of [['5', '5'], ["'text'", 'text'], ['{ a: 1 }', '#<Object>'], ['[1, 2]', '[object Array]'], ['new Map()', '#<Map>'], ['undefined', 'undefined']]) {
    const lines = stackOf(`Promise.reject(${reason});`);
    assert.match(lines[0], /^UnhandledPromiseRejection: This error originated either by throwing inside of an async function/, reason);
    assert.ok(lines[0].includes(`rejected with the reason "${shown}".`), lines[0]);
  }
});

test('what timers call has its name', () => {
  assert.strictEqual(stackOf("setTimeout(() => { throw new Error('t') }, 1);")[5], '    at Timeout._onTimeout (<file>:1:26)');
  assert.strictEqual(stackOf("setTimeout(function soon() { throw new Error('t') }, 1);")[5], '    at Timeout.soon [as _onTimeout] (<file>:1:36)');
});
