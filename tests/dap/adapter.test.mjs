// The adapter, the private channel and the target, against the toy debuggee: every message is checked against the official
// schema in both directions (see tests/support/wire.mjs). Nothing here waits for time to pass.
import assert from 'node:assert';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import test, { afterEach } from 'node:test';
import { DapClient, errorText } from '../support/wire.mjs';

const adapter = process.env.TOY_ADAPTER;
assert.ok(adapter && process.env.TOY_DEBUGGEE, 'run me with ctest -R dap_wire, or set TOY_ADAPTER and TOY_DEBUGGEE');
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-dap-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

let counter = 0;
function script(...lines) {
  const file = path.join(folder, `script${++counter}.js`);
  fs.writeFileSync(file, lines.join('\n') + '\n');
  return file;
}
const demo = () => script(
  'let a = 1;',                        // 1
  'let o = {x: 1};',                   // 2
  'let list = Array(1000);',           // 3
  'function twice(n) {',               // 4
  '  let m = n + n;',                  // 5
  '  console.log(m);',                 // 6
  '}',                                 // 7
  'twice(a);',                         // 8
  'console.log(o);',                   // 9
  '',                                  // 10
  'a = 40;',                           // 11
  'twice(a);');                        // 12

const clients = [];
function client() {
  clients.push(new DapClient().spawn(adapter, ['dap']));
  return clients.at(-1);
}
afterEach(() => clients.splice(0).forEach((c) => c.child.kill('SIGKILL'))); // of tests that failed

// initialize, launch, breakpoints, configurationDone: as VS Code does. Returns what setBreakpoints answered.
async function start(c, program, { breakpoints, launch = {}, initialize = {}, filters = [] } = {}) {
  await c.initialize(initialize);
  await c.event('initialized', undefined, 0);
  const launched = c.response('launch', { program, ...launch });
  let set = [];
  if (breakpoints) set = (await c.request('setBreakpoints', { source: { path: program }, breakpoints })).breakpoints;
  await c.request('setExceptionBreakpoints', { filters });
  const configured = c.response('configurationDone');
  const response = await launched;
  assert.ok(response.success, errorText(response));
  assert.ok((await configured).success);
  return set;
}
const alive = (pid) => { try { process.kill(pid, 0); return true; } catch { return false; } };
const order = (c) => c.messages.filter(({ from }) => from === 'server').map(({ message }) => message.event ?? `${message.command}${message.success ? '' : '!'}`);

