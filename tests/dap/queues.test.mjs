// The event loop as the debugger shows it: in each phase, what `queues` lists is what then runs, in that order.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { afterEach } from 'node:test';
import { DebugSession, endAll } from '../support/debug_session.mjs';
import { checkChannel } from '../support/schema.mjs';

afterEach(endAll);

const scrim = process.env.SCRIM;
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-queues-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

async function queues(session) {
  const body = await session.client.request('scrim/queues');
  assert.deepStrictEqual(checkChannel(body, 'QueuesResponse'), []);
  return body;
}

// fill() schedules something of everything, look() stops; nothing that runs after it schedules anything.
const prelude = `
const fs = require('fs');
const { spawn } = require('child_process');
const ran = [];
let looked = false;
const named = (name) => ({ [name]() { if (looked) ran.push(name); } })[name];
function busy() { const start = performance.now(); while (performance.now() - start < 5); }
async function goesOn() { await null; if (looked) ran.push('goesOn'); }
function fill() {
  setTimeout(named('latest'), 2600);
  setTimeout(named('late'), 2200);
  setTimeout(named('dueTwo'), 2);
  setTimeout(named('dueOne'), 1);
  const never = setTimeout(named('never'), 1);
  setTimeout(named('dueThree'), 2).unref();
  setImmediate(named('immediateOne'));
  const cleared = setImmediate(named('never'));
  setImmediate(named('immediateTwo'));
  clearTimeout(never);
  clearImmediate(cleared);
  process.nextTick(named('tickOne'));
  Promise.resolve().then(named('jobOne'));
  queueMicrotask(named('micro'));
  goesOn();
  Promise.reject(new Error('x')).then(named('never'), named('jobTwo'));
  process.nextTick(named('tickTwo'));
  busy();
}
function look() { looked = true; debugger; }
process.on('exit', () => console.log('RAN ' + JSON.stringify(ran)));
`;

const phases = {
  'main program': `fill(); look();`,
  'next ticks': `process.nextTick(() => { fill(); look(); }); process.nextTick(named('before'));`,
  'promise jobs': `Promise.resolve().then(() => { fill(); look(); }); Promise.resolve().then(named('before')); process.nextTick(named('never'));`,
  timers: `setTimeout(named('never'), 1); setTimeout(() => { fill(); look(); }, 1); setTimeout(named('before'), 1); setTimeout(named('other'), 3); busy();`,
  poll: `setImmediate(() => fs.stat('/', () => { fill(); look(); }));`,
  check: `setImmediate(named('never')); setImmediate(() => { fill(); look(); }); setImmediate(named('before'));`,
  close: `const child = spawn('true', { stdio: ['ignore', 'pipe', 'pipe'] });
    child.on('spawn', () => {
      child.unref();
      child.stdout.on('close', () => { fill(); look(); });
      child.stderr.on('close', () => ran.push('(anonymous)'));
      child.stderr.destroy(); child.stdout.destroy();
    });`,
};

test('in each phase the queues list what then runs, in order', async () => {
  await Promise.all(Object.entries(phases).map(async ([phase, text]) => {
    const session = await DebugSession.start(`${prelude}\n${text}\n`);
    await session.stopped();
    const { phase: shown, tasks } = await queues(session);
    assert.strictEqual(shown, phase);
    const outside = ['descriptor', 'work', 'child', 'signal'];
    const ordered = tasks.filter((task) => !outside.includes(task.queue));
    assert.deepStrictEqual(tasks.slice(0, ordered.length), ordered, 'what waits for the system comes last');
    const listed = ordered.map((task) => task.callback.function);
    assert.ok(listed.length >= 12, `${phase}: ${listed}`);
    assert.ok(!listed.includes('never'));
    for (const task of ordered) if (task.queue === 'timer') assert.strictEqual(task.dueIn <= 0, !/^late/.test(task.callback.function));
    assert.strictEqual(ordered.find((task) => task.callback.function === 'dueThree').keepsAlive, false);
    assert.strictEqual(await session.finish(), 0);
    const [, ran] = /RAN (.*)/.exec(session.output());
    assert.deepStrictEqual(JSON.parse(ran), listed, phase);
    await session.end();
  }));
});

test('a timer that has run and is set again by refresh() is listed, from there', async () => {
  const session = await DebugSession.start(`let runs = 0;
const timer = setTimeout(function repeated() { if (++runs === 2) debugger; }, 1); //SET
function again() { timer.refresh(); debugger; } //AGAIN
setTimeout(again, 20); //LATER
`);
  await session.stopped();
  const { tasks } = await queues(session);
  const places = (task) => task.scheduled.map((place) => `${place.function} ${place.line}`);
  const [task] = tasks.filter(({ queue }) => queue === 'timer');
  assert.deepStrictEqual([task.callback.function, task.keepsAlive, places(task)],
    ['repeated', true, [`again ${session.lineOf('AGAIN')}`, `<anonymous> ${session.lineOf('LATER')}`]]);
  await session.resume('continue');
  const frames = (await session.stack()).filter((frame) => frame.presentationHint !== 'label').map((frame) => `${frame.name} ${frame.line}`);
  assert.deepStrictEqual(frames, [`repeated ${session.lineOf('SET')}`, `again ${session.lineOf('AGAIN')}`, `<anonymous> ${session.lineOf('LATER')}`]);
  assert.strictEqual(await session.finish(), 0);
  await session.end();
});

