// The engine's own code in the debugger: hidden unless skipFiles are given and do not name it, as js-debug has it.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { afterEach } from 'node:test';
import { DebugSession, endAll } from '../support/debug_session.mjs';

afterEach(endAll);
const kInternals = '<node_internals>/**';
const isOwn = (frame) => frame.source.path.startsWith('node:');
// Where a frame is, by its source's text: line numbers of the engine's own files are nobody's business.
async function text(session, frame) {
  const { content } = await session.client.request('source', { source: frame.source, sourceReference: frame.source.sourceReference });
  return content.split('\n')[frame.line - 1].trim();
}
const place = (frame) => `${isOwn(frame) ? frame.source.path : path.basename(frame.source.path).replace(/\d+/, '')}:${isOwn(frame) ? frame.name : frame.line}`;
async function steps(session, command, count) {
  const out = [];
  for (let i = 0; i < count; ++i) {
    await session.resume(command, command === 'stepOut' ? {} : { granularity: 'line' });
    out.push(place(await session.top()));
  }
  return out;
}
// Steps until the place is left that it stands at.
async function stepsTo(session, command, wanted) {
  for (let i = 0; i < 50; ++i) {
    await session.resume(command, command === 'stepOut' ? {} : { granularity: 'line' });
    if (place(await session.top()) === wanted) return;
  }
  assert.fail(`not at ${wanted} but at ${place(await session.top())}`);
}

const reads = `const fs = require('fs');
function read(name) {
  const text = fs.readFileSync(name, 'utf8'); //READ
  return text.length;
}
read(__filename);
console.log('end');
`;

for (const skipFiles of [undefined, [kInternals], ['<node_internals>/**/*.js'], ['**/node_modules/**', kInternals]]) {
  test(`skipFiles ${JSON.stringify(skipFiles)}: a step does not enter node: modules, and nothing shows them`, async () => {
    const session = await DebugSession.start(reads, { breakpoints: [{ mark: 'READ' }], launch: { skipFiles } });
    await session.stopped();
    assert.deepStrictEqual(await steps(session, 'stepIn', 2), ['program.js:4', 'program.js:7']);
    const { sources } = await session.client.request('loadedSources', {});
    assert.deepStrictEqual(sources.filter((source) => source.path.startsWith('node:')), []);
    assert.deepStrictEqual(session.client.events('loadedSource').filter((body) => body.source.path.startsWith('node:')), []);
    assert.strictEqual(await session.finish(), 0);
    await session.end();
  });
}

for (const skipFiles of [[], ['**/node_modules/**'], [kInternals, `!${kInternals}`], ['!<node_internals>/**/*.js']]) {
  test(`skipFiles ${JSON.stringify(skipFiles)}: a step enters node:fs, whose text, variables and caller are shown`, async () => {
    const session = await DebugSession.start(reads, { breakpoints: [{ mark: 'READ' }], launch: { skipFiles } });
    await session.stopped();
    assert.deepStrictEqual(await steps(session, 'stepIn', 1), ['node:fs:readFileSync']);
    const stack = await session.stack();
    assert.deepStrictEqual(stack.map(place), ['node:fs:readFileSync', 'program.js:3', 'program.js:6']);
    assert.deepStrictEqual(stack.map((frame) => [frame.presentationHint, frame.source.presentationHint]), Array(3).fill(['normal', undefined]));
    assert.ok(stack[0].source.sourceReference > 0 && !stack[1].source.sourceReference);
    assert.match(await text(session, stack[0]), /readFile/);
    const [local] = await session.scopes(stack[0]);
    assert.deepStrictEqual(local.variables.filter(({ name }) => name === 'path' || name === 'options').map(({ name, value }) => [name, value]),
      [['path', `'${session.program}'`], ['options', "'utf8'"]]);
    assert.strictEqual(await session.evaluate('options + typeof fs.readFileSync', 'watch'), "'utf8function'");
    // What is assigned there is what it goes on with.
    await session.client.request('setVariable', { variablesReference: local.variablesReference, name: 'options', value: "'latin1'" });
    assert.strictEqual(await session.evaluate('options'), "'latin1'");
    assert.deepStrictEqual(await steps(session, 'stepOut', 1), ['program.js:4']);
    assert.deepStrictEqual(await steps(session, 'next', 1), ['program.js:7']);
    const { sources } = await session.client.request('loadedSources', {});
    assert.ok(sources.some((source) => source.path === 'node:fs' && source.sourceReference === stack[0].source.sourceReference));
    assert.strictEqual(await session.finish(), 0);
    await session.end();
  });
}

