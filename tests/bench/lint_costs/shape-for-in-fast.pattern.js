// One key visited by for-in over an object of 16 keys that keeps its shape: the case that is not slow.
const point = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 1, k: 2, l: 3, m: 4, n: 5, o: 6, p: 7 };
function work(object) {
  let sum = 0;
  for (const key in object) sum += object[key];
  return sum;
}
function run(n) {
  let total = 0;
  for (let i = 0; i < n; i += 16) total += work(point);
  return total;
}
