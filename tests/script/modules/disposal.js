// using and await using.
const log = [];
const resource = (name, fails) => ({
  name,
  [Symbol.dispose]() { log.push(`dispose ${name}`); if (fails) throw new Error(`dispose ${name} failed`); },
  async [Symbol.asyncDispose]() { log.push(`async dispose ${name}`); if (fails) throw new Error(`async dispose ${name} failed`); },
});
const flush = (label) => console.log(label, log.splice(0).join(', '));
{ using a = resource('a'), b = resource('b'); log.push('body', a.name); }
flush('block:');
(function () { using a = resource('a'); return log.push('return'); })();
flush('return:');
for (const x of [1, 2, 3]) { using a = resource(`a${x}`); if (x === 1) continue; if (x === 2) break; }
flush('continue and break:');
for (using x of [resource('x'), null, resource('y')]) log.push(x?.name);
flush('for of:');
for (using x = resource('x'), i = undefined; log.length < 2;) log.push('turn');
flush('for:');
try { using a = resource('a', true); using b = resource('b', true); throw new Error('body'); } catch (error) {
  console.log(error.name, error.message, error.error.message, error.suppressed.error.message, error.suppressed.suppressed.message);
}
flush('errors:');
try { using a = resource('a', true); } catch (error) { console.log(error.message); }
flush('one error:');
for (const bad of [5, {}, { [Symbol.dispose]: 1 }]) {
  try { using first = resource('first'); using x = bad; } catch (error) { console.log(error.name, error.message); }
}
flush('bad:');
function* generator() { using a = resource('a'); yield 1; yield 2; }
for (const x of generator()) { log.push(x); break; }
flush('generator:');
class Static { static { using a = resource('static'); log.push('static block'); } }
flush('static block:');
switch (1) { case 1: { using a = resource('case'); } }
flush('switch:');
const anonymous = () => { using f = Object.assign(() => {}, { [Symbol.dispose]() { log.push('dispose ' + this.name); } }); };
anonymous();
flush('arrow:');
(async () => {
  { await using a = resource('a'); using b = resource('b'); log.push('body'); }
  flush('await using:');
  { await using a = { [Symbol.dispose]() { log.push('sync method'); } }; await using none = null; log.push('body'); }
  flush('fallback:');
  try { await using a = resource('a', true); throw new Error('body'); } catch (error) { console.log(error.name, error.error.message, error.suppressed.message); }
  flush('async errors:');
  for await (await using x of [resource('x'), resource('y')]) log.push(x.name);
  flush('for await:');
  const order = [];
  const ticks = (async () => { for (let i = 0; i < 6; i++) { order.push(i); await 0; } })();
  await (async () => { { await using nothing = undefined; order.push('in'); } order.push('out'); })();
  await ticks;
  console.log(order.join());
})();
