// A TypeScript project, made into JavaScript by tsc and by esbuild: breakpoints in the .ts files, frames and steps shown
// there. The compilers come from the build folder (tests/packages/run.mjs --install); skipped without them.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after, afterEach } from 'node:test';
import { DapClient, errorText } from '../support/wire.mjs';

const scrim = process.env.SCRIM;
const packages = process.env.PACKAGES ?? '';
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-maps-')));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const clients = [];
afterEach(() => clients.splice(0).forEach((client) => client.child.kill('SIGKILL')));
const skip = ['typescript', 'esbuild'].every((name) => fs.existsSync(path.join(packages, 'node_modules', name)))
  ? false : 'typescript and esbuild are not installed in the build folder';

const main = `import { Account, type Entry } from './bank.js';

interface Options { readonly verbose?: boolean }
enum Level { Low = 1, High }

export function run(options: Options): number {
  const account: Account = new Account('ann', Level.High);
  const entries: Entry[] = [{ amount: 5 }, { amount: -2 }];
  for (const entry of entries) {
    account.add(entry);
  }
  return account.balance;
}

console.log('balance', run({ verbose: true }));
try { new Account('bob', Level.Low).fail(new Error('why')); } catch {}
`;
const bank = `export interface Entry {
  amount: number;
}

export class Account {
  #total = 0;

  constructor(public readonly owner: string, protected level: number) {}

  add<T extends Entry>(entry: T): void {
    const before: number = this.#total;
    this.#total = before + entry.amount;
    if (this.#total > 4) this.report(entry as Entry);
  }

  private report({ amount }: Entry): void {
    console.log(\`\${this.owner} \${amount}\`);
  }

  get balance(): number { return this.#total; }

  fail(cause: Error): never {
    throw new Error('no money', { cause });
  }
}
`;
const line = (text, part) => text.split('\n').findIndex((candidate) => candidate.includes(part)) + 1;

// A compiler's run costs seconds: what it made once is made once.
const made = new Map();
function project(name, command, ...args) {
  if (!made.has(name)) made.set(name, compiled(name, command, args));
  return made.get(name);
}
function compiled(name, command, args) {
  const place = path.join(folder, name);
  fs.mkdirSync(path.join(place, 'src'), { recursive: true });
  fs.writeFileSync(path.join(place, 'src/main.ts'), main);
  fs.writeFileSync(path.join(place, 'src/bank.ts'), bank);
  const run = spawnSync(process.execPath, [path.join(packages, 'node_modules', command), ...args], { cwd: place, encoding: 'utf8' });
  // esbuild tells of its work on stderr; tsc of mistakes on stdout.
  assert.equal(run.status, 0, run.stdout + run.stderr);
  return place;
}
const tsc = ['typescript/bin/tsc', '--target', 'es2022', '--outDir', 'out', '--rootDir', 'src', '--ignoreDeprecations', '6.0', 'src/main.ts', '--module'];
const projects = {
  'tsc, map files': () => [project('tsc', ...tsc, 'commonjs', '--sourceMap'), 'out/main.js'],
  'tsc, maps inside': () => {
    const place = project('inline', ...tsc, 'esnext', '--moduleResolution', 'bundler', '--inlineSourceMap', '--inlineSources');
    fs.writeFileSync(path.join(place, 'out/package.json'), '{"type":"module"}');
    return [place, 'out/main.js'];
  },
  'esbuild, a bundle with a map file': () => [project('bundle', 'esbuild/bin/esbuild', 'src/main.ts', '--bundle', '--platform=node', '--sourcemap', '--outfile=out/bundle.js'), 'out/bundle.js'],
  'esbuild, on one line, the map inside': () => [project('small', 'esbuild/bin/esbuild', 'src/main.ts', '--bundle', '--platform=node', '--minify-whitespace', '--sourcemap=inline', '--outfile=out/small.js'), 'out/small.js'],
};

async function launch(program, breakpoints, extra = {}) {
  const client = new DapClient().spawn(scrim, ['dap']);
  clients.push(client);
  await client.initialize();
  const launched = client.response('launch', { program, ...extra });
  for (const [file, lines] of Object.entries(breakpoints)) {
    await client.request('setBreakpoints', { source: { path: file }, breakpoints: lines.map((asked) => (typeof asked === 'number' ? { line: asked } : asked)) });
  }
  await client.request('configurationDone');
  const response = await launched;
  assert.ok(response.success, errorText(response));
  return client;
}
const frames = async (client) => (await client.request('stackTrace', { threadId: 1 })).stackFrames.map((frame) => [frame.source?.path, frame.line, frame.name]);
async function step(client, command) {
  const since = client.messages.length;
  await client.request(command, { threadId: 1 });
  await client.event('stopped', undefined, since);
  return frames(client);
}
async function locals(client) {
  const { stackFrames } = await client.request('stackTrace', { threadId: 1, levels: 1 });
  const { scopes } = await client.request('scopes', { frameId: stackFrames[0].id });
  const variables = await Promise.all(scopes.filter((scope) => !scope.expensive).map((scope) => client.request('variables', { variablesReference: scope.variablesReference })));
  return Object.fromEntries(variables.toReversed().flatMap((answer) => answer.variables.map((variable) => [variable.name, variable.value])));
}

