// timers/promises: immediates, intervals and the scheduler.
const { setTimeout: sleep, setImmediate: soon, setInterval: every, scheduler } = require('node:timers/promises');
(async () => { console.log(await soon('immediate')); console.log(await sleep(1, 'slept')); let n = 0; for await (const x of every(1, 'tick')) { console.log(x, ++n); if (n === 3) break; } await scheduler.wait(1); await scheduler.yield(); console.log('scheduled'); })();
setImmediate(() => console.log('plain immediate'));
process.nextTick(() => console.log('next tick'));
Promise.resolve().then(() => console.log('job'));
