// Evaluation with the real engine: what is kept, what is refused, what can be cancelled. Every message is checked against
// the official schema in both directions.
import assert from 'node:assert';
import test, { afterEach } from 'node:test';
import { DebugSession, endAll } from '../support/debug_session.mjs';

afterEach(endAll);

test('scopes are named as V8 names them', async () => {
  const session = await DebugSession.start(`const top = 1;
class Account {
  deposit(amount) {
    debugger;
    return amount + top;
  }
  make() { return Account; }
}
function f(a) {
  {
    let b = 2;
    return () => {
      try { throw 1; } catch (e) {
        let c = a + b + top;
        debugger;
        return c;
      }
    };
  }
}
new Account().deposit(1);
f(1)();
`);
  const scopes = async () => {
    const all = (await session.scopes()).filter((scope) => !scope.expensive);
    return all.map((scope) => [scope.name, scope.variables.map((variable) => variable.name).join()]);
  };
  await session.stopped();
  assert.deepStrictEqual(await scopes(), [['Local', 'this,amount'], ['Block', 'Account'], ['Closure', 'top']]);
  await session.resume('continue');
  assert.deepStrictEqual(await scopes(), [['Block', 'c'], ['Catch', 'e'], ['Local', ''], ['Block', 'b'], ['Closure (f)', 'a'], ['Closure', 'top']]);
  await session.end();
});

test('what the console declares stays', async () => {
  const session = await DebugSession.start(`function inner(x) {
  debugger;
  return x;
}
const outer = 1;
inner(5);
debugger;
console.log(typeof kept, kept.a);
`);
  await session.stopped();
  assert.strictEqual(await session.evaluate('let kept = { a: x }; const [first, { second = 2 }] = [1, {}]'), 'undefined');
  assert.strictEqual(await session.evaluate('function twice(n) { return n * 2; } class Pair { constructor(a) { this.a = a; } }'), 'undefined');
  assert.strictEqual(await session.evaluate('twice(kept.a) + first + second + new Pair(3).a'), '16');
  // A name of the program is not hidden.
  assert.match(await session.refused('let x = 1'), /SyntaxError: Identifier 'x' has already been declared/);
  assert.strictEqual(await session.evaluate('let kept = { a: 6 }; kept.a'), '6');
  assert.strictEqual(await session.evaluate('for (let i = 0, sum = 0; i < 3; i++) sum += i'), '3');
  // An expression that throws a SyntaxError of its own is run once.
  assert.match(await session.refused("globalThis.runs = (globalThis.runs ?? 0) + 1, JSON.parse('{')"), /SyntaxError/);
  assert.strictEqual(await session.evaluate('runs'), '1');
  await session.resume('continue');
  assert.strictEqual(await session.evaluate('twice(kept.a)'), '12');
  assert.strictEqual(await session.finish(), 0);
  assert.match(session.output(), /object 6\n/);
  await session.end();
});

test('console text sees the frame as a direct eval there does', async () => {
  const session = await DebugSession.start(`class Box {
  #secret = 7;
  open(list, ...rest) {
    let shadowed = 1;
    const fixed = 2;
    {
      let shadowed = 10;
      const add = (n) => n + shadowed + fixed;
      debugger;
      let later = add(1);
      return later + shadowed + list.length + rest.length;
    }
  }
}
console.log(new Box().open([1, 2], 3, 4));
`);
  await session.stopped();
  assert.strictEqual(await session.evaluate('this.#secret + shadowed + fixed + list.length + rest.length + arguments.length'), '26');
  assert.strictEqual(await session.evaluate('shadowed = 20'), '20');
  assert.strictEqual(await session.evaluate('add(0)'), '22'); // captured: the closure sees it
  assert.match(await session.refused('fixed = 3'), /TypeError: Assignment to constant variable/);
  assert.match(await session.refused('later'), /ReferenceError: Cannot access 'later' before initialization/);
  assert.strictEqual(await session.evaluate('var made = () => shadowed; list.push(made())'), '3');
  assert.strictEqual(await session.finish(), 0);
  assert.match(session.output(), /^48\n/m);
  await session.end();
});

