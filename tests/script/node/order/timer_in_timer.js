// A timer set in a timer, after the immediates of its turn; unref'd ones keep nothing alive; refresh and hasRef.
setTimeout(() => {
  console.log('first');
  setImmediate(() => { console.log('immediate before the inner'); setTimeout(() => { console.log('inner'); rest(); }, 1); });
}, 1);
const t = setTimeout(() => console.log('never: nothing waits for it'), 1000000).unref();
console.log(t.hasRef(), t.ref().hasRef(), t.unref().hasRef());
function rest() {
  setTimeout((...args) => console.log(args), 2, 1, 'two', { three: 3 });
  const self = setTimeout(function () { console.log(this === self, typeof this[Symbol.toPrimitive]()); }, 2);
}
clearTimeout(undefined); clearTimeout(null); clearTimeout({}); clearTimeout('x');
const id = setTimeout(() => console.log('never'), 1);
clearTimeout(+id);
process.on('exit', (code) => console.log('exit', code));
