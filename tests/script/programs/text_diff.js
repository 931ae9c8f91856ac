// Two texts compared by Myers' algorithm, shown as a unified diff and applied again.
'use strict';

function shortestEdit(a, b) {
  const max = a.length + b.length, trace = [];
  const v = { 1: 0 };
  for (let d = 0; d <= max; ++d) {
    trace.push({ ...v });
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && v[k - 1] < v[k + 1]) ? v[k + 1] : v[k - 1] + 1;
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) ++x, ++y;
      v[k] = x;
      if (x >= a.length && y >= b.length) return trace;
    }
  }
}
function diff(a, b) {
  let x = a.length, y = b.length;
  const script = [];
  const trace = shortestEdit(a, b);
  for (let d = trace.length - 1; d >= 0; --d) {
    const v = trace[d], k = x - y;
    const previous = k === -d || (k !== d && v[k - 1] < v[k + 1]) ? k + 1 : k - 1;
    const px = v[previous], py = px - previous;
    while (x > px && y > py) script.push({ kind: ' ', line: a[--x], from: x, to: --y });
    if (d > 0) {
      if (x === px) script.push({ kind: '+', line: b[--y], from: x, to: y });
      else script.push({ kind: '-', line: a[--x], from: x, to: y });
    }
  }
  return script.reverse();
}
function hunks(script, context = 2) {
  const found = [];
  let last = -Infinity;
  for (const [i, { kind }] of script.entries()) {
    if (kind === ' ') continue;
    if (i - last > 2 * context) found.push({ begin: Math.max(0, i - context), end: 0 });
    found[found.length - 1].end = Math.min(script.length, i + context + 1);
    last = i;
  }
  return found.map(({ begin, end }) => {
    const edits = script.slice(begin, end);
    const count = (other) => edits.filter((edit) => edit.kind !== other).length;
    const [{ from, to }] = edits;
    return { header: `@@ -${from + 1},${count('+')} +${to + 1},${count('-')} @@`, edits };
  });
}
function unified(nameA, nameB, a, b) {
  const out = [`--- ${nameA}`, `+++ ${nameB}`];
  for (const { header, edits } of hunks(diff(a, b))) out.push(header, ...edits.map(({ kind, line }) => kind + line));
  return out.join('\n');
}
const apply = (script) => script.filter((edit) => edit.kind !== '-').map((edit) => edit.line);

const before = `function area(r) {
  var pi = 3.14;
  return pi * r * r;
}

function unused() {}

// shapes
class Circle {
  constructor(r) {
    this.r = r;
  }
}

module.exports = area;`.split('\n');
const after = `const { PI } = Math;

function area(r) {
  return PI * r ** 2;
}

// shapes
class Circle {
  #r;
  constructor(r) {
    this.#r = r;
  }
}

module.exports = { area, Circle };`.split('\n');
console.log(unified('a/area.js', 'b/area.js', before, after));
const script = diff(before, after);
console.log(apply(script).join('\n') === after.join('\n'), script.length);
console.log(diff([...'ABCABBA'], [...'CBABAC']).map(({ kind, line }) => kind + line).join(' '));
console.log(diff([], ['x']), diff(['x'], []), diff([], []));
console.log(hunks(diff([...'abcdefghijklmnop'], [...'abXdefghijklmnoPq']), 1));
const similarity = (s, t) => {
  const same = diff([...s], [...t]).filter((e) => e.kind === ' ').length;
  return ((2 * same) / (s.length + t.length)).toFixed(3);
};
console.log(similarity('kitten', 'sitting'), similarity('naïve', 'naive'), similarity('', 'a'), similarity('👍🏽ok', '👍ok'));
