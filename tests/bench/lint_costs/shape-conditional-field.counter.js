// The same with the fields always there.
class Point {
  constructor(flags) {
    this.a = flags & 1 ? 1 : undefined;
    this.b = flags & 2 ? 2 : undefined;
    this.c = flags & 4 ? 3 : undefined;
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
