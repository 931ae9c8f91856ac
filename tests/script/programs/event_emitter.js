const EventEmitter = require('node:events');
class Job extends EventEmitter {
  constructor(name) { super(); this.name = name; }
  run(steps) {
    this.emit('start', this.name);
    for (let i = 1; i <= steps; i++) this.emit('progress', i, steps);
    this.emit('done');
    return this;
  }
}
const job = new Job('build');
const log = [];
job.once('start', (name) => log.push(`start ${name}`));
job.on('progress', function (i, n) { log.push(`${this.name} ${i}/${n}`); });
job.prependListener('progress', () => log.push('tick'));
const onDone = () => log.push('done');
job.on('done', onDone);
job.run(2).off('done', onDone).run(1);
console.log(log);
console.log(job.listenerCount('progress'), job.eventNames(), job.emit('nobody'));
try { job.emit('error', new Error('broken')); } catch (error) { console.log(error.message); }
job.on('error', (error) => console.log('handled', error.message));
job.emit('error', new Error('again'));
job.on('newListener', (name) => console.log('new', name));
job.on('late', () => {});
EventEmitter.once(job, 'later').then(([value]) => console.log('later', value));
job.emit('later', 42);
