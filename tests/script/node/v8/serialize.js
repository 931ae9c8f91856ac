// v8.serialize writes V8's bytes, and v8.deserialize reads them.
const v8 = require('node:v8');
const cyclic = { name: 'cyclic', list: [] };
cyclic.self = cyclic;
cyclic.list.push(cyclic, cyclic.list);
const shared = new Date(0);
const sparse = [1, , 3];
sparse.extra = 'x';
const dense = [1, 2];
dense.extra = true;
const error = Object.assign(new RangeError('bad', { cause: { why: 1 } }), { ignored: 1 });
error.stack = 'RangeError: bad\n    at nowhere';
const values = {
  undefined: undefined, null: null, true: true, false: false, zero: 0, minus: -1, big: 2 ** 31 - 1, bigger: 2 ** 31, least: -(2 ** 31), negativeZero: -0, half: 0.5, nan: NaN, infinity: -Infinity,
  bigints: [0n, 1n, -1n, 2n ** 64n, -(2n ** 100n), 0xffffffffffffffffn], latin: 'héllo', empty: '', wide: 'π', odd: ['a', 'ππ', 'abc', 'π'.repeat(100)], long: 'x'.repeat(300),
  lone: '\ud800', object: { b: 1, a: 2, 1: 'one', 0: 'zero', 4294967294: 'index', 4294967295: 'name', '-1': 'n' }, nested: { a: { b: { c: [] } } }, cyclic, twice: [shared, shared], sparse, dense, holes: [,],
  date: new Date(1e12), invalid: new Date(NaN), boxes: [Object(true), Object(false), Object(1.5), Object('s'), Object(7n)], regexps: [/a/, /b\/c/gimsuy, /d/dv],
  map: new Map([[1, { a: 1 }], ['k', new Map()]]), set: new Set([1, 'two', {}]), error, errors: [new TypeError('t'), new Error()].map((e) => ((e.stack = 's'), e)),
  buffer: new Uint8Array([1, 2, 3]).buffer, views: [new Uint8Array([1, 2]), new Int16Array([1, -2]), new Float64Array([0.5]), new BigInt64Array([5n]), new DataView(new ArrayBuffer(3)), Buffer.from('hi'), new Uint8ClampedArray(1), new Float32Array(2)],
  resizable: new ArrayBuffer(2, { maxByteLength: 8 }), class: new (class A { x = 1; #y = 2; get z() { return 3; } })(), nullProto: Object.assign(Object.create(null), { a: 1 }),
  getter: { get g() { return 'got'; } }, symbolKeys: { [Symbol('s')]: 1, t: 2 },
};
for (const [name, value] of Object.entries(values)) {
  const bytes = v8.serialize(value);
  console.log(name, bytes.toString('hex'));
  console.log(v8.deserialize(bytes));
}
const back = v8.deserialize(v8.serialize(cyclic));
console.log(back.self === back, back.list[0] === back, back.list[1] === back.list);
for (const wrong of [() => {}, Symbol('s'), { f() {} }, new WeakMap(), Promise.resolve(), new Proxy({}, {})]) {
  try { v8.serialize(wrong); console.log('serialized'); } catch (e) { console.log(e.name, e.message); }
}
for (const bytes of [Buffer.alloc(0), Buffer.from('ff0f', 'hex'), Buffer.from('ff0f6f', 'hex'), Buffer.from('ff1f5f', 'hex'), Buffer.from('ff0f22ff', 'hex'), 'text']) {
  try { console.log(v8.deserialize(bytes)); } catch (e) { console.log(e.name, e.message); }
}
const writer = new v8.Serializer();
writer.writeHeader();
writer.writeUint32(300);
writer.writeUint64(1, 2 ** 32 - 1);
writer.writeDouble(0.1);
writer.writeRawBytes(Buffer.from('raw'));
writer.writeValue(new Uint16Array([1, 2]));
const bytes = writer.releaseBuffer();
console.log(bytes.toString('hex'));
const reader = new v8.Deserializer(bytes);
console.log(reader.readHeader(), reader.getWireFormatVersion(), reader.readUint32(), reader.readUint64(), reader.readDouble(), String(reader.readRawBytes(3)), reader.readValue());
