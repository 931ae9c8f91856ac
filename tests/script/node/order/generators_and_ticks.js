// Synchronous generators are no turn; yield* of async ones is.
function* sync() { console.log('sync start'); const x = yield 1; console.log('sync got', x); yield* [2, 3]; }
async function* outer() { yield* inner(); yield* sync(); yield Promise.resolve('promised'); }
async function* inner() { yield 'i1'; yield 'i2'; return 'ignored'; }
const s = sync(); console.log(s.next(), s.next('hello'), s.next(), s.return(5), s.next());
(async () => { for await (const x of outer()) console.log('outer', x); })();
(async () => { for (let i = 0; i < 12; i++) { await null; console.log('turn', i); } })();
