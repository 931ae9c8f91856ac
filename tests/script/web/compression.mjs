// CompressionStream and DecompressionStream; what atob() says of what it cannot read.
const drain = (stream) => Array.fromAsync(stream);
const joined = async (stream) => Buffer.concat(await drain(stream));
for (const format of ['foo', undefined, 'gzip', 'deflate', 'deflate-raw', 'brotli', 'zstd']) {
  try {
    const pack = new CompressionStream(format);
    console.log(pack, String(pack));
    const packed = await joined(new Blob(['hi'.repeat(5000)]).stream().pipeThrough(pack));
    console.log(format, packed.length < 100);
    console.log((await joined(new Blob([packed]).stream().pipeThrough(new DecompressionStream(format)))).toString() === 'hi'.repeat(5000));
  } catch (error) {
    console.log(format, error.name, error.code, error.message);
  }
}
async function unpack(format, bytes) {
  try {
    console.log(await drain(new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format))));
  } catch (error) {
    console.log(format, error.name, error.code, error.message, error.cause?.message);
  }
}
await unpack('gzip', 'nope');
await unpack('deflate', 'nope');
await unpack('deflate-raw', new Uint8Array([7]));
const packed = await joined(new Blob(['x']).stream().pipeThrough(new CompressionStream('gzip')));
await unpack('gzip', packed);
await unpack('gzip', Buffer.concat([packed, packed]));
await unpack('gzip', Buffer.concat([packed, Buffer.from('rest')]));
await unpack('gzip', packed.subarray(0, 10));
try {
  CompressionStream('gzip');
} catch (error) {
  console.log(error.message);
}
console.log(Object.keys(Object.getOwnPropertyDescriptors(DecompressionStream.prototype)), (await import('node:stream/web')).CompressionStream === CompressionStream);
for (const text of ['*', 'a', 'aGk', 'a=', '====', 'aG k=', 'abcde', 'é', 'ab=c']) {
  try {
    console.log(text, atob(text));
  } catch (error) {
    console.log(text, error.name, error.message);
  }
}
