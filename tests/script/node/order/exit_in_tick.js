// exits with an error
process.on('exit', (c) => console.log('exit', c)); setTimeout(() => console.log('never'), 0); Promise.resolve().then(() => console.log('never')); process.nextTick(() => { try { process.exit(3); } finally { console.log('never'); } }); process.nextTick(() => console.log('never'));
