// The whole way: the adapter, the channel and the engine's own debugger, on real programs. Every message is checked
// against the official schema in both directions. Nothing here waits for time to pass.
import assert from 'node:assert';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { afterEach } from 'node:test';
import { DapClient, errorText } from '../support/wire.mjs';

const scrim = process.env.SCRIM;
assert.ok(scrim, 'run me with ctest -R dap_engine, or set SCRIM to the executable');
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-engine-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

const clients = [];
function client() {
  clients.push(new DapClient().spawn(scrim, ['dap']));
  return clients.at(-1);
}
afterEach(() => clients.splice(0).forEach((c) => c.child.kill('SIGKILL'))); // of tests that failed

let counter = 0;
function script(text) {
  const file = path.join(folder, `script${++counter}.js`);
  fs.writeFileSync(file, text);
  return file;
}
// The number of the line that has the mark `//MARK`.
const lineOf = (file, mark) => fs.readFileSync(file, 'utf8').split('\n').findIndex((line) => line.includes(`//${mark}`)) + 1;

async function start(c, program, { breakpoints = [], launch = {}, filters = [] } = {}) {
  await c.initialize();
  const launched = c.response('launch', { program, ...launch });
  const set = await c.request('setBreakpoints', { source: { path: program }, breakpoints });
  await c.request('setExceptionBreakpoints', { filters });
  await c.request('configurationDone');
  const response = await launched;
  assert.ok(response.success, errorText(response));
  return set.breakpoints;
}
const stopped = (c, since = 0) => c.event('stopped', undefined, since);
async function resume(c, command) {
  const since = c.messages.length;
  await c.request(command, { threadId: 1 });
  return stopped(c, since);
}
const top = async (c) => (await c.request('stackTrace', { threadId: 1, levels: 1 })).stackFrames[0];
async function scopesOf(c, frame) {
  const out = {};
  for (const scope of (await c.request('scopes', { frameId: frame.id })).scopes) {
    if (scope.expensive) continue;
    const { variables } = await c.request('variables', { variablesReference: scope.variablesReference });
    (out[scope.name] ??= {}, Object.assign(out[scope.name], Object.fromEntries(variables.map((variable) => [variable.name, variable]))));
  }
  return out;
}
const values = (variables) => Object.fromEntries(Object.entries(variables).map(([name, variable]) => [name, variable.value]));
async function finish(c) {
  await c.event('terminated', undefined, 0);
  return c.events('exited')[0].exitCode;
}
async function end(c) {
  await c.request('disconnect', {});
  assert.deepStrictEqual(await c.close(), { code: 0, signal: null });
}

