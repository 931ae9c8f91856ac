// pipeline: an error in the middle destroys both sides, in order.
const { pipeline, Readable, Transform, Writable, finished } = require('node:stream');
const named = (name, stream) => { for (const event of ['error', 'close', 'end', 'finish']) stream.on(event, (e) => console.log(name, event, e?.message ?? '')); return stream; };
const source = named('source', Readable.from(['1', '2', 'bad', '4']));
const middle = named('middle', new Transform({ transform(chunk, e, done) { String(chunk) === 'bad' ? done(new Error('middle failed')) : done(null, chunk + '!'); } }));
const sink = named('sink', new Writable({ write(chunk, e, done) { console.log('got', String(chunk)); setImmediate(done); } }));
pipeline(source, middle, sink, (error) => console.log('pipeline', error?.message));
finished(sink, (error) => console.log('finished', error?.code ?? error?.message));
