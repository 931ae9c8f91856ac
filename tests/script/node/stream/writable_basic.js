const { Writable } = require('stream'); const { trace, ticks } = require('./_trace.cjs');
const w = trace(new Writable({ highWaterMark: 4, write(c, e, cb) { console.log('_write', String(c), e); cb(); } }), 'w');
console.log(w.write('ab', () => console.log('cb1')), w.write('cdef', () => console.log('cb2')), w.writableNeedDrain, w.writableLength);
w.end('zz', () => console.log('end cb')); ticks('t'); console.log(w.writable, w.writableEnded, w.writableFinished);
w.write('late', (e) => console.log('late', e.code));
