const { Duplex, compose, Readable, Transform, PassThrough } = require('stream');
(async () => {
  const d = compose(async function* (s) { for await (const c of s) yield String(c).toUpperCase(); }, async function* (s) { for await (const c of s) yield `${c}!`; });
  d.end('hi'); for await (const c of d) console.log(c);
  const e = Duplex.from(async function* (s) { for await (const c of s) yield String(c) + '?'; }); e.write('a'); e.end('b'); for await (const c of e) console.log(c);
  for await (const c of Duplex.from(['x', 'y'])) console.log(c);
  for await (const c of Duplex.from(Promise.resolve('p'))) console.log(c);
  const pair = Duplex.from({ readable: Readable.from(['r']), writable: new PassThrough() }); console.log(pair.readable, pair.writable); for await (const c of pair) console.log(c);
  const bad = compose(new PassThrough(), new Transform({ transform(c, en, cb) { cb(new Error('inner')); } })); bad.on('error', (er) => console.log('err', er.message)); bad.on('close', () => console.log('close')); bad.write('x');
  try { compose(); } catch (er) { console.log(er.code, er.message); } try { Duplex.from(5); } catch (er) { console.log(er.code, er.message); }
  const [a, b] = require('stream').duplexPair(); a.end('over'); for await (const c of b) console.log(String(c)); b.end();
})();
