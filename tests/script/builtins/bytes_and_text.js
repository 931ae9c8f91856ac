// Uint8Array to and from base64 and hexadecimal text.
const show = (what, f) => {
  try {
    console.log(what, f());
  } catch (e) {
    console.log(what, `${e.name}: ${e.message}`);
  }
};
const bytes = Uint8Array.from({length: 20}, (_, i) => i * 13 & 255);
for (let n = 0; n < 5; n++) {
  const part = bytes.subarray(15, 15 + n);
  console.log(part.toBase64(), part.toBase64({alphabet: 'base64url', omitPadding: true}), part.toHex());
}
show('round trip', () => Uint8Array.fromBase64(bytes.toBase64()).toHex() === bytes.toHex());
show('spaces', () => Uint8Array.fromBase64(' A Q\tI\nD '));
show('loose', () => Uint8Array.fromBase64('AQI'));
show('loose bits', () => Uint8Array.fromBase64('AQJ='));
show('url', () => Uint8Array.fromBase64('-_-_', {alphabet: 'base64url'}));
show('stop', () => Uint8Array.fromBase64('AQIDBA', {lastChunkHandling: 'stop-before-partial'}));
show('single', () => Uint8Array.fromBase64('A'));
show('character', () => Uint8Array.fromBase64('A$=='));
show('not text', () => Uint8Array.fromBase64(5));
show('alphabet', () => Uint8Array.fromBase64('', {alphabet: 'x'}));
show('handling', () => Uint8Array.fromBase64('', {lastChunkHandling: 'y'}));
show('options', () => Uint8Array.fromBase64('', 1));
show('hex', () => Uint8Array.fromHex('00ffA5'));
show('odd', () => Uint8Array.fromHex('0'));
show('no hex', () => Uint8Array.fromHex('0g'));
const target = new Uint8Array(4);
show('set', () => target.setFromBase64('AQIDBAUG'));
console.log(target);
show('set partly', () => new Uint8Array(2).setFromBase64('AQIDBAUG'));
show('set hex', () => target.setFromHex('ffee'));
console.log(target);
show('hex target', () => new Uint8Array(1).setFromHex('ffee'));
show('other', () => Uint8Array.prototype.toHex.call(1));
