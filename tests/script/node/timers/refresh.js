// timer.refresh(): of a timer that waits, that runs, that has run; not of one that was cleared. No two timers race: what
// follows is always started by what came before.
const { AsyncLocalStorage } = require('node:async_hooks');
const storage = new AsyncLocalStorage();
const { log } = console;
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Again after it has run, with its arguments; the context is where it was set again.
function again() {
  return new Promise((resolve) => {
    let runs = 0;
    const started = performance.now();
    const timer = setTimeout((...args) => {
      log('run', ++runs, ...args, storage.getStore());
      if (runs === 4) return resolve(log('each waited', performance.now() - started >= 4 * 5 - 4));
      if (runs === 3) return timer.refresh();
      const before = +timer;
      setImmediate(() => storage.run(`store ${runs}`, () => {
        log(timer.hasRef(), timer.refresh() === timer, timer.hasRef(), +timer !== before);
      }));
    }, 5, 'x', 'y');
  });
}

async function cleared() {
  const inside = setTimeout(() => {
    log('inside');
    clearTimeout(inside);
    setImmediate(() => inside.refresh());
  }, 1);
  await wait(10);
  const after = setTimeout(() => log('after'), 1);
  await wait(10);
  clearTimeout(after);
  after.refresh();
  const before = setTimeout(() => log('never'), 1);
  clearTimeout(before);
  before.refresh();
  const closed = setTimeout(() => log('closed'), 1);
  await wait(10);
  closed.close().refresh();
  const disposed = setTimeout(() => log('disposed'), 1);
  await wait(10);
  disposed[Symbol.dispose]();
  disposed.refresh();
  // Cleared between being set again and running.
  const set = setTimeout(() => log('set'), 1);
  await wait(10);
  clearTimeout(set.refresh());
  const byNumber = setTimeout(() => log('by number'), 1);
  await wait(10);
  byNumber.refresh();
  clearTimeout(+byNumber);
  let count = 0;
  const interval = setInterval(() => {
    if (++count < 3) return interval.refresh();
    clearInterval(interval);
    interval.refresh();
  }, 1);
  while (count < 3) await wait(1);
  await wait(20);
  log('interval', count);
}

// ref() and unref() of one that is over count when it is set again.
async function references() {
  const timer = setTimeout(() => log('ran', timer.hasRef()), 1);
  await wait(10);
  log(timer.hasRef(), timer.unref().hasRef(), timer.refresh().hasRef(), timer.hasRef());
  await wait(10);
  log(timer.hasRef(), timer.ref().ref().hasRef(), timer.refresh().hasRef());
  await wait(10);
  const own = setTimeout(() => {}, 1).unref();
  clearTimeout(own);
  log(own.hasRef(), own.ref().hasRef(), own.unref().unref().hasRef());
  // In its own callback, where it is not over yet.
  const inside = setTimeout(() => log('inside', inside.hasRef(), inside.unref().hasRef()), 1);
  await wait(10);
  log(inside.hasRef(), inside.refresh().hasRef());
  await wait(10);
}

again().then(cleared).then(references).then(async () => {
  // One keeps the program alive, the other does not.
  const kept = setTimeout(() => log('kept'), 1);
  const dropped = setTimeout(() => log('dropped'), 1).unref();
  await wait(10);
  const timers = [kept, dropped];
  process.on('beforeExit', () => log('beforeExit', timers.shift()?.refresh().hasRef()));
  process.on('exit', () => log('exit'));
});