test('while it runs there is nothing to see', async () => {
  const session = await DebugSession.start('setInterval(() => {}, 10);\n');
  assert.match(errorOf(await session.client.response('scrim/queues')), /pause it first/);
  await session.end();
});
const errorOf = (response) => (assert.ok(!response.success), response.body?.error?.format ?? response.message);

test('where each was scheduled, and who did that; what waits for the system', async () => {
  const session = await DebugSession.start(`const fs = require('fs'); //TOP
function last() { setTimeout(function planned() {}, 5000); debugger; } //LAST
function middle() { Promise.resolve().then(last); } //MIDDLE
setImmediate(middle); //FIRST
const repeated = setInterval(function repeat() {}, 4000); repeated.unref(); //REPEAT
fs.readFile('/etc/hostname', () => {}); //READ
process.on('SIGUSR2', function signalled() {}); //SIGNAL
`);
  await session.stopped();
  const { tasks } = await queues(session);
  const of = (name) => tasks.find((task) => task.callback?.function === name);
  const places = (task) => task.scheduled.map((place) => `${place.function} ${place.line}`);
  assert.deepStrictEqual(places(of('planned')), [`last ${session.lineOf('LAST')}`, `middle ${session.lineOf('MIDDLE')}`, `<anonymous> ${session.lineOf('FIRST')}`]);
  assert.strictEqual(of('planned').callback.line, session.lineOf('LAST'));
  assert.strictEqual(of('planned').callback.path, session.program);
  assert.deepStrictEqual({ ...of('repeat'), dueIn: 0, variablesReference: 0, callback: 0 }, {
    queue: 'timer', callback: 0, variablesReference: 0, keepsAlive: false, dueIn: 0, period: 4000,
    scheduled: [{ function: '<anonymous>', path: session.program, line: session.lineOf('REPEAT'), column: 18 }],
  });
  const signal = tasks.find((task) => task.queue === 'signal');
  assert.deepStrictEqual([signal.detail, signal.keepsAlive, places(signal)], ['signal 12', false, [`<anonymous> ${session.lineOf('SIGNAL')}`]]);
  const { variables } = await session.client.request('variables', { variablesReference: of('planned').variablesReference });
  assert.ok(variables.some((variable) => variable.name === 'name' && variable.value === "'planned'"));
  // The same chain is below the stack.
  const stack = await session.stack();
  assert.deepStrictEqual(stack.map((frame) => frame.presentationHint === 'label' ? frame.name : `${frame.name} ${frame.line}`), [
    `last ${session.lineOf('LAST')}`, 'Promise.then', `middle ${session.lineOf('MIDDLE')}`, 'setImmediate', `<anonymous> ${session.lineOf('FIRST')}`,
  ]);
  assert.deepStrictEqual((await session.client.request('scopes', { frameId: stack[2].id })).scopes, []);
  await session.end();
});

test('pending promises with who waits for them', async () => {
  const session = await DebugSession.start(`
async function inner() { await new Promise(() => {}); } //INNER
async function outer() { await inner(); } //OUTER
const all = Promise.all([1, outer()]); //ALL
all.then(function everything() {}, function broken() {}); //THEN
all.finally(() => {});
debugger;
globalThis.kept = all;
`);
  await session.stopped();
  const { promises, totalPromises } = await queues(session);
  const waiters = promises.flatMap((promise) => promise.waiters.map((waiter) => `${waiter.kind} ${waiter.detail ?? waiter.place.function} ${waiter.place.line}`));
  assert.deepStrictEqual(waiters.sort(), [
    `await inner ${session.lineOf('INNER')}`, `await outer ${session.lineOf('OUTER')}`,
    `combinator Promise.all (index 1) ${session.lineOf('ALL')}`,
    `then (anonymous) ${session.lineOf('THEN') + 1}`, `then everything ${session.lineOf('THEN')}`,
  ]);
  assert.strictEqual(totalPromises, promises.length);
  for (const promise of promises) assert.strictEqual(promise.value, 'Promise {<pending>}');
  await session.end();
});

test('scrim debug: queues in a batch', () => {
  fs.writeFileSync(path.join(folder, 'demo.js'), `function later() {}
setTimeout(later, 60000);
process.nextTick(function tick() { debugger; });
Promise.resolve().then(function job() {});
async function waits() { await new Promise(() => {}); }
waits();
`);
  const run = spawnSync(scrim, ['debug', '--batch', 'queues; run; queues', 'demo.js'], { cwd: folder, encoding: 'utf8', timeout: 60000 });
  assert.strictEqual(run.stdout.replace(/in \d+ ms/, 'in N ms'), `(scrim) queues
error: the program is not running: 'run' starts it
(scrim) run
Paused on debugger statement
tick  demo.js:3:36
> 3  process.nextTick(function tick() { debugger; });
(scrim) queues
Phase: next ticks
Promise jobs:
  1  job  demo.js:4:24
       from <anonymous>  demo.js:4:19
Timers that are not due:
  2  later  demo.js:1:1  (in N ms)
       from <anonymous>  demo.js:2:1
Pending promises:
  Promise {<pending>}
       awaited by waits  demo.js:5:26
`);
});

