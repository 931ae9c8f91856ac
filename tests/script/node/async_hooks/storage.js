const { AsyncLocalStorage, AsyncResource, executionAsyncId } = require('async_hooks');
const als = new AsyncLocalStorage();
// Which of two timers comes first is no matter here.
const lines = [];
const log = (label) => lines.push(`${label} ${als.getStore()}`);
process.on('exit', () => console.log(lines.sort().join('\n')));
als.run('a', () => {
  log('sync');
  setTimeout(() => { log('timeout'); Promise.resolve().then(() => log('then in timeout')); }, 1);
  setImmediate(() => log('immediate'));
  process.nextTick(() => log('tick'));
  queueMicrotask(() => log('microtask'));
  Promise.resolve().then(() => log('then'));
  (async () => { await null; log('await'); await new Promise((r) => setTimeout(r, 5)); log('await timeout'); })();
  als.run('b', async () => { log('inner'); await 1; log('inner await'); });
  log('after inner');

});
log('outside');
let resolve;
const p = new Promise((r) => { resolve = r; });
als.run('waiter', () => p.then(() => log('then registered in waiter')));
als.run('resolver', () => resolve());
const bound = als.run('bound', () => AsyncLocalStorage.bind(() => log('bound fn')));
als.run('other', bound);
const snap = als.run('snap', () => AsyncLocalStorage.snapshot());
als.run('x', () => snap(() => log('snapshot')));
const res = als.run('res', () => new AsyncResource('T'));
res.runInAsyncScope(() => log('resource'));
als.enterWith('entered');
log('entered');
setTimeout(() => log('after enterWith'), 2);
als.exit(() => log('exit'));
const d = new AsyncLocalStorage({ defaultValue: 'dflt', name: 'nm' });
console.log(d.getStore(), d.name, executionAsyncId());
async function* gen() { log('gen'); yield 1; log('gen2'); }
als.run('g', async () => { for await (const x of gen()) log('loop'); });
new Promise((r) => als.run('ev', () => setTimeout(r, 3))).then(() => log('then outside'));
const { EventEmitter } = require('events');
als.disable(); log('disabled');
