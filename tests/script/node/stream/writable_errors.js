const { Writable } = require('stream'); const { trace, after } = require('./_trace.cjs');
const a = trace(new Writable({ write(c, e, cb) { cb(new Error('sync fail')); } }), 'a'); a.write('x', (e) => console.log('a cb', e.message)); a.write('y', (e) => console.log('a cb2', e.message)); a.end((e) => console.log('a end', e?.message));
const b = trace(new Writable({ write(c, e, cb) { setImmediate(cb, new Error('async fail')); } }), 'b'); b.write('x', (e) => console.log('b cb', e.message)); b.write('y', (e) => console.log('b cb2', e.message));
const c = trace(new Writable({ write(ch, e, cb) { cb(); cb(); } }), 'c'); c.write('x');
const d = trace(new Writable({ write(ch, e, cb) { cb(); } }), 'd'); for (const bad of [null, 5, {}, undefined]) try { d.write(bad); } catch (e) { console.log(e.code, e.message); }
try { d.write('x', 'nope'); } catch (e) { console.log(e.code, e.message); } try { d.setDefaultEncoding('qq'); } catch (e) { console.log(e.code); }
d.end(); d.write('after', (e) => console.log('d after', e.code)); d.end((e) => console.log('d end', e?.code));
const f = trace(new Writable({ write(ch, e, cb) { cb(); }, final(cb) { cb(new Error('final fail')); } }), 'f'); f.end('q', (e) => console.log('f end', e?.message));
const g = trace(new Writable({ write(ch, e, cb) { cb(); } }), 'g'); g.destroy(); g.write('x', (e) => console.log('g', e.code)); g.end((e) => console.log('g end', e?.code));
const h = trace(new Writable({ write(ch, e, cb) { after(50, cb); } }), 'h'); h.write('1', (e) => console.log('h1', e?.code)); h.write('2', (e) => console.log('h2', e?.code)); h.destroy(); h.end('3', (e) => console.log('h3', e?.code));
const i = trace(new Writable(), 'i'); try { i.write('x'); } catch (e) { console.log(e.code, e.message); }
i.pipe(d);
const j = trace(new Writable({ autoDestroy: false, write(ch, e, cb) { cb(new Error('j')); } }), 'j'); j.write('x'); setImmediate(() => console.log('j', j.destroyed, j.errored?.message));
