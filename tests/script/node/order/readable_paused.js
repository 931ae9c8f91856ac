// readable events and read() by hand; unshift; pause and resume.
const { Readable } = require('node:stream');
const readable = Readable.from(['ab', 'cd', 'ef'], { objectMode: false });
let turns = 0;
readable.on('readable', () => { let chunk; console.log('readable', ++turns); while ((chunk = readable.read(3)) !== null) console.log('read', String(chunk)); });
readable.on('end', () => console.log('end')).on('close', () => console.log('close'));
const other = Readable.from(['1', '2', '3']);
other.on('data', (x) => { console.log('other', x); other.pause(); setImmediate(() => { console.log('resuming'); other.resume(); }); }).on('end', () => console.log('other end'));
