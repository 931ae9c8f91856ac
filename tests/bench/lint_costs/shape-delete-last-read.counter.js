// The same with the property set to undefined.
const objects = [];
for (let i = 0; i < 64; i++) {
  const o = { a: i, b: 2, c: 3 };
  o.b = undefined;
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