for (const [name, make] of Object.entries(projects)) {
  test(`${name}: stopped, stepped and shown in TypeScript`, { skip }, async () => {
    const [place, program] = make();
    const mainFile = path.join(place, 'src/main.ts');
    const bankFile = path.join(place, 'src/bank.ts');
    const inAdd = line(bank, 'this.#total = before');
    const client = await launch(path.join(place, program), { [bankFile]: [inAdd], [mainFile]: [{ line: line(main, 'return account'), condition: 'account.balance === 3' }] });
    await client.event('stopped', undefined, 0);
    let stack = await frames(client);
    assert.deepStrictEqual(stack[0].slice(0, 2), [bankFile, inAdd]);
    assert.deepStrictEqual(stack[1], [mainFile, line(main, 'account.add('), 'run']);
    const shown = await locals(client);
    assert.deepStrictEqual([shown.before, shown.entry], ['0', '{amount: 5}']);
    // Steps go by lines of the TypeScript file.
    stack = await step(client, 'next');
    assert.deepStrictEqual(stack[0].slice(0, 2), [bankFile, inAdd + 1]);
    const deeper = await step(client, 'stepIn');
    const report = [bankFile, line(bank, 'console.log')];
    if (deeper[0][1] !== inAdd + 1) assert.deepStrictEqual(deeper[0].slice(0, 2), report);
    else assert.deepStrictEqual((await step(client, 'stepIn'))[0].slice(0, 2), report);
    await step(client, 'stepOut');
    // A breakpoint that is set while the program stands.
    const { breakpoints } = await client.request('setBreakpoints', { source: { path: bankFile }, breakpoints: [{ line: line(bank, 'const before') }] });
    assert.deepStrictEqual(breakpoints.map((one) => [one.verified, one.line]), [[true, line(bank, 'const before')]]);
    stack = await step(client, 'continue');
    assert.deepStrictEqual(stack[0].slice(0, 2), [bankFile, line(bank, 'const before')]);
    await client.request('setBreakpoints', { source: { path: bankFile }, breakpoints: [] });
    stack = await step(client, 'continue');
    assert.deepStrictEqual(stack[0], [mainFile, line(main, 'return account'), 'run']);
    const { sources } = await client.request('loadedSources', {});
    for (const file of [mainFile, bankFile]) assert.ok(sources.some((source) => source.path === file), file);
    await client.request('continue', { threadId: 1 });
    await client.event('terminated', undefined, 0);
    const output = client.events('output');
    assert.match(output.map((body) => body.output).join(''), /ann 5\nbalance 3\n/);
    // What the program prints is said to come from the TypeScript file.
    const printed = output.find((body) => body.output === 'ann 5\n');
    assert.deepStrictEqual([printed.source?.path, printed.line], report);
    await client.request('disconnect', {});
    await client.close();
  });
}

for (const [name, make] of Object.entries(projects)) {
  test(`${name}: the stack of an exception, and of its cause, has the places of the frames`, { skip }, async () => {
    const [place, program] = make();
    const client = new DapClient().spawn(scrim, ['dap']);
    clients.push(client);
    await client.initialize();
    const launched = client.response('launch', { program: path.join(place, program) });
    await client.request('setExceptionBreakpoints', { filters: ['all'] });
    await client.request('configurationDone');
    await launched;
    assert.strictEqual((await client.event('stopped', undefined, 0)).reason, 'exception');
    const stack = await frames(client);
    assert.deepStrictEqual(stack.map(([file, at]) => [file, at]),
      [[path.join(place, 'src/bank.ts'), line(bank, 'throw new Error')], [path.join(place, 'src/main.ts'), line(main, 'fail(new Error')]]);
    const { details } = await client.request('exceptionInfo', { threadId: 1 });
    const places = (text) => [...text.matchAll(/\(?(\/[^():]+):(\d+):\d+\)?$/gm)].map(([, file, at]) => [file, Number(at)]).filter(([file]) => file.startsWith(place));
    assert.match(details.stackTrace, /^Error: no money\n {4}at Account\.fail \(.*bank\.ts:/);
    assert.deepStrictEqual(places(details.stackTrace), stack.map(([file, at]) => [file, at]));
    assert.match(details.innerException[0].stackTrace, /^Error: why\n/);
    assert.deepStrictEqual(places(details.innerException[0].stackTrace), [stack[1].slice(0, 2)]);
    await client.request('disconnect', { terminateDebuggee: true });
    await client.close();
  });
}

test('sourceMaps: false shows what runs', { skip }, async () => {
  const [place] = projects['tsc, map files']();
  const bankFile = path.join(place, 'out/bank.js');
  const at = line(fs.readFileSync(bankFile, 'utf8'), 'this.#total = before');
  const client = await launch(path.join(place, 'out/main.js'), { [bankFile]: [at] }, { sourceMaps: false });
  await client.event('stopped', undefined, 0);
  assert.deepStrictEqual((await frames(client))[0].slice(0, 2), [bankFile, at]);
  await client.request('disconnect', { terminateDebuggee: true });
  await client.close();
});

test('a source that is not there any more is shown from the map', { skip }, async () => {
  const [shared, program] = projects['tsc, maps inside']();
  const place = path.join(folder, 'moved');
  fs.cpSync(path.join(shared, 'out'), path.join(place, 'out'), { recursive: true });
  const client = await launch(path.join(place, program), {}, { stopOnEntry: true });
  await client.event('stopped', undefined, 0);
  const { stackFrames: [top] } = await client.request('stackTrace', { threadId: 1, levels: 1 });
  assert.equal(top.source.name, 'bank.ts');
  assert.ok(top.source.sourceReference > 0);
  assert.equal((await client.request('source', { sourceReference: top.source.sourceReference, source: top.source })).content, bank);
  await client.request('disconnect', { terminateDebuggee: true });
  await client.close();
});
