// One call of a function that spreads `arguments` into an array: the iterator of an arguments object has no fast path.
const sink = [];
function work() {
  const list = [...arguments];
  sink[0] = list;
  return list.length + list[0];
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += work(i & 7, 2, 3);
  return total;
}