test('a session from launch to the end', async () => {
  const c = client();
  const program = demo();
  await start(c, program, { breakpoints: [{ line: 5 }, { line: 10 }], launch: { args: ['x'] } });
  const stopped = await c.event('stopped', undefined, 0);
  assert.strictEqual(stopped.reason, 'breakpoint');
  assert.strictEqual(stopped.threadId, 1);
  assert.strictEqual(stopped.allThreadsStopped, true);
  assert.strictEqual(stopped.hitBreakpointIds.length, 1);
  assert.deepStrictEqual((await c.request('threads')).threads, [{ id: 1, name: 'main' }]);

  const all = await c.request('stackTrace', { threadId: 1 });
  assert.strictEqual(all.totalFrames, 4);
  assert.deepStrictEqual(all.stackFrames.map((frame) => [frame.name, frame.line, frame.presentationHint]),
    [['twice', 5, 'normal'], ['(anonymous)', 8, 'normal'], ['setTimeout', 0, 'label'], ['runMain', 1, 'subtle']]);
  assert.strictEqual(all.stackFrames[0].source.path, program);
  assert.strictEqual(all.stackFrames[0].source.sourceReference, undefined);
  assert.strictEqual(all.stackFrames[0].column, 3);
  assert.ok(all.stackFrames[3].source.sourceReference > 0);
  assert.match((await c.request('source', { source: all.stackFrames[3].source, sourceReference: all.stackFrames[3].source.sourceReference })).content, /toy/);
  // VS Code asks for one frame, then nineteen more, sometimes past the end; 0 means all.
  assert.strictEqual((await c.request('stackTrace', { threadId: 1, startFrame: 0, levels: 1 })).stackFrames.length, 1);
  assert.strictEqual((await c.request('stackTrace', { threadId: 1, startFrame: 1, levels: 19 })).stackFrames.length, 3);
  assert.strictEqual((await c.request('stackTrace', { threadId: 1, startFrame: 4, levels: 20 })).stackFrames.length, 0);
  assert.strictEqual((await c.request('stackTrace', { threadId: 1, levels: 0 })).stackFrames.length, 4);
  assert.match(await c.refused('stackTrace', { threadId: 9 }), /no thread 9/);

  const frame = (await c.request('stackTrace', { threadId: 1, levels: 1 })).stackFrames[0];
  const { scopes } = await c.request('scopes', { frameId: frame.id });
  assert.deepStrictEqual(scopes.map((scope) => [scope.name, scope.presentationHint, scope.expensive]), [['Local', 'locals', false], ['Global', undefined, true]]);
  const locals = (await c.request('variables', { variablesReference: scopes[0].variablesReference })).variables;
  assert.deepStrictEqual(locals, [{ name: 'n', value: '1', type: 'number', evaluateName: 'n', variablesReference: 0 }]);
  const globals = (await c.request('variables', { variablesReference: scopes[1].variablesReference })).variables;
  const list = globals.find((variable) => variable.name === 'list');
  assert.strictEqual(list.indexedVariables, 1000);
  const page = (await c.request('variables', { variablesReference: list.variablesReference, filter: 'indexed', start: 500, count: 2 })).variables;
  assert.deepStrictEqual(page.map((variable) => [variable.name, variable.value]), [['500', '250000'], ['501', '251001']]);
  const object = globals.find((variable) => variable.name === 'o');
  const members = (await c.request('variables', { variablesReference: object.variablesReference })).variables;
  assert.strictEqual(members.find((variable) => variable.name === 'y').presentationHint.lazy, true);
  assert.strictEqual(members.find((variable) => variable.name === '#z').presentationHint.visibility, 'private');

  // Evaluation: a hover may not assign, the console may; what throws is not a success.
  assert.strictEqual((await c.request('evaluate', { expression: 'n+n', frameId: frame.id, context: 'watch' })).result, '2');
  assert.match(await c.refused('evaluate', { expression: 'n=5', frameId: frame.id, context: 'hover' }), /side effect/);
  assert.strictEqual((await c.request('evaluate', { expression: 'n=5', frameId: frame.id, context: 'repl' })).result, '5');
  assert.match(await c.refused('evaluate', { expression: 'nope', frameId: frame.id, context: 'repl' }), /ReferenceError: nope is not defined/);
  assert.strictEqual((await c.request('setVariable', { variablesReference: scopes[0].variablesReference, name: 'n', value: '20' })).value, '20');
  assert.deepStrictEqual((await c.request('completions', { frameId: frame.id, text: 'n', column: 2 })).targets.map((target) => target.label), ['n']);
  const kept = await c.request('evaluate', { expression: '{x: 1}', frameId: frame.id, context: 'repl' });
  const snapshot = await c.request('scrim/heapSnapshot', { path: path.join(folder, 'a.heapsnapshot') });
  assert.strictEqual(fs.readFileSync(snapshot.path, 'utf8'), '{}');

  // Stepping: the response comes first, then the stop; old references are dead, those of the console stay.
  const since = c.messages.length;
  await c.request('next', { threadId: 1 });
  assert.strictEqual((await c.event('stopped', undefined, since)).reason, 'step');
  const names = c.messages.slice(since).filter(({ from }) => from === 'server').map(({ message }) => message.event ?? message.command);
  assert.ok(names.indexOf('next') < names.indexOf('stopped'), names.join());
  assert.ok(!names.includes('continued'));
  assert.match(await c.refused('variables', { variablesReference: scopes[0].variablesReference }), /no object/);
  assert.match(await c.refused('scopes', { frameId: frame.id }), /no frame/);
  assert.match(await c.refused('evaluate', { expression: 'n', frameId: frame.id }), /no frame/);
  assert.strictEqual((await c.request('variables', { variablesReference: kept.variablesReference })).variables.length, 3);
  const stepped = (await c.request('stackTrace', { threadId: 1, levels: 1 })).stackFrames[0];
  assert.strictEqual(stepped.line, 6);
  assert.notStrictEqual(stepped.id, frame.id);
  const before = c.messages.length;
  await c.request('stepOut', { threadId: 1 });
  await c.event('stopped', undefined, before);
  assert.strictEqual((await c.request('stackTrace', { threadId: 1, levels: 1 })).stackFrames[0].line, 9);
  const again = c.messages.length;
  assert.deepStrictEqual(await c.request('continue', { threadId: 1 }), { allThreadsContinued: true });
  const moved = await c.event('stopped', undefined, again);
  assert.strictEqual((await c.request('stackTrace', { threadId: 1, levels: 1 })).stackFrames[0].line, 11); // line 10 is empty
  assert.strictEqual(moved.hitBreakpointIds.length, 1);
  await c.request('setBreakpoints', { source: { path: program }, breakpoints: [] });
  await c.request('continue', { threadId: 1 });
  await c.event('terminated', undefined, 0);
  assert.deepStrictEqual(c.events('exited'), [{ exitCode: 0 }]);
  assert.strictEqual(c.output('stdout'), '40\n{x: 1, get y: ...}\n80\n');
  const printed = c.events('output').find((body) => body.output.startsWith('{x'));
  assert.strictEqual(printed.line, 9);
  assert.ok(printed.variablesReference > 0);
  const end = order(c);
  assert.ok(end.lastIndexOf('output') < end.indexOf('exited') && end.indexOf('exited') < end.indexOf('terminated'), end.join());
  assert.match(await c.refused('stackTrace', { threadId: 1 }), /has ended/);
  assert.deepStrictEqual((await c.request('threads')).threads, []);
  await c.request('disconnect', {});
  assert.deepStrictEqual(await c.close(), { code: 0, signal: null });
});

