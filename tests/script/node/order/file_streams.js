// createReadStream with a small buffer: open, ready, data, end, close.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'order-')), 'x');
const out = fs.createWriteStream(file, { highWaterMark: 4 });
for (const name of ['open', 'ready', 'drain', 'finish', 'close']) out.on(name, () => console.log('write', name));
console.log(out.write('12345'), out.pending);
out.end('678', () => { const read = fs.createReadStream(file, { highWaterMark: 3 }); for (const name of ['open', 'ready', 'end', 'close']) read.on(name, () => console.log('read', name)); read.on('data', (x) => console.log('data', String(x))); read.on('close', () => fs.rmSync(path.dirname(file), { recursive: true })); });
console.log('main');
