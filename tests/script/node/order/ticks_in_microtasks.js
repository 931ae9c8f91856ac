// nextTick from promise jobs and back: each queue is emptied before the next is looked at.
const log = (text) => console.log(text);
process.nextTick(() => { log('tick 1'); Promise.resolve().then(() => log('job from tick 1')); process.nextTick(() => log('tick from tick 1')); });
Promise.resolve().then(() => { log('job 1'); process.nextTick(() => log('tick from job 1')); return Promise.resolve(); }).then(() => log('job after a promise'));
queueMicrotask(() => { log('microtask'); queueMicrotask(() => log('microtask from microtask')); process.nextTick(() => { log('tick from microtask'); queueMicrotask(() => log('microtask from that tick')); }); });
process.nextTick((a, b) => log(`tick 2 ${a} ${b}`), 'with', 'arguments');
log('main');
