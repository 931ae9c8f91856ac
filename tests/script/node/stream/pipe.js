const { Readable, Writable, PassThrough } = require('stream'); const { trace, after } = require('./_trace.cjs');
let n = 0;
const r = trace(new Readable({ highWaterMark: 4, read() { this.push(n < 5 ? `x${n++}y` : null); } }), 'r', ['readable', 'data']);
const w = trace(new Writable({ highWaterMark: 5, write(c, e, cb) { console.log('w', String(c)); after(3, cb); } }), "w");
console.log(r.pipe(w) === w);
const r2 = new Readable({ read() {} }); const w2 = trace(new Writable({ write(c, e, cb) { cb(); } }), 'w2'); r2.pipe(w2); r2.pipe(new PassThrough()).on('data', (d) => console.log('also', String(d))); r2.push('one'); after(40, () => { r2.unpipe(w2); r2.push('two'); r2.unpipe(); r2.push(null); });
const r3 = new Readable({ read() {} }); const w3 = trace(new Writable({ write(c, e, cb) { cb(new Error('w3')); } }), 'w3'); trace(r3, 'r3', ['readable', 'data']); r3.pipe(w3); r3.push('z');
const r4 = trace(new Readable({ read() { this.push(null); } }), 'r4', ['readable', 'data']); const w4 = trace(new Writable({ write(c, e, cb) { cb(); } }), 'w4'); r4.pipe(w4, { end: false }); after(60, () => w4.end());
