const { Transform, PassThrough } = require('stream'); const { trace, ticks } = require('./_trace.cjs');
const t = trace(new Transform({ highWaterMark: 4, transform(c, e, cb) { console.log('t', String(c)); this.push(String(c).toUpperCase()); cb(null, '!'); }, flush(cb) { console.log('flush'); cb(null, 'end'); } }), 't', ['readable']);
console.log(t.write('ab'), t.write('cd'), t.write('ef')); t.end(); ticks('z');
const f = trace(new Transform({ transform(c, e, cb) { cb(new Error('tf')); } }), 'f', ['readable']); f.write('x', (e) => console.log('f cb', e?.message));
const g = trace(new Transform({ transform(c, e, cb) { cb(); }, flush(cb) { cb(new Error('flush fail')); } }), 'g', ['readable']); g.end('x');
const p = trace(new PassThrough({ objectMode: true }), 'p', ['readable']); p.write({ toString() { return 'obj'; } }); p.end();
const n = trace(new Transform(), 'n', ['readable']); try { n.write('x'); } catch (e) { console.log(e.code, e.message); }
const l = new Transform({ final(cb) { console.log('own final'); cb(); }, transform(c, e, cb) { cb(null, c); } }); trace(l, 'l', ['readable']); l.end('q');
const s = new Transform({ readableHighWaterMark: 0, transform(c, e, cb) { cb(null, c); } }); console.log(s.readableHighWaterMark, s.writableHighWaterMark);