test('breakpoints keep their numbers, answer in order, move by events', async () => {
  const c = client();
  const program = demo();
  await c.initialize();
  const source = { path: program, name: 'demo.js' };
  const first = (await c.request('setBreakpoints', { source, breakpoints: [{ line: 12 }, { line: 5, condition: 'n' }] })).breakpoints;
  assert.strictEqual(new Set(first.map((breakpoint) => breakpoint.id)).size, 2);
  const second = (await c.request('setBreakpoints', { source, breakpoints: [{ line: 5, condition: 'n' }, { line: 10 }, { line: 5 }] })).breakpoints;
  assert.strictEqual(second[0].id, first[1].id);
  assert.ok(!first.some((breakpoint) => breakpoint.id === second[1].id || breakpoint.id === second[2].id));
  assert.deepStrictEqual(second[0].source, source);
  const launched = c.response('launch', { program, stopOnEntry: true });
  await c.request('configurationDone');
  assert.ok((await launched).success);
  assert.strictEqual((await c.event('stopped', undefined, 0)).reason, 'entry');
  const third = (await c.request('setBreakpoints', { source, breakpoints: [{ line: 10 }, { line: 100 }, { line: 5, condition: 'n' }] })).breakpoints;
  assert.deepStrictEqual(third.map((breakpoint) => [breakpoint.id, breakpoint.verified, breakpoint.line]),
    [[second[1].id, true, 11], [third[1].id, false, undefined], [first[1].id, true, 5]]);
  assert.match(third[1].message, /no code/);
  assert.strictEqual(third[1].reason, 'failed');
  // No event names a breakpoint before the response that introduced it.
  const known = new Set();
  for (const { from, message } of c.messages) {
    if (from !== 'server') continue;
    if (message.command === 'setBreakpoints') message.body.breakpoints.forEach((breakpoint) => known.add(breakpoint.id));
    if (message.event === 'breakpoint') assert.ok(known.has(message.body.breakpoint.id));
  }
  await c.request('disconnect', {});
  await c.close();
});

test('an endless loop: threads, pause, breakpoints, evaluate without a stop, disconnect', async () => {
  const c = client();
  const program = script('let pid = process.pid;', 'console.log(pid);', 'for (;;) {}', 'a = 1;');
  await start(c, program);
  const pid = Number((await c.event('output', (body) => /\d/.test(body.output), 0)).output);
  assert.deepStrictEqual((await c.request('threads')).threads, [{ id: 1, name: 'main' }]);
  assert.match(await c.refused('stackTrace', { threadId: 1 }), /running/);
  assert.strictEqual((await c.request('setBreakpoints', { source: { path: program }, breakpoints: [{ line: 4 }] })).breakpoints[0].verified, true);
  assert.strictEqual((await c.request('evaluate', { expression: 'pid', context: 'repl' })).result, String(pid));
  const since = c.messages.length;
  await c.request('pause', { threadId: 1 });
  assert.strictEqual((await c.event('stopped', undefined, since)).reason, 'pause');
  assert.strictEqual((await c.request('stackTrace', { threadId: 1 })).stackFrames[0].line, 3);
  await c.request('continue', { threadId: 1 });
  assert.ok(alive(pid));
  await c.request('disconnect', {});
  assert.ok(!alive(pid), 'the program is gone when disconnect is answered');
  await c.close();
});

