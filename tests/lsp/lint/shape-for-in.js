// Warned about: objects that are used as dictionaries.
const counts = {};
for (const word of "a b a".split(" ")) counts[word] = (counts[word] || 0) + 1;
for (const word in counts) console.log(word, counts[word]);

const table = Object.create(null);
table.first = 1;
for (const key in table) console.log(table[key]);

class Registry {
  handlers = {};
  add(name, handler) {
    this.handlers[name] = handler;
  }
  remove(name) {
    delete this.handlers[name];
  }
  names() {
    const names = [];
    for (const name in this.handlers) names.push(name);
    return names;
  }
}

function tally(words) {
  const result = {};
  words.forEach((word) => {
    result[word] ??= 0;
    result[word]++;
  });
  return result;
}
const tallied = tally(["x"]);
for (const word in tallied) console.log(word);

function fill(target, key) {
  target[key] = 1;
}
const filled = {};
fill(filled, "a");
for (const key in filled) console.log(key);

function show(entries) {
  for (const key in entries) console.log(entries[key]);
}
show(counts);

const squares = {};
for (let i = 0; i < 100; i++) squares[i] = i * i;
for (const n in squares) console.log(squares[n]);

const trimmed = { a: 1, b: 2, c: 3 };
delete trimmed.b;
for (const key in trimmed) console.log(key);

// A hint: quick while the object keeps its shape.
const point = { x: 1, y: 2 };
for (const axis in point) console.log(axis, point[axis]);

const copy = {};
for (const axis in point) copy[axis] = point[axis];
for (const axis in copy) console.log(axis);

const tally2 = { a: 0, b: 0 };
for (const letter of "abba") tally2[letter]++;
for (const letter in tally2) console.log(letter);

export function inherit(child, parent) {
  for (const key in parent) {
    if (Object.hasOwn(parent, key)) child[key] = parent[key];
  }
}

// Not warned about: a test for emptiness leaves at once; other loops.
export function isEmpty(object) {
  for (const key in object) return false;
  return true;
}
for (const key of Object.keys(point)) console.log(key);
for (const [key, value] of new Map()) console.log(key, value);

// Hints only: symbols and constants are keys that are written down.
const mark = Symbol("mark");
const marked = {};
marked[mark] = 1;
marked[Symbol.toStringTag] = "marked";
for (const key in marked) console.log(key);
const NAME = "name";
const constant = {};
constant[NAME] = 1;
for (const key in constant) console.log(key);
// Hints only: a loop that clears what it visits.
function wipe(target) {
  for (const key in target) delete target[key];
}
wipe({ a: 1 });
