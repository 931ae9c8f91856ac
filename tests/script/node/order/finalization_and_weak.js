// A WeakRef keeps its target for the job; what is unreachable but referenced stays until the turn ends.
let target = { name: 'held' };
const ref = new WeakRef(target);
target = null;
console.log(ref.deref()?.name);
Promise.resolve().then(() => console.log('job', typeof ref.deref));
process.nextTick(() => console.log('tick', typeof ref));
setImmediate(() => console.log('immediate'));