test('a hover or a watch changes nothing', async () => {
  const session = await DebugSession.start(`let calls = 0;
const log = [];
const object = { get pure() { return this.value * 2; }, get impure() { return ++calls; }, value: 21, list: [3, 1, 2], map: new Map([['a', 1]]) };
function* numbers() { yield 1; yield 2; }
const iterator = numbers();
const values = object.list.values();
function note(x) { log.push(x); return x; }
function build(n) { const out = {}; for (let i = 0; i < n; i++) { out['k' + i] = [i]; out['k' + i].push(i); } return out; }
async function later() { await null; calls = 100; }
debugger;
console.log(calls, log.length, object.list.join(), object.map.size, iterator.next().value, values.next().value);
`);
  await session.stopped();
  for (const context of ['hover', 'watch']) {
    for (const [expression, value] of [
      ['object.pure', '42'],
      ['object.list.map((n) => n * 2).filter((n) => n > 2).join()', "'6,4'"],
      ['[...object.list].sort()[0]', '1'],
      ['object.list.slice().reverse().join()', "'2,1,3'"],
      ['Object.keys(build(3)).length', '3'],
      ['new Map(object.map).set("b", 2).size', '2'],
      ['JSON.stringify({ ...object.map.get("a") })', "'{}'"],
      ['`${object.value}`.padStart(4, "0")', "'0021'"],
      ['Math.max(...object.list)', '3'],
      ['(() => { let sum = 0; for (const n of object.list) sum += n; return sum; })()', '6'],
      ['[...numbers()].length + Array.from(numbers()).length', '4'],
      ['Math.max.apply(null, object.list)', '3'],
    ]) assert.strictEqual(await session.evaluate(expression, context), value, expression);
    for (const expression of ['object.impure', 'calls++', 'calls = 1', 'note(1)', 'object.list.sort()', 'object.list.push(1)',
      'delete object.value', 'object.value = 1', 'object.map.set("b", 1)', 'iterator.next()', '[...iterator]', 'new Set(iterator).size', '(() => { for (const n of values) return n; })()', 'console.log("seen")',
      'globalThis.made = 1', 'later()', 'Array.prototype.push.call(object.list, 1)', '[4].forEach(Array.prototype.push, object.list)',
      'Object.assign(object, { value: 2 })', 'require("fs")', 'setTimeout(note, 0)', 'Reflect.set(object, "value", 3)',
      '(() => { try { calls = 2; } catch { calls = 3; } finally { calls = 4; } })()', 'object.list.length = 0', 'new Promise(note)'])
      assert.match(await session.refused(expression, context), /EvalError: Possible side-effect in debug-evaluate/, expression);
  }
  assert.match(await session.refused('nothing', 'hover'), /ReferenceError: nothing is not defined/);
  // Completions run no getter that changes something either.
  const { targets } = await session.client.request('completions', { text: 'object.impure.', column: 15, frameId: (await session.top()).id });
  assert.deepStrictEqual(targets, []);
  assert.strictEqual(await session.finish(), 0);
  assert.match(session.output(), /^0 0 3,1,2 1 1 3\n/m);
  assert.doesNotMatch(session.output(), /seen/);
  await session.end();
});

test('a getter without end is cancelled', async () => {
  const session = await DebugSession.start(`const object = { get endless() { console.log('begun'); while (true) {} } };
debugger;
console.log('on');
`);
  await session.stopped();
  const { client } = session;
  const { variablesReference } = await client.request('evaluate', { expression: 'object', frameId: (await session.top()).id, context: 'watch' });
  const { variables } = await client.request('variables', { variablesReference });
  const getter = variables.find((variable) => variable.name === 'endless');
  assert.ok(getter.presentationHint.lazy);
  const seq = client.post('variables', { variablesReference: getter.variablesReference });
  const answer = client.answerTo(seq);
  await client.event('output', (body) => body.output === 'begun\n', 0);
  await client.request('cancel', { requestId: seq });
  assert.strictEqual((await answer).message, 'cancelled');
  assert.strictEqual(await session.evaluate('1 + 1'), '2');
  assert.strictEqual(await session.finish(), 0);
  await session.end();
});

test('a condition is compiled once, and holds in each frame that comes by', async () => {
  const session = await DebugSession.start(`function visit(node, depth) {
  const label = node + ':' + depth;
  if (depth < 3) visit(node * 2, depth + 1); //HERE
  return label;
}
for (let i = 1; i < 400; i++) visit(i, 0);
console.log('done');
`, { breakpoints: [{ mark: 'HERE', condition: 'node === 796 && depth === 2 && label.endsWith(depth)' }] });
  await session.stopped();
  assert.strictEqual(await session.evaluate('label'), "'796:2'");
  // Each text that is compiled is a script of the program: 1,600 hits made one.
  const { sources } = await session.client.request('loadedSources', {});
  assert.ok(sources.length < 10, `${sources.length} scripts`);
  await session.client.request('setBreakpoints', { source: { path: session.program }, breakpoints: [] });
  assert.strictEqual(await session.finish(), 0);
  await session.end();
});

test('every shown member has the expression that gives it', async () => {
  const session = await DebugSession.start(`class Box {
  #inner = { deep: 1 };
  open(list) {
    debugger;
    return list;
  }
}
new Box().open([{ 'a b': [true], c: 2, get lazy() { return 'seen'; }, [Symbol('s')]: 1 }]);
`);
  await session.stopped();
  const { client } = session;
  const names = [];
  async function visit(variablesReference, depth) {
    for (const variable of (await client.request('variables', { variablesReference })).variables) {
      if (!variable.evaluateName) continue;
      const value = await session.evaluate(variable.evaluateName, 'watch');
      if (!variable.presentationHint?.lazy) assert.strictEqual(value, variable.value, variable.evaluateName);
      names.push(variable.evaluateName);
      if (depth > 0 && variable.variablesReference > 0 && !variable.presentationHint?.lazy) await visit(variable.variablesReference, depth - 1);
    }
  }
  for (const scope of await session.scopes()) if (!scope.expensive) await visit(scope.variablesReference, 3);
  for (const name of ['this.#inner.deep', 'list[0].c', 'list[0]["a b"][0]', 'list[0].lazy', 'list.length'])
    assert.ok(names.includes(name), names.join('\n'));
  assert.strictEqual(await session.finish(), 0);
  await session.end();
});
