// StringDecoder over every cut of a text.
const { StringDecoder } = require('string_decoder');
const text = 'aé€😀z';
for (const encoding of ['utf8', 'utf16le', 'base64', 'base64url', 'hex', 'latin1']) {
  const bytes = encoding === 'utf16le' ? Buffer.from(text, 'utf16le') : Buffer.from(text);
  for (let size = 1; size <= 4; ++size) {
    const decoder = new StringDecoder(encoding);
    const parts = [];
    for (let i = 0; i < bytes.length; i += size) parts.push(decoder.write(bytes.subarray(i, i + size)));
    parts.push(decoder.end());
    console.log(encoding, size, parts);
  }
}
const d = new StringDecoder('utf8');
console.log(d.write(Buffer.from([0xe2, 0x82])), d.lastNeed, d.lastTotal, d.lastChar.length, d.end(), d.end(Buffer.from([0xf0, 0x9f])));
console.log(d.write(Buffer.from([0xf0, 0x41])), d.write(Buffer.from([0xed, 0xa0])), d.end());
try { new StringDecoder('nope'); } catch (e) { console.log(e.code, e.message); }
try { d.write(5); } catch (e) { console.log(e.code, e.message); }
console.log(new StringDecoder('UTF-8').encoding, new StringDecoder().encoding, new StringDecoder('binary').encoding, new StringDecoder('ucs2').encoding);
