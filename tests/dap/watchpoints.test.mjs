// Data breakpoints and frames that begin again, on the wire.
import assert from 'node:assert';
import test, { afterEach } from 'node:test';
import { DebugSession, endAll } from '../support/debug_session.mjs';

afterEach(endAll);

const next = (session, since) => session.client.waitFor(
  (message) => message.event === 'stopped' || message.event === 'terminated', 'a stop or the end', since);
// The stops until the end: reason, ids, function, line, text.
async function changes(session) {
  const out = [];
  for (;;) {
    const since = session.client.messages.length;
    await session.client.request('continue', { threadId: 1 });
    const message = await next(session, since);
    if (message.event === 'terminated') return out;
    const frame = await session.top();
    out.push(`${message.body.reason}: ${frame.name}:${frame.line} ${message.body.text ?? ''}`.trimEnd());
  }
}
const info = async (session, name, frame) => session.client.request('dataBreakpointInfo', { name, frameId: (frame ?? await session.top()).id });
async function watch(session, names, extra = {}) {
  const ids = [];
  for (const name of names) {
    const answer = await info(session, name);
    assert.deepStrictEqual([answer.accessTypes, answer.canPersist, answer.description], [['write'], false, name]);
    ids.push(answer.dataId);
  }
  const { breakpoints } = await session.client.request('setDataBreakpoints', { breakpoints: ids.map((dataId) => ({ dataId, accessType: 'write', ...extra })) });
  return breakpoints;
}

test('properties, elements, private fields, variables of every kind: whoever changes them', async () => {
  const session = await DebugSession.start(`class Counter {
  #hidden = 0;
  count = 0;
  bump() { this.count++; this.#hidden = this.count * 2; }
}
const c = new Counter();
let total = 0;
const list = [1, 2, 3];
const bytes = new Uint8Array(4);
globalThis.shared = 'a';
function outer(n) {
  let local = n;
  const step = () => { total += n; };
  debugger;
  c.bump();
  step();
  list.push(4);
  Object.assign(c, { count: 10 });
  local = 5;
  local = 5;
  delete c.count;
  c.count = 7;
  list.sort((a, b) => b - a);
  bytes.fill(3);
  shared = 'ab'.slice(0, 1);
  shared = 'b';
  [c.count] = [8];
  return local;
}
outer(3);
console.log('end');
`);
  await session.stopped();
  const breakpoints = await watch(session, ['c.count', 'c.#hidden', 'total', 'local', 'list[0]', 'list.length', 'bytes[2]', 'shared']);
  assert.ok(breakpoints.every((breakpoint) => breakpoint.verified));
  assert.deepStrictEqual(await changes(session), [
    'data breakpoint: Counter.bump:4 c.count: 0 → 1',
    'data breakpoint: Counter.bump:4 c.#hidden: 0 → 2',
    'data breakpoint: step:13 total: 0 → 3',
    'data breakpoint: outer:17 list.length: 3 → 4',
    'data breakpoint: outer:18 c.count: 1 → 10',
    'data breakpoint: outer:19 local: 3 → 5',
    'data breakpoint: outer:21 c.count: 10 → nothing',
    'data breakpoint: outer:22 c.count: nothing → 7',
    'data breakpoint: outer:23 list[0]: 1 → 4',
    'data breakpoint: outer:24 bytes[2]: 0 → 3',
    "data breakpoint: outer:26 shared: 'a' → 'b'",
    'data breakpoint: outer:27 c.count: 7 → 8',
  ]);
  // The call that had the variable is over.
  const gone = session.client.events('breakpoint').filter((body) => /call whose variable/.test(body.breakpoint.message));
  assert.deepStrictEqual(gone.map((body) => [body.breakpoint.id, body.breakpoint.verified]), [[breakpoints[3].id, false]]);
  assert.strictEqual(session.output(), 'end\n');
  await session.end();
});