test('a cancelled evaluation gets one response', async () => {
  const c = client();
  await start(c, demo(), { launch: { stopOnEntry: true } });
  await c.event('stopped', undefined, 0);
  const seq = c.post('evaluate', { expression: 'loop()', context: 'watch' });
  const answer = c.answerTo(seq);
  await c.request('cancel', { requestId: seq });
  assert.strictEqual((await answer).message, 'cancelled');
  await c.request('disconnect', {});
  await c.close();
});

test('exceptions: filters, the text, the exit code', async () => {
  const c = client();
  const program = script('try { throw new Error("caught"); } catch {}', 'throw new Error("lost {x}");');
  await start(c, program, { filters: ['all', 'nonsense'] });
  const answer = c.messages.find(({ message }) => message.type === 'response' && message.command === 'setExceptionBreakpoints').message.body;
  assert.deepStrictEqual(answer.breakpoints.map((breakpoint) => breakpoint.verified), [true, false]);
  let stopped = await c.event('stopped', undefined, 0);
  assert.deepStrictEqual([stopped.reason, stopped.text], ['exception', 'Error: caught']);
  const info = await c.request('exceptionInfo', { threadId: 1 });
  assert.deepStrictEqual([info.exceptionId, info.description, info.breakMode], ['Error', 'caught', 'always']);
  const failed = await c.request('setExceptionBreakpoints', { filters: [], filterOptions: [{ filterId: 'all', condition: '(' }] });
  assert.match(failed.breakpoints[0].message, /SyntaxError/);
  const since = c.messages.length;
  await c.request('continue', { threadId: 1 });
  stopped = await c.event('stopped', undefined, since);
  assert.strictEqual(stopped.description, 'Paused on uncaught exception');
  await c.request('continue', { threadId: 1 });
  await c.event('terminated', undefined, 0);
  assert.deepStrictEqual(c.events('exited'), [{ exitCode: 1 }]);
  assert.match(c.output('stderr'), /Uncaught Error: lost \{x\}/);
  await c.close(); // end of input is a disconnect
});

test('a crash is an event, and the program can be restarted', async () => {
  const c = client();
  const program = script('console.log("before");', 'process.abort();');
  await start(c, program, { breakpoints: [{ line: 2 }] });
  await c.event('stopped', undefined, 0);
  let since = c.messages.length;
  await c.request('restart', {});
  await c.event('stopped', undefined, since);
  assert.strictEqual(c.events('terminated').length, 0);
  await c.request('continue', { threadId: 1 });
  await c.event('terminated', undefined, 0);
  assert.deepStrictEqual(c.events('exited'), [{ exitCode: 134 }]);
  assert.match(c.output('important'), /ended by signal 6/);
  since = c.messages.length;
  await c.request('restart', {});
  await c.event('stopped', undefined, since);
  await c.request('terminate', {});
  await c.event('terminated', undefined, since);
  await c.request('disconnect', {});
  assert.deepStrictEqual(await c.close(), { code: 0, signal: null });
});

test('launches that cannot succeed fail at once, for the user to see', async () => {
  const c = client();
  await c.initialize();
  const show = async (launch, pattern) => {
    const response = await c.response('launch', launch);
    assert.strictEqual(response.success, false, JSON.stringify(launch));
    assert.match(errorText(response), pattern);
    return response.body.error.showUser;
  };
  assert.strictEqual(await show({ program: path.join(folder, 'missing.js') }, /cannot run the program .*missing\.js: No such file/), true);
  assert.strictEqual(await show({ program: folder }, /it is a folder/), true);
  assert.strictEqual(await show({}, /'program' is missing/), true);
  assert.strictEqual(await show({ program: demo(), cwd: '/nowhere' }, /\/nowhere: No such file/), true);
  assert.strictEqual(await show({ program: demo(), runtimeExecutable: '/nowhere/scrim' }, /cannot run '\/nowhere\/scrim': No such file/), true);
  assert.strictEqual(await show({ program: demo(), envFile: 'missing.env' }, /envFile/), true);
  await show({ program: 5 }, /arguments\.program: expected a string, got a number/);
  assert.strictEqual(await show({ program: demo(), runtimeArgs: ['--die'] }, /ended before it could be debugged: exit code 7/), true);
  assert.strictEqual(await show({ program: demo(), runtimeArgs: ['--sleep'], timeout: 50 }, /did not connect to the debugger within 50 ms/), true);
  // And after all that one that can.
  const launched = c.response('launch', { program: demo() });
  await c.request('configurationDone');
  assert.ok((await launched).success);
  await c.event('terminated', undefined, 0);
  await c.request('disconnect', {});
  await c.close();
});

