const { Readable } = require('stream');
const r = new Readable({ read() {} }); r.setEncoding('utf8');
r.push(Buffer.from([0xe2, 0x82])); r.push(Buffer.from([0xac, 0x41])); r.push('text'); r.push('aGk=', 'base64'); r.push(Buffer.from([0xe2])); r.push(null);
r.on('data', (d) => console.log(typeof d, d)); r.on('end', () => console.log('end'));
const s = new Readable({ encoding: 'hex', read() { this.push(Buffer.from('hello')); this.push(null); } }); s.on('data', (d) => console.log(d));
const o = new Readable({ objectMode: true, read() {} }); o.push({ a: 1 }); o.push(0); o.push(''); o.push(false); o.push(undefined); o.push(null);
console.log(o.readableLength, o.readableHighWaterMark, o.readableObjectMode); o.on('data', (d) => console.log('o', d)); o.on('end', () => console.log('o end'));
const u = new Readable({ read() {} }); u.push('world'); u.unshift('hello '); console.log(String(u.read()), u.read());
try { new Readable({ highWaterMark: -1 }); } catch (e) { console.log(e.code, e.message); }
try { new Readable({ highWaterMark: 'x' }); } catch (e) { console.log(e.code, e.message); }
u.on('error', (e) => console.log(e.code, e.message)); u.push(5);
