// One property read from the object by name.
const points = [];
for (let i = 0; i < 64; i++) points.push({ x: i, y: 2, z: 3 });
function work(o) {
  return o.x;
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += work(points[i & 63]);
  return total;
}
