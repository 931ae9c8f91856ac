// beforeExit comes each time the loop runs empty; exit listeners cannot schedule any more.
let rounds = 0;
process.on('beforeExit', (code) => { console.log('beforeExit', code, ++rounds); if (rounds === 1) setTimeout(() => console.log('timer revived'), 1); if (rounds === 2) Promise.resolve().then(() => console.log('job revived')); if (rounds === 3) process.exitCode = 0; });
process.once('exit', (code) => { console.log('exit', code); setTimeout(() => console.log('never')); process.nextTick(() => console.log('never')); Promise.resolve().then(() => console.log('never')); });
setImmediate(() => console.log('immediate'));
