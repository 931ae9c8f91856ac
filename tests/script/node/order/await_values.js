// How many turns each kind of awaited value costs.
async function count(name, value) { await value; turns.push(name); }
const turns = [];
const thenable = { then(resolve) { turns.push('then called'); resolve(1); } };
(async () => {
  const all = [count('plain', 1), count('promise', Promise.resolve(1)), count('thenable', thenable), count('nested', new Promise((resolve) => resolve(Promise.resolve()))), count('async', (async () => {})()), count('undefined')];
  (async () => { for (let i = 0; i < 6; i++) { await null; turns.push(`turn ${i}`); } })();
  await Promise.all(all);
  console.log(turns.join('\n'));
})();
