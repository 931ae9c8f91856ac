// A chain of a million thens, built before the first runs.
let count = 0;
let chain = Promise.resolve();
for (let i = 0; i < 1e6; i++) chain = chain.then(() => { count++; });
chain.then(() => console.log(count));
