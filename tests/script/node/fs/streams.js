const fs = require('fs'); require('./_dir.cjs').fresh(); const { pipeline } = require('stream/promises');
const log = (s, name, events) => { for (const e of events) s.on(e, (v) => console.log(name, e, v instanceof Error ? `${v.code} ${v.message}` : Buffer.isBuffer(v) ? v.length : typeof v === 'number' ? 'n' : v)); return s; };
const all = ['open', 'ready', 'data', 'end', 'error', 'close']; const wall = ['open', 'ready', 'finish', 'drain', 'error', 'close', 'pipe'];
const closed = (s) => new Promise((r) => s.on('close', r));
(async () => {
  const w = log(fs.createWriteStream('a'), 'w', wall); console.log(w.pending, w.bytesWritten, w.path, w.fd); console.log(w.write('x'.repeat(70000)), w.write('end')); w.end('!'); await closed(w); console.log(w.bytesWritten, fs.statSync('a').size);
  const r = log(fs.createReadStream('a'), 'r', all); await closed(r); console.log(r.bytesRead);
  const part = log(fs.createReadStream('a', { start: 69999, end: 70002, encoding: 'utf8', highWaterMark: 2 }), 'p', all); await closed(part);
  await closed(log(fs.createReadStream('nope'), 'n', all)); await closed(log(fs.createReadStream('.'), 'dir', all)); await closed(log(fs.createWriteStream('no/such'), 'nw', wall));
  const ap = fs.createWriteStream('a', { flags: 'r+', start: 2 }); ap.end('YY'); await closed(ap); console.log(fs.readFileSync('a', 'utf8').slice(0, 6));
  await pipeline(fs.createReadStream('a'), fs.createWriteStream('b')); console.log(fs.statSync('b').size);
  const h = await fs.promises.open('a'); await closed(log(h.createReadStream({ start: 0, end: 3 }), 'h', all)); console.log(h.fd);
  const d = log(fs.createReadStream('a'), 'd', ['error', 'close', 'end']); d.on('data', () => d.destroy()); await closed(d); const e = log(fs.createReadStream('a'), 'e', ['error', 'close', 'open']); e.destroy(new Error('early')); await closed(e);
  for (const bad of [() => fs.createReadStream(5), () => fs.createReadStream('a', { start: 5, end: 2 }), () => fs.createReadStream('a', { start: 'x' }), () => fs.createWriteStream('a', { fd: 'x' }), () => fs.createReadStream('a', 'zz')]) try { bad(); } catch (x) { console.log(x.code, x.message); }
  let text = ''; for await (const c of fs.createReadStream('b', { encoding: 'latin1', start: 69998 })) text += c; console.log(text); const full = log(fs.createWriteStream('/dev/full'), 'full', ['error', 'close', 'finish']); full.write('x', (er) => console.log('cb', er.code)); await closed(full);
})();
