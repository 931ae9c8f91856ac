const { Readable } = require('stream');
(async () => {
  const of = (...v) => Readable.from(v);
  console.log(await of(1, 2, 3, 4).map((x) => x * 2).filter((x) => x > 2).toArray());
  console.log(await of(1, 2).flatMap((x) => [x, x]).toArray(), await of(1, 2, 3).take(2).toArray(), await of(1, 2, 3).drop(1).toArray());
  console.log(await of(1, 2, 3).reduce((a, b) => a + b), await of(1, 2, 3).reduce((a, b) => a + b, 10), await of(1, 2).some((x) => x > 1), await of(1, 2).every((x) => x > 1), await of(1, 2).find((x) => x > 1));
  await of('a', 'b').forEach((x) => console.log(x));
  console.log(await of(3, 1, 2).map(async (x) => { await new Promise((r) => setTimeout(r, x * 3)); return x; }, { concurrency: 3 }).toArray());
  try { await of().reduce((a, b) => a); } catch (e) { console.log(e.name, e.code, e.message); }
  try { of(1).map(5); } catch (e) { console.log(e.code, e.message); }
  try { await of(1).map(() => { throw new Error('in map'); }).toArray(); } catch (e) { console.log(e.message); }
  const ac = new AbortController(); const p = of(1, 2, 3).map(async (x, { signal }) => { if (x === 2) ac.abort(); return x; }, { signal: ac.signal }).toArray(); try { console.log(await p); } catch (e) { console.log(e.name); }
  const c = require('stream/consumers'); console.log(await c.text(Readable.from(['a', 'b'])), await c.json(Readable.from(['{"x"', ':1}'])), await c.buffer(Readable.from([Buffer.from('z')])), (await c.arrayBuffer(Readable.from([Buffer.from('zz')]))).byteLength);
})();
