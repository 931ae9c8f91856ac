// A timer set in a timer never runs in the same pass; unref'd ones keep nothing alive; refresh and hasRef.
setTimeout(() => { console.log('first'); setTimeout(() => console.log('inner 0'), 20); setImmediate(() => console.log('immediate before the inner')); }, 1);
const t = setTimeout(() => console.log('never: nothing waits for it'), 100000).unref();
console.log(t.hasRef(), t.ref().hasRef(), t.unref().hasRef());
setTimeout((...args) => console.log(args), 400, 1, 'two', { three: 3 });
const self = setTimeout(function () { console.log(this === self, typeof this[Symbol.toPrimitive]()); }, 450);
clearTimeout(undefined); clearTimeout(null); clearTimeout({}); clearTimeout('x');
const id = setTimeout(() => console.log('never'), 1);
clearTimeout(+id);
process.on('exit', (code) => console.log('exit', code));
