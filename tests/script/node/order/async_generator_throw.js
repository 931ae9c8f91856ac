// throw() and return() queued on an async generator while it waits.
async function* g() { let n = 0; while (true) { try { const sent = yield n++; console.log('sent', sent); } catch (e) { console.log('inside', e.message); await null; yield 'recovered'; } } }
const it = g();
const show = (name) => (r) => console.log(name, r);
it.next('ignored').then(show('1'));
it.next('a').then(show('2'));
it.throw(new Error('t')).then(show('3'));
it.next('b').then(show('4'));
it.return('end').then(show('5'));
it.next().then(show('6'));
it.throw(new Error('after')).catch((e) => console.log('7', e.message));
process.nextTick(() => console.log('tick'));
setTimeout(() => console.log('timer'));
