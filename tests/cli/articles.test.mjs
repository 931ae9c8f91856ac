// What the articles on JavaScript show, seen through the program's doors: order of tasks, frames and scopes while
// paused, hoisting and the temporal dead zone, recursion without end, shapes. SCRIM names the program.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

const scrim = process.env.SCRIM;
assert.ok(scrim, 'run me with ctest -R cli_articles, or set SCRIM to the executable');
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-articles-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

function run(...args) {
  const result = spawnSync(scrim, args, { cwd: folder, encoding: 'utf8', timeout: 60_000 });
  assert.strictEqual(result.signal, null, result.stderr);
  return result;
}
function write(name, text) {
  fs.writeFileSync(path.join(folder, name), text);
  return name;
}
// What each command of a batch printed, `this` (the global object) left out.
function debug(file, ...commands) {
  const { stdout, stderr } = run('debug', '--batch', commands.join('; '), file);
  assert.strictEqual(stderr, '');
  const parts = stdout.split(/^\(scrim\) .*\n/m).slice(1);
  assert.strictEqual(parts.length, commands.length, stdout);
  return parts.map((part) => part.replace(/^ {2}this = global .*\n/m, ''));
}

test('a timer of 0 ms comes after the code at hand and after promises: 1, 3, 2', () => {
  const program = 'console.log(1);\nsetTimeout(() => console.log(2), 0);\nPromise.resolve().then(() => console.log(3));\n';
  assert.strictEqual(run('-e', program).stdout, '1\n3\n2\n');
  // Also when a debugger stops in each of the three.
  const file = write('order.js', program);
  const parts = debug(file, 'break 1', 'break 2', 'break 3', 'run', 'continue', 'continue', 'continue', 'continue', 'continue');
  assert.strictEqual(parts.join('').match(/^\d$/gm).join(), '1,3,2');
});