test('from the Variables view: by the reference of a scope or an object', async () => {
  const session = await DebugSession.start("const o = { a: 1, get b() { return 1; }, [Symbol('s')]: 1 };\nlet v = 1;\nconst p = new Proxy({}, {});\ndebugger;\nv = 2;\no.a = 2;\n");
  await session.stopped();
  const [local] = await session.scopes();
  const find = (name) => local.variables.find((variable) => variable.name === name).variablesReference;
  const ask = (variablesReference, name) => session.client.request('dataBreakpointInfo', { variablesReference, name });
  const [v, a] = [await ask(local.variablesReference, 'v'), await ask(find('o'), 'a')];
  assert.deepStrictEqual([v.description, a.description], ['v', 'o.a']);
  for (const [reference, name, why] of [
    [local.variablesReference, 'o', /constant/], [find('o'), 'b', /accessor/], [find('o'), '[[Prototype]]', /not a property/],
    [find('p'), 'x', /proxy/], [local.variablesReference, 'nothing', /only variables and properties/],
  ]) {
    const answer = await ask(reference, name);
    assert.strictEqual(answer.dataId, null);
    assert.match(answer.description, why);
  }
  assert.strictEqual((await ask(find('o'), 'Symbol(s)')).description, 'Symbol(s)');
  for (const [expression, why] of [['1 + 1', /only variables/], ['o.', /name is missing/], ['nope.x', /not defined/], ['v.x', /not an object/]]) {
    const answer = await info(session, expression);
    assert.deepStrictEqual([answer.dataId, why.test(answer.description)], [null, true], answer.description);
  }
  assert.strictEqual((await ask(999999, 'x').catch((error) => error)) instanceof Error, true);
  await session.client.request('setDataBreakpoints', { breakpoints: [{ dataId: a.dataId }, { dataId: v.dataId }] });
  assert.deepStrictEqual(await changes(session), ['data breakpoint: <anonymous>:5 v: 1 → 2', 'data breakpoint: <anonymous>:6 o.a: 1 → 2']);
  await session.end();
});

test('conditions and hit conditions; taken back; wrong ones are not verified', async () => {
  const session = await DebugSession.start('const o = { n: 0 };\ndebugger;\nfor (let i = 0; i < 10; i++) {\n  o.n = i;\n}\ndebugger;\no.n = -1;\n');
  await session.stopped();
  const { dataId } = await info(session, 'o.n');
  const { breakpoints } = await session.client.request('setDataBreakpoints', { breakpoints: [
    { dataId, condition: 'i % 4 === 0' }, { dataId, hitCondition: '>= 9' }, { dataId, condition: 'i ==' }, { dataId: '99' }] });
  assert.deepStrictEqual(breakpoints.map((one) => one.verified), [true, true, false, false]);
  assert.match(breakpoints[2].message, /SyntaxError/);
  const ids = (stop) => [stop.hitBreakpointIds, stop.text];
  assert.deepStrictEqual(ids(await session.resume('continue')), [[breakpoints[0].id], 'o.n: 3 → 4']);
  assert.deepStrictEqual(ids(await session.resume('continue')), [[breakpoints[0].id], 'o.n: 7 → 8']);
  assert.deepStrictEqual(ids(await session.resume('continue')), [[breakpoints[1].id], 'o.n: 8 → 9']);
  assert.strictEqual((await session.resume('continue')).reason, 'breakpoint');
  await session.client.request('setDataBreakpoints', { breakpoints: [] });
  assert.strictEqual(await session.finish(), 0);
  await session.end();
});

test('a local of an async function is followed over its awaits; a step goes on from where it is shown', async () => {
  const session = await DebugSession.start(`async function f(name) {
  let local = 0;
  await 1;
  debugger;
  await 2;
  local = 1;
  await 3;
  local = 2;
  return name;
}
f('a'); f('b');
`);
  await session.stopped();
  await watch(session, ['local']);
  assert.strictEqual(await session.evaluate('name'), "'a'");
  const stop = async (command) => {
    const body = await session.resume(command);
    return [body.reason, (await session.top()).line, await session.evaluate('name')];
  };
  assert.deepStrictEqual(await stop('continue'), ['breakpoint', 4, "'b'"]);
  assert.deepStrictEqual(await stop('continue'), ['data breakpoint', 6, "'a'"]);
  assert.deepStrictEqual(await stop('next'), ['step', 7, "'a'"]);
  assert.deepStrictEqual(await stop('continue'), ['data breakpoint', 8, "'a'"]);
  assert.strictEqual(await session.finish(), 0);
  await session.end();
});

