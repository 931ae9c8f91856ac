// Requests of the protocol one by one, as clients send them: values set in every kind of scope, texts of scripts that are
// in no file, completions, exceptions with causes, pages of large values, numbers in hexadecimal.
import assert from 'node:assert';
import test, { afterEach } from 'node:test';
import { DebugSession, endAll } from '../support/debug_session.mjs';

afterEach(endAll);

test('setVariable in every kind of scope and on every kind of member', async () => {
  const session = await DebugSession.start(`let script = 1;
const object = { a: 255, get accessor() { return 5; }, set accessor(x) { this.a = x; }, [Symbol('s')]: 1, 'odd key': 3 };
class K { #p = 1; m() { debugger; return this.#p; } }
const frozen = Object.freeze({ x: 1 });
const map = new Map([['k', 1]]);
function f(param, ...rest) {
  let local = 1;
  var hoisted = 3;
  for (const item of [1]) {
    let block = 4;
    try { throw 1; } catch (err) {
      const closure = () => [block, script, object, frozen];
      debugger;
      return [local, hoisted, block, err, param, rest, script, arguments.length, closure];
    }
  }
}
globalThis.seen = f(7, 8, 9);
new K().m();
debugger;
`);
  await session.stopped();
  const scopes = await session.scopes();
  const of = (name) => {
    for (const scope of scopes) for (const variable of scope.variables ?? []) if (variable.name === name) return [scope.variablesReference, variable.variablesReference];
    assert.fail(name);
  };
  const set = (variablesReference, name, value) => session.client.request('setVariable', { variablesReference, name, value });
  for (const [name, value, shown] of [['local', '11'], ['hoisted', '"new"', "'new'"], ['block', '12'], ['err', 'null'], ['param', '({ a: 1 })', '{a: 1}'],
    ['rest', '[]', '(0) []'], ['script', 'local + 1', '12']]) {
    assert.strictEqual((await set(of(name)[0], name, value)).value, shown ?? value, name);
  }
  for (const [name, value, why] of [['item', '5', /constant/], ['closure', '5', /constant/], ['this', '5', /this cannot be assigned/], ['nothing', '1', /no variable/],
    ['local', 'nope', /nope is not defined/], ['local', '1 +', /SyntaxError/]]) {
    const scope = name === 'nothing' ? scopes[0].variablesReference : of(name)[0];
    assert.match(await session.client.refused('setVariable', { variablesReference: scope, name, value }), why);
  }
  assert.strictEqual(await session.evaluate('[local, hoisted, block, err, param, rest, script].join()'), "'11,new,12,,[object Object],,12'");
  const object = of('object')[1];
  for (const [name, value] of [['odd key', '4'], ['Symbol(s)', '5'], ['accessor', '6'], ['fresh', '7']]) await set(object, name, value);
  assert.strictEqual(await session.evaluate("JSON.stringify([object, object[Object.getOwnPropertySymbols(object)[0]], Object.getOwnPropertySymbols(object).length])"),
    `'[{"a":6,"accessor":5,"odd key":4,"fresh":7},5,1]'`);
  assert.match(await session.client.refused('setVariable', { variablesReference: object, name: '[[Prototype]]', value: 'null' }), /cannot be assigned/);
  assert.match(await session.client.refused('setVariable', { variablesReference: of('frozen')[1], name: 'x', value: '2' }), /read only/);
  const global = scopes.find((scope) => scope.name === 'Global');
  await set(global.variablesReference, 'fromOutside', '8');
  assert.strictEqual(await session.evaluate('fromOutside'), '8');

  await session.resume('continue');
  const self = (await session.scopes())[0].variables[0];
  await set(self.variablesReference, '#p', '42');
  assert.strictEqual(await session.evaluate('this.#p'), '42');
  for (const [expression, value, shown] of [['this.extra', '1 + 1', '2'], ['object["odd key"]', '9', '9'], ['script', '10', '10']]) {
    const answer = await session.client.request('setExpression', { expression, value, frameId: (await session.top()).id });
    assert.strictEqual(answer.value, shown);
  }
  for (const [expression, why] of [['1', /Invalid left-hand side/], ['frozen', /constant/], ['nope.x', /not defined/]]) {
    assert.match(await session.client.refused('setExpression', { expression, value: '1', frameId: (await session.top()).id }), why);
  }
  await session.resume('continue');
  assert.strictEqual(await session.evaluate('seen.slice(0, 3).join()'), "'11,new,12'");
  await session.finish();
  await session.end();
});

