// flags: --expose-gc
// WeakRefs keep their targets during a job; FinalizationRegistry calls back in a task of its own.
const registry = new FinalizationRegistry((held) => console.log('finalized', held));
let count = 0;
const counting = new FinalizationRegistry(() => count++);
function scatter() {
  for (let i = 0; i < 1000; i++) counting.register({ i }, i);
  const token = {};
  for (let i = 0; i < 10; i++) registry.register({ i }, 'unregistered', token);
  console.log(registry.unregister(token), registry.unregister(token), registry.unregister({}));
}
scatter();
const references = [];
(function () { for (let i = 0; i < 100; i++) references.push(new WeakRef({ i })); })();
gc();
console.log('kept in this job:', references.filter((r) => r.deref()).length);
setTimeout(() => {
  gc();
  console.log('dropped later:', references.filter((r) => r.deref()).length <= 2);
  setTimeout(() => {
    console.log('most are finalized:', count >= 990);
    gc();
  }, 10);
}, 5);
