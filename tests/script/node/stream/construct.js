const { Readable, Writable, Duplex, Transform } = require('stream'); const { trace, ticks, after } = require('./_trace.cjs');
const r = trace(new Readable({ construct(cb) { console.log('construct r'); setImmediate(cb); }, read() { console.log('read'); this.push('a'); this.push(null); } }), 'r', ['readable']);
const w = trace(new Writable({ construct(cb) { console.log('construct w'); setImmediate(cb); }, write(c, e, cb) { console.log('write', String(c)); cb(); } }), 'w'); w.write('early'); w.end('more');
const x = trace(new Writable({ construct(cb) { cb(new Error('no')); }, write(c, e, cb) { cb(); } }), 'x'); x.write('q', (e) => console.log('x cb', e?.message));
const y = trace(new Readable({ construct(cb) { after(50, cb); }, read() {}, destroy(e, cb) { console.log('destroy y'); cb(e); } }), 'y'); y.destroy(new Error('early'));
const d = trace(new Duplex({ construct(cb) { console.log('construct d'); cb(); }, read() { this.push(null); }, write(c, e, cb) { cb(); } }), 'd', ['readable']); d.end();
const t = trace(new Transform({ construct(cb) { throw new Error('thrown'); }, transform(c, e, cb) { cb(null, c); } }), 't', ['readable']);
ticks('z');
