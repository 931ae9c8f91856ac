// The functions that wait for the one that throws: "at async f".
const clean = (stack) => stack.split('\n').filter((line) => !/node:/.test(line)).map((line) => line.replace(/\(.*[\\/]/, '(').replace(/at (async )?\/.*[\\/]/, 'at $1')).join('\n');
class A {
  async method() { await null; throw new Error('deep'); }
  static async make() { await new A().method(); }
}
async function inner() { await A.make(); }
async function outer() { try { await inner(); } finally { await 1; } }
const arrow = async () => { await outer(); };
async function main() {
  await arrow().catch((e) => console.log(clean(e.stack)));
  await (async () => { await 1; await two(); })().catch((e) => console.log(clean(e.stack)));
  await Promise.resolve().then(function callback() { throw new Error('then'); }).catch((e) => console.log(clean(e.stack)));
  async function* generator() { yield 1; throw new Error('generator'); }
  try { for await (const x of generator()) x; } catch (e) { console.log(clean(e.stack).split('\n')[0]); }
  async function synchronous() { throw new Error('before any await'); }
  await synchronous().catch((e) => console.log(clean(e.stack)));
}
async function two() { await undefined; null.x; }
main();
