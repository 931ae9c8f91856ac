// Buffer: encodings, numbers, search, copies, what inspect shows.
const { Buffer: B, constants, transcode, isUtf8, isAscii, kMaxLength, kStringMaxLength } = require('node:buffer');
console.log(B === Buffer, Buffer.poolSize, constants, kMaxLength, kStringMaxLength);
for (const encoding of ['utf8', 'utf16le', 'latin1', 'ascii', 'base64', 'base64url', 'hex', 'UCS-2', 'binary']) {
  const b = Buffer.from('héllo €😀 wörld'.repeat(2), encoding);
  console.log(encoding, b, b.length, b.toString(encoding), b.toString(), Buffer.byteLength('aé€😀', encoding));
}
const fails = (f) => { try { console.log(f()); } catch (e) { console.log(e.name, e.code, e.message); } };
console.log(Buffer.from('YQ==YQ==', 'base64'), Buffer.from('Y-_Q', 'base64'), Buffer.from('abxx', 'hex'), Buffer.from('abc', 'hex'));
console.log(Buffer.from([1, 257, -1, 3.7, '5', 'x']), Buffer.from(new Uint16Array([1, 256])), Buffer.from(Buffer.from('xy')));
console.log(Buffer.from(new ArrayBuffer(8), 2, 3), Buffer.from({ length: 2, 0: 5, 1: 6 }), Buffer.from({ type: 'Buffer', data: [1, 2] }), Buffer.from(new String('boxed')));
for (const bad of [5, null, undefined, {}, Symbol('s'), true, 5n, () => 1]) fails(() => Buffer.from(bad));
fails(() => Buffer.from('a', 'nope'));
fails(() => Buffer.alloc(-1));
fails(() => Buffer.alloc('5'));
fails(() => Buffer.concat('x'));
fails(() => Buffer.concat([1]));
fails(() => Buffer.concat([Buffer.from('ab'), new Uint8Array([99])], 2));
const n = Buffer.alloc(16);
for (const [name, value] of [['UInt8', 255], ['UInt16LE', 65534], ['UInt16BE', 65534], ['UInt32LE', 4294967290], ['UInt32BE', 4294967290],
  ['Int8', -5], ['Int16LE', -300], ['Int16BE', -300], ['Int32LE', -70000], ['Int32BE', -70000], ['FloatLE', 1.5], ['FloatBE', -2.25],
  ['DoubleLE', Math.PI], ['DoubleBE', -Math.E], ['BigInt64LE', -5n], ['BigInt64BE', -5n], ['BigUInt64LE', 2n ** 63n], ['BigUInt64BE', 7n]]) {
  n.fill(0);
  console.log(name, n['write' + name](value, 3), n.toString('hex'), n['read' + name](3));
}
for (let width = 1; width <= 6; ++width) {
  n.fill(0);
  const v = 2 ** (8 * width - 1) - 3;
  console.log(n.writeUIntLE(v, 1, width), n.readUIntLE(1, width), n.writeIntBE(-v, 8, width), n.readIntBE(8, width), n.toString('hex'));
}
fails(() => n.readUInt32LE(13));
fails(() => n.readUInt32LE(1.5));
fails(() => n.readUInt32LE('1'));
fails(() => n.readInt8(-1));
fails(() => Buffer.alloc(1).readDoubleLE());
fails(() => n.writeUInt8(256));
fails(() => n.writeInt16LE(40000));
fails(() => n.writeUIntLE(2 ** 40, 0, 5));
fails(() => n.writeIntLE(2 ** 40, 0, 5));
fails(() => n.writeBigInt64LE(2n ** 63n));
fails(() => n.writeBigUInt64LE(5));
fails(() => n.readUIntLE(0, 7));
fails(() => n.readUIntLE());
console.log(n.readUint8 === n.readUInt8, n.writeUintBE === n.writeUIntBE);
const s = Buffer.from('this is a buffer, this is text');
console.log(s.indexOf('is'), s.indexOf('is', 3), s.lastIndexOf('is'), s.lastIndexOf('is', 18), s.indexOf(Buffer.from('buf')), s.indexOf(98), s.indexOf('zz'), s.includes('text'), s.indexOf(''), s.lastIndexOf('this', -25), s.indexOf('is', -5));
console.log(Buffer.from('abcab', 'utf16le').indexOf('b', 3, 'utf16le'), Buffer.from('abcab', 'utf16le').lastIndexOf('ab', undefined, 'utf16le'));
fails(() => s.indexOf({}));
console.log(s.slice(5, -5).toString(), s.subarray(-4).toString(), s.toString('utf8', 5, 9), s.toString(undefined, 28), s.equals(Buffer.from(s)));
console.log(Buffer.compare(Buffer.from('a'), Buffer.from('b')), Buffer.from('ab').compare(Buffer.from('a')), s.compare(Buffer.from('is'), 0, 2, 2, 4));
console.log(Buffer.alloc(7, 'abc'), Buffer.alloc(4, 0x101), Buffer.alloc(5, 'YWI=', 'base64'), Buffer.alloc(6).fill('é'), Buffer.alloc(3).fill(Buffer.from([1, 2])));
const w = Buffer.alloc(8);
console.log(w.write('héllo'), w.write('€€', 6), w, w.write('ab', 1, 'hex'), w.write('zzz', 2, 1, 'latin1'), w);
fails(() => w.write('a', 9));
fails(() => w.write(5));
console.log(Buffer.from([1, 2, 3, 4]).swap16(), Buffer.from([1, 2, 3, 4]).swap32(), Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]).swap64());
fails(() => Buffer.from([1]).swap16());
const c = Buffer.from('0123456789');
console.log(c.copy(w, 2, 5), w, c.copy(c, 2, 0, 5), c.toString(), JSON.stringify(Buffer.from('hi')));
const extra = Buffer.from('abc');
extra.foo = { a: 1 };
console.log(extra, [extra], { extra }, Buffer.alloc(51), Buffer.alloc(60, 1), Buffer.alloc(0));
console.log(transcode(Buffer.from('€é'), 'utf8', 'latin1'), transcode(Buffer.from('é'), 'utf8', 'utf16le'), isUtf8(Buffer.from([0xc3, 0x28])), isUtf8(Buffer.from('é')), isAscii(Buffer.from('a')));
console.log(Buffer.isBuffer(s), Buffer.isBuffer(new Uint8Array(1)), Buffer.isEncoding('UTF-8'), Buffer.isEncoding('x'), Buffer.of(1, 2), Buffer.copyBytesFrom(new Uint16Array([1, 2]), 1));
console.log([...Buffer.from('ab').entries()], Buffer.from('a') instanceof Uint8Array, Object.prototype.toString.call(s), s.map((x) => x + 1) instanceof Buffer, s.parent === s.buffer, typeof s.offset);
console.log(Object.getOwnPropertyNames(Buffer.prototype).join(' '));
console.log(Object.keys(Buffer), Object.getOwnPropertyNames(Buffer));
console.log(Buffer.from([0xe2, 0x82, 0x41, 0xf0, 0x9f, 0x98, 0xff, 0xc0, 0x80]).toString());
