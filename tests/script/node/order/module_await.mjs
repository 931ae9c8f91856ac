// Top-level await: ticks and jobs of an ES module's own body.
process.nextTick(() => console.log('tick 1'));
Promise.resolve().then(() => console.log('job 1'));

console.log('before');
await null;
console.log('after one turn');
process.nextTick(() => console.log('tick 2'));
await new Promise((resolve) => setTimeout(resolve, 2));
console.log('after a timer');
const { default: fs } = await import('node:fs');
console.log('imported', typeof fs.readFileSync);
await new Promise((resolve) => process.nextTick(resolve));
console.log('after a tick');
queueMicrotask(() => console.log('last job'));
