// for await over arrays of promises, async generators with delays, and one that is left early.
const log = (...args) => console.log(...args);
async function* generate(name, count) { try { for (let i = 0; i < count; i++) { log(name, 'yields', i); yield i; await null; } } finally { log(name, 'cleans up'); await null; log(name, 'cleaned'); } }
(async () => { for await (const x of generate('a', 2)) log('a got', x); log('a done'); })();
(async () => { for await (const x of generate('b', 5)) { log('b got', x); if (x === 1) break; } log('b done'); })();
(async () => { for await (const x of [Promise.resolve('p'), 'q', new Promise((r) => setTimeout(r, 1, 'late'))]) log('c got', x); log('c done'); })();
(async () => { try { for await (const x of [Promise.reject(new Error('bad')), 1]) log('never', x); } catch (e) { log('d', e.message); } })();
(async () => { const g = generate('e', 3); log(await Promise.all([g.next(), g.next(), g.return('r'), g.next()])); })();
