// One entry of a Map of the same size.
const table = new Map();
for (let i = 0; i < 32; i++) table.set("key" + i, i);
for (let i = 0; i < 32; i += 2) table.delete("key" + i);
function work(map) {
  let sum = 0;
  for (const [key, value] of map) sum += value;
  return sum;
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i += 16) total += work(table);
  return total;
}
