// What packages do with the classes themselves: inherit from them as functions (pngjs), drive `_handle` synchronously
// and give it back its place (minizlib, that is npm's tar).
const assert = require('node:assert');
const util = require('node:util');
const zlib = require('node:zlib');

function Inflate(options) {
  if (!(this instanceof Inflate)) return new Inflate(options);
  this._offset = 0;
  zlib.Inflate.call(this, options);
}
util.inherits(Inflate, zlib.Inflate);
const text = 'the same again and again, '.repeat(20);
const packed = zlib.deflateSync(text);
{
  const engine = Inflate({ chunkSize: 64 });
  console.log(engine instanceof zlib.Inflate, Boolean(engine._handle), engine._chunkSize, engine._closed);
  const parts = [];
  let offset = 0;
  for (;;) {
    const left = packed.length - offset;
    engine._handle.writeSync(zlib.constants.Z_FINISH, packed, offset, left, engine._outBuffer, 0, 64);
    const [outLeft, inLeft] = engine._writeState;
    parts.push(Buffer.from(engine._outBuffer.subarray(0, 64 - outLeft)));
    offset = packed.length - inLeft;
    if (outLeft > 0) break;
  }
  console.log(parts.length, Buffer.concat(parts).toString() === text);
  engine._handle.close();
  engine._handle = null;
  console.log(engine._closed);
  assert.throws(() => engine.reset(), { code: 'ERR_INTERNAL_ASSERTION', message: /^zlib binding closed\n/ });
}
{
  // Several chunks through one handle that _processChunk believes it has closed.
  const engine = new zlib.Gunzip();
  const handle = engine._handle;
  const { close } = handle;
  const gzipped = zlib.gzipSync(text);
  const parts = [];
  for (const [from, to] of [[0, 10], [10, 30], [30, gzipped.length]]) {
    handle.close = () => {};
    parts.push(Buffer.from(engine._processChunk(gzipped.subarray(from, to), zlib.constants.Z_SYNC_FLUSH)));
    console.log(engine._handle, engine.bytesWritten);
    engine._handle = handle;
    handle.close = close;
  }
  console.log(Buffer.concat(parts).toString() === text);
}
{
  const engine = new zlib.Inflate();
  engine.on('error', (error) => console.log('error', error.code, error.errno, error.message));
  engine._handle.writeSync(0, Buffer.from('garbage'), 0, 7, engine._outBuffer, 0, engine._outBuffer.length);
  console.log(engine.destroyed, engine._handle);
}
console.log(new zlib.Inflate()._processChunk(Buffer.alloc(0), zlib.constants.Z_SYNC_FLUSH));
for (const Class of [zlib.Deflate, zlib.Gzip, zlib.BrotliCompress]) {
  const Sub = class extends Class {};
  console.log(Class.name, new Sub() instanceof Class, Class.call(Object.create(Class.prototype)), Object.keys(new Class()._handle));
}
