// One element visited by for-in over an array of 16 numbers.
const list = [];
for (let i = 0; i < 16; i++) list.push(i);
function work(array) {
  let sum = 0;
  for (const i in array) sum += array[i];
  return sum;
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i += 16) total += work(list);
  return total;
}
