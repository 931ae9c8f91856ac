const { Writable } = require('stream'); const { trace } = require('./_trace.cjs');
const w = trace(new Writable({ write(c, e, cb) { console.log('one', String(c)); setTimeout(cb, 1); }, writev(list, cb) { console.log('many', list.map((x) => String(x.chunk)), list.allBuffers); process.nextTick(cb); } }), 'w');
w.write('a'); w.write('b', () => console.log('b done')); w.write('c'); w.cork(); w.cork(); w.write('d'); w.write('e'); w.uncork(); console.log(w.writableCorked); process.nextTick(() => w.uncork());
setTimeout(() => { w.cork(); w.write('x'); w.write('y'); w.end('z', () => console.log('ended')); }, 20);
