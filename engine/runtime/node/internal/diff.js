// The shortest edit between two lists (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986).
'use strict';

// [[operation, value], ...] from the end to the beginning: -1 only in expected, 0 in both, 1 only in actual.
function myersDiff(actual, expected, checkComma = false) {
  const n = actual.length;
  const m = expected.length;
  const max = n + m;
  const same = (a, b) => a === b || (checkComma && (`${a},` === b || a === `${b},`));
  const furthest = new Int32Array(2 * max + 2);
  const trace = [];
  for (let d = 0; d <= max; ++d) {
    trace.push(furthest.slice());
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && furthest[k - 1 + max] < furthest[k + 1 + max]);
      let x = down ? furthest[k + 1 + max] : furthest[k - 1 + max] + 1;
      let y = x - k;
      while (x < n && y < m && same(actual[x], expected[y])) {
        ++x;
        ++y;
      }
      furthest[k + max] = x;
      if (x >= n && y >= m) return backtrack(trace, actual, expected, checkComma, max);
    }
  }
  return [];
}

function backtrack(trace, actual, expected, checkComma, max) {
  let x = actual.length;
  let y = expected.length;
  const result = [];
  for (let d = trace.length - 1; d >= 0; --d) {
    const furthest = trace[d];
    const k = x - y;
    const down = k === -d || (k !== d && furthest[k - 1 + max] < furthest[k + 1 + max]);
    const beforeK = down ? k + 1 : k - 1;
    const beforeX = furthest[beforeK + max];
    const beforeY = beforeX - beforeK;
    while (x > beforeX && y > beforeY) {
      const value = checkComma && !actual[x - 1].endsWith(',') ? expected[y - 1] : actual[x - 1];
      result.push([0, value]);
      --x;
      --y;
    }
    if (d > 0) {
      if (x > beforeX) result.push([1, actual[--x]]);
      else result.push([-1, expected[--y]]);
    }
  }
  return result;
}

module.exports = { myersDiff };