test('nested calls: frames and scopes while paused', () => {
  const file = write('nested.js', `const base = 100;
function outer(a) {
  let fromOuter = a * 2;
  function middle(b) {
    const fromMiddle = b + fromOuter;
    return inner(fromMiddle);
    function inner(c) {
      var result = c + base;
      return result;
    }
  }
  return middle(a + 1);
}
console.log(outer(1));
`);
  const [, , frames, inner, , middle, , outer, closure, top, topScopes, end] = debug(file,
    'break 8', 'run', 'backtrace', 'locals', 'up', 'locals', 'up', 'locals', 'print fromOuter + base', 'up', 'locals', 'continue');
  assert.strictEqual(frames, `* #0  inner  nested.js:8:11
  #1  middle  nested.js:6:5
  #2  outer  nested.js:12:3
  #3  <anonymous>  nested.js:14:1
`);
  assert.strictEqual(inner, `Local:
  this = global
  c = 4
  result = undefined
Closure (outer):
  fromOuter = 2
Closure:
  base = 100
`);
  assert.match(middle, /^Local:\n {2}this = global\n {2}b = 2\n {2}fromMiddle = 4\n {2}inner = ƒ inner\(c\).*\nClosure \(outer\):\n {2}fromOuter = 2\nClosure:\n {2}base = 100\n$/);
  assert.match(outer, /^Local:\n {2}this = global\n {2}a = 1\n {2}fromOuter = 2\n {2}middle = ƒ middle\(b\).*\nClosure:\n {2}base = 100\n$/);
  assert.strictEqual(closure, '102\n');
  assert.match(top, /^#3 {2}<anonymous> {2}nested\.js:14:1\n> 14 {2}console\.log\(outer\(1\)\);\n$/);
  assert.match(topScopes, /\n {2}base = 100\n {2}outer = ƒ outer\(a\)/);
  assert.match(end, /^104\nThe program ended with exit code 0\.\n$/);
});

test('hoisting and the temporal dead zone in the scopes', () => {
  const file = write('hoisting.js', `function show() {
  debugger;
  var hoisted = 'var';
  let later = 'let';
  const fixed = 'const';
  class Kind {}
  function declared() { return hoisted; }
  debugger;
  {
    debugger;
    let later = 'inner';
    return [hoisted, later, fixed, Kind, declared];
  }
}
show();
`);
  const [, before, dead, typeOf, assigned, variable, early, , after, alive, , shadowed, inner] = debug(file, 'run', 'locals',
    'print later', 'print typeof Kind', 'print fixed = 1', 'print typeof hoisted', 'print declared()', 'continue', 'locals',
    'print later + fixed', 'continue', 'print later', 'locals');
  assert.strictEqual(before, `Local:
  this = global
  hoisted = undefined
  later = <uninitialized>
  fixed = <uninitialized>
  Kind = <uninitialized>
  declared = ƒ declared() { return hoisted; }
`);
  assert.strictEqual(dead, "error: ReferenceError: Cannot access 'later' before initialization\n");
  assert.strictEqual(typeOf, "error: ReferenceError: Cannot access 'Kind' before initialization\n");
  assert.strictEqual(assigned, "error: ReferenceError: Cannot access 'fixed' before initialization\n");
  assert.strictEqual(variable, "'undefined'\n");
  assert.strictEqual(early, 'undefined\n');
  assert.strictEqual(after, `Local:
  this = global
  hoisted = 'var'
  later = 'let'
  fixed = 'const'
  Kind = class Kind {}
  declared = ƒ declared() { return hoisted; }
`);
  assert.strictEqual(alive, "'letconst'\n");
  assert.strictEqual(shadowed, "error: ReferenceError: Cannot access 'later' before initialization\n");
  assert.match(inner, /^Block:\n {2}later = <uninitialized>\nLocal:\n {2}this = global\n {2}hoisted = 'var'\n {2}later = 'let'\n/);
});

test('recursion without end is a RangeError, not before 10,000 frames, whatever it goes through', () => {
  const file = write('depths.js', `
const ways = {
  plain: (next) => next,
  method: (next) => { const o = { m() { next(); } }; return () => o.m(); },
  constructor: (next) => { class A { constructor() { next(); } } return () => new A(); },
  super: (next) => { class A { m() { next(); } } class B extends A { m() { super.m(); } } const b = new B(); return () => b.m(); },
  getter: (next) => { const o = { get x() { next(); } }; return () => o.x; },
  setter: (next) => { const o = { set x(v) { next(); } }; return () => { o.x = 1; }; },
  map: (next) => () => [1].map(next),
  sort: (next) => () => [2, 1].sort(next),
  from: (next) => () => Array.from([1], next),
  toJSON: (next) => () => JSON.stringify({ toJSON: next }),
  reviver: (next) => () => JSON.parse('1', next),
  proxy: (next) => { const p = new Proxy({}, { get: next }); return () => p.x; },
  replace: (next) => () => 'a'.replace('a', next),
  replaceAll: (next) => () => 'a'.replace(/a/g, next),
  valueOf: (next) => () => +{ valueOf: next },
  toString: (next) => () => \`\${{ toString: next }}\`,
  iterator: (next) => () => { for (const x of { [Symbol.iterator]: next }); },
  hasInstance: (next) => () => 1 instanceof { [Symbol.hasInstance]: next },
  apply: (next) => () => next.apply(null, []),
  bound: (next) => () => next.bind(1)(),
  reflect: (next) => () => Reflect.apply(next, null, []),
  generator: (next) => () => { (function* () { next(); })().next(); },
  eval: (next) => () => eval('next()'),
};
const results = {};
for (const [name, make] of Object.entries(ways)) {
  let depth = 0;
  const step = make(() => { depth++; step(); });
  try { step(); } catch (error) { results[name] = { depth, range: error instanceof RangeError, message: error.message }; }
}
console.log(JSON.stringify(results));`);
  const { stdout, stderr, status } = run(file);
  assert.strictEqual(status, 0, stderr);
  const results = JSON.parse(stdout);
  assert.strictEqual(Object.keys(results).length, 23);
  for (const [name, { depth, range, message }] of Object.entries(results)) {
    assert.ok(range, name);
    assert.strictEqual(message, 'Maximum call stack size exceeded', name);
    assert.ok(depth >= 10_000, `${name} ends after ${depth} frames`);
  }
});

test('two objects built in different order have different shapes', () => {
  const file = write('shapes.js', `
class Point { constructor(x, y) { this.x = x; this.y = y; } }
const kept = [];
for (let i = 0; i < 7; i++) kept.push({ first: i, second: i });
for (let i = 0; i < 5; i++) { const o = {}; o.second = i; o.first = i; kept.push(o); }
for (let i = 0; i < 3; i++) kept.push(new Point(i, i));
const odd = new Point(1, 2);
odd.extra = true;
const middle = { a: 1, b: 2, c: 3 };
delete middle.b;
globalThis.kept = [kept, odd, middle];
`);
  const { stdout, status } = run('dump', 'shapes', file);
  assert.strictEqual(status, 0);
  const rows = stdout.split('\n').slice(1).map((line) => /^ *(\d+) +(\d+) {2}(.*?)(?: {2}born at .*)?$/.exec(line)).filter(Boolean);
  const row = (properties) => rows.find(([, , , text]) => text === properties) ?? assert.fail(`${properties} in\n${stdout}`);
  assert.strictEqual(row('Object { first, second }')[1], '7');
  assert.strictEqual(row('Object { second, first }')[1], '5');
  assert.notStrictEqual(row('Object { first, second }')[2], row('Object { second, first }')[2]);
  assert.strictEqual(row('Point { x, y }')[1], '3');
  assert.strictEqual(row('Point { x, y, extra }')[1], '1');
  assert.strictEqual(row('Object { a, c } dictionary')[1], '1');
});
