// One key visited by for-in over an object of 16 keys that has served as a dictionary: keys computed, some deleted.
const table = {};
for (let i = 0; i < 32; i++) table["key" + i] = i;
for (let i = 0; i < 32; i += 2) delete table["key" + i];
function work(object) {
  let sum = 0;
  for (const key in object) sum += object[key];
  return sum;
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i += 16) total += work(table);
  return total;
}
