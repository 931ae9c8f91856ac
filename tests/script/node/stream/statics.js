const Stream = require('stream');
console.log(Object.keys(Stream), typeof Stream, Stream.Stream === Stream, require('node:stream') === Stream);
console.log(Stream.getDefaultHighWaterMark(false), Stream.getDefaultHighWaterMark(true), Object.keys(require('stream/promises')), Object.keys(require('stream/consumers')));
const r = new Stream.Readable({ read() {} }); console.log(Stream.isReadable(r), Stream.isWritable(r), Stream.isErrored(r), Stream.isDisturbed(r), Stream.isDestroyed(r)); r.push('x'); r.read(); console.log(Stream.isDisturbed(r)); r.on('error', () => {}); r.destroy(new Error('x')); console.log(Stream.isReadable(r), Stream.isErrored(r), Stream.isDestroyed(r));
function Old() { Stream.call(this); this.readable = true; } Object.setPrototypeOf(Old.prototype, Stream.prototype);
const o = new Old(); o.pipe(new Stream.Writable({ write(c, e, cb) { console.log('old', String(c)); cb(); } }).on('finish', () => console.log('finished'))); o.emit('data', 'x'); o.emit('end');
const wrapped = new Stream.Readable().wrap(Object.assign(new Old(), { pause() {}, resume() {} })); wrapped.on('data', (d) => console.log(String(d)));
Stream.Readable.prototype.on.call(r, 'x', () => {}); console.log(Stream.Readable.name, Stream.Writable.length, Stream.Transform.name, Stream.PassThrough.name, Stream.Duplex.name);
function Sub() { Stream.Readable.call(this); } require('util').inherits(Sub, Stream.Readable); Sub.prototype._read = function () { this.push('sub'); this.push(null); }; new Sub().on('data', (d) => console.log(String(d)));
