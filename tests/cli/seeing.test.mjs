// What the engine shows of its own workings: scrim dump feedback and shapes, --trace-ic, --trace-shapes, --count-opcodes,
// --lock-step. The programs are written here line by line, so that what is printed can be held against their text.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

const scrim = process.env.SCRIM;
assert.ok(scrim, 'run me with ctest -R cli_seeing, or set SCRIM to the executable');
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-seeing-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const at = (name) => path.join(folder, name);

function run(args, program, name = 'program.js') {
  if (program !== undefined) fs.writeFileSync(at(name), program);
  const result = spawnSync(scrim, args, { cwd: folder, encoding: 'utf8', timeout: 60_000 });
  assert.strictEqual(result.signal, null, result.stderr);
  return result;
}
// 1-based line and column of the n-th (from 1) occurrence of a text.
function place(program, text, nth = 1) {
  let offset = -1;
  for (; nth > 0; nth--) offset = program.indexOf(text, offset + 1);
  assert.ok(offset >= 0, text);
  const before = program.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1).length + 1 };
}
// The dump as functions of sites, each with its lines of records.
function parseDump(text) {
  const functions = new Map();
  let sites, site;
  for (const line of text.split('\n')) {
    const head = /^(\S.*) at (.*?):(\d+):(\d+)(?: in .*)?(?:, called (\d+)x)?$/.exec(line);
    const entry = /^ {1,6}(\d+):(\d+) +(\w+)(?: (\S+))? *(.*)$/.exec(line);
    if (head) functions.set(head[1], (sites = { line: +head[3], calls: +head[5], sites: [] }));
    else if (entry) sites.sites.push((site = { line: +entry[1], column: +entry[2], opcode: entry[3], rest: `${entry[4] ?? ''} ${entry[5]}`, records: [] }));
    else if (line.trim()) site.records.push(line.trim());
  }
  return functions;
}

const shapes = `class Rect {
  constructor(w, h) {
    this.w = w;
    this.h = h;
  }
  area() { return this.w * this.h; }
}
class Square {
  constructor(s) {
    this.s = s;
  }
  area() { return this.s * this.s; }
}
function total(shapes) {
  let sum = 0;
  for (let i = 0; i < shapes.length; i++) {
    sum += shapes[i].area();
    if ('w' in shapes[i]) sum += 0.5;
  }
  return sum;
}
const list = [];
for (let i = 0; i < 10; i++) list.push(i % 2 ? new Rect(i, 2) : new Square(i));
console.log(total(list) + total(list));
`;

test('dump feedback: a polymorphic site lists its shapes with the lines of their constructors', () => {
  const { stdout, status } = run(['dump', 'feedback', 'program.js'], shapes);
  assert.strictEqual(status, 0);
  assert.match(stdout, /^345\n/);
  const functions = parseDump(stdout.slice(stdout.indexOf('\n') + 1));
  const { calls, line, sites } = functions.get('total');
  assert.strictEqual(calls, 2);
  assert.strictEqual(line, place(shapes, 'function total').line);
  const find = (opcode) => sites.find((site) => site.opcode === opcode);
  const area = find('GetNamed');
  assert.strictEqual(area.line, place(shapes, '.area()').line);
  assert.match(area.rest, /^area 20x +polymorphic$/);
  assert.deepStrictEqual(area.records.map((record) => record.replace(/shape \d+/, 'shape N').replace(folder, '')).sort(), [
    `Prototype of Rect { w, h }, shape N, born at /program.js:${place(shapes, 'this.h = h').line}:12 in Rect`,
    `Prototype of Square { s }, shape N, born at /program.js:${place(shapes, 'this.s = s').line}:12 in Square`,
  ]);
  assert.match(find('In').rest, /20x +polymorphic/);
  assert.deepStrictEqual(find('In').records.map((record) => record.slice(0, record.indexOf(' {'))).sort(), ['In (absent) of Square', 'In (present) of Rect']);
  assert.match(find('JumpIfFalse').rest, /20x, taken 10x/);
  assert.match(find('GetKeyed').rest, /20x {2}key int32 {2}packed elements/);
  assert.match(find('GetLength').rest, /22x {2}packed elements/);
  assert.match(find('LoopIfLess').rest, /22x, taken 20x {2}int32, int32/);
  const [sum, half] = sites.filter((site) => site.opcode === 'Add');
  assert.match(sum.rest, /20x {2}int32\|double, int32 -> int32\|double/);
  assert.match(half.rest, /10x {2}int32\|double, double -> double/);
  assert.match(find('Call').rest, /20x +megamorphic/);
  assert.strictEqual(functions.get('Rect').calls, 5);
  const module = functions.get('(module)').sites;
  const made = module.filter((site) => site.opcode === 'Construct');
  assert.match(made[0].records[0], /^Rect at .*program\.js:1:1, makes Rect \{\}/);
  assert.match(made[1].records[0], /^Square at .*program\.js:8:1, makes Square \{\}/);
});