test('without a program there is nothing to watch', async () => {
  const session = await DebugSession.start('1;\n');
  await session.client.event('terminated', undefined, 0);
  const { breakpoints } = await session.client.request('setDataBreakpoints', { breakpoints: [{ dataId: '1' }] });
  assert.deepStrictEqual([breakpoints[0].verified, /not running/.test(breakpoints[0].message)], [false, true]);
  await session.end();
});

test('frames begin again: the innermost, an outer one, one called by a builtin; not those of async functions', async () => {
  const session = await DebugSession.start(`let runs = 0;
function inner(x) {
  let y = x + 1;
  { let z = () => y; y = z() + 1; }
  debugger;
  return y;
}
function outer(n) {
  runs++;
  const r = inner(n * 2);
  return r;
}
class A { field = 1; constructor() { debugger; } }
async function later() { await 1; return outer(1); }
console.log(outer(5), runs);
console.log([1].map(outer), runs);
new A();
later().then((v) => console.log(v, runs));
`);
  await session.stopped();
  const shown = async () => (await session.stack()).filter((frame) => frame.presentationHint !== 'label')
    .map((frame) => `${frame.name}:${frame.line}${frame.canRestart ? '' : '!'}`);
  const restart = async (index) => session.resume('restartFrame', { frameId: (await session.stack())[index].id });
  assert.deepStrictEqual(await shown(), ['inner:5', 'outer:10', '<anonymous>:15']);
  assert.strictEqual((await restart(0)).reason, 'restart');
  assert.deepStrictEqual(await shown(), ['inner:3', 'outer:10', '<anonymous>:15']);
  await session.resume('next');
  assert.deepStrictEqual((await session.scopes())[0].variables.map((variable) => variable.value), ['<uninitialized>']);
  await session.resume('continue');
  await restart(1);
  assert.deepStrictEqual(await shown(), ['outer:9', '<anonymous>:15']);
  await session.resume('continue');
  await session.resume('continue');
  assert.deepStrictEqual(await shown(), ['inner:5', 'outer:10', '<anonymous>:16!']);
  await restart(1);
  await session.resume('continue');
  await session.resume('continue');
  assert.deepStrictEqual((await shown()).slice(0, 1), ['new A:13!']);
  await session.resume('continue');
  assert.deepStrictEqual((await shown()).slice(0, 3), ['inner:5', 'outer:10', 'later:14!']);
  assert.match(await session.client.refused('restartFrame', { frameId: (await session.stack())[2].id }), /cannot be restarted/);
  assert.strictEqual(await session.finish(), 0);
  assert.strictEqual(session.output(), '12 2\n[ 4 ] 4\n4 5\n');
  await session.end();
});

test('a frame begins again from an exception and from a rejection', async () => {
  const session = await DebugSession.start(`let times = 0;
function thrower() { if (times++ < 1) throw new Error('once'); return times; }
function rejecter() { if (times++ < 3) Promise.reject(1); return times; }
console.log(thrower(), rejecter());
`, { filters: ['uncaught'] });
  for (const name of ['thrower', 'rejecter']) {
    assert.strictEqual((await session.stopped(session.since ?? 0)).reason, 'exception');
    const [frame] = await session.stack();
    assert.deepStrictEqual([frame.name, frame.canRestart], [name, true]);
    assert.strictEqual((await session.resume('restartFrame', { frameId: frame.id })).reason, 'restart');
    assert.strictEqual((await session.top()).name, name);
    session.since = session.client.messages.length;
    await session.client.request('continue', { threadId: 1 });
  }
  await session.client.event('terminated', undefined, 0);
  assert.strictEqual(session.output(), '2 4\n');
  await session.end();
});
