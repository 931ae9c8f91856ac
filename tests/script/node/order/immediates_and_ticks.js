// Ticks and jobs run between two immediates; an immediate set by one waits for the next round.
setImmediate(() => { console.log('immediate 1'); process.nextTick(() => console.log('tick of 1')); Promise.resolve().then(() => console.log('job of 1')); setImmediate(() => console.log('immediate of 1')); });
setImmediate(() => { console.log('immediate 2'); queueMicrotask(() => console.log('job of 2')); });
const cleared = setImmediate(() => console.log('never'));
setImmediate((a) => { console.log('immediate 3', a); clearImmediate(later); }, 'argument');
const later = setImmediate(() => console.log('never either'));
clearImmediate(cleared);
setImmediate(() => console.log('immediate 4'));
