// The stack and what steps from it, with the real engine: calls to step into, functions that wait for what runs.
import assert from 'node:assert';
import test, { afterEach } from 'node:test';
import { DebugSession, endAll } from '../support/debug_session.mjs';

afterEach(endAll);

test('a step into one of several calls', async () => {
  const program = `const list = { first(n) { return n + 1; } };
function second(n) {
  return n * 2;
}
function third(f) {
  return f();
}
debugger;
const sum = third(() => list.first(1)) + second(second(list.first(3)));
console.log(sum);
`;
  const reach = async (choose) => {
    const session = await DebugSession.start(program);
    await session.stopped();
    await session.resume('next');
    const { targets } = await session.client.request('stepInTargets', { frameId: (await session.top()).id });
    assert.deepStrictEqual(targets.map((target) => target.label), ['third(...)', 'first(...)', 'second(...)', 'second(...)']);
    assert.deepStrictEqual(targets.map((target) => [target.line, target.column]), [[9, 13], [9, 61], [9, 49], [9, 42]]);
    const stop = await session.resume('stepIn', { targetId: targets[choose].id });
    assert.strictEqual(stop.reason, 'step');
    const where = (await session.stack()).map((frame) => [frame.name, frame.line]);
    const n = choose === 0 ? undefined : await session.evaluate('n');
    assert.strictEqual(await session.finish(), 0);
    assert.match(session.output(), /18\n/);
    await session.end();
    return { top: where[0], depth: where.length, n };
  };
  assert.deepStrictEqual(await reach(0), { top: ['third', 6], depth: 2, n: undefined });
  assert.deepStrictEqual(await reach(1), { top: ['Object.first', 1], depth: 2, n: '3' });
  assert.deepStrictEqual(await reach(2), { top: ['second', 3], depth: 2, n: '4' });
  assert.deepStrictEqual(await reach(3), { top: ['second', 3], depth: 2, n: '8' });
});

test('functions that wait for what runs are under it', async () => {
  const session = await DebugSession.start(`class Store {
  async load(key) {
    await null;
    debugger;
    return key;
  }
}
async function read(store) {
  const value = await store.load('k');
  return value;
}
async function main() {
  try {
    console.log(await read(new Store()));
  } finally {
    console.log('over');
  }
}
main();
`);
  await session.stopped();
  const frames = await session.stack();
  assert.deepStrictEqual(frames.map((frame) => [frame.name, frame.line, frame.presentationHint]),
    [['Store.load', 4, 'normal'], ['await', 0, 'label'], ['read', 9, 'normal'], ['main', 14, 'normal']]);
  assert.strictEqual(frames[2].source.path, session.program);
  assert.deepStrictEqual(await session.scopes(frames[2]), []);
  assert.match(await session.client.refused('evaluate', { expression: '1', frameId: frames[3].id, context: 'watch' }), /waits for what runs/);
  assert.strictEqual(await session.evaluate('key'), "'k'");
  assert.strictEqual(await session.finish(), 0);
  assert.match(session.output(), /k\nover\n/);
  await session.end();
});

test('a step past the end of an async function goes on in the one that waits', async () => {
  const program = `async function load(key) {
  await null;
  debugger;
  return key;
}
function unrelated() {
  return 1;
}
async function main() {
  Promise.resolve().then(unrelated).then(unrelated).then(unrelated);
  const value = await load('k');
  const twice = value + value;
  return twice;
}
main().then((value) => console.log(value));
`;
  for (const commands of [['stepOut'], ['next', 'next', 'next'], ['stepIn', 'stepIn', 'stepIn']]) {
    const session = await DebugSession.start(program);
    await session.stopped();
    for (const command of commands) {
      const top = await session.top();
      if (top.name !== 'load') break;
      await session.resume(command);
    }
    const top = await session.top();
    assert.strictEqual(top.name, 'main', commands[0]);
    assert.ok(top.line === 11 || top.line === 12, `${top.line}`);
    while ((await session.top()).line < 13) await session.resume('next');
    assert.strictEqual(await session.evaluate('twice'), "'kk'");
    assert.strictEqual(await session.finish(), 0);
    await session.end();
  }
});

test('stepping goes past internal code: into what it calls of the program, never into itself', async () => {
  const session = await DebugSession.start(`const { EventEmitter } = require('events');
const fs = require('fs');
const emitter = new EventEmitter();
emitter.on('x', function heard(value) {
  return value;
});
debugger;
require('path').join('a', 'b');
emitter.emit('x', 1);
[2, 1].sort(function by(a, b) {
  return a - b;
});
process.nextTick(function ticked() {
  console.log('tick');
});
fs.readFile(__filename, function read(error) {
  console.log(error);
});
`);
  await session.stopped();
  const seen = [];
  for (let since = 0; ;) {
    const { name, line, source } = await session.top();
    assert.strictEqual(source.path, session.program);
    if (seen.at(-1) !== `${name} ${line}`) seen.push(`${name} ${line}`);
    since = session.client.messages.length;
    await session.client.request('stepIn', { threadId: 1 });
    const next = await session.client.waitFor((message) => message.event === 'stopped' || message.event === 'terminated', 'a stop or the end', since);
    if (next.event === 'terminated') break;
  }
  assert.deepStrictEqual(seen, ['<anonymous> 7', '<anonymous> 8', '<anonymous> 9', 'heard 5', '<anonymous> 10', 'by 11',
    '<anonymous> 13', '<anonymous> 16', '<anonymous> 18', 'ticked 14', 'ticked 15', 'read 17', 'read 18']);
  assert.match(session.output(), /tick\nnull\n/);
  await session.end();
});
