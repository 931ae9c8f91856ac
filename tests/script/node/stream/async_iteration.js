const { Readable, PassThrough } = require('stream');
(async () => {
  const out = []; for await (const c of Readable.from(['a', 'b', Promise.resolve('c')])) out.push(c); console.log(out);
  const r = new Readable({ objectMode: true, read() { this.push(1); this.push(2); this.push(3); } }); r.on('close', () => console.log('closed'));
  for await (const v of r) { console.log(v); if (v === 2) break; } console.log(r.destroyed);
  const s = Readable.from([1, 2, 3]); for await (const v of s.iterator({ destroyOnReturn: false })) { console.log('s', v); break; } console.log(s.destroyed); for await (const v of s) console.log('rest', v);
  try { for await (const c of new Readable({ read() { this.destroy(new Error('boom')); } })) console.log(c); } catch (e) { console.log(e.message); }
  try { for await (const c of Readable.from((async function* () { yield 1; throw new Error('gen'); })())) console.log(c); } catch (e) { console.log(e.message); }
  const p = new PassThrough(); setTimeout(() => p.write('x'), 1); setTimeout(() => p.end('y'), 3); for await (const c of p) console.log(String(c));
  const early = new Readable({ read() {} }); setTimeout(() => early.destroy(), 1); try { for await (const c of early) console.log(c); } catch (e) { console.log(e.code, e.message); }
  try { Readable.from(5); } catch (e) { console.log(e.code, e.message); }
  const n = Readable.from(['a', null]); n.on('error', (e) => console.log(e.code, e.message)); n.resume(); await new Promise((f) => n.on('close', f));
  console.log(await Readable.from('whole string').toArray(), await Readable.from(Buffer.from('buf')).toArray());
  async function* tidy() { try { yield 1; yield 2; } finally { console.log('tidied'); } } const t = Readable.from(tidy()); for await (const v of t) { console.log(v); break; }
})();