test('some of the files can be told apart', async () => {
  const session = await DebugSession.start(`const fs = require('fs');
const emitter = new (require('events'))();
emitter.on('x', () => {});
debugger;
fs.existsSync(__filename);
emitter.emit('x');
console.log('end');
`, { launch: { skipFiles: [kInternals, '!<node_internals>/events'] } });
  await session.stopped();
  assert.deepStrictEqual(await steps(session, 'stepIn', 3), ['program.js:5', 'program.js:6', 'node:events:emit']);
  await session.finish();
  await session.end();
});

const calls = `const emitter = new (require('events'))();
emitter.on('x', (value) => {
  value++; //LISTENER
});
function send() {
  emitter.emit('x', 1);
}
send();
setImmediate(() => {
  console.log('later');
});
`;

test('a listener that returns: into node:events where it is shown, past it where it is not', async () => {
  const shown = await DebugSession.start(calls, { breakpoints: [{ mark: 'LISTENER' }], launch: { skipFiles: [] } });
  await shown.stopped();
  assert.deepStrictEqual((await shown.stack()).map(place), ['program.js:3', 'node:events:emit', 'program.js:6', 'program.js:8']);
  assert.deepStrictEqual(await steps(shown, 'next', 2), ['program.js:4', 'node:events:emit']);
  await stepsTo(shown, 'next', 'program.js:7');
  await shown.finish();
  await shown.end();
  const hidden = await DebugSession.start(calls, { breakpoints: [{ mark: 'LISTENER' }], launch: { skipFiles: [kInternals] } });
  await hidden.stopped();
  assert.deepStrictEqual((await hidden.stack()).map(place), ['program.js:3', 'program.js:6', 'program.js:8']);
  assert.deepStrictEqual(await steps(hidden, 'next', 3), ['program.js:4', 'program.js:7', 'program.js:9']);
  await hidden.finish();
  await hidden.end();
});

test('from the last line of a callback that node:fs calls, through it and the event loop to what runs next', async () => {
  const program = `require('fs').readFile(__filename, (error, data) => {
  setImmediate(() => {
    console.log('next'); //NEXT
  });
  data.length; //LAST
});
`;
  const session = await DebugSession.start(program, { breakpoints: [{ mark: 'LAST' }], launch: { skipFiles: [] } });
  await session.stopped();
  assert.deepStrictEqual((await session.stack()).filter((frame) => frame.presentationHint === 'normal').slice(0, 2).map(place), ['program.js:5', 'node:fs:<anonymous>']);
  await stepsTo(session, 'next', 'program.js:3');
  await session.finish();
  await session.end();
  const hidden = await DebugSession.start(program, { breakpoints: [{ mark: 'LAST' }] });
  await hidden.stopped();
  assert.deepStrictEqual(await steps(hidden, 'next', 2), ['program.js:6', 'program.js:3']);
  await hidden.finish();
  await hidden.end();
});

const asynchronous = `const { open } = require('fs/promises');
async function main() {
  const file = await open(__filename); //OPEN
  const { bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
  await file.close();
  console.log(bytesRead);
}
main();
`;

test('async functions of node: modules: over their awaits, and out of them to who awaits them', async () => {
  for (const command of ['next', 'stepOut']) {
    const session = await DebugSession.start(asynchronous, { breakpoints: [{ mark: 'OPEN' }], launch: { skipFiles: [] } });
    await session.stopped();
    assert.deepStrictEqual(await steps(session, 'stepIn', 1), ['node:fs/promises:open']);
    if (command === 'next') await stepsTo(session, 'next', 'program.js:4');
    else await stepsTo(session, 'stepOut', 'program.js:8');
    // Over arguments and functions that wait for nothing themselves.
    if (command === 'next') assert.deepStrictEqual(await steps(session, 'next', 3), ['program.js:5', 'program.js:6', 'program.js:7']);
    assert.strictEqual(await session.finish(), 0);
    await session.end();
  }
  const session = await DebugSession.start(asynchronous, { breakpoints: [{ line: 4 }], launch: { skipFiles: [] } });
  await session.stopped();
  assert.deepStrictEqual(await steps(session, 'stepIn', 1), ['node:buffer:alloc']);
  // The end of an argument's function leads on in the caller, not into what it calls next.
  await stepsTo(session, 'next', 'program.js:5');
  await session.finish();
  await session.end();
});

