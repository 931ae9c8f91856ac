// A session of Microsoft's DAP test client (@vscode/debugadapter-testsupport, which tests their own adapters) with the
// adapter and the engine. What is sent and awaited is the client's own order of things.
import assert from 'node:assert';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import test, { afterEach } from 'node:test';
import { fileURLToPath } from 'node:url';
import { clients, missing } from './code_server.mjs';

const program = path.join(path.dirname(fileURLToPath(import.meta.url)), 'workspace/account.js');
const lineOf = (text) => fs.readFileSync(program, 'utf8').split('\n').findIndex((line) => line.includes(text)) + 1;
const skip = missing({ browser: false });

let client;
async function start() {
  const { DebugClient } = createRequire(path.join(clients, 'package.json'))('@vscode/debugadapter-testsupport');
  client = new DebugClient(process.env.SCRIM, 'dap', 'scrim');
  client.defaultTimeout = 20000;
  await client.start();
  return client;
}
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

// One name of each scope of the top frame, as {scope: {name: value}}; global variables are left out.
async function variables(c, frameId) {
  const out = {};
  for (const scope of (await c.scopesRequest({ frameId })).body.scopes.filter((one) => !one.expensive)) {
    const { body } = await c.variablesRequest({ variablesReference: scope.variablesReference });
    out[scope.name] = Object.fromEntries(body.variables.map(({ name, value }) => [name, value]));
  }
  return out;
}

test('a breakpoint is hit, looked at and stepped from', { skip }, async () => {
  const c = await start();
  const line = lineOf('return account.deposit(gain)');
  await c.hitBreakpoint({ program }, { path: program, line });
  const { body } = await c.stackTraceRequest({ threadId: 1 });
  assert.deepStrictEqual(body.stackFrames.slice(0, 2).map((frame) => [frame.name, frame.line]), [['grow', line], ['<anonymous>', lineOf('const total')]]);
  const frameId = body.stackFrames[0].id;
  const scopes = await variables(c, frameId);
  assert.strictEqual(scopes.Local.gain, '50');
  assert.deepStrictEqual(scopes['Closure (interest)'], { rate: '0.5', years: '1' });
  assert.strictEqual((await c.evaluateRequest({ expression: 'account.balance + gain', frameId, context: 'watch' })).body.result, '150');

  const step = async (request, where) => {
    const [at] = await Promise.all([c.assertStoppedLocation('step', where), request]);
    return at.body.stackFrames[0].name;
  };
  assert.strictEqual(await step(c.stepInRequest({ threadId: 1 }), { path: program, line: lineOf('if (amount <= 0)') }), 'Account.deposit');
  await step(c.nextRequest({ threadId: 1 }), { path: program, line: lineOf('this.#balance += amount') });
  await step(c.stepOutRequest({ threadId: 1 }), { path: program });
  await c.setBreakpointsRequest({ source: { path: program }, breakpoints: [] });
  await Promise.all([c.waitForEvent('terminated'), c.continueRequest({ threadId: 1 })]);
});

test('a condition, a log message, output', { skip }, async () => {
  const c = await start();
  const stop = lineOf("console.log('year'");
  const output = [];
  c.on('output', ({ body }) => output.push(body.output));
  const ended = c.waitForEvent('terminated');
  await Promise.all([
    c.launch({ program }),
    c.waitForEvent('initialized').then(async () => {
      const { body } = await c.setBreakpointsRequest({ source: { path: program }, breakpoints: [
        { line: stop, condition: 'year === 3' }, { line: lineOf('years++'), logMessage: 'grown {years} times' }] });
      assert.deepStrictEqual(body.breakpoints.map((breakpoint) => breakpoint.verified), [true, true]);
      await c.configurationDoneRequest();
    }),
    c.assertStoppedLocation('breakpoint', { path: program, line: stop }),
  ]);
  await c.continueRequest({ threadId: 1 });
  await ended;
  const text = output.join('');
  for (const line of ['grown 0 times', 'grown 2 times', 'year 1 total 150', 'refused: -5 is no deposit'])
    assert.ok(text.includes(line), text);
});

test('an exception that is caught, when asked for; what is not known is refused', { skip }, async () => {
  const c = await start();
  await Promise.all([
    c.launch({ program }),
    c.waitForEvent('initialized').then(async () => {
      await c.setExceptionBreakpointsRequest({ filters: ['all'] });
      await c.configurationDoneRequest();
    }),
    c.assertStoppedLocation('exception', { path: program, line: lineOf('throw new RangeError') }),
  ]);
  const { body } = await c.exceptionInfoRequest({ threadId: 1 });
  assert.deepStrictEqual([body.exceptionId, body.details.message], ['RangeError', '-5 is no deposit']);
  await assert.rejects(c.send('bogus'), /bogus/);
  await assert.rejects(c.variablesRequest({ variablesReference: 123456 }));
  await Promise.all([c.waitForEvent('terminated'), c.continueRequest({ threadId: 1 })]);
});

test('a program that is not there is refused in words', { skip }, async () => {
  const c = await start();
  await c.initializeRequest();
  await assert.rejects(c.launchRequest({ program: '/nowhere/none.js' }), /\/nowhere\/none\.js/);
});