test('frames, scopes, closures, private fields, the temporal dead zone', async () => {
  const c = client();
  const program = script(`class Account {
  #balance = 0;
  constructor(owner) { this.owner = owner; }
  deposit(amount) {
    this.#balance += amount;
    return this.#balance; //DEPOSIT
  }
}
function makeCounter(start) {
  let count = start;
  return function increment(by = 1) {
    count += by; //COUNT
    const doubled = count * 2;
    return doubled;
  };
}
const account = new Account('ada');
account.deposit(100);
const counter = makeCounter(5);
console.log(counter(2));
`);
  await start(c, program, { breakpoints: [{ line: lineOf(program, 'DEPOSIT') }, { line: lineOf(program, 'COUNT') }] });
  assert.strictEqual((await stopped(c)).reason, 'breakpoint');
  const frames = (await c.request('stackTrace', { threadId: 1 })).stackFrames;
  assert.deepStrictEqual(frames.slice(0, 2).map((frame) => [frame.name, frame.line]), [['Account.deposit', 6], ['<anonymous>', 18]]);
  assert.strictEqual(frames[0].source.path, program);
  let scopes = await scopesOf(c, frames[0]);
  assert.strictEqual(scopes.Local.amount.value, '100');
  assert.match(scopes.Local.this.value, /^Account \{owner: 'ada'/);
  const { variables } = await c.request('variables', { variablesReference: scopes.Local.this.variablesReference });
  const balance = variables.find((variable) => variable.name === '#balance');
  assert.deepStrictEqual([balance.value, balance.presentationHint.visibility], ['100', 'private']);
  assert.strictEqual((await c.request('evaluate', { expression: 'this.#balance + amount', frameId: frames[0].id, context: 'watch' })).result, '200');
  const outer = await scopesOf(c, frames[1]);
  const module = values(Object.assign({}, ...Object.values(outer)));
  assert.strictEqual(module.counter, '<uninitialized>');
  assert.match(module.account, /^Account/);

  await resume(c, 'continue');
  const frame = await top(c);
  assert.strictEqual(frame.name, 'increment');
  scopes = await scopesOf(c, frame);
  assert.match(scopes.Local.this.value, /^global/, 'a sloppy function sees the global object, looked at or not');
  assert.strictEqual(scopes.Local.by.value, '2');
  assert.strictEqual(scopes['Closure (makeCounter)'].count.value, '5');
  assert.strictEqual(values(Object.assign({}, ...Object.values(scopes))).doubled, '<uninitialized>');
  assert.strictEqual((await c.request('evaluate', { expression: 'count + by', frameId: frame.id, context: 'hover' })).result, '7');
  // A watch that assigns is refused; what the console or the variables view change, the program sees.
  assert.match(await c.refused('evaluate', { expression: 'count = 1', frameId: frame.id, context: 'watch' }), /Possible side-effect/);
  assert.strictEqual((await c.request('evaluate', { expression: 'count', frameId: frame.id, context: 'watch' })).result, '5');
  const local = (await c.request('scopes', { frameId: frame.id })).scopes.find((scope) => scope.name === 'Local');
  assert.strictEqual((await c.request('setVariable', { variablesReference: local.variablesReference, name: 'by', value: '10 * 2' })).value, '20');
  assert.strictEqual((await c.request('evaluate', { expression: 'count = 100', frameId: frame.id, context: 'repl' })).result, '100');
  await c.request('continue', { threadId: 1 });
  assert.strictEqual(await finish(c), 0);
  assert.strictEqual(c.output('stdout'), '240\n');
  await end(c);
});

test('stepping: over, in, out, across an await', async () => {
  const c = client();
  const program = script(`function twice(n) {
  return n * 2;
}
async function main() {
  debugger;
  const a = twice(1);
  await null;
  const b = twice(a);
  return b;
}
main().then((value) => console.log(value));
`);
  await start(c, program);
  await stopped(c);
  const at = async () => { const frame = await top(c); return [frame.name, frame.line]; };
  assert.deepStrictEqual(await at(), ['main', 5]);
  assert.strictEqual((await resume(c, 'next')).reason, 'step');
  assert.deepStrictEqual(await at(), ['main', 6]);
  await resume(c, 'stepIn');
  assert.deepStrictEqual(await at(), ['twice', 2]);
  await resume(c, 'stepOut');
  assert.strictEqual((await at())[0], 'main');
  while ((await at())[1] < 7) await resume(c, 'next');
  await resume(c, 'next');
  assert.deepStrictEqual(await at(), ['main', 8]); // not lost in what runs meanwhile
  await c.request('continue', { threadId: 1 });
  assert.strictEqual(await finish(c), 0);
  assert.strictEqual(c.output('stdout'), '4\n');
  await end(c);
});

test('conditions, hit counts, log messages; a condition that fails to parse says so', async () => {
  const c = client();
  const program = script(`let sum = 0;
for (let i = 0; i < 10; i++) {
  sum += i; //A
  sum += 0; //B
  sum -= 0; //C
  sum *= 1; //D
}
console.log(sum);
`);
  const set = await start(c, program, { breakpoints: [
    { line: 3, condition: 'i === 3' }, { line: 4, hitCondition: '6' }, { line: 5, logMessage: 'i={i} sum={sum}' }] });
  assert.ok(set.every((breakpoint) => breakpoint.verified));
  const value = async (expression) => (await c.request('evaluate', { expression, frameId: (await top(c)).id, context: 'watch' })).result;
  assert.deepStrictEqual((await stopped(c)).hitBreakpointIds, [set[0].id]);
  assert.strictEqual(await value('i'), '3');
  assert.deepStrictEqual((await resume(c, 'continue')).hitBreakpointIds, [set[1].id]);
  assert.strictEqual(await value('i'), '5');
  const broken = (await c.request('setBreakpoints', { source: { path: program }, breakpoints: [{ line: 6, condition: 'i ===' }] })).breakpoints[0];
  assert.match(`${broken.verified} ${broken.message}`, /SyntaxError/);
  await c.request('setBreakpoints', { source: { path: program }, breakpoints: [] });
  await c.request('continue', { threadId: 1 });
  assert.strictEqual(await finish(c), 0);
  const all = c.events('output').map((body) => body.output).join('');
  assert.match(all, /i=0 sum=0\n/);
  assert.match(all, /i=4 sum=10\n/);
  assert.match(all, /45\n$/);
  await end(c);
});

test('functions that were not called yet, and so not compiled: breakpoints in them bind, on lines, between lines, by name', async () => {
  const c = client();
  const program = script(`debugger;
function never() {
  return 0; //A
}
function outer(n) {
  // nothing here

  return [1, 2].map(function inner(x) { //B
    return x + n; //C
  });
}
const object = {

  method() {
    return outer(2); //D
  },
};
console.log(object.method());
`);
  const line = (mark) => lineOf(program, mark);
  const set = await start(c, program, { launch: { runtimeArgs: ['--compile=lazy'] }, breakpoints: ['A', 'C'].map((mark) => ({ line: line(mark) })) });
  assert.deepStrictEqual(set.map((breakpoint) => [breakpoint.verified, breakpoint.line]), [[true, line('A')], [true, line('C')]]);
  await stopped(c);
  const { breakpoints } = await c.request('setBreakpoints', { source: { path: program },
    breakpoints: [{ line: line('A') }, { line: line('B') - 2 }, { line: line('C') }, { line: line('D') - 2 }] });
  assert.deepStrictEqual(breakpoints.map((breakpoint) => [breakpoint.verified, breakpoint.line]),
    [line('A'), line('B'), line('C'), line('D')].map((at) => [true, at]));
  const { breakpoints: places } = await c.request('breakpointLocations', { source: { path: program }, line: line('C') });
  assert.ok(places.length > 0 && places.every((place) => place.line === line('C')));
  const named = (await c.request('setFunctionBreakpoints', { breakpoints: [{ name: 'inner' }, { name: 'method' }] })).breakpoints;
  assert.deepStrictEqual(named.map((breakpoint) => breakpoint.verified), [true, true]);
  const seen = [];
  for (;;) {
    const since = c.messages.length;
    await c.request('continue', { threadId: 1 });
    const event = await Promise.race([stopped(c, since).then(() => true), c.event('terminated', undefined, since).then(() => false)]);
    if (!event) break;
    const frame = await top(c);
    seen.push(`${frame.name} ${frame.line}`);
  }
  assert.deepStrictEqual(seen, [`Object.method ${line('D')}`, `outer ${line('B')}`, `inner ${line('C')}`, `inner ${line('C')}`]);
  await end(c);
});

test('exceptions: caught, uncaught, exit code', async () => {
  const c = client();
  const program = script(`function risky(n) {
  if (n > 1) throw new RangeError('too big: ' + n);
  return n;
}
try { risky(2); } catch (error) { console.log('caught', error.message); }
risky(3);
`);
  await start(c, program, { filters: ['all'] });
  let stop = await stopped(c);
  assert.strictEqual(stop.reason, 'exception');
  assert.match(stop.text, /RangeError: too big: 2/);
  const info = await c.request('exceptionInfo', { threadId: 1 });
  assert.deepStrictEqual([info.exceptionId, info.breakMode, info.details.message], ['RangeError', 'always', 'too big: 2']);
  assert.strictEqual((await top(c)).line, 2);
  await c.request('setExceptionBreakpoints', { filters: ['uncaught'] });
  stop = await resume(c, 'continue');
  assert.match(stop.text, /too big: 3/);
  assert.strictEqual((await c.request('exceptionInfo', { threadId: 1 })).breakMode, 'unhandled');
  await c.request('continue', { threadId: 1 });
  assert.strictEqual(await finish(c), 1);
  assert.match(c.events('output').map((body) => body.output).join(''), /RangeError: too big: 3/);
  await end(c);
});

test('an endless loop is paused, looked at and ended', async () => {
  const c = client();
  const program = script('let n = 0;\nconsole.log(process.pid);\nwhile (true) { n++; }\n');
  await start(c, program);
  const pid = Number((await c.event('output', (body) => /^\d+\n/.test(body.output), 0)).output);
  const since = c.messages.length;
  await c.request('pause', { threadId: 1 });
  assert.strictEqual((await stopped(c, since)).reason, 'pause');
  const frame = await top(c);
  assert.strictEqual(frame.line, 3);
  assert.ok(Number((await c.request('evaluate', { expression: 'n', frameId: frame.id, context: 'watch' })).result) > 0);
  await resume(c, 'next');
  await c.request('continue', { threadId: 1 });
  await end(c);
  assert.throws(() => process.kill(pid, 0), /ESRCH/);
});

test('a loop with nothing in it is paused too', async () => {
  for (const loop of ['for (;;);', 'for (;;) {}', 'do ; while (true)', 'while (true);']) {
    const c = client();
    await start(c, script(`console.log('looping');\n${loop}\n`));
    await c.event('output', (body) => body.output.startsWith('looping'), 0);
    const since = c.messages.length;
    await c.request('pause', { threadId: 1 });
    assert.strictEqual((await stopped(c, since)).reason, 'pause', loop);
    assert.strictEqual((await top(c)).line, 2, loop);
    await end(c);
  }
});

test('while the event loop waits: breakpoints can be set, expressions evaluated', async () => {
  const c = client();
  const program = script(`globalThis.hits = 0;
setInterval(() => {
  hits++; //TICK
}, 1);
console.log('ready');
`);
  await start(c, program);
  await c.event('output', (body) => body.output === 'ready\n', 0);
  assert.match((await c.request('evaluate', { expression: 'hits', context: 'repl' })).result, /^\d+$/);
  const since = c.messages.length;
  assert.strictEqual((await c.request('setBreakpoints', { source: { path: program }, breakpoints: [{ line: 3 }] })).breakpoints[0].verified, true);
  assert.strictEqual((await stopped(c, since)).reason, 'breakpoint');
  await end(c);
});

test('an evaluation without end is cancelled and answered once', async () => {
  const c = client();
  await start(c, script('debugger;\nconsole.log(1);\n'));
  await stopped(c);
  const frameId = (await top(c)).id;
  const seq = c.post('evaluate', { expression: "console.log('begun'); while (true) {}", frameId, context: 'repl' });
  const answer = c.answerTo(seq);
  await c.event('output', (body) => body.output === 'begun\n', 0);
  await c.request('cancel', { requestId: seq });
  assert.strictEqual((await answer).message, 'cancelled');
  assert.strictEqual((await c.request('evaluate', { expression: '1 + 1', frameId, context: 'repl' })).result, '2');
  await c.request('continue', { threadId: 1 });
  assert.strictEqual(await finish(c), 0);
  await end(c);
});

test('what console prints can be opened, also later; arrays come in pages', async () => {
  const c = client();
  const program = script(`const list = Array.from({ length: 100000 }, (_, i) => i * 2);
console.log('plain');
console.log({ a: { b: 1 } }, list.length);
debugger;
`);
  await start(c, program);
  await stopped(c);
  const printed = c.events('output').find((body) => body.output.startsWith('{ a:'));
  assert.ok(printed.variablesReference > 0);
  assert.strictEqual(printed.line, 3);
  assert.ok(!c.events('output').find((body) => body.output === 'plain\n').variablesReference);
  const list = await c.request('evaluate', { expression: 'list', frameId: (await top(c)).id, context: 'watch' });
  assert.strictEqual(list.indexedVariables, 100000);
  const page = (await c.request('variables', { variablesReference: list.variablesReference, filter: 'indexed', start: 99998, count: 100 })).variables;
  assert.deepStrictEqual(page.map((variable) => [variable.name, variable.value]), [['99998', '199996'], ['99999', '199998']]);
  await c.request('continue', { threadId: 1 });
  await end(c);
});

test('references and frames die on resume', async () => {
  const c = client();
  await start(c, script('const o = { x: 1 };\ndebugger;\nconsole.log(o);\ndebugger;\n'));
  await stopped(c);
  const frame = await top(c);
  const watch = await c.request('evaluate', { expression: 'o', frameId: frame.id, context: 'watch' });
  const kept = await c.request('evaluate', { expression: 'o', frameId: frame.id, context: 'repl' });
  await resume(c, 'continue');
  await c.refused('variables', { variablesReference: watch.variablesReference });
  await c.refused('scopes', { frameId: frame.id });
  await c.refused('evaluate', { expression: 'o', frameId: frame.id, context: 'watch' });
  assert.ok((await c.request('variables', { variablesReference: kept.variablesReference })).variables.some((variable) => variable.name === 'x'));
  assert.ok((await top(c)).id > frame.id);
  await end(c);
});

test('a heap snapshot while the program stands still', async () => {
  const c = client();
  await start(c, script('class Planted {}\nglobalThis.planted = Array.from({ length: 321 }, () => new Planted());\ndebugger;\n'));
  await stopped(c);
  const file = path.join(folder, 'x.heapsnapshot');
  const { path: written, nodes } = await c.request('scrim/heapSnapshot', { path: file });
  assert.strictEqual(written, file);
  const snapshot = JSON.parse(fs.readFileSync(file, 'utf8'));
  const fields = snapshot.snapshot.meta.node_fields.length;
  assert.strictEqual(snapshot.nodes.length / fields, snapshot.snapshot.node_count);
  assert.ok(nodes > 321);
  const type = snapshot.snapshot.meta.node_types[0].indexOf('object');
  let planted = 0;
  for (let i = 0; i < snapshot.nodes.length; i += fields)
    if (snapshot.nodes[i] === type && snapshot.strings[snapshot.nodes[i + 1]] === 'Planted' && snapshot.nodes[i + 3] > 0) planted++;
  assert.ok(planted >= 321 && planted <= 323, `${planted}`);
  await end(c);
});

test('programs that do not parse, exit by themselves, recurse without end', async () => {
  for (const [text, code, pattern] of [
    ['let a = ;\n', 1, /SyntaxError: Unexpected token ';'/],
    ['process.exit(3);\n', 3, /^$/],
    ['function f() { return f() + 1; }\ntry { f(); } catch (error) { console.log(error.name); }\n', 0, /^RangeError\n$/],
    ["require('./missing.js');\n", 1, /Cannot find module '\.\/missing\.js'/],
  ]) {
    const c = client();
    await start(c, script(text));
    assert.strictEqual(await finish(c), code, text);
    assert.match(c.events('output').map((body) => body.output).join(''), pattern);
    await end(c);
  }
});

test('ES modules: breakpoints in an imported file, the Module scope with imports, top-level await, evaluation', async () => {
  const c = client();
  const dependency = path.join(folder, `dependency${++counter}.mjs`);
  fs.writeFileSync(dependency, `export let count = 0;
export function increment(by) {
  count += by; //DEPENDENCY
  return count;
}
`);
  const program = path.join(folder, `module${counter}.mjs`);
  fs.writeFileSync(program, `import { count, increment } from './${path.basename(dependency)}';
import * as everything from './${path.basename(dependency)}';
const local = 'here';
const captured = [1, 2];
const read = () => captured.length; //ARROW
increment(5);
await null;
console.log(read(), count, local); //MAIN
`);
  await c.initialize();
  const launched = c.response('launch', { program });
  await c.request('setBreakpoints', { source: { path: dependency }, breakpoints: [{ line: lineOf(dependency, 'DEPENDENCY') }] });
  await c.request('setBreakpoints', { source: { path: program }, breakpoints: [{ line: lineOf(program, 'MAIN') }] });
  await c.request('configurationDone');
  assert.ok((await launched).success);
  assert.strictEqual((await stopped(c)).reason, 'breakpoint');
  const frames = (await c.request('stackTrace', { threadId: 1 })).stackFrames;
  assert.deepStrictEqual(frames.slice(0, 2).map((frame) => [frame.name, frame.source.path, frame.line]),
    [['increment', dependency, 3], ['module code', program, 6]]);
  let scopes = await scopesOf(c, frames[0]);
  assert.strictEqual(scopes.Local.by.value, '5');
  assert.strictEqual(scopes.Module.count.value, '0');
  assert.strictEqual((await c.request('evaluate', { expression: 'count + by', frameId: frames[0].id, context: 'watch' })).result, '5');

  await resume(c, 'continue');
  const frame = await top(c);
  assert.deepStrictEqual([frame.name, frame.source.path, frame.line], ['module code', program, lineOf(program, 'MAIN')]);
  scopes = await scopesOf(c, frame);
  assert.deepStrictEqual([scopes.Module.count.value, scopes.Module.local.value], ['5', "'here'"]);
  assert.strictEqual((await c.request('evaluate', { expression: 'count + captured.length', frameId: frame.id, context: 'watch' })).result, '7');
  await c.request('continue', { threadId: 1 });
  assert.strictEqual(await finish(c), 0);
  await end(c);
});
