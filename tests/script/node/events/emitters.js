const E = require('events');
const e = new E(); console.log(e); console.log(E);
e.on('newListener', (t) => console.log('new', t)); e.on('removeListener', (t) => console.log('rm', t));
const f = function named() { console.log('f', this === e) };
e.on('a', f); e.once('a', f); e.prependListener('a', () => console.log('first')); e.emit('a', 1); e.off('a', f); e.emit('a');
console.log(e.eventNames(), e.listenerCount('a'), e.rawListeners('a'), e);
e.removeAllListeners();
console.log(e.eventNames());
for (const a of [[5],[{a:1}],[],[new TypeError('tt')],['str'],[null]]) try { new E().emit('error', ...a) } catch (x) { console.log(x.name, x.code, x.message, x.context) }
for (const g of [()=>e.on('x',5),()=>e.once('x'),()=>e.setMaxListeners(-1),()=>E.defaultMaxListeners='x',()=>e.off('x',null), ()=>new E({captureRejections:5})]) try { g() } catch (x) { console.log(x.name, x.code, x.message) }
class X extends E { constructor(){ super({captureRejections:true}); this.x = 1 } }
const x = new X(); x.on('t', async () => { throw new Error('cap') }); x.on('error', (er) => console.log('error', er.message)); x.emit('t'); console.log(x);
(async () => {
  const p = E.once(e, 'go'); e.emit('go', 1, 2); console.log(await p);
  const q = E.once(e, 'go'); e.emit('error', new Error('bad')); try { await q } catch (er) { console.log(er.message) }
  const ac = new AbortController(); const r = E.once(e, 'z', { signal: ac.signal }); ac.abort(); try { await r } catch (er) { console.log(er.name, er.code, er.message) }
  setTimeout(() => { e.emit('it', 1); e.emit('it', 2); e.emit('end') }, 1);
  for await (const v of E.on(e, 'it', { close: ['end'] })) console.log('it', v);
  const et = new EventTarget(); const w = E.once(et, 'foo'); et.dispatchEvent(new Event('foo')); console.log((await w)[0].type);
  process.on('warning', (w) => console.log(w.name, w.message, w.count, w.type));
  const m = new E(); for (let i = 0; i < 11; ++i) m.on('data', () => {});
  class Foo extends E {} const n = new Foo(); for (let i = 0; i < 11; ++i) n.on(Symbol('s') && 'q', () => {});
  console.log(E.getEventListeners(m, 'data').length, E.listenerCount(m, 'data'), E.getMaxListeners(m));
  e.on(E.errorMonitor, (er) => console.log('mon', er.message)); try { e.emit('error', new Error('m')) } catch (er) { console.log('thrown', er.message) }
})();
