// One property read at a place that sees the eight shapes three conditional fields make.
class Point {
  constructor(flags) {
    if (flags & 1) this.a = 1;
    if (flags & 2) this.b = 2;
    if (flags & 4) this.c = 3;
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
