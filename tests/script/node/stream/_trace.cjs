// Logs the events of a stream in order.
const names = ['close', 'data', 'end', 'error', 'pause', 'readable', 'resume', 'drain', 'finish', 'pipe', 'unpipe', 'prefinish'];
exports.trace = (stream, name, skip = []) => {
  for (const event of names) {
    if (skip.includes(event)) continue;
    stream.on(event, (value) => console.log(name, event, event === 'error' ? `${value.code ?? ''} ${value.message}` : event === 'data' ? String(value) : ''));
  }
  return stream;
};
exports.ticks = (label) => {
  process.nextTick(() => { console.log(label, 'tick'); process.nextTick(() => console.log(label, 'tick 2')); });
  Promise.resolve().then(() => console.log(label, 'micro')).then(() => console.log(label, 'micro 2'));
  setImmediate(() => console.log(label, 'immediate'));
};
// Calls f after n turns of the event loop.
exports.after = (n, f) => (n > 0 ? setImmediate(exports.after, n - 1, f) : f());
