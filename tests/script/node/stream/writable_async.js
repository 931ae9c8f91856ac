const { Writable } = require('stream'); const { trace, ticks } = require('./_trace.cjs');
const w = trace(new Writable({ highWaterMark: 3, decodeStrings: false, write(c, e, cb) { console.log('_write', c, e); setImmediate(cb); }, final(cb) { console.log('_final'); setImmediate(cb); } }), 'w');
for (const c of ['a', 'b', 'c', 'd']) console.log(w.write(c, c === 'b' ? 'latin1' : undefined, () => console.log('cb', c)), w.writableLength);
w.on('drain', () => { console.log('ending'); w.end(); }); ticks('t');
