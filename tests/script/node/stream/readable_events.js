const { Readable } = require('stream'); const { trace, ticks } = require('./_trace.cjs');
let n = 0;
const r = trace(new Readable({ highWaterMark: 5, read() { console.log('_read', n, this.readableLength); setImmediate(() => this.push(n < 5 ? `chunk${n++}` : null)); } }), 'r', ['data', 'readable']);
r.on('readable', () => { let c; console.log('readable', r.readableLength); while ((c = r.read(3)) !== null) console.log('read', String(c)); console.log('left', r.readableLength, r.readableEnded); });
ticks('a');
