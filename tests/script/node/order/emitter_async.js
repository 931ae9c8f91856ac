// events.once, events.on and captured rejections among ticks.
const { EventEmitter, once, on } = require('node:events');
const e = new EventEmitter({ captureRejections: true });
e.on('error', (error) => console.log('error event', error.message));
e.on('work', async (x) => { await null; throw new Error(`work ${x}`); });
(async () => { const [value] = await once(e, 'go'); console.log('once', value); })();
(async () => { let n = 0; for await (const [x] of on(e, 'item')) { console.log('item', x); if (++n === 3) break; } console.log('on done', e.listenerCount('item')); })();
process.nextTick(() => { e.emit('go', 1); e.emit('item', 'a'); e.emit('item', 'b'); console.log('emitted'); });
setImmediate(() => { e.emit('item', 'c'); e.emit('item', 'd'); e.emit('work', 1); console.log('emitted more'); });
e.on('newListener', (name) => console.log('newListener', name));
e.once('go', () => console.log('second listener'));
