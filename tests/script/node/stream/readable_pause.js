const { Readable } = require('stream'); const { trace } = require('./_trace.cjs');
let n = 0;
const r = trace(new Readable({ read() { this.push(n < 6 ? String(n++) : null); } }), 'r', ['readable']);
r.on('data', (d) => { if (String(d) === '2') { r.pause(); console.log('paused', r.isPaused(), r.readableFlowing); setTimeout(() => { console.log('resuming'); r.resume(); }, 2); } });
const q = new Readable({ read() {} }); q.on('data', () => {}); q.pause(); q.push('x'); q.removeAllListeners('data'); process.nextTick(() => console.log('q', q.readableFlowing, q.isPaused()));
const z = new Readable({ read() {} }); z.on('readable', () => {}); console.log(z.readableFlowing); z.removeAllListeners('readable'); process.nextTick(() => console.log('z', z.readableFlowing));
