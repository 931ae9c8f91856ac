// Turns of ReadableStream's readers against promise jobs, next ticks and immediates: each line is one program.
import { run, note, source, drain, turns } from './_web.mjs';

await run('read', async () => {
  const r = source(3).getReader();
  r.closed.then(() => note('closed'));
  for (;;) {
    const { done, value } = await r.read();
    note(`got ${value}`);
    if (done) break;
  }
});
await run('parallel reads', async () => {
  const r = source(3).getReader();
  await Promise.all([r.read(), r.read(), r.read(), r.read()].map((p, i) => p.then((v) => note(`${i}:${v.value}`))));
});
await run('iterate', () => drain(source(3)));
await run('iterate and break', async () => { for await (const v of source(3)) { note(`got ${v}`); break; } });
await run('iterate and throw', async () => { for await (const v of source(3)) throw new Error(`x${v}`); });
await run('iterate, preventCancel', async () => {
  const s = source(3);
  for await (const v of s.values({ preventCancel: true })) { note(`got ${v}`); break; }
  note(`locked ${s.locked}`);
  await drain(s, 'rest');
});
await run('next next return', async () => {
  const i = source(5).values();
  await Promise.all([i.next(), i.next(), i.return('enough'), i.next()].map((p, k) => p.then((v) => note(`${k}:${v.value}:${v.done}`))));
});
await run('return first', async () => {
  const i = source(5).values();
  note(JSON.stringify(await i.return('early')));
  note(JSON.stringify(await i.next()));
});
await run('iterate what is there', () => drain(new ReadableStream({ start(c) { for (let i = 0; i < 5; i++) c.enqueue(i); c.close(); } })));
await run('iterate an error', () => drain(new ReadableStream({ start(c) { c.enqueue(1); }, pull(c) { note('pull'); c.error(new Error('broken')); } })));
await run('pull async', () => drain(source(2, { async pull(c) { note('pull'); await turns(2); c.enqueue('x'); c.close(); } })));
await run('pull gives a thenable', () => {
  let n = 2;
  return drain(source(2, { pull(c) { note('pull'); if (n-- > 0) c.enqueue(n); else c.close(); return { then(f) { note('then'); f(); } }; } }));
});
await run('pull enqueues two', () => { let n = 0; return drain(source(0, { pull(c) { note(`pull ${c.desiredSize}`); c.enqueue(n++); c.enqueue(n++); if (n > 5) c.close(); } }, { highWaterMark: 3 })); });
await run('mark 0', () => drain(source(2, {}, { highWaterMark: 0 })));
await run('sizes', async () => {
  const s = new ReadableStream({ pull(c) { note(`p${c.desiredSize}`); c.enqueue('ab'); } }, { highWaterMark: 5, size: (x) => x.length });
  const r = s.getReader();
  await r.read();
  await null;
  note('after');
  await r.cancel();
});
await run('start async', async () => {
  const s = new ReadableStream({ async start(c) { note('s1'); await null; note('s2'); c.enqueue(1); }, pull() { note('pull'); } });
  const r = s.getReader();
  note((await r.read()).value);
  await r.cancel();
});
await run('start fails', async () => {
  const r = new ReadableStream({ async start() { note('s'); throw new Error('no start'); } }).getReader();
  r.closed.catch((e) => note(`closed ${e.message}`));
  await r.read();
});
await run('pull fails', async () => {
  const r = source(0, { pull() { note('pull'); throw new Error('no pull'); } }).getReader();
  r.closed.catch((e) => note(`closed ${e.message}`));
  await r.read().catch((e) => note(`read ${e.message}`));
  await r.read();
});
await run('cancel', async () => {
  const r = source(3, { cancel: async () => { note('c1'); await null; note('c2'); } }).getReader();
  const p = r.read().then((v) => note(`read ${v.value}`));
  await r.cancel('why');
  note('cancelled');
  await p;
});
await run('cancel gives a promise', async () => {
  await source(3, { cancel: () => Promise.resolve().then(() => note('c')) }).cancel();
  note('cancelled');
});
await run('cancel fails', () => source(3, { cancel() { throw new Error('no cancel'); } }).cancel());
await run('release', async () => {
  const s = source(3, { pull() { note('pull'); return new Promise(() => {}); } });
  const r = s.getReader();
  r.read().catch((e) => note(`${e.name} ${e.code}`));
  r.closed.catch((e) => note(`closed ${e.name}`));
  r.releaseLock();
  await null;
  note(`locked ${s.locked}`);
});
await run('ticks between', async () => {
  const r = source(4).getReader();
  process.nextTick(() => { note('tick'); r.read().then((v) => note(`tick read ${v.value}`)); });
  setImmediate(() => note('immediate'));
  queueMicrotask(() => { note('job'); process.nextTick(() => note('tick of a job')); });
  note((await r.read()).value);
  await new Promise(setImmediate);
  note((await r.read()).value);
});
await run('enqueue from timers', async () => {
  const s = new ReadableStream({ start(c) { setImmediate(() => { c.enqueue('a'); note('enqueued'); process.nextTick(() => { c.enqueue('b'); c.close(); note('closed'); }); }); } });
  await drain(s);
});
