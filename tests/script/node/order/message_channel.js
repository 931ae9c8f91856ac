// Messages of a channel among timers and immediates; a port that is closed.
const { port1, port2 } = new MessageChannel();
port2.onmessage = (event) => { console.log('message', event.data); process.nextTick(() => console.log('tick of', event.data)); Promise.resolve().then(() => console.log('job of', event.data)); if (event.data === 3) port1.close(); };
port2.addEventListener('close', () => console.log('closed'));
port1.postMessage(1); port1.postMessage(2);
Promise.resolve().then(() => { console.log('job'); port1.postMessage(3); });
process.nextTick(() => console.log('tick'));
console.log('main');