test('large values come in pages, without a number of children that is not there', async () => {
  const session = await DebugSession.start(`const big = Array.from({ length: 100000 }, (_, i) => i); big.named = 'n';
const typed = new Float64Array(100000); typed[99999] = 1.5;
const many = {}; for (let i = 0; i < 1000; i++) many['k' + i] = i;
debugger;
`);
  await session.stopped();
  const [{ variables }] = await session.scopes();
  const find = (name) => variables.find((variable) => variable.name === name);
  const page = async (name, extra) => (await session.client.request('variables', { variablesReference: find(name).variablesReference, ...extra })).variables;
  assert.deepStrictEqual([find('big').indexedVariables, find('big').namedVariables, find('typed').indexedVariables], [100000, 3, 100000]);
  assert.strictEqual((await page('big', { filter: 'named' })).length, 3);
  assert.deepStrictEqual((await page('big', { filter: 'indexed', start: 99990, count: 100 })).map((one) => one.name), Array.from({ length: 10 }, (_, i) => `${99990 + i}`));
  assert.deepStrictEqual((await page('typed', { filter: 'indexed', start: 99999, count: 1 })).map((one) => [one.value, one.evaluateName]), [['1.5', 'typed[99999]']]);
  assert.deepStrictEqual(await page('big', { filter: 'indexed', start: 200000, count: 5 }), []);
  assert.deepStrictEqual((await page('many', { start: 10, count: 2 })).map((one) => one.name), ['k10', 'k11']);
  assert.strictEqual((await page('many', {})).length, 1001);
  await session.finish();
  await session.end();
});

test('code that is in no file: named VM, its text on request, in the list of what is loaded; evaluations are not', async () => {
  const session = await DebugSession.start("eval('debugger; 1;');\nnew Function('a', 'debugger; return a')(3);\neval('debugger;\\n//# sourceURL=named.js');\n");
  await session.stopped();
  await session.evaluate('1 + 1', 'hover');
  await session.evaluate('2 + 2', 'watch');
  await session.evaluate('3 + 3');
  const [frame] = await session.stack();
  assert.match(frame.source.name, /^VM\d+$/);
  assert.strictEqual(frame.source.path, `<eval>/${frame.source.name}`);
  const { sourceReference } = frame.source;
  assert.strictEqual((await session.client.request('source', { sourceReference, source: frame.source })).content, 'debugger; 1;');
  const { sources } = await session.client.request('loadedSources', {});
  assert.deepStrictEqual(sources.map((source) => source.sourceReference ?? source.path), [session.program, sourceReference]);
  assert.match((await session.client.request('source', { source: { path: session.program }, sourceReference: 0 })).content, /^eval/);
  await session.client.refused('source', { sourceReference: 99999 });
  await session.resume('continue');
  const [made] = await session.stack();
  assert.match((await session.client.request('source', { sourceReference: made.source.sourceReference })).content, /^function anonymous\(a\n\) \{\ndebugger; return a\n\}$/);
  await session.resume('continue');
  await session.finish();
  await session.end();
});

test('exceptionInfo: the type, the text, the stack, what caused it', async () => {
  const session = await DebugSession.start(`class MyError extends Error {}
try { throw new MyError('outer', { cause: new TypeError('inner') }); } catch {}
try { throw new AggregateError([new Error('one'), 'two'], 'both'); } catch {}
try { throw 'text'; } catch {}
`, { filters: ['all'] });
  await session.stopped();
  const details = async () => {
    const brief = ({ typeName, message, innerException }) => [typeName, message, ...(innerException ?? []).map(brief)];
    const info = await session.client.request('exceptionInfo', { threadId: 1 });
    return [info.breakMode, info.exceptionId, info.description, brief(info.details), /\n    at /.test(info.details.stackTrace)];
  };
  assert.deepStrictEqual(await details(), ['always', 'MyError', 'outer', ['MyError', 'outer', ['TypeError', 'inner']], true]);
  await session.resume('continue');
  assert.deepStrictEqual(await details(), ['always', 'AggregateError', 'both', ['AggregateError', 'both', ['Error', 'one'], ['string', "'two'"]], true]);
  await session.resume('continue');
  assert.deepStrictEqual(await details(), ['always', 'string', "'text'", ['string', "'text'"], false]);
  await session.finish();
  await session.end();
});

