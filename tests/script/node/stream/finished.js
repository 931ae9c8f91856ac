const { Readable, Writable, Duplex, PassThrough, finished, addAbortSignal } = require('stream'); const { ticks } = require('./_trace.cjs');
const log = (name) => (e) => console.log(name, e ? `${e.code ?? e.name} ${e.message}` : 'ok');
const a = new Readable({ read() { this.push(null); } }); finished(a, log('a')); a.resume();
const b = new Readable({ read() {} }); finished(b, log('b')); b.destroy();
const c = new Readable({ read() {} }); finished(c, log('c')); c.destroy(new Error('c'));
const d = new Writable({ write(x, e, cb) { cb(); } }); finished(d, log('d')); d.end('x');
const e = new Writable({ write(x, en, cb) { cb(); } }); finished(e, log('e')); e.destroy();
const f = new PassThrough(); finished(f, log('f')); finished(f, { readable: false }, log('f writable')); finished(f, { writable: false }, log('f readable')); f.end('x'); f.resume();
const g = new PassThrough(); g.end(); g.resume(); g.on('close', () => { finished(g, log('g after close')); ticks('g'); });
const h = new Readable({ read() {} }); const cleanup = finished(h, log('h never')); cleanup(); h.destroy();
const ac = new AbortController(); const i = new Readable({ read() {} }); finished(i, { signal: ac.signal }, log('i')); ac.abort();
const j = addAbortSignal(ac.signal, new Readable({ read() {} })); j.on('error', log('j')); j.on('close', () => console.log('j close'));
require('stream/promises').finished(new Readable({ read() { this.push(null); } }).resume()).then(() => console.log('promise'), log('promise'));
for (const bad of [() => finished(5, () => {}), () => finished(a), () => finished(a, { signal: 5 }, () => {})]) try { bad(); } catch (er) { console.log(er.code, er.message); }