test('a breakpoint in a node: module, by what the stack says of its source; conditions; after a restart', async () => {
  const session = await DebugSession.start(`const emitter = new (require('events'))();
debugger;
for (const name of ['a', 'b', 'c']) emitter.emit(name, 1);
`, { launch: { skipFiles: [] } });
  await session.stopped();
  await session.resume('next');
  await stepsTo(session, 'stepIn', 'node:events:emit');
  const { source, line } = await session.top();
  const set = (condition) => session.client.request('setBreakpoints', { source, breakpoints: [{ line, condition }] });
  const { breakpoints: [set1] } = await set("type === 'c'");
  assert.deepStrictEqual([set1.verified, set1.line, set1.source.path], [true, line, 'node:events']);
  assert.deepStrictEqual((await session.resume('continue')).hitBreakpointIds, [set1.id]);
  assert.deepStrictEqual([place(await session.top()), await session.evaluate('type')], ['node:events:emit', "'c'"]);
  const since = session.client.messages.length;
  await session.client.request('restart', {});
  await session.stopped(since);
  assert.deepStrictEqual((await session.resume('continue')).hitBreakpointIds, [set1.id]);
  assert.strictEqual(await session.evaluate('type'), "'c'");
  await session.client.request('setBreakpoints', { source, breakpoints: [] });
  await session.finish();
  await session.end();

  const hidden = await DebugSession.start("require('events');\ndebugger;\n");
  await hidden.stopped();
  const { breakpoints: [refused] } = await hidden.client.request('setBreakpoints', { source, breakpoints: [{ line }] });
  assert.deepStrictEqual([refused.verified, refused.message], [false, "scrim's own code is skipped by skipFiles"]);
  await hidden.finish();
  await hidden.end();
});

test('errors that node: modules throw stop where they are thrown, or where they were called; reports stay the same', async () => {
  const program = "const fs = require('fs');\nfs.readFileSync('/nowhere/at all');\n";
  const reports = [];
  for (const [skipFiles, expected] of [[[], ['node:fs:readFileSync', 'program.js:2']], [undefined, ['program.js:2']]]) {
    const session = await DebugSession.start(program, { filters: ['uncaught'], launch: { skipFiles } });
    assert.strictEqual((await session.stopped()).reason, 'exception');
    assert.deepStrictEqual((await session.stack()).map(place), expected);
    const { details } = await session.client.request('exceptionInfo', { threadId: 1 });
    assert.doesNotMatch(details.stackTrace, /node:/);
    assert.strictEqual(await session.finish(), 1);
    reports.push(session.output().replaceAll(session.program, ''));
    await session.end();
  }
  assert.match(reports[0], /ENOENT: no such file or directory, open '\/nowhere\/at all'/);
  assert.strictEqual(reports[0], reports[1]);
});

test('the entry is the program\'s first statement, of a module too', async () => {
  for (const [extension, program] of [['.js', "const fs = require('fs');\nfs;\n"], ['.mjs', "import fs from 'node:fs';\nfs;\n"]]) {
    const session = await DebugSession.start(program, { extension, launch: { stopOnEntry: true, skipFiles: [] } });
    assert.strictEqual((await session.stopped()).reason, 'entry');
    assert.deepStrictEqual((await session.stack()).map((frame) => frame.line), [extension === '.js' ? 1 : 2]);
    await session.finish();
    await session.end();
  }
});

test('the terminal debugger: --internals', () => {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-internals-')));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  fs.writeFileSync(path.join(folder, 'reads.js'), reads);
  const run = (...flags) => spawnSync(process.env.SCRIM, ['debug', ...flags, '--batch', 'break 3; run; step; finish', 'reads.js'], { cwd: folder, encoding: 'utf8' });
  assert.match(run('--internals').stdout, /\(scrim\) step\nreadFileSync {2}node:fs:(\d+):\d+\n> \1 .*readFile.*\n\(scrim\) finish\nread {2}reads\.js:4:3\n/);
  assert.match(run().stdout, /\(scrim\) step\nread {2}reads\.js:4:3\n/);
});
