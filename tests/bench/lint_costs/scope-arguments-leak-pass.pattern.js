// One call of a sloppy function with parameters that hands `arguments` to another function.
const sink = [];
function take(list) {
  sink[0] = list;
  return list[0];
}
function work(a, b) {
  return take(arguments);
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += work(i & 7, 2);
  return total;
}
