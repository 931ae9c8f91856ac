// A debugging session with the real engine, as the tests of tests/dap use it: a program's text is written to a scratch
// folder, launched, and looked at where it stops.
import assert from 'node:assert';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DapClient, errorText } from './wire.mjs';

const scrim = process.env.SCRIM;
assert.ok(scrim, 'run me with ctest, or set SCRIM to the executable');
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-session-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

let counter = 0;
const sessions = new Set();

// After each test: ends what a failed one left.
export function endAll() {
  for (const session of sessions) session.client.child.kill('SIGKILL');
  sessions.clear();
}

export class DebugSession {
  // A breakpoint is {line} or {mark}: the line that ends with //MARK.
  // `sources`: breakpoints of other files, as setBreakpoints takes them.
  static async start(text, { breakpoints = [], filters = [], launch = {}, sources = [], extension = '.js', folder: where = folder, executable = scrim } = {}) {
    const session = new DebugSession();
    sessions.add(session);
    session.program = path.join(where, `program${++counter}${extension}`);
    fs.writeFileSync(session.program, text);
    if (where !== folder) process.on('exit', () => fs.rmSync(session.program, { force: true }));
    session.lines = text.split('\n');
    session.client = new DapClient().spawn(executable, ['dap']);
    const { client } = session;
    await client.initialize();
    const launched = client.response('launch', { program: session.program, ...launch });
    session.breakpoints = (await client.request('setBreakpoints', {
      source: { path: session.program },
      breakpoints: breakpoints.map(({ mark, ...rest }) => ({ ...rest, line: rest.line ?? session.lineOf(mark) })),
    })).breakpoints;
    for (const { path: file, breakpoints: places } of sources) {
      await client.request('setBreakpoints', { source: { path: file }, breakpoints: places });
    }
    await client.request('setExceptionBreakpoints', { filters });
    await client.request('configurationDone');
    const response = await launched;
    assert.ok(response.success, errorText(response));
    return session;
  }

  lineOf(mark) { return this.lines.findIndex((line) => line.includes(`//${mark}`)) + 1; }
  stopped(since = 0) { return this.client.event('stopped', undefined, since); }
  async resume(command, extra = {}) {
    const since = this.client.messages.length;
    await this.client.request(command, { threadId: 1, ...extra });
    return this.stopped(since);
  }
  async stack() { return (await this.client.request('stackTrace', { threadId: 1 })).stackFrames; }
  async top() { return (await this.client.request('stackTrace', { threadId: 1, levels: 1 })).stackFrames[0]; }
  // The scopes of a frame (the top one), with their variables unless they are expensive.
  async scopes(frame) {
    const { scopes } = await this.client.request('scopes', { frameId: (frame ?? await this.top()).id });
    for (const scope of scopes) {
      if (scope.expensive) continue;
      scope.variables = (await this.client.request('variables', { variablesReference: scope.variablesReference })).variables;
    }
    return scopes;
  }
  // The text of a value in the top frame.
  async evaluate(expression, context = 'repl') {
    return (await this.client.request('evaluate', { expression, frameId: (await this.top()).id, context })).result;
  }
  async refused(expression, context = 'repl') {
    return this.client.refused('evaluate', { expression, frameId: (await this.top()).id, context });
  }
  // Lets the program run to its end; its exit code.
  async finish() {
    await this.client.request('continue', { threadId: 1 });
    await this.client.event('terminated', undefined, 0);
    return this.client.events('exited')[0].exitCode;
  }
  output() { return this.client.events('output').map((body) => body.output).join(''); }
  async end() {
    await this.client.request('disconnect', {});
    assert.deepStrictEqual(await this.client.close(), { code: 0, signal: null });
    sessions.delete(this);
  }
}
