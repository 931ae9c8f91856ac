// exits with an error
// process.exit in the middle: exit listeners run, nothing else does.
process.on('exit', (code) => { console.log('exit 1', code, process.exitCode); process.exitCode = 9; });
process.on('exit', (code) => console.log('exit 2', code, process.exitCode));
setTimeout(() => console.log('never'), 0);
process.nextTick(() => { console.log('tick'); Promise.resolve().then(() => { console.log('job'); process.exit(4); console.log('never'); }); });
process.nextTick(() => console.log('tick 2'));
setImmediate(() => console.log('never'));
