// Where breakpoints land before the program runs, line by line, compared with what V8 says of the same text (through
// this Node's own inspector, when there is one).
import assert from 'node:assert';
import fs from 'node:fs';
import inspector from 'node:inspector';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import vm from 'node:vm';
import { DapClient } from '../support/wire.mjs';

const adapter = process.env.TOY_ADAPTER;
assert.ok(adapter, 'run me with ctest -R dap_locations, or set TOY_ADAPTER');
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-places-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

const client = new DapClient().spawn(adapter, ['dap']);
const ready = client.initialize();
after(() => client.close());

async function ours(file, lines) {
  await ready;
  const { breakpoints } = await client.request('setBreakpoints', { source: { path: file }, breakpoints: lines.map((line) => ({ line })) });
  return breakpoints.map((breakpoint) => (breakpoint.verified ? breakpoint.line : null));
}

const session = new inspector.Session();
session.connect();
const ask = (method, params) => new Promise((resolve, reject) => session.post(method, params, (error, result) => (error ? reject(new Error(error.message)) : resolve(result))));

async function theirs(file, text, lines) {
  let scriptId;
  session.on('Debugger.scriptParsed', ({ params }) => { if (params.url.endsWith(file)) scriptId = params.scriptId; });
  await ask('Debugger.enable');
  // As Node compiles CommonJS: without a wrapper whose own statement would be a place on the first line.
  vm.compileFunction(text, ['exports', 'require', 'module', '__filename', '__dirname'], { filename: file });
  const out = [];
  for (const line of lines) {
    // What setBreakpoint binds to: the first possible place from the line's start on.
    const { locations } = await ask('Debugger.getPossibleBreakpoints', { start: { scriptId, lineNumber: line - 1, columnNumber: 0 } });
    out.push(locations.length ? locations[0].lineNumber + 1 : null);
  }
  await ask('Debugger.disable');
  return out;
}

const samples = {
  statements: `// a comment
'use strict';
let a = 1, b;

b = a +
  2;
if (a)
  b++;
else
  b--;
for (let i = 0; i < 3; i++) {
  a += i;
}
for (const x of [1, 2]) a += x;
while (a > 0) {
  a--;
  continue;
}
do { a++; } while (a < 3);
switch (a) {
  case 1:
    b = 2;
    break;
  default:
    b = 3;
}
try {
  throw new Error('x');
} catch (error) {
  b = error;
} finally {
  a = 0;
}
label: {
  break label;
}
debugger;
;
const c = 5;
`,
  functions: `function outer(x) {
  const y = x * 2;

  function inner() {
    return y;
  }
  const arrow = () => inner() + 1;
  const multi = () => {
    arrow();
  };
  multi();
  return arrow();
}
outer(1);
const object = {
  method() {
    return 1;
  },
  get value() { return 2; },
};
object.method();
[1, 2]
  .map((n) => n + 1)
  .filter((n) => n);
async function later() {
  await null;
  for await (const x of []) {
    console.log(x);
  }
}
later();
function* generate() {
  yield 1;
  const got = yield 2;
  return got;
}
[...generate()];
`,
  classes: `class Account {
  #balance = 0;
  static count = 0;

  constructor(owner) {
    this.owner = owner;
    Account.count++;
  }

  deposit(amount) {
    if (amount <= 0) {
      throw new RangeError('no');
    }
    this.#balance += amount;
  }

  get balance() {
    return this.#balance;
  }
}

const account = new Account('a');
account.deposit(5);
console.log(account.balance);
`,
};

for (const [name, text] of Object.entries(samples)) {
  test(`${name}: the lines that V8 binds to`, async () => {
    const file = path.join(folder, `${name}.js`);
    fs.writeFileSync(file, text);
    const lines = text.split('\n').slice(0, -1).map((_, i) => i + 1);
    const mine = await ours(file, lines), v8 = await theirs(file, text, lines);
    // V8 has no place of its own for a class without heritage; scrim stops where it is made.
    lines.forEach((line, i) => { if (/^class \w+ {/.test(text.split('\n')[i]) && mine[i] === line) v8[i] = line; });
    const show = (places) => lines.map((line, i) => `${line} -> ${places[i]}: ${text.split('\n')[line - 1]}`);
    assert.deepStrictEqual(show(mine), show(v8));
  });
}

test('what does not parse says so, with the place', async () => {
  await ready;
  const file = path.join(folder, 'broken.js');
  fs.writeFileSync(file, 'let a = 1;\nlet b = ;\n');
  const [breakpoint] = (await client.request('setBreakpoints', { source: { path: file }, breakpoints: [{ line: 1 }] })).breakpoints;
  assert.strictEqual(breakpoint.verified, false);
  assert.strictEqual(breakpoint.message, "SyntaxError at 2:9: Unexpected token ';'");
  const missing = (await client.request('setBreakpoints', { source: { path: path.join(folder, 'none.js') }, breakpoints: [{ line: 1 }] })).breakpoints;
  assert.match(missing[0].message, /cannot read .*none\.js: No such file/);
});

test('columns, modules, and locations on request', async () => {
  await ready;
  const file = path.join(folder, 'module.mjs');
  fs.writeFileSync(file, 'import fs from "fs";\nconst f = () => g(1); const h = await f();\n');
  const source = { path: file };
  const { breakpoints } = await client.request('setBreakpoints', { source, breakpoints: [{ line: 2 }, { line: 2, column: 17 }, { line: 2, column: 200 }] });
  assert.deepStrictEqual(breakpoints.map((breakpoint) => breakpoint.verified), [true, true, true]);
  const places = (await client.request('breakpointLocations', { source, line: 2 })).breakpoints;
  assert.deepStrictEqual(places.map((place) => place.line), places.map(() => 2));
  const columns = places.map((place) => place.column);
  assert.deepStrictEqual(columns, [...new Set(columns)].sort((a, b) => a - b));
  for (const breakpoint of breakpoints) assert.ok(columns.includes(breakpoint.column), `${breakpoint.column} of ${columns}`);
  assert.ok(breakpoints[1].column > breakpoints[0].column && breakpoints[2].column > breakpoints[1].column);
});
