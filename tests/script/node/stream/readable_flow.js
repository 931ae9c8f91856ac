const { Readable } = require('stream'); const { trace, ticks } = require('./_trace.cjs');
let n = 0;
const r = trace(new Readable({ read(size) { console.log('_read', size, this.readableLength); this.push(n < 4 ? `c${n++}` : null); } }), 'r');
ticks('a');
console.log(r.readableFlowing, r.isPaused());
