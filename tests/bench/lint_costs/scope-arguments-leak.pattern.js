// One call of a function that hands `arguments` to slice.
const sink = [];
function work() {
  const list = Array.prototype.slice.call(arguments);
  sink[0] = list;
  return list.length + list[0];
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += work(i & 7, 2, 3);
  return total;
}