test('what goes on for ever needs no more memory: timers, immediates and jobs that schedule each other', () => {
  const file = path.join(folder, 'forever.js');
  fs.writeFileSync(file, `
let turns = 0, first = 0;
function used() { gc(); gc(); return process.memoryUsage().heapUsed; }
function timer() { setImmediate(check); }
function check() { Promise.resolve().then(job); }
async function job() { await null; process.nextTick(tick); }
function tick() {
  turns++;
  if (turns === 500) first = used();
  // A cell a turn would be 300 KB; what conservative roots keep for a while is less.
  if (turns === 20000) return console.log(used() - first < 65536 ? 'flat' : used() - first);
  turns % 50 ? queueMicrotask(check) : setTimeout(timer, 0);
}
timer();
`);
  const run = spawnSync(scrim, ['--expose-gc', file], { encoding: 'utf8', timeout: 60000 });
  assert.strictEqual(run.stderr + run.stdout, 'flat\n');
});

// A promise and what waits for it: 48 and 64 bytes. Nothing else of a job stays when it has run, neither the functions
// that resolve a promise nor what it was called with; when the last promise is settled, nothing at all. An origin is 32
// bytes, shared where a job comes from the same place again; each stands in at most two chains, as those are cut in half.
test('jobs that return the promise of the next keep a promise, a reaction and origins while they wait', () => {
  const file = path.join(folder, 'nested.js');
  fs.writeFileSync(file, `
const levels = 20000;
const used = () => { gc(); gc(); return process.memoryUsage().heapUsed; };
const places = Array.from({ length: 100 }, (_, i) => Function('job', 'return () => Promise.resolve().then(job)'));
const pair = 48 + 64, origin = 2 * 32;
const kinds = {
  nested: [pair, (job) => () => Promise.resolve().then(job)],
  awaited: [2 * pair + 3 * origin, (job) => async () => { await null; return Promise.resolve().then(job); }],
  'from a hundred places': [pair + origin, (job) => {
    const from = places.map((place) => place(job));
    let turn = 0;
    return () => from[turn++ % 100]();
  }],
};
(async () => {
  for (const [kind, [most, make]] of Object.entries(kinds)) {
    let count = 0, early, late;
    const before = used();
    const job = () => {
      count++;
      if (count === levels / 2) early = used();
      if (count < levels) return next();
      late = used();
    };
    const next = make(job);
    await next();
    const each = (late - early) / (levels / 2);
    console.log(kind, each < most + 16 ? 'small' : each, used() - before < 200000 ? 'flat' : used() - before);
  }
})();
`);
  const run = spawnSync(scrim, ['--expose-gc', file], { encoding: 'utf8', timeout: 60000 });
  assert.strictEqual(run.stderr + run.stdout, ['nested', 'awaited', 'from a hundred places'].map((kind) => `${kind} small flat\n`).join(''));
});

// A hundred at a time, so that 250 turns of each take a quarter of a second. Ten bytes a turn
// that stay would be seen; what a conservative scan keeps by chance is less.
test('timers that arm themselves again need no more memory, whichever way they do', () => {
  const file = path.join(folder, 'again.js');
  fs.writeFileSync(file, `
const kinds = {
  setTimeout(round) { const again = () => { if (round()) setTimeout(again, 1); }; setTimeout(again, 1); },
  setInterval(round) { const timer = setInterval(() => { if (!round()) clearInterval(timer); }, 1); },
  refresh(round) { const timer = setTimeout(() => { if (round()) timer.refresh(); }, 1); },
  async awaited(round) { do await new Promise((resolve) => setTimeout(resolve, 1)); while (round()); },
  async promises(round) { do await require('timers/promises').setTimeout(1); while (round()); },
};
function used() { gc(); gc(); const { heapUsed, external } = process.memoryUsage(); return heapUsed + external; }
(async () => {
  for (const [kind, start] of Object.entries(kinds)) {
    let rounds = 0, early;
    await new Promise((resolve) => {
      for (let i = 0; i < 100; i++) {
        let left = 250;
        start(() => {
          if (++rounds === 5000) early = used();
          if (rounds === 25000) resolve();
          return --left > 0;
        });
      }
    });
    const more = used() - early;
    console.log(kind, rounds, more < 200000 ? 'flat' : more);
  }
})();
`);
  const run = spawnSync(scrim, ['--expose-gc', file], { encoding: 'utf8', timeout: 200000 });
  assert.strictEqual(run.stderr + run.stdout, ['setTimeout', 'setInterval', 'refresh', 'awaited', 'promises'].map((kind) => `${kind} 25000 flat\n`).join(''));
});
