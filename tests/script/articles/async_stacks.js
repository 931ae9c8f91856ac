// Lines of Error.stack: names, receivers, classes, inferred names; frames through awaits and combinators.
async function leaf(x) { await null; throw new Error('leaf ' + x); }
const arrow = async (x) => { await leaf(x); };
class A { async method(x) { await arrow(x); } static async st(x) { await new A().method(x); } }
async function all() { await Promise.all([1, A.st(2)]); }
async function* gen() { yield 1; await all(); }
async function main() { const it = gen(); await it.next(); await it.next(); }
const strip = (e) => e.stack.replaceAll(__filename, 'F').split('\n').filter((line) => !line.includes('node:internal')).join('\n');
main().catch((e) => console.log(strip(e)));
leaf(1).then(() => 1).catch((e) => console.log(strip(e)));
(async () => { try { await leaf(3); } catch (e) { console.log(strip(e)); } })();
Promise.resolve().then(() => { throw new Error('in then'); }).catch((e) => console.log(strip(e)));
(async () => { await Promise.allSettled([leaf(4).catch((e) => { console.log(strip(e)); })]); })();
(async () => { await Promise.any([leaf(5)]); })().catch((e) => console.log(strip(e.errors[0])));
(async () => { await Promise.race([leaf(6)]); })().catch((e) => console.log(strip(e)));
(async () => { await new Promise((r) => setTimeout(r, 1)); await leaf(7).finally(() => {}); })().catch((e) => console.log(strip(e)));
(async () => { const p = leaf(8); p.catch(() => {}); await p; })().catch((e) => console.log(strip(e)));
[1].map(function () { console.log(strip(new Error('in map'))); });
[3, 1].sort((a, b) => { console.log(strip(new Error('in sort'))); return a - b; });
'a'.replace(/a/, () => { console.log(strip(new Error('in replace'))); return ''; });
JSON.stringify({ toJSON() { console.log(strip(new Error('in toJSON'))); } });
new (class Foo { constructor() { this.x = (() => { console.log(strip(new Error('in ctor'))); })(); } })();
const o = { get g() { return new Error('getter').stack.split('\n')[1]; }, ['a' + 1]: () => new Error('x').stack.split('\n')[1], m() { return new Error().stack.split('\n')[1]; } };
console.log([o.g, o.a1(), o.m(), Reflect.apply(o.m, 3, []), o.m.call('s'), o.m.call(undefined), new Map([[1, o.m]]).get(1)()].join('\n').replaceAll(__filename, 'F'));
process.nextTick(() => console.log(strip(new Error('tick'))));
