// exits with an error
let n = 0; process.on('beforeExit', (c) => { console.log('beforeExit', c); if (n++ < 2) setImmediate(() => console.log('again', n)); else process.exitCode = 4; }); process.on('exit', (c) => { console.log('exit', c); process.nextTick(() => console.log('never')); setTimeout(() => console.log('never'), 0); process.exitCode = 5; });
