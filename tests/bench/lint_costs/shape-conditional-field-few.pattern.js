// One property read at a place that sees the two shapes one conditional field makes.
class Point {
  constructor(flags) {
    if (flags & 1) this.a = 1;
    this.x = flags;
  }
}
const objects = [];
for (let i = 0; i < 64; i++) objects.push(new Point(i & 7));
function work(o) {
  return o.x;
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += work(objects[i & 63]);
  return total;
}
