// Turns of pipeTo() and pipeThrough() against promise jobs, next ticks and immediates: each line is one program.
import { run, note, source, sink, drain, turns } from './_web.mjs';

await run('pipe', async () => { await source(3).pipeTo(sink()); note('piped'); });
await run('pipe what is there', () => new ReadableStream({ start(c) { for (let i = 0; i < 4; i++) c.enqueue(i); c.close(); } }).pipeTo(sink({}, { highWaterMark: 2 })));
await run('pipe to a slow sink', () => source(3).pipeTo(sink({ async write(c) { note(`w${c}`); await turns(3); note(`x${c}`); } })));
await run('pipe, marks', () => source(5, {}, { highWaterMark: 3 }).pipeTo(sink({}, { highWaterMark: 3 })));
await run('pipe, async pull', () => { let n = 2; return source(0, { async pull(c) { note('pull'); await turns(2); if (n-- > 0) c.enqueue(n); else c.close(); } }).pipeTo(sink()); });
await run('pipe bytes', () => { let n = 2; return new ReadableStream({ type: 'bytes', pull(c) { note('pull'); if (n-- > 0) c.enqueue(new Uint8Array([n])); else c.close(); } }).pipeTo(sink()); });
await run('pipe from()', () => ReadableStream.from([1, 2, 3]).pipeTo(sink()));
await run('pipe error', () => source(2, { pull() { note('pull'); throw new Error('bad'); } }).pipeTo(sink()));
await run('pipe error after chunks', () => { let n = 2; return source(0, { pull(c) { note('pull'); if (n-- > 0) c.enqueue(n); else c.error(new Error('bad')); } }).pipeTo(sink()); });
await run('pipe error, preventAbort', async () => { const w = sink(); await source(2, { pull() { throw new Error('bad'); } }).pipeTo(w, { preventAbort: true }).catch((e) => note(e.message)); note(`locked ${w.locked}`); await w.close(); });
await run('sink error', () => source(5).pipeTo(sink({ write() { note('w'); throw new Error('full'); } })));
await run('sink error, preventCancel', async () => { const s = source(5); await s.pipeTo(sink({ write() { note('w'); throw new Error('full'); } }), { preventCancel: true }).catch((e) => note(e.message)); note(`locked ${s.locked}`); await s.cancel('late'); });
await run('sink closes badly', () => source(1).pipeTo(sink({ async close() { note('wclose'); throw new Error('no close'); } })));
await run('preventClose', async () => {
  const w = sink();
  await source(1).pipeTo(w, { preventClose: true });
  note(`open ${w.locked}`);
  const k = w.getWriter();
  await k.write(9);
  k.releaseLock();
});
await run('abort', async () => {
  const a = new AbortController();
  const p = source(9, { async pull(c) { note('pull'); await turns(3); c.enqueue(1); } }).pipeTo(sink(), { signal: a.signal });
  await turns(2);
  a.abort(new Error('stop'));
  await p;
});
await run('abort while writing', async () => {
  const a = new AbortController();
  const p = source(9).pipeTo(sink({ async write(c) { note(`w${c}`); await turns(6); note(`x${c}`); } }), { signal: a.signal });
  await turns(4);
  a.abort('stop');
  await p.catch((e) => note(`failed ${e}`));
});
await run('aborted before', () => source(2).pipeTo(sink(), { signal: AbortSignal.abort(new Error('before')) }));
await run('abort, prevented', async () => {
  const a = new AbortController();
  const s = source(9);
  const w = sink();
  const p = s.pipeTo(w, { signal: a.signal, preventAbort: true, preventCancel: true });
  await turns(4);
  a.abort(new Error('stop'));
  await p.catch((e) => note(e.message));
  note(`${s.locked} ${w.locked}`);
});
await run('closed destination', async () => { const w = sink(); await w.close(); await source(2).pipeTo(w); });
await run('closed source', async () => { const s = source(0, { start(c) { c.close(); } }); await s.pipeTo(sink()); });
await run('errored source', () => source(0, { start(c) { c.error(new Error('from the start')); } }).pipeTo(sink()));
await run('pipe through', async () => {
  const t = new TransformStream({ start() { note('tstart'); }, transform(c, k) { note(`t${c}`); k.enqueue(c * 2); }, flush() { note('flush'); } });
  await source(3).pipeThrough(t).pipeTo(sink());
  note('piped');
});
await run('through two', () => source(2).pipeThrough(new TransformStream()).pipeThrough(new TransformStream({ async transform(c, k) { note(`t${c}`); await null; k.enqueue(c); k.enqueue(c); } })).pipeTo(sink()));
await run('through, then read', () => drain(source(3).pipeThrough(new TransformStream({ transform(c, k) { k.enqueue(`<${c}>`); } }))));
await run('through, broken off', async () => { for await (const v of source(5).pipeThrough(new TransformStream())) { note(`got ${v}`); break; } });
await run('pipe of a tee', async () => { const [a, b] = source(2).tee(); await Promise.all([a.pipeTo(sink()), drain(b, 'b')]); });
await run('pipe with ticks', async () => {
  process.nextTick(() => note('tick'));
  setImmediate(() => note('immediate'));
  const p = source(3).pipeTo(sink({ write(c) { note(`w${c}`); process.nextTick(() => note(`tick ${c}`)); } }));
  await p;
});
await run('two pipes', () => Promise.all([source(2).pipeTo(sink()), source(2).pipeTo(sink())]));
