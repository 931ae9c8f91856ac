// What an abort does at once and what it leaves to jobs and timers.
const { setTimeout: sleep } = require('node:timers/promises');
const { once, EventEmitter } = require('node:events');
const controller = new AbortController();
controller.signal.addEventListener('abort', () => console.log('listener'));
controller.signal.onabort = () => console.log('onabort');
sleep(10000, 'never', { signal: controller.signal }).catch((e) => console.log('sleep', e.name, e.code));
once(new EventEmitter(), 'never', { signal: controller.signal }).catch((e) => console.log('once', e.name));
Promise.resolve().then(() => console.log('job 1'));
process.nextTick(() => console.log('tick'));
setImmediate(() => { console.log('aborting'); controller.abort(new Error('why')); console.log('aborted', controller.signal.reason.message); Promise.resolve().then(() => console.log('job after')); process.nextTick(() => console.log('tick after')); });
