// Turns of TransformStream and the text streams against promise jobs, next ticks and immediates: each line is one program.
import { run, note, drain, turns } from './_web.mjs';

await run('identity', async () => {
  const t = new TransformStream();
  const w = t.writable.getWriter();
  const r = t.readable.getReader();
  w.write('a').then(() => note('written'));
  w.ready.then(() => note('ready'));
  note((await r.read()).value);
  const c = w.close().then(() => note('closed'));
  note((await r.read()).done);
  await c;
});
await run('several writes', async () => {
  const t = new TransformStream({ transform(c, k) { note(`t${c}`); k.enqueue(c); } });
  const w = t.writable.getWriter();
  for (let i = 0; i < 3; i++) w.write(i).then(() => note(`written ${i}`));
  w.close().then(() => note('closed'));
  await drain(t.readable);
});
await run('marks', async () => {
  const t = new TransformStream({ transform(c, k) { note(`t${c} ${k.desiredSize}`); k.enqueue(c); } }, { highWaterMark: 2 }, { highWaterMark: 2 });
  const w = t.writable.getWriter();
  for (let i = 0; i < 4; i++) w.write(i).then(() => note(`written ${i}`));
  w.close();
  await turns(5);
  await drain(t.readable);
});
await run('async transform', async () => {
  const t = new TransformStream({ async start() { note('s'); await null; }, async transform(c, k) { note(`t${c}`); await null; k.enqueue(c); }, async flush(k) { note('flush'); await null; k.enqueue('last'); } });
  const w = t.writable.getWriter();
  w.write(1);
  w.write(2);
  w.close().then(() => note('closed'));
  await drain(t.readable);
});
await run('nothing out', async () => {
  const t = new TransformStream({ transform(c) { note(`t${c}`); } });
  const w = t.writable.getWriter();
  w.write(1).then(() => note('1'));
  w.write(2).then(() => note('2'));
  w.close().then(() => note('closed'));
  await drain(t.readable);
});
await run('much out', async () => {
  const t = new TransformStream({ transform(c, k) { for (let i = 0; i < 3; i++) k.enqueue(i); } });
  const w = t.writable.getWriter();
  w.write(1).then(() => note('1'));
  w.write(2).then(() => note('2'));
  w.close().then(() => note('closed'));
  await drain(t.readable);
});
await run('transform fails', async () => {
  const t = new TransformStream({ transform() { note('t'); throw new Error('tf'); } });
  const w = t.writable.getWriter();
  const r = t.readable.getReader();
  r.read().catch((e) => note(`r ${e.message}`));
  w.write(1).then(() => note('wok'), (e) => note(`w ${e.message}`));
  await w.closed.catch((e) => note(`c ${e.message}`));
});
await run('transform rejects', async () => {
  const t = new TransformStream({ async transform() { note('t'); throw new Error('tf'); } });
  const w = t.writable.getWriter();
  w.closed.catch((e) => note(`c ${e.message}`));
  w.write(1).catch((e) => note(`w ${e.message}`));
  await drain(t.readable);
});
await run('flush fails', async () => {
  const t = new TransformStream({ flush() { throw new Error('ff'); } });
  const w = t.writable.getWriter();
  w.close().catch((e) => note(`close ${e.message}`));
  await drain(t.readable);
});
await run('start fails later', async () => {
  const t = new TransformStream({ async start() { throw new Error('sf'); } });
  t.writable.getWriter().write(1).catch((e) => note(`w ${e.message}`));
  await drain(t.readable);
});
await run('terminate', async () => {
  const t = new TransformStream({ transform(c, k) { k.enqueue(c); k.terminate(); } });
  const w = t.writable.getWriter();
  const r = t.readable.getReader();
  w.write(1).catch((e) => note(e.message));
  note((await r.read()).value, (await r.read()).done);
  await w.closed.catch((e) => note(`c ${e.message}`));
});
await run('controller.error', async () => {
  let controller;
  const t = new TransformStream({ start(k) { controller = k; } });
  const w = t.writable.getWriter();
  w.closed.catch((e) => note(`c ${e.message}`));
  w.write(1).catch((e) => note(`w ${e.message}`));
  await null;
  controller.error(new Error('ce'));
  await drain(t.readable);
});
await run('readable cancelled', async () => {
  const t = new TransformStream({ async cancel(reason) { note(`cancel ${reason}`); await null; } });
  const w = t.writable.getWriter();
  w.closed.catch((e) => note(`c ${e}`));
  w.write(1).catch((e) => note(`w ${e}`));
  await t.readable.cancel('why');
  note('cancelled');
});
await run('writable aborted', async () => {
  const t = new TransformStream({ cancel(reason) { note(`cancel ${reason}`); } });
  const w = t.writable.getWriter();
  w.write(1).catch((e) => note(`w ${e}`));
  const r = t.readable.getReader();
  r.closed.catch((e) => note(`r ${e}`));
  await w.abort('why');
  note('aborted');
});
await run('cancel fails', async () => {
  const t = new TransformStream({ cancel() { throw new Error('cf'); } });
  t.writable.getWriter().closed.catch((e) => note(`c ${e.message}`));
  await t.readable.cancel('why');
});
await run('close and cancel', async () => {
  const t = new TransformStream({ async flush() { note('flush'); await turns(3); } });
  const w = t.writable.getWriter();
  w.close().then(() => note('closed'), (e) => note(`close ${e}`));
  await turns(4);
  await t.readable.cancel('late').catch((e) => note(`cancel ${e}`));
});
await run('text', async () => {
  const d = new TextDecoderStream();
  const w = d.writable.getWriter();
  w.write(new Uint8Array([0xe2, 0x82]));
  w.write(new Uint8Array([0xac]));
  w.close();
  await drain(d.readable);
});
await run('encode', async () => {
  const e = new TextEncoderStream();
  const w = e.writable.getWriter();
  w.write('a\ud83d').then(() => note('1'));
  w.write('\ude00b').then(() => note('2'));
  w.write('\ud83d').then(() => note('3'));
  w.close().then(() => note('closed'));
  await drain(e.readable);
});
await run('encode and decode', () => drain(ReadableStream.from(['a', 'bc', 'ä']).pipeThrough(new TextEncoderStream()).pipeThrough(new TextDecoderStream())));
await run('with ticks', async () => {
  const t = new TransformStream({ transform(c, k) { process.nextTick(() => { note(`tick ${c}`); k.enqueue(c); }); } });
  const w = t.writable.getWriter();
  w.write(1).then(() => note('1'));
  w.write(2).then(() => note('2'));
  setImmediate(() => w.close());
  await drain(t.readable);
});
