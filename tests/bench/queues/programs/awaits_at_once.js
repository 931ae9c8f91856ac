// A million async functions that wait at the same time.
let count = 0;
async function one(i) {
  await i;
  count++;
}
const all = [];
for (let i = 0; i < 1e6; i++) all.push(one(i));
Promise.all(all).then(() => console.log(count));
