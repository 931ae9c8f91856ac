// File operations that depend on each other, callbacks beside promises; ticks and jobs inside their callbacks.
const fs = require('node:fs');
fs.stat(__filename, (error, stats) => { console.log('stat', stats.isFile()); process.nextTick(() => console.log('tick in stat')); Promise.resolve().then(() => console.log('job in stat')); fs.open(__filename, (e, fd) => { console.log('open', typeof fd); fs.read(fd, Buffer.alloc(2), 0, 2, 0, (e2, count, buffer) => { console.log('read', count, String(buffer)); fs.close(fd, (e3) => { console.log('close', e3); fs.promises.access(__filename).then((x) => { console.log('access', x); fs.access('/nowhere/at/all', (e4) => console.log(e4.code)); }); }); }); }); });
console.log('main');