test('completions: members, private ones, keys in brackets, names in scope, nearest first', async () => {
  const session = await DebugSession.start(`class K { #secret = 1; own = 2; m() { debugger; return [K, object, other]; } }
const object = { alpha: 1, 'odd key': 2, beta() {} };
function other() {}
new K().m();
`);
  await session.stopped();
  const complete = async (text, column = text.length + 1) =>
    (await session.client.request('completions', { frameId: (await session.top()).id, text, column })).targets;
  const labels = async (text) => (await complete(text)).map((target) => target.label);
  assert.deepStrictEqual((await labels('this.')).slice(0, 4), ['own', '#secret', 'constructor', 'm']);
  assert.deepStrictEqual(await labels('this.#s'), ['#secret']);
  assert.deepStrictEqual(await labels('new K().ow'), ['own']);
  assert.deepStrictEqual(await labels('object?.al'), ['alpha']);
  assert.deepStrictEqual((await labels('object["')).slice(0, 3), ['alpha', 'odd key', 'beta']);
  assert.deepStrictEqual(await labels("x = foo(object['od"), ['odd key']);
  assert.deepStrictEqual(await labels('"text".toUpp'), ['toUpperCase']);
  assert.deepStrictEqual(await labels('obj'), ['object']);
  assert.deepStrictEqual(await labels('nope.'), []);
  assert.ok((await labels('console.')).includes('log'));
  // What is no identifier takes the place of the dot.
  const [odd] = await complete('object.od');
  assert.deepStrictEqual([odd.label, odd.text, odd.start, odd.length], ['odd key', '["odd key"]', 7, 3]);
  const types = Object.fromEntries([...await complete('object.'), ...await complete(''), ...await complete('K')].map((target) => [target.label, target.type]));
  assert.deepStrictEqual([types.alpha, types.beta, types.other, types.K, types.object], ['property', 'method', 'function', 'class', 'variable']);
  const sorted = (await complete('')).sort((a, b) => (a.sortText < b.sortText ? -1 : 1)).map((target) => target.label);
  assert.ok(sorted.indexOf('other') < sorted.indexOf('Array'));
  await session.finish();
  await session.end();
});

test('the clipboard gets the whole value, hexadecimal numbers where they are asked for', async () => {
  const session = await DebugSession.start("const text = 'x'.repeat(5000);\nconst deep = { a: { b: { c: { d: { e: 255 } } } } };\nconst n = 255;\ndebugger;\n");
  await session.stopped();
  assert.strictEqual((await session.evaluate('text', 'clipboard')).length, 5000);
  assert.ok((await session.evaluate('text', 'hover')).length < 1100);
  assert.match(await session.evaluate('deep', 'clipboard'), /e: 255/);
  const frameId = (await session.top()).id;
  const hex = async (expression) => (await session.client.request('evaluate', { expression, frameId, context: 'watch', format: { hex: true } })).result;
  assert.deepStrictEqual([await hex('n'), await hex('-n'), await hex('[1, 10]'), await hex('1.5')], ['0xff', '-0xff', '(2) [0x1, 0xa]', '1.5']);
  const [{ variablesReference }] = await session.scopes();
  const { variables } = await session.client.request('variables', { variablesReference, format: { hex: true } });
  assert.strictEqual(variables.find((variable) => variable.name === 'n').value, '0xff');
  assert.strictEqual(await session.evaluate('n'), '255');
  await session.finish();
  await session.end();
});

test('terminate lets the program clean up; disconnect does not wait for it', async () => {
  const text = "process.on('SIGTERM', () => { console.log('cleaning'); process.exit(3); });\nsetInterval(() => {}, 1000);\nconsole.log('up');\n";
  const session = await DebugSession.start(text);
  await session.client.event('output', (body) => body.output === 'up\n', 0);
  await session.client.request('terminate', {});
  await session.client.event('terminated', undefined, 0);
  assert.deepStrictEqual([session.client.events('exited')[0].exitCode, session.output()], [3, 'up\ncleaning\n']);
  await session.end();
  const other = await DebugSession.start(text);
  await other.client.event('output', (body) => body.output === 'up\n', 0);
  await other.end();
  assert.strictEqual(other.output(), 'up\n');
});
