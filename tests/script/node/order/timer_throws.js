// exits with an error
// A throw in a timer or an immediate that a handler takes: what waited goes on in Node's order.
let taken = 0;
process.on('uncaughtException', (error, origin) => { console.log('caught', error.message, origin); if (++taken === 3) process.exit(7); });
setImmediate(() => { process.nextTick(() => console.log('tick of immediate')); Promise.resolve().then(() => console.log('job of immediate')); throw new Error('immediate'); });
setImmediate(() => {
  console.log('immediate after');
  setTimeout(() => {
    Promise.resolve().then(() => { console.log('job before'); setTimeout(() => { console.log('timer after'); Promise.reject(new Error('rejected')); }, 1); });
    process.nextTick(() => console.log('tick before'));
    throw new Error('timer');
  }, 1);
});
process.on('exit', (code) => console.log('exit', code));
