// One property read from objects of which the property added last was deleted: the case that is not warned about.
const objects = [];
for (let i = 0; i < 64; i++) {
  const o = { a: i, c: 3 };
  o.b = 2;
  delete o.b;
  objects.push(o);
}
function work(o) {
  return o.c;
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += work(objects[i & 63]);
  return total;
}
