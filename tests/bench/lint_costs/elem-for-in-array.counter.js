// One element visited by for-of over the same array.
const list = [];
for (let i = 0; i < 16; i++) list.push(i);
function work(array) {
  let sum = 0;
  for (const value of array) sum += value;
  return sum;
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i += 16) total += work(list);
  return total;
}