test('arguments, environment, files of it, raw output', async () => {
  const c = client();
  fs.writeFileSync(path.join(folder, 'test.env'), '# a file\nexport FROM_FILE="one two" \nBOTH=file\n');
  const program = script('console.log(process.argv[2]);', 'console.log(process.env.FROM_FILE);', 'console.log(process.env.BOTH);',
    'console.log(process.env.GONE);', 'process.stdout.write("raw ä");');
  await start(c, path.basename(program), { launch: { cwd: folder, args: '"a b" c', envFile: 'test.env', env: { BOTH: 7, GONE: null } } });
  await c.event('terminated', undefined, 0);
  // The raw bytes come through a pipe of their own: their place among the rest is not promised.
  assert.strictEqual(c.events('output').filter((body) => body.output !== 'raw ä').map((body) => body.output).join(''), 'a b\none two\n7\nundefined\n');
  assert.ok(c.events('output').some((body) => body.output === 'raw ä' && body.category === 'stdout'));
  await c.close();
});

test('symbolic links: the client sees the spelling it used', async () => {
  const c = client();
  const program = demo();
  const link = path.join(folder, 'link');
  fs.symlinkSync(folder, link);
  const spelt = path.join(link, path.basename(program));
  await start(c, spelt, { breakpoints: [{ line: 5 }] });
  await c.event('stopped', undefined, 0);
  assert.strictEqual((await c.request('stackTrace', { threadId: 1 })).stackFrames[0].source.path, spelt);
  assert.strictEqual((await c.request('loadedSources', {})).sources[0].path, spelt);
  await c.request('disconnect', {});
  await c.close();
});

test('lines and columns from 0, paths as URIs, no types', async () => {
  const c = client();
  const program = demo();
  await c.request('initialize', { adapterID: 'x', linesStartAt1: false, columnsStartAt1: false, pathFormat: 'uri' });
  const uri = 'file://' + program;
  await c.request('setBreakpoints', { source: { path: uri }, breakpoints: [{ line: 4 }] });
  const launched = c.response('launch', { program: uri });
  await c.request('configurationDone');
  assert.ok((await launched).success);
  await c.event('stopped', undefined, 0);
  const frame = (await c.request('stackTrace', { threadId: 1 })).stackFrames[0];
  assert.deepStrictEqual([frame.line, frame.column, frame.source.path], [4, 2, uri]);
  const { scopes } = await c.request('scopes', { frameId: frame.id });
  assert.strictEqual((await c.request('variables', { variablesReference: scopes[0].variablesReference })).variables[0].type, undefined);
  await c.request('disconnect', {});
  await c.close();
});

test('runInTerminal: the program connects from there', async () => {
  const c = client();
  const program = demo();
  let child;
  c.handlers.set('runInTerminal', (args) => {
    assert.strictEqual(args.kind, 'integrated');
    child = spawn(args.args[0], args.args.slice(1), { cwd: args.cwd, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...args.env } });
    child.text = '';
    child.stdout.on('data', (chunk) => { child.text += chunk; });
    child.done = new Promise((resolve) => child.on('close', resolve));
    return { shellProcessId: 1 };
  });
  await start(c, program, { breakpoints: [{ line: 5 }], launch: { console: 'integratedTerminal' }, initialize: { supportsRunInTerminalRequest: true } });
  await c.event('stopped', undefined, 0);
  assert.strictEqual(c.events('process')[0].systemProcessId, child.pid);
  await c.request('setBreakpoints', { source: { path: program }, breakpoints: [] });
  await c.request('continue', { threadId: 1 });
  await c.event('terminated', undefined, 0);
  assert.deepStrictEqual(c.events('exited'), [{ exitCode: 0 }]);
  await child.done;
  assert.match(child.text, /^2\n/);
  assert.strictEqual(c.output('stdout'), '');
  await c.close();
});

