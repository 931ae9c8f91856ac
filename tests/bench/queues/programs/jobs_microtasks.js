// A million microtasks.
let count = 0;
function task() {
  if (++count < 1e6) queueMicrotask(task);
  else console.log(count);
}
task();
