// Turns of WritableStream against promise jobs, next ticks and immediates: each line is one program.
import { run, note, sink, turns } from './_web.mjs';

await run('write', async () => {
  const w = sink().getWriter();
  w.closed.then(() => note('closed'));
  w.ready.then(() => note('ready'));
  w.write(1).then(() => note('done1'));
  w.write(2).then(() => note('done2'));
  note(`size ${w.desiredSize}`);
  await w.close();
  note('end');
});
await run('write async', async () => {
  const w = sink({ async write(c) { note(`w${c}`); await null; note(`x${c}`); } }).getWriter();
  w.write(1);
  w.write(2);
  await w.ready;
  note('ready');
  await w.close();
});
await run('write gives a promise', async () => {
  const w = sink({ write: (c) => Promise.resolve().then(() => note(`w${c}`)) }).getWriter();
  w.write(1).then(() => note('done'));
  await w.close();
});
await run('ready again and again', async () => {
  const w = sink().getWriter();
  for (let i = 0; i < 3; i++) {
    await w.ready;
    note(`ready ${w.desiredSize}`);
    w.write(i).then(() => note(`done${i}`));
  }
  await w.close();
});
await run('mark 3', async () => {
  const w = sink({}, { highWaterMark: 3 }).getWriter();
  for (let i = 0; i < 5; i++) {
    note(`size ${w.desiredSize}`);
    w.write(i);
  }
  w.ready.then(() => note('ready'));
  await w.close();
});
await run('close gives a promise', async () => {
  const w = sink({ close: () => Promise.resolve().then(() => note('c')) }).getWriter();
  w.closed.then(() => note('closed'));
  await w.close();
  note('end');
});
await run('start async', async () => {
  const w = sink({ async start() { note('s1'); await null; note('s2'); } }).getWriter();
  w.write(1).then(() => note('done'));
  await w.close();
});
await run('start fails', async () => {
  const w = sink({ async start() { throw new Error('no start'); } }).getWriter();
  w.closed.catch((e) => note(`closed ${e.message}`));
  w.ready.catch((e) => note(`ready ${e.message}`));
  await w.write(1);
});
await run('write fails', async () => {
  const w = sink({ write() { note('w'); throw new Error('full'); } }).getWriter();
  w.closed.catch((e) => note(`closed ${e.message}`));
  w.write(1).catch((e) => note(`1 ${e.message}`));
  w.write(2).catch((e) => note(`2 ${e.message}`));
  await w.close().catch((e) => note(`close ${e.message}`));
  w.ready.catch((e) => note(`ready ${e.message}`));
  await w.write(3);
});
await run('close fails', async () => {
  const w = sink({ async close() { throw new Error('no close'); } }).getWriter();
  w.closed.catch((e) => note(`closed ${e.message}`));
  await w.close();
});
await run('controller.error', async () => {
  let controller;
  const w = sink({ start(c) { controller = c; } }).getWriter();
  w.closed.catch((e) => note(`closed ${e.message}`));
  w.write(1).then(() => note('done'), (e) => note(`1 ${e.message}`));
  await null;
  controller.error(new Error('by controller'));
  await w.ready;
});
await run('abort', async () => {
  const w = sink({ async write() { note('w'); await turns(2); } }).getWriter();
  w.write(1).then(() => note('ok'), (e) => note(`e1 ${e}`));
  w.write(2).catch((e) => note(`e2 ${e}`));
  w.closed.catch((e) => note(`closed ${e}`));
  await null;
  await w.abort('no');
  note('aborted');
});
await run('abort twice', async () => {
  const w = sink().getWriter();
  await Promise.all([w.abort('one').then(() => note('a1')), w.abort('two').then(() => note('a2'))]);
  await w.abort('three');
});
await run('abort and close', async () => {
  const w = sink().getWriter();
  w.close().catch((e) => note(`close ${e}`));
  await w.abort('no').then(() => note('aborted'));
});
await run('abort fails', async () => {
  const w = sink({ abort: async () => { throw new Error('no abort'); } }).getWriter();
  w.closed.catch((e) => note(`closed ${e}`));
  await w.abort('x');
});
await run('the signal', async () => {
  const w = sink({ start(c) { c.signal.addEventListener('abort', () => note(`signal ${c.signal.reason}`)); } }).getWriter();
  await w.abort('why');
});
await run('release', async () => {
  const s = sink();
  const w = s.getWriter();
  w.write(1).then(() => note('done'));
  w.closed.catch((e) => note(`closed ${e.code}`));
  w.releaseLock();
  w.ready.catch((e) => note(`ready ${e.code}`));
  await w.write(2).catch((e) => note(`write ${e.code}`));
  await s.close();
});
await run('ticks between', async () => {
  const w = sink({ write(c) { note(`w${c}`); process.nextTick(() => note(`tick ${c}`)); return new Promise((done) => { setImmediate(() => { note(`done ${c}`); done(); }); }); } }).getWriter();
  w.write(1).then(() => note('written 1'));
  w.write(2).then(() => note('written 2'));
  process.nextTick(() => note('tick'));
  await w.close();
});
await run('sizes', async () => {
  const w = sink({}, { highWaterMark: 5, size(c) { note(`size of ${c}`); return c; } }).getWriter();
  w.write(2).catch((e) => note(`2 ${e.code}`));
  note(w.desiredSize);
  w.write(4).catch((e) => note(`4 ${e.code}`));
  note(w.desiredSize);
  w.write(-1).catch((e) => note(`-1 ${e.code}`));
  await w.ready;
});