test('attach: stop, detach, and the program goes on', async () => {
  const program = script('let a = 1;', 'console.log(a);', 'console.log(2);');
  const child = spawn(process.env.TOY_DEBUGGEE, ['run', '--debug-channel=listen:0', program], { stdio: ['ignore', 'pipe', 'pipe'] });
  const done = new Promise((resolve) => child.on('close', resolve));
  let printed = '', errors = '';
  child.stdout.on('data', (chunk) => { printed += chunk; });
  const port = await new Promise((resolve) => child.stderr.on('data', (chunk) => {
    errors += chunk;
    const found = /waiting for a debugger on 127\.0\.0\.1:(\d+)/.exec(errors);
    if (found) resolve(Number(found[1]));
  }));
  const c = client();
  await c.initialize();
  assert.match(await c.refused('attach', {}), /'port' is missing/);
  const attached = c.response('attach', { port, stopOnEntry: true });
  await c.request('setBreakpoints', { source: { path: program }, breakpoints: [{ line: 2 }] });
  await c.request('configurationDone');
  assert.ok((await attached).success);
  assert.strictEqual((await c.event('stopped', undefined, 0)).reason, 'entry');
  assert.deepStrictEqual(c.events('process').map((body) => [body.startMethod, body.systemProcessId]), [['attach', child.pid]]);
  const since = c.messages.length;
  await c.request('continue', { threadId: 1 });
  assert.strictEqual((await c.event('stopped', undefined, since)).reason, 'breakpoint');
  await c.request('disconnect', {});
  assert.strictEqual(await done, 0);
  assert.strictEqual(printed, '1\n2\n', 'what it prints once detached is its own');
  await c.close();
});

test('bad input: the adapter says so and goes on', async () => {
  const c = client();
  c.writeRaw('Content-Length: abc\r\n\r\n{}');
  c.writeRaw('Content-Length: 3\r\n\r\n{x}');
  c.writeRaw('Content-Length: 2\r\n\r\n[]');
  assert.match(await c.refused('threads'), /'threads' before 'initialize'/);
  await c.initialize();
  assert.match(await c.refused('dance', {}), /unknown request 'dance'/);
  assert.match(await c.refused('stepBack', { threadId: 1 }), /does not support 'stepBack'/);
  assert.match(await c.refused('setBreakpoints', { source: { path: '/x' }, breakpoints: [{ line: 'one' }] }, { check: false }), /arguments\.breakpoints\[0\]\.line: expected an integer, got a string/);
  assert.match(await c.refused('setBreakpoints', { source: { name: 'x' } }), /'source\.path' is missing/);
  assert.match(await c.refused('continue', { threadId: 1 }), /no program is running/);
  assert.match(await c.refused('initialize', { adapterID: 'x' }), /already/);
  await c.close();
  assert.match(c.stderr, /malformed Content-Length 'abc'/);
  assert.match(c.stderr, /malformed JSON/);
});

test('a client that vanishes leaves no process behind', async () => {
  const c = client();
  await start(c, script('console.log(process.pid);', 'for (;;) {}'));
  const pid = Number((await c.event('output', (body) => /\d/.test(body.output), 0)).output);
  assert.deepStrictEqual(await c.close(), { code: 0, signal: null });
  assert.ok(!alive(pid));
});

test('an adapter that is killed leaves no process behind', async () => {
  const c = client();
  await start(c, script('console.log(process.pid);', 'for (;;) {}'));
  const pid = Number((await c.event('output', (body) => /\d/.test(body.output), 0)).output);
  c.child.kill('SIGKILL');
  await c.exit;
  while (alive(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
});

test('disconnect may leave the program running', async () => {
  const c = client();
  const file = path.join(folder, 'left.heapsnapshot');
  await start(c, script('console.log(process.pid);', 'for (;;) {}'));
  const pid = Number((await c.event('output', (body) => /\d/.test(body.output), 0)).output);
  await c.request('disconnect', { terminateDebuggee: false });
  await c.close();
  assert.ok(alive(pid));
  process.kill(pid, 'SIGKILL');
  assert.ok(!fs.existsSync(file));
});

test('over TCP, one client after the other', async () => {
  const child = spawn(adapter, ['dap', '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  const port = await new Promise((resolve) => child.stderr.on('data', (chunk) => {
    text += chunk;
    const found = /listening on 127\.0\.0\.1:(\d+)/.exec(text);
    if (found) resolve(Number(found[1]));
  }));
  for (let i = 0; i < 2; i++) {
    const c = await new DapClient().connect(port);
    await start(c, demo(), { breakpoints: [{ line: 5 }] });
    await c.event('stopped', undefined, 0);
    await c.request('disconnect', {});
    await c.onEnded;
    await c.close();
  }
  child.kill();
  await new Promise((resolve) => child.on('exit', resolve));
});
