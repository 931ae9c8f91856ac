// Transform: results pushed at once and later, flush, and a PassThrough behind it.
const { Transform, PassThrough } = require('node:stream');
const t = new Transform({ transform(chunk, e, done) { this.push(`[${chunk}`); setTimeout(() => done(null, ']'), 1); }, flush(done) { console.log('flush'); process.nextTick(() => done(null, 'tail')); } });
const p = t.pipe(new PassThrough());
p.on('pipe', () => console.log('pipe')).on('unpipe', () => console.log('unpipe')).on('data', (x) => console.log('data', String(x))).on('end', () => console.log('end')).on('finish', () => console.log('finish'));
t.write('a'); t.write('b'); t.end('c');
console.log('written');
