// Every length up to 40 and around the limits, with each kind of character at each place, against a writer of a line.
const specials = ['"', '\\', '\n', '\x00', '\x1f', ' ', '!', '#', '[', ']', '\x7f', '\x80', '\xa2', '\xdc', '\xff', '\u0100', '\ud800', '\u{1f600}'];
function plain(text) {
  let out = '"';
  for (let i = 0; i < text.length; i++) {
    const c = text[i], code = text.charCodeAt(i);
    const short = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' }[c];
    const lone = code >= 0xd800 && code <= 0xdfff && !(code < 0xdc00 ? /[\udc00-\udfff]/.test(text[i + 1] ?? '') : /[\ud800-\udbff]/.test(text[i - 1] ?? ''));
    out += short ?? (code < 0x20 || lone ? '\\u' + code.toString(16).padStart(4, '0') : c);
  }
  return out + '"';
}
let count = 0;
for (const length of [...Array(21).keys(), 509, 510, 511, 512, 2045, 2046, 2047, 2048]) {
  const base = Array.from({ length }, (_, i) => String.fromCharCode(97 + i % 26)).join('');
  for (let at = 0; at < length; at += length > 40 ? 127 : 1) {
    for (const special of specials) {
      for (const text of [base.slice(0, at) + special + base.slice(at + 1), special + base.slice(1, at) + special]) {
        count++;
        if (JSON.stringify(text) !== plain(text)) console.log('differs', length, at, escape(special));
        if (JSON.stringify({ [text]: [text] }) !== `{${plain(text)}:[${plain(text)}]}`) console.log('property differs', length, at, escape(special));
      }
    }
  }
}
// Many in one text, so that what is written meets the end of every buffer.
const many = Array.from({ length: 3000 }, (_, i) => 'x'.repeat(i % 97) + specials[i % specials.length]);
console.log(count, JSON.stringify(many) === `[${many.map(plain)}]`);
