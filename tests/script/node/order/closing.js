// Close events: streams of a child that could not be started, the last closed first; listeners of events.on() in turn.
const { spawn } = require('node:child_process');
const EventEmitter = require('node:events');
const log = (...args) => console.log(...args);

const child = spawn('/nowhere/at/all', ['x']);
child.on('error', (error) => log(error.code, error.spawnargs));
child.on('exit', () => log('no exit'));
child.on('close', (...args) => log('close', ...args));
for (const name of ['stdin', 'stdout', 'stderr']) child[name].on('close', () => log(name, 'close'));
child.stdout.on('end', () => log('stdout end'));
process.nextTick(() => log('tick'));
Promise.resolve().then(() => log('micro'));

child.on('close', async () => {
  const emitter = new EventEmitter();
  emitter.on('removeListener', (name) => log('removed', name));
  const values = EventEmitter.on(emitter, 'value', { close: ['end', 'finish'] });
  emitter.emit('value', 1);
  emitter.emit('end');
  emitter.emit('value', 2);
  for await (const value of values) log(value);
  const aborter = new AbortController();
  const more = EventEmitter.on(emitter, 'value', { signal: aborter.signal });
  setImmediate(() => aborter.abort());
  await more.next().catch((error) => log(error.name, error.code));
  await more.return();
});
