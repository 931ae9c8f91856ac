// Bytes that are not UTF-8, in files, streams, lines, JSON and decoders; characters cut by chunks.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');
const { StringDecoder } = require('node:string_decoder');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'text-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const samples = { lone: [0x80], cut: [0xe2, 0x82], overlong: [0xc0, 0xaf], surrogate: [0xed, 0xa0, 0x80], high: [0xf4, 0x90, 0x80, 0x80], mixed: [0x61, 0xff, 0x62, 0xc3, 0x28, 0xe2, 0x82, 0xac], bom: [0xef, 0xbb, 0xbf, 0x7b, 0x7d], good: [...Buffer.from('a€😀b')] };
const attempt = (call) => { try { return JSON.stringify(call()); } catch (e) { return `${e.name} ${e.code} ${e.message.replaceAll(folder, '<tmp>')}`; } };
(async () => {
  for (const [name, bytes] of Object.entries(samples)) {
    const file = path.join(folder, `${name}.json`);
    fs.writeFileSync(file, Buffer.from(bytes));
    console.log(name, attempt(() => fs.readFileSync(file, 'utf8')), attempt(() => fs.readFileSync(file, 'latin1')), attempt(() => Buffer.from(fs.readFileSync(file, 'utf8'))));
    console.log(' ', attempt(() => new TextDecoder().decode(Buffer.from(bytes))), attempt(() => new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bytes))), attempt(() => new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(bytes))), require('node:buffer').isUtf8(Buffer.from(bytes)));
    console.log(' ', attempt(() => JSON.parse(fs.readFileSync(file))));
    for (const size of [1, 2, 3]) {
      let text = '';
      for await (const chunk of fs.createReadStream(file, { encoding: 'utf8', highWaterMark: size })) text += `${chunk}|`;
      const decoder = new StringDecoder('utf8');
      let pieces = '';
      for (let i = 0; i < bytes.length; i += size) pieces += `${decoder.write(Buffer.from(bytes.slice(i, i + size)))}|`;
      const streaming = new TextDecoder();
      let decoded = '';
      for (let i = 0; i < bytes.length; i += size) decoded += `${streaming.decode(Buffer.from(bytes.slice(i, i + size)), { stream: true })}|`;
      console.log(' ', size, JSON.stringify(text), JSON.stringify(pieces + decoder.end()), JSON.stringify(decoded + streaming.decode()));
    }
  }
  fs.writeFileSync(path.join(folder, 'lines'), Buffer.concat([Buffer.from('one\r\ntwo'), Buffer.from([0xff, 0x0a, 0xe2]), Buffer.from('\nlast')]));
  for await (const line of readline.createInterface({ input: fs.createReadStream(path.join(folder, 'lines'), { highWaterMark: 4 }) })) console.log(JSON.stringify(line));
  console.log(Buffer.from('\ud800x').toString('hex'), encodeURIComponent('ok'), attempt(() => encodeURIComponent('\ud800')), attempt(() => decodeURIComponent('%ff')));
})();
