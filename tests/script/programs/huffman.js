// Huffman codes: frequencies, a priority queue in an array, canonical codes, bits packed into a Uint8Array and back.
'use strict';
function frequencies(text) {
  const counts = new Map();
  for (const c of text) counts.set(c, (counts.get(c) ?? 0) + 1);
  return counts;
}
function buildTree(counts) {
  const byWeight = (a, b) => a.weight - b.weight || (a.order < b.order ? -1 : 1);
  const queue = Array.from(counts, ([symbol, weight]) => ({ weight, order: symbol, symbol })).sort(byWeight);
  while (queue.length > 1) {
    const [left, right] = queue.splice(0, 2);
    const node = { weight: left.weight + right.weight, order: left.order < right.order ? left.order : right.order, left, right };
    const place = queue.findIndex((other) => byWeight(node, other) < 0);
    queue.splice(place < 0 ? queue.length : place, 0, node);
  }
  return queue[0];
}
function lengths(node, depth = 0, out = new Map()) {
  if (node.symbol !== undefined) return out.set(node.symbol, Math.max(depth, 1));
  lengths(node.left, depth + 1, out);
  return lengths(node.right, depth + 1, out);
}
function canonical(sizes) {
  const symbols = [...sizes].sort(([a, x], [b, y]) => x - y || a.codePointAt() - b.codePointAt());
  const codes = {};
  let code = 0, previous = 0;
  for (const [symbol, size] of symbols) {
    code <<= size - previous;
    codes[symbol] = code.toString(2).padStart(size, '0');
    previous = size;
    ++code;
  }
  return codes;
}
class BitWriter {
  #bytes = [];
  #used = 8;
  write(bits) {
    for (const bit of bits) {
      if (this.#used === 8) [this.#bytes[this.#bytes.length], this.#used] = [0, 0];
      this.#bytes[this.#bytes.length - 1] |= Number(bit) << (7 - this.#used++);
    }
    return this;
  }
  get bytes() { return Uint8Array.from(this.#bytes); }
}
function* bitsOf(bytes) {
  for (const byte of bytes) for (let mask = 0x80; mask; mask >>= 1) yield byte & mask ? 1 : 0;
}
function compress(text) {
  const codes = canonical(lengths(buildTree(frequencies(text))));
  const writer = new BitWriter();
  for (const c of text) writer.write(codes[c]);
  return { codes, bytes: writer.bytes, count: [...text].length };
}
function expand({ codes, bytes, count }) {
  const symbols = Object.fromEntries(Object.entries(codes).map(([symbol, code]) => [code, symbol]));
  let out = '', prefix = '';
  for (const bit of bitsOf(bytes)) {
    if (count === 0) break;
    prefix += bit;
    if (!Object.hasOwn(symbols, prefix)) continue;
    out += symbols[prefix];
    prefix = '';
    --count;
  }
  if (count) throw new RangeError(`${count} symbols are missing`);
  return out;
}

for (const text of ['abracadabra', 'aaaa', 'she sells sea shells by the sea shore', 'Ünïcödé ☃ and 👍👍', 'x']) {
  const packed = compress(text);
  console.log(text.length, '->', packed.bytes.length, expand(packed) === text, packed.codes);
  console.log(Buffer.from(packed.bytes).toString('hex'), packed.bytes);
}
const big = Array.from({ length: 2000 }, (_, i) => 'etaoin shrdlu'[(i * i + (i >> 3)) % 13]).join('');
const packed = compress(big);
console.log(packed.bytes.length, expand(packed) === big, packed.bytes.subarray(0, 5), packed.bytes.reduce((a, b) => (a * 31 + b) >>> 0, 7));
try { expand({ ...packed, bytes: packed.bytes.slice(0, -3) }); } catch (error) { console.log(error.message); }
console.log([...bitsOf(new Uint8Array([0b10100101]))].join(''), Object.keys(packed.codes).length);
const view = new DataView(packed.bytes.buffer);
console.log(view.getUint16(0), view.getInt32(4, true), view.byteLength === packed.bytes.byteLength);
