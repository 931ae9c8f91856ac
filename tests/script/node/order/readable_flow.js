// A Readable in flowing mode: data, end, close, beside ticks, jobs and immediates.
const { Readable } = require('node:stream');
let n = 0;
const readable = new Readable({ read() { const m = n++; console.log('read', m); if (m < 2) process.nextTick(() => this.push(`chunk ${m}`)); else if (m === 2) this.push('sync'); else this.push(null); } });
readable.on('data', (chunk) => { console.log('data', String(chunk)); Promise.resolve().then(() => console.log('job of', String(chunk))); });
for (const name of ['end', 'close', 'resume', 'pause']) readable.on(name, () => console.log(name));
setImmediate(() => console.log('immediate 1', readable.readableFlowing));
process.nextTick(() => console.log('tick'));
console.log('main end');
