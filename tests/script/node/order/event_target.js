// EventTarget's listeners run at once, their throws and promises later.
const target = new EventTarget();
process.on('uncaughtException', (e) => console.log('uncaught', e.message));
target.addEventListener('x', () => { console.log('listener 1'); process.nextTick(() => console.log('tick')); Promise.resolve().then(() => console.log('job')); });
target.addEventListener('x', () => { throw new Error('from listener 2'); });
target.addEventListener('x', { handleEvent() { console.log('object'); } }, { once: true });
target.addEventListener('x', async () => { console.log('async listener'); await null; console.log('after its await'); });
console.log(target.dispatchEvent(new Event('x')));
console.log('dispatched');
setImmediate(() => { target.dispatchEvent(new Event('x')); console.log('again'); });
