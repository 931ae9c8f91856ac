function multiply(a, b) {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));
}
const identity = (n) => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => +(i === j)));
const transpose = (m) => m[0].map((_, j) => m.map((row) => row[j]));
function determinant(m) {
  if (m.length === 1) return m[0][0];
  return m[0].reduce((sum, value, j) => sum + (-1) ** j * value * determinant(m.slice(1).map((row) => row.toSpliced(j, 1))), 0);
}
function power(m, n) {
  let result = identity(m.length);
  for (let base = m; n > 0; n >>= 1, base = multiply(base, base)) if (n & 1) result = multiply(result, base);
  return result;
}
console.log(multiply([[1, 2], [3, 4]], [[5, 6], [7, 8]]));
console.log(power([[1, 1], [1, 0]], 40), transpose([[1, 2, 3], [4, 5, 6]]), determinant([[2, 0, 1], [1, 3, 2], [1, 1, 4]]));
const big = Array.from({ length: 30 }, (_, i) => Array.from({ length: 30 }, (_, j) => ((i * 7 + j * 3) % 11) / 4));
console.log(multiply(big, big).flat().reduce((a, b) => a + b), big[0].slice(0, 8));
console.log([3, 1, 2].toSorted(), [1, 2, 3, 4].findLast((x) => x % 2), [[1, [2, [3]]]].flat(Infinity), [1, 2, 3].with(1, 9), [..."abc"].entries().toArray());
console.log([5, 25, 100, 1].sort(), [5, 25, 100, 1].sort((a, b) => a - b), [, 1, undefined, 'a'].sort(), Array(3), [1, , 3].map((x) => x * 2), Array.from('añ😀'));
console.log([1, 2, 3, 4, 5].copyWithin(0, 3), new Array(5).fill(0).map((_, i) => i ** 2), [1, 2, 3].lastIndexOf(3), [NaN].includes(NaN), [NaN].indexOf(NaN), Array.isArray([]), [1, 2, 3].join('-'), String([1, [2, 3]]), [1, 2, 3].at(-1));
