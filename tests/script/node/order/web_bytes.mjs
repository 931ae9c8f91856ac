// Turns of byte streams against promise jobs, next ticks and immediates: each line is one program.
import { run, note, drain } from './_web.mjs';

await run('default reader', () => drain(bytes(3)));
await run('byob', async () => {
  let n = 0;
  const s = new ReadableStream({ type: 'bytes', pull(c) { note(`pull ${!!c.byobRequest}`); if (n++ < 2) { c.byobRequest.view[0] = n; c.byobRequest.respond(1); } else { c.close(); c.byobRequest.respond(0); } } });
  const r = s.getReader({ mode: 'byob' });
  for (;;) {
    const { value, done } = await r.read(new Uint8Array(4));
    note(`${value} ${done}`);
    if (done) break;
  }
});
await run('byob from chunks', async () => {
  const r = bytes(2).getReader({ mode: 'byob' });
  for (let i = 0; i < 4; i++) {
    const { value, done } = await r.read(new Uint8Array(1));
    note(`${value} ${done}`);
  }
  await r.cancel('enough');
});
await run('byob, several reads', async () => {
  const r = bytes(3).getReader({ mode: 'byob' });
  await Promise.all([1, 2, 3, 1].map((size, i) => r.read(new Uint8Array(size)).then(({ value, done }) => note(`${i}:${value}:${done}`))));
});
await run('byob, min', async () => {
  const r = bytes(4).getReader({ mode: 'byob' });
  const { value } = await r.read(new Uint8Array(6), { min: 5 });
  note(`${value}`);
  await r.cancel();
});
await run('byob, wide elements', async () => {
  const r = bytes(4, { pull(c) { note('pull'); c.enqueue(new Uint8Array([1, 2, 3])); } }).getReader({ mode: 'byob' });
  note(`${(await r.read(new Uint16Array(2))).value}`);
  note(`${(await r.read(new DataView(new ArrayBuffer(3)))).value.byteLength}`);
  await r.cancel();
});
await run('respondWithNewView', async () => {
  const r = bytes(1, { pull(c) { note('pull'); const { view } = c.byobRequest; c.byobRequest.respondWithNewView(new Uint8Array(view.buffer, view.byteOffset, 1)); } }).getReader({ mode: 'byob' });
  note(`${(await r.read(new Uint8Array(3))).value}`);
});
await run('autoAllocateChunkSize', async () => {
  let n = 0;
  await drain(new ReadableStream({ type: 'bytes', autoAllocateChunkSize: 8, pull(c) { note(`pull ${c.byobRequest?.view.byteLength}`); if (n++ < 2) { c.byobRequest.view[0] = n; c.byobRequest.respond(1); } else { c.close(); c.byobRequest?.respond(0); } } }));
});
await run('async pull', async () => {
  let n = 2;
  await drain(bytes(0, { async pull(c) { note('pull'); await null; if (n-- > 0) c.enqueue(new Uint8Array([n])); else c.close(); } }));
});
await run('mark 4', async () => {
  let n = 5;
  await drain(new ReadableStream({ type: 'bytes', pull(c) { note(`pull ${c.desiredSize}`); if (n-- > 0) c.enqueue(new Uint8Array(1)); else c.close(); } }, { highWaterMark: 4 }));
});
await run('error', async () => {
  const r = bytes(1, { pull(c) { note('pull'); c.error(new Error('broken')); } }).getReader({ mode: 'byob' });
  r.closed.catch((e) => note(`closed ${e.message}`));
  await r.read(new Uint8Array(1));
});
await run('cancel with a read', async () => {
  const r = bytes(1, { pull() { note('pull'); } }).getReader({ mode: 'byob' });
  const p = r.read(new Uint8Array(2)).then(({ value, done }) => note(`${value} ${done}`));
  await r.cancel('why');
  note('cancelled');
  await p;
});
await run('release and read on', async () => {
  const s = bytes(2);
  const r = s.getReader({ mode: 'byob' });
  r.read(new Uint8Array(1)).then((v) => note(`first ${v.value}`), (e) => note(e.message));
  r.releaseLock();
  await drain(s);
});
await run('wrong views', async () => {
  const r = bytes(2).getReader({ mode: 'byob' });
  for (const args of [[], [5], [new Uint8Array(0)], [new Uint8Array(1), { min: 2 }], [new Uint8Array(1), { min: 0 }], [new Uint8Array(1), { min: 1.5 }], [new Uint8Array(1), { min: 'x' }], [new Uint8Array(new SharedArrayBuffer(1))]]) await r.read(...args).catch((e) => note(`${e.code}`));
  r.releaseLock();
  await r.read(new Uint8Array(1));
});
await run('tee', async () => {
  const [a, b] = bytes(2).tee();
  await Promise.all([drain(a, 'a'), drain(b, 'b')]);
});
await run('tee, byob', async () => {
  const [a, b] = bytes(2).tee();
  const r = a.getReader({ mode: 'byob' });
  await Promise.all([drain(b, 'b'), (async () => { for (let i = 0; i < 3; i++) { const { value, done } = await r.read(new Uint8Array(3)); note(`a ${value} ${done}`); } })()]);
});
await run('tee, cancelled', async () => {
  const [a, b] = bytes(2).tee();
  a.cancel('one').then(() => note('acan'));
  await drain(b, 'b');
});
await run('blob', async () => { for await (const v of new Blob(['abc']).stream()) note(`${v}`); });
