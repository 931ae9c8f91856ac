// %TypedArray%.prototype.fill of each element type: the value is converted once, then every element is the same.
const kinds = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float16Array, Float32Array, Float64Array];
for (const Kind of kinds) {
  for (const value of [1, -1, 300.7, NaN, '0x1234', -0]) {
    const array = new Kind(11).fill(value, 1, -1);
    console.log(Kind.name, value, array.join(), Object.is(array[5], -0));
  }
}
for (const Kind of [BigInt64Array, BigUint64Array]) console.log(new Kind(7).fill(-5n, 2), new Kind(3).fill('12', -1));
const one = new Uint16Array(1000).fill(0xabcd);
console.log(one.every((x) => x === 0xabcd), new Uint16Array(one.buffer, 2, 5).fill(1, 1, 4).join(), one.indexOf(1), one.lastIndexOf(1));
for (const [from, to] of [[0, 0], [3, 2], [5, 9], [-2], [-9, -8], [Infinity], [-Infinity, 1], [undefined, undefined], [1, 2]]) {
  console.log(from, to, new Uint8Array(4).fill(7, from, to).join());
}
// The conversion of an argument makes the buffer smaller.
const buffer = new ArrayBuffer(16, { maxByteLength: 16 });
const view = new Uint32Array(buffer);
view.fill(9, { valueOf() { buffer.resize(8); return 1; } });
console.log(view.join());
try {
  view.fill({ valueOf() { buffer.transfer(); return 1; } });
} catch (error) {
  console.log(error.name);
}
