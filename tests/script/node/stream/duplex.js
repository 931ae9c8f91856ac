const { Duplex, PassThrough } = require('stream'); const { trace, ticks } = require('./_trace.cjs');
const d = trace(new Duplex({ read() { this.push('r'); this.push(null); }, write(c, e, cb) { console.log('w', String(c)); cb(); } }), 'd', ['readable']);
d.end('data'); ticks('t');
const h = trace(new Duplex({ allowHalfOpen: false, read() { this.push(null); }, write(c, e, cb) { cb(); } }), 'h', ['readable']);
const o = new Duplex({ readableObjectMode: true, writableHighWaterMark: 7, read() {}, write(c, e, cb) { cb(); } }); console.log(o.readableObjectMode, o.writableObjectMode, o.readableHighWaterMark, o.writableHighWaterMark);
const nr = trace(new Duplex({ readable: false, read() {}, write(c, e, cb) { cb(); } }), 'nr'); console.log(nr.readable, nr.writable); nr.end();
const nw = trace(new Duplex({ writable: false, read() { this.push(null); } }), 'nw', ['readable']); console.log(nw.readable, nw.writable);
console.log(d instanceof Duplex, d instanceof require('stream').Writable, d instanceof require('stream').Readable, d instanceof require('stream'), new PassThrough() instanceof require('stream').Transform);
const e = trace(new Duplex({ read() {}, write(c, x, cb) { cb(new Error('we')); } }), 'e'); e.write('x');
