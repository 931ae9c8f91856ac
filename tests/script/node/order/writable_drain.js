// Back pressure: write's answers, callbacks, drain, finish and close.
const { Writable } = require('node:stream');
const writable = new Writable({ highWaterMark: 4, write(chunk, encoding, done) { console.log('write', String(chunk)); chunk.length % 2 ? done() : setImmediate(done); }, final(done) { console.log('final'); process.nextTick(done); }, destroy(error, done) { console.log('destroy'); done(error); } });
for (const name of ['drain', 'finish', 'close', 'prefinish']) writable.on(name, () => console.log(name));
console.log(writable.write('a', () => console.log('a written')), writable.write('bb', () => console.log('bb written')), writable.write('ccc', () => console.log('ccc written')));
process.nextTick(() => console.log('tick'));
writable.once('drain', () => { console.log(writable.write('dddd')); writable.end('e', () => console.log('ended')); });
Promise.resolve().then(() => console.log('job'));
