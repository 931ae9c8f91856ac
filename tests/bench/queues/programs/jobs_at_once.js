// A million promises with a job each, all waiting at once.
let count = 0;
for (let i = 0; i < 1e6; i++) Promise.resolve(i).then(() => { if (++count === 1e6) console.log(count); });
