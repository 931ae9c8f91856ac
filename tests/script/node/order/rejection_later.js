// A rejection that gets its handler late: unhandledRejection after the jobs, rejectionHandled after that.
process.on('unhandledRejection', (reason, promise) => { console.log('unhandled', reason.message, promise === late); if (promise === late) setTimeout(() => late.catch((e) => console.log('handled late', e.message)), 10); });
process.on('rejectionHandled', (promise) => console.log('rejectionHandled', promise === late));
const late = Promise.reject(new Error('late'));
const intime = Promise.reject(new Error('in time'));
process.nextTick(() => intime.catch(() => console.log('caught in a tick')));
queueMicrotask(() => Promise.reject(new Error('from a job')));
(async () => { throw new Error('async'); })();

