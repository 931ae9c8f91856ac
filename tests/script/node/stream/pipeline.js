const { Readable, Writable, Transform, PassThrough, pipeline } = require('stream'); const { pipeline: p2 } = require('stream/promises'); const { trace } = require('./_trace.cjs');
const log = (name) => (e, v) => console.log(name, e ? `${e.code ?? e.name} ${e.message}` : 'ok', v);
const up = () => new Transform({ transform(c, e, cb) { cb(null, String(c).toUpperCase()); } });
const sink = (name) => new Writable({ write(c, e, cb) { console.log(name, String(c)); cb(); } });
pipeline(Readable.from(['a', 'b']), up(), sink('1'), log('1'));
pipeline(Readable.from(['a', 'b']), new Transform({ transform(c, e, cb) { cb(new Error('mid')); } }), trace(sink('2'), '2'), log('2'));
pipeline(function* () { yield 'g1'; yield 'g2'; }, async function* (src) { for await (const c of src) yield `<${c}>`; }, sink('3'), log('3'));
pipeline(['x', 'y'], up(), async (src) => { let s = ''; for await (const c of src) s += c; return s; }, log('4'));
pipeline(new Readable({ read() { this.destroy(new Error('src')); } }), sink('5'), log('5'));
const early = new PassThrough(); pipeline(early, trace(sink('6'), '6', ['pipe', 'unpipe']), log('6')); early.destroy();
(async () => {
  await p2(Readable.from(['q']), up(), sink('7')); console.log('7 done');
  try { await p2(Readable.from(['q']), async function* () { throw new Error('gen'); }, sink('8')); } catch (e) { console.log('8', e.message); }
  const ac = new AbortController(); setTimeout(() => ac.abort(), 2);
  try { await p2(new Readable({ read() {} }), sink('9'), { signal: ac.signal }); } catch (e) { console.log('9', e.name, e.code); }
  const keep = sink('10'); await p2(Readable.from(['k']), keep, { end: false }); console.log('10', keep.writableEnded);
  for (const bad of [() => pipeline(), () => pipeline(sink('x'), () => {}), () => pipeline(5, 6, () => {})]) try { bad(); } catch (e) { console.log(e.code, e.message); }
})();
