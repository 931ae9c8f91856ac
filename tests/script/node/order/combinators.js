// all, allSettled, race, any: when each settles among plain turns.
const log = [];
const after = (turns, value, fail) => { let p = Promise.resolve(value); for (let i = 0; i < turns; i++) p = p.then((x) => x); return fail ? p.then((x) => { throw x; }) : p; };
const watch = (name, promise) => promise.then((x) => log.push(`${name} ${JSON.stringify(x)}`), (e) => log.push(`${name} failed ${e instanceof AggregateError ? e.errors : e}`));
watch('all', Promise.all([after(1, 'a'), after(3, 'b')]));
watch('settled', Promise.allSettled([after(2, 'a', true), after(1, 'b')]));
watch('race', Promise.race([after(3, 'slow'), after(2, 'quick')]));
watch('any', Promise.any([after(1, 'x', true), after(4, 'y')]));
watch('none', Promise.any([after(1, 'x', true), after(2, 'z', true)]));
watch('empty all', Promise.all([]));
watch('race of failures', Promise.race([after(1, 'r', true), after(1, 's')]));
let turn = Promise.resolve();
for (let i = 0; i < 10; i++) turn = turn.then(() => log.push(`-- ${i}`));
setTimeout(() => console.log(log.join('\n')));