test('dump feedback: every state of a site, calls of closures, what left no record', () => {
  const program = `function get(o) { return o.v; }
for (let i = 0; i < 6; i++) get({ ['k' + i]: i, v: 1 });
function four(o) { return o.v; }
for (let i = 0; i < 4; i++) four({ ['k' + i]: i, v: 1 });
const make = (n) => () => n;
function call(f) { return f(); }
call(make(1)); call(make(2));
function never() { return neverReached.x; }
function proto(o) { return o.missing === undefined; }
proto({}); proto({});
class Private { #p = 1; get g() { return this.#p; } set g(v) { this.#p = v; } }
function accessors(o) { o.g = o.g + 1; }
const one = new Private();
accessors(one); accessors(one); accessors(one);
`;
  const functions = parseDump(run(['dump', 'feedback', 'program.js'], program).stdout);
  const site = (name, opcode) => functions.get(name).sites.find((entry) => entry.opcode === opcode);
  assert.match(site('get', 'GetNamed').rest, /6x +megamorphic/);
  assert.strictEqual(site('get', 'GetNamed').records.length, 0);
  assert.match(site('four', 'GetNamed').rest, /4x +polymorphic/);
  assert.strictEqual(site('four', 'GetNamed').records.length, 4);
  assert.match(site('call', 'CallUndefinedThis').records[0], /^closures of \(anonymous\) at .*program\.js:5:21$/);
  assert.ok(!functions.has('never'));
  assert.match(site('proto', 'GetNamed').records[0], /^Absent of Object \{\}/);
  assert.match(site('accessors', 'GetNamed').records[0], /^Getter of Private \{ #p \}/);
  assert.match(site('accessors', 'SetNamed').records[0], /^Setter of Private \{ #p \}/);
  assert.match(functions.get('get g').sites[0].records[0], /^OwnPrivate of Private/);
});

test('dump feedback: functions that were collected are listed all the same; the exit code is the program\'s', () => {
  const program = `(function once() { const o = { a: 1 }; o.a++; })();
let waste = [];
for (let i = 0; i < 200000; i++) waste = [waste[0], i, 'text' + i];
process.exitCode = 3;
`;
  const { stdout, status } = run(['dump', 'feedback', 'program.js'], program);
  assert.strictEqual(status, 3);
  assert.match(stdout, /^once at .*program\.js:1:2, called 1x$/m);
});

test('--trace-ic: a line for each change of a site, in order', () => {
  const { stderr, stdout } = run(['--trace-ic', 'program.js'], shapes);
  assert.strictEqual(stdout, '345\n');
  const area = place(shapes, 'area();');
  const lines = stderr.split('\n').filter((line) => line.includes(`program.js:${area.line}:`) && line.includes('GetNamed area'));
  // Feedback is made at the second call.
  assert.strictEqual(lines.length, 2);
  assert.match(lines[0], /^\[ic\] .* in total: GetNamed area monomorphic: Prototype of Square \{ s \}, shape \d+, born at .*program\.js:10:12 in Square$/);
  assert.match(lines[1], /^\[ic\] .* in total: GetNamed area polymorphic: Prototype of Rect \{ w, h \}, shape \d+, born at .*program\.js:4:12 in Rect$/);
});

test('--trace-shapes: each shape with the one it came from', () => {
  const { stderr, stdout } = run(['--trace-shapes', 'program.js'], shapes);
  assert.strictEqual(stdout, '345\n');
  const of = (text) => new RegExp(`^\\[shape\\] ${text.replace(/[{}]/g, '\\$&')}, shape (\\d+), born at (.*?)(?:, from shape (\\d+))?$`, 'm').exec(stderr);
  const root = of('Rect {}'), one = of('Rect { w }'), two = of('Rect { w, h }');
  assert.strictEqual(two[3], one[1]);
  assert.strictEqual(one[3], root[1]);
  assert.match(root[2], /program\.js:23:/);
  assert.match(one[2], /program\.js:3:12 in Rect$/);
  assert.match(two[2], /program\.js:4:12 in Rect$/);
});

test('dump bytecode --liveness: what each instruction needs, and what only a debugger shows', () => {
  const { stdout, status } = run(['dump', 'bytecode', '--liveness', 'program.js'], 'function f(a) { { let seen = a + 1; a(seen); a(); } return a; }');
  assert.strictEqual(status, 0);
  assert.match(stdout, /AddInt r0, a0, 1 +; live, shown r0\n/);
  const calls = stdout.match(/CallUndefinedThis .*/g);
  assert.match(calls[0], /; live( r[1-9])+, shown r0$/);
  assert.match(calls[1], /; live, shown r0$/);
  assert.strictEqual(run(['dump', 'ast', '--liveness', 'program.js'], '').status, 9);
});

test('dump shapes says where the first object of each was made', () => {
  const { stdout } = run(['dump', 'shapes', 'program.js'], `globalThis.kept = [{ x: 1, y: 2 },\n  { y: 1, x: 2 }];\n`);
  assert.match(stdout, /Object \{ x, y \} {2}born at .*program\.js:1:\d+$/m);
  assert.match(stdout, /Object \{ y, x \} {2}born at .*program\.js:2:\d+$/m);
});

test('--no-ic: the same output, no record anywhere', () => {
  const off = run(['--no-ic', '--trace-ic', 'program.js'], shapes);
  assert.strictEqual(off.stdout, '345\n');
  assert.strictEqual(off.stderr, '');
});

test('--count-opcodes appends exact counts', () => {
  const program = `let s = 0;\nfor (let i = 0; i < 100; i++) s += i % 3;\nconst o = { get a() { return 1; } };\nfor (let i = 0; i < 50; i++) s += o.a;\n`;
  const file = at('counts');
  for (let round = 1; round <= 2; round++) {
    run(['--count-opcodes', file, 'program.js'], program);
    const counts = new Map();
    for (const line of fs.readFileSync(file, 'utf8').trim().split('\n')) {
      const [what, name, count] = line.split(' ');
      counts.set(`${what} ${name}`, (counts.get(`${what} ${name}`) ?? 0) + Number(count));
    }
    assert.strictEqual(counts.get('opcode Mod'), 100 * round);
    assert.strictEqual(counts.get('opcode LoopIfLessInt'), 152 * round);
    assert.strictEqual(counts.get('cache Getter'), 49 * round);
  }
});

test('--lock-step: the same lines with and without caches, others for another program', () => {
  const program = (n) => `class P { constructor(x) { this.x = x; } get twice() { return this.x * 2; } }
let sum = 0;
for (let i = 0; i < 30000; i++) { const p = new P(i % ${n}); p['k' + (i % 5)] = i; sum += p.twice + ('k1' in p ? 1 : 0); }
console.log(sum);
`;
  const on = at('on'), off = at('off'), other = at('other');
  run(['--lock-step', on, 'program.js'], program(7));
  run(['--no-ic', '--lock-step', off, 'program.js']);
  run(['--lock-step', other, 'program.js'], program(9));
  const lines = fs.readFileSync(on, 'utf8');
  assert.ok(lines.split('\n').length > 15, lines);
  assert.match(lines, /^\d+ \d+:\d+\+\d+ [0-9a-f]{16}$/m);
  assert.strictEqual(fs.readFileSync(off, 'utf8'), lines);
  assert.notStrictEqual(fs.readFileSync(other, 'utf8'), lines);
});

test('bad command lines', () => {
  assert.match(run(['--count-opcodes']).stderr, /--count-opcodes requires a file/);
  const missing = run(['dump', 'feedback', 'missing.js']);
  assert.notStrictEqual(missing.status, 0);
  assert.match(missing.stderr, /missing\.js/);
  assert.match(run(['--lock-step', at('no/such/folder'), 'program.js']).stderr, /cannot write/);
});
