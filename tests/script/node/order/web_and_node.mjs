// Web streams made from streams of Node's, and these made from web streams: turns against promise jobs; each line is one program.
import { run, note, source, sink, drain } from './_web.mjs';
import { Readable, Writable, Duplex, PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline, finished } from 'node:stream/promises';

await run('Readable.toWeb', () => drain(Readable.toWeb(Readable.from(['a', 'b']))));
await run('Readable.fromWeb', () => drain(Readable.fromWeb(source(3, {}), { objectMode: true })));
await run('Writable.toWeb', async () => {
  const w = Writable.toWeb(new Writable({ objectMode: true, write(c, e, done) { note(`w${c}`); done(); }, final(done) { note('final'); done(); } })).getWriter();
  w.write(1).then(() => note('1'));
  w.write(2).then(() => note('2'));
  await w.close();
});
await run('Writable.fromWeb', async () => {
  const n = Writable.fromWeb(sink(), { objectMode: true });
  n.write(1, () => note('1'));
  n.write(2, () => note('2'));
  n.end(() => note('ended'));
  await new Promise((done) => n.on('close', done));
});
await run('Duplex.fromWeb', async () => {
  const d = Duplex.fromWeb(new TransformStream(), { objectMode: true });
  d.write('x');
  d.end();
  await drain(d);
});
await run('pipeline', () => pipeline(source(3), async function* (values) { for await (const v of values) yield v * 2; }, sink()));
await run('pipeline through', () => pipeline(source(3), new TransformStream({ transform(c, k) { k.enqueue(`<${c}>`); } }), sink()));
await run('pipeline to Node', () => pipeline(source(2), new TransformStream(), new Writable({ objectMode: true, write(c, e, done) { note(`n${c}`); done(); } })));
await run('pipeline from Node', () => pipeline(Readable.from(['a', 'b']), sink()));
await run('pipeline from a transform', async () => {
  const t = new TransformStream();
  const w = t.writable.getWriter();
  w.write('x');
  w.close();
  note(await pipeline(t, async (values) => { let all = ''; for await (const v of values) all += v; return all; }));
});
await run('pipeline, sink fails', () => pipeline(source(3), sink({ write() { note('w'); throw new Error('full'); } })));
await run('pipeline, source fails', () => pipeline(source(3, { pull(c) { note('pull'); c.error(new Error('broken')); } }), sink()));
await run('pipeline, end: false', async () => { const w = sink(); await pipeline(source(1), w, { end: false }); note(`locked ${w.locked}`); });
await run('pipe a Node stream', () => Readable.toWeb(Readable.from(['a', 'b'])).pipeTo(sink()));
await run('consumers', async () => { note(await text(ReadableStream.from(['a', 'b']))); });
await run('toWeb of what is over', async () => {
  const r = Readable.from([]);
  for await (const chunk of r) note(chunk);
  await drain(Readable.toWeb(r));
  const w = new Writable({ write(c, e, done) { done(); } });
  w.end();
  await new Promise((done) => w.on('close', done));
  await Writable.toWeb(w).getWriter().write(1);
});
await run('a Readable that fails', async () => {
  const r = new Readable({ read() { process.nextTick(() => this.destroy(new Error('broken'))); } });
  await drain(Readable.toWeb(r));
});
await run('a Readable destroyed', async () => {
  const r = new Readable({ read() {} });
  const web = Readable.toWeb(r);
  setImmediate(() => r.destroy());
  await drain(web);
});
await run('cancel reaches Node', async () => {
  const r = new Readable({ read() { this.push('x'); }, destroy(error, done) { note(`destroy ${error}`); done(error); } });
  r.on('error', (e) => note(`error ${e}`)).on('close', () => note('close'));
  const web = Readable.toWeb(r);
  await web.cancel(new Error('no more'));
  note('cancelled');
});
await run('bytes', async () => {
  const r = Readable.toWeb(Readable.from([Buffer.from('abcd')], { objectMode: false }), { type: 'bytes' }).getReader({ mode: 'byob' });
  for (;;) {
    const { value, done } = await r.read(new Uint8Array(3));
    note(`${value} ${done}`);
    if (done) break;
  }
});
await run('a Writable that fails', async () => {
  const w = Writable.toWeb(new Writable({ write(c, e, done) { note(`w${c}`); done(new Error('full')); } })).getWriter();
  w.closed.catch((e) => note(`closed ${e.message}`));
  w.write('a').catch((e) => note(`1 ${e.message}`));
  await w.write('b').catch((e) => note(`2 ${e.message}`));
  await w.ready;
});
await run('a slow Writable', async () => {
  const w = Writable.toWeb(new Writable({ highWaterMark: 2, write(c, e, done) { note(`w${c}`); setImmediate(done); } })).getWriter();
  for (const c of ['abc', 'd', 'ef']) w.write(c).then(() => note(`written ${c}`));
  note(w.desiredSize);
  await w.close();
});
await run('abort reaches Node', async () => {
  const n = new Writable({ write(c, e, done) { done(); }, destroy(error, done) { note(`destroy ${error}`); done(error); } });
  n.on('error', (e) => note(`error ${e}`));
  await Writable.toWeb(n).abort(new Error('no more'));
});
await run('a web source that fails', async () => {
  const n = Readable.fromWeb(source(0, { pull(c) { note('pull'); c.error(new Error('broken')); } }));
  n.on('error', (e) => note(`error ${e.message}`)).on('close', () => note('close')).resume();
  await new Promise((done) => n.on('close', done));
});
await run('destroy reaches the web source', async () => {
  const n = Readable.fromWeb(source(5), { objectMode: true });
  n.on('close', () => note('close')).on('error', (e) => note(`error ${e.message}`));
  n.once('data', (chunk) => { note(chunk); n.destroy(new Error('enough')); });
  await new Promise((done) => n.on('close', done));
});
await run('a web sink that fails', async () => {
  const n = Writable.fromWeb(sink({ write() { note('w'); throw new Error('full'); } }));
  n.on('error', (e) => note(`error ${e.message}`)).on('close', () => note('close'));
  n.write('a', (e) => note(`1 ${e?.message}`));
  n.write('b', (e) => note(`2 ${e?.code ?? e?.message}`));
  await new Promise((done) => n.on('close', done));
});
await run('chunks of text', async () => {
  const n = Writable.fromWeb(sink({ write(chunk) { note(`${chunk.constructor.name} ${chunk}`); } }));
  n.write('ab');
  n.write('6162', 'hex');
  n.end(Buffer.from('c'));
  await new Promise((done) => n.on('close', done));
});
await run('written together', async () => {
  const n = Writable.fromWeb(sink({ async write(chunk) { note(`w${chunk}`); await null; } }, { highWaterMark: 2 }), { objectMode: true });
  n.cork();
  for (let i = 0; i < 4; i++) n.write(i, () => note(`done ${i}`));
  n.uncork();
  n.end();
  await new Promise((done) => n.on('close', done));
});
await run('destroy reaches the web sink', async () => {
  const n = Writable.fromWeb(sink());
  n.on('close', () => note('close')).on('error', (e) => note(`error ${e.message}`));
  n.destroy(new Error('enough'));
  await new Promise((done) => n.on('close', done));
});
await run('Duplex.toWeb', async () => {
  const { readable, writable } = Duplex.toWeb(new PassThrough());
  const w = writable.getWriter();
  w.write('ab').then(() => note('written'));
  w.close().then(() => note('closed'));
  await drain(readable);
});
await run('destroy of a duplex', async () => {
  const d = Duplex.fromWeb({ readable: source(5), writable: sink() }, { objectMode: true });
  d.on('close', () => note('close')).on('error', (e) => note(`error ${e.message}`));
  d.destroy(new Error('enough'));
  await new Promise((done) => d.on('close', done));
});
await run('finished', async () => {
  const s = source(1);
  finished(s).then(() => note('finished'));
  await drain(s);
  await finished(source(0, { start(c) { c.error(new Error('broken')); } })).catch((e) => note(e.message));
  const w = sink();
  finished(w).then(() => note('w finished'));
  await w.close();
});
await run('wrong arguments', async () => {
  for (const f of [() => Readable.fromWeb(5), () => Writable.fromWeb({}), () => Duplex.fromWeb({}), () => Readable.toWeb(5), () => Writable.toWeb(null), () => Duplex.toWeb({}), () => Readable.fromWeb(source(1), { encoding: 'x' }), () => Writable.fromWeb(sink(), { objectMode: 1 }), () => Readable.toWeb(new Readable(), { type: 'x' })]) {
    try { f(); } catch (e) { note(`${e.code}: ${e.message.split('\n')[0]}`); }
  }
});
