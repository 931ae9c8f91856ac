// AsyncLocalStorage follows a program through every queue.
const { AsyncLocalStorage } = require('node:async_hooks');
const als = new AsyncLocalStorage();
const log = (name) => console.log(name, als.getStore());
for (const id of ['a', 'b']) als.run(id, () => { setImmediate(() => { log('immediate'); setTimeout(() => { log('timer'); queueMicrotask(() => log('microtask in timer')); }, 1); }); process.nextTick(() => log('tick')); Promise.resolve().then(() => log('job')).then(() => als.run('inner', () => Promise.resolve().then(() => log('inner job')))).then(() => log('after inner')); (async () => { await null; log('after await'); })(); });
log('outside');
als.enterWith('entered');
process.nextTick(() => log('tick of the main script'));
