// Turns of ReadableStream.from() and tee() against promise jobs, next ticks and immediates: each line is one program.
import { run, note, source, drain } from './_web.mjs';

await run('from a list', () => drain(ReadableStream.from([1, 2])));
await run('from promises', () => drain(ReadableStream.from([Promise.resolve(1), 2, Promise.resolve(3)])));
await run('from a generator', () => drain(ReadableStream.from((function* () { note('g1'); yield 1; note('g2'); yield 2; note('g3'); })())));
await run('from an async generator', () => drain(ReadableStream.from((async function* () { note('g1'); yield 1; await null; note('g2'); yield 2; note('g3'); })())));
await run('from a stream', () => drain(ReadableStream.from(source(2))));
await run('from objects', async () => { for await (const v of ReadableStream.from([{ a: 1 }, { then(f) { note('then'); f('thenable'); } }])) note(JSON.stringify(v)); });
await run('from text', () => drain(ReadableStream.from('ab')));
await run('from what throws', () => drain(ReadableStream.from({ [Symbol.iterator]: () => ({ next() { throw new Error('next'); } }) })));
await run('from no objects', () => drain(ReadableStream.from({ [Symbol.asyncIterator]: () => ({ next: () => 5 }) })));
await run('from a rejection', () => drain(ReadableStream.from([1, Promise.reject(new Error('item'))])));
await run('from, cancelled', async () => {
  const s = ReadableStream.from((async function* () { try { yield 1; yield 2; } finally { note('finally'); await null; note('done'); } })());
  const r = s.getReader();
  note((await r.read()).value);
  await r.cancel('x');
  note('cancelled');
});
await run('from, broken off', async () => { for await (const v of ReadableStream.from((function* () { try { yield 1; yield 2; } finally { note('finally'); } })())) { note(v); break; } });
await run('tee', async () => {
  const [a, b] = source(2).tee();
  await Promise.all([drain(a, 'a'), drain(b, 'b')]);
});
await run('tee, one after the other', async () => {
  const [a, b] = source(3).tee();
  await drain(a, 'a');
  await drain(b, 'b');
});
await run('tee, cancelled', async () => {
  const [a, b] = source(2).tee();
  const p = a.cancel('one').then(() => note('acan'));
  note('mid');
  await b.cancel('two');
  await p;
});
await run('tee, one cancelled', async () => {
  const [a, b] = source(3).tee();
  a.cancel('one').then(() => note('acan'));
  await drain(b, 'b');
});
await run('tee, error', async () => {
  const [a, b] = source(1, { pull(c) { note('pull'); c.enqueue(1); c.error(new Error('broken')); } }).tee();
  await Promise.allSettled([drain(a, 'a').catch((e) => note(`a ${e.message}`)), drain(b, 'b').catch((e) => note(`b ${e.message}`))]);
});
await run('tee of a tee', async () => {
  const [a, b] = source(2).tee();
  const [c, d] = b.tee();
  await Promise.all([drain(a, 'a'), drain(c, 'c'), drain(d, 'd')]);
});
await run('tee with ticks', async () => {
  const [a, b] = source(2).tee();
  process.nextTick(() => { note('tick'); process.nextTick(() => note('tick 2')); });
  const p = drain(b, 'b').then(() => process.nextTick(() => note('tick after b')));
  await drain(a, 'a');
  await p;
});
