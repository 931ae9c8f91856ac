// console.createTask and console.context; a timer that is refreshed after it fires, and after it was cleared.
const attempt = (f) => {
  try {
    return f();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};
const task = console.createTask('name');
console.log(Object.keys(task), Object.getPrototypeOf(task) === Object.prototype, console.createTask.length, task.run.length, task.run.name);
console.log(task.run(() => 5), task.run((...args) => args.length, 1, 2), attempt(() => task.run(() => { throw new RangeError('r'); })));
for (const name of [undefined, '', 5, null]) console.log(attempt(() => console.createTask(name)));
for (const callback of [undefined, 5, 'x']) console.log(attempt(() => task.run(callback)));
const { run } = task;
console.log(attempt(() => run(() => 4)), attempt(() => console.createTask('other').run.call(task, () => 4)));
const context = console.context('name');
console.log(Object.keys(context).join(' '), console.context.length, context.log('nobody sees this'), context.log.length, context.log.name);

const t = setTimeout(() => {
  console.log('fired', t.hasRef());
  if (t.again) return;
  t.again = true;
  console.log(t.refresh() === t);
}, 20);
const cleared = setTimeout(() => console.log('never'), 1);
clearTimeout(cleared);
cleared.refresh();
const interval = setInterval(() => {
  console.log('interval');
  clearInterval(interval);
  interval.refresh();
}, 120);
