// Large tables of Map, Set and WeakMap are replaced step by step: what is in them, and in which order, is what a plain
// list of keys says, whatever is done meanwhile.
const random = (state => () => (state = Math.imul(state, 1664525) + 1013904223 | 0) >>> 8)(7);

function check(name, map, model) {
  let i = 0;
  const keys = [...model.keys];
  for (const [key, value] of map) {
    if (key !== keys[i]) throw new Error(`${name}: at ${i} ${String(key)} instead of ${String(keys[i])}`);
    if (value !== model.values[key]) throw new Error(`${name}: ${key} is ${value}, not ${model.values[key]}`);
    i++;
  }
  if (i !== keys.length || map.size !== keys.length) throw new Error(`${name}: ${i} of ${keys.length}, size ${map.size}`);
}

// The order of insertion without Map: a linked list in arrays.
class Model {
  values = Object.create(null);
  next = Object.create(null);
  previous = Object.create(null);
  size = 0;
  set(key, value) {
    if (!(key in this.values)) {
      const last = this.previous.end ?? 'end';
      this.next[last] = key, this.previous[key] = last, this.next[key] = 'end', this.previous.end = key;
      this.size++;
    }
    this.values[key] = value;
  }
  delete(key) {
    if (!(key in this.values)) return false;
    delete this.values[key];
    this.next[this.previous[key]] = this.next[key], this.previous[this.next[key]] = this.previous[key];
    this.size--;
    return true;
  }
  get keys() {
    const list = [];
    for (let key = this.next.end ?? 'end'; key !== 'end'; key = this.next[key]) list.push(+key);
    return list;
  }
}

// Growth, with updates, deletions and lookups in between, from just below the size at which it begins.
{
  const map = new Map(), model = new Model();
  let checks = 0;
  for (let i = 0; i < 40000; i++) {
    const key = i < 8000 ? i : random() % 40000;
    const what = i < 8000 ? 9 : random() % 10;
    if (what < 3) {
      if (map.delete(key) !== model.delete(key)) throw new Error('delete');
    } else {
      map.set(key, i), model.set(key, i);
    }
    const other = random() % 40000;
    if (map.get(other) !== model.values[other] || map.has(other) !== (other in model.values)) throw new Error('get');
    if (i % 4096 === 4095) check('growth', map, model), checks++;
  }
  console.log('growth', map.size, checks);
}
// An iterator that stands anywhere while the table grows, loses entries and shrinks.
{
  const map = new Map();
  for (let i = 0; i < 16384; i++) map.set(i, i);
  const iterators = [0, 1, 100, 9000, 16000].map(skip => {
    const iterator = map.keys();
    for (let i = 0; i < skip; i++) iterator.next();
    return iterator;
  });
  for (let i = 16384; i < 16600; i++) map.set(i, i);  // begins to be replaced
  for (let i = 50; i < 16000; i += 7) map.delete(i);
  console.log(iterators.map(iterator => iterator.next().value));
  for (let i = 20000; i < 24000; i++) map.set(i, i);
  console.log(iterators.map(iterator => iterator.next().value));
  for (let i = 0; i < 16384; i++) if (i % 100) map.delete(i);
  console.log(iterators.map(iterator => iterator.next().value), map.size);
  console.log(iterators.map(iterator => [...iterator].length));
  map.clear();
  map.set('new', 1);
  console.log([...map], iterators.map(iterator => iterator.next().done));
}
// clear() and forEach() in the middle of it.
{
  const set = new Set();
  for (let i = 0; i < 16385; i++) set.add('k' + i);
  const iterator = set.values();
  iterator.next();
  set.clear();
  set.add('after');
  console.log(set.size, iterator.next().value, set.has('k5'));
  const map = new Map();
  for (let i = 0; i < 16385; i++) map.set(i, i);
  let seen = 0, last = -1;
  map.forEach((value, key) => {
    if (key <= last) throw new Error('order');
    last = key, seen++;
    if (key < 20000) map.set(key + 16385, 0);
    if (key % 2) map.delete(key - 1);
  });
  console.log(seen, map.size, new Set(map.keys()).union(new Set([1, -1])).size);
}
// null and undefined, NaN and -0 as keys of a table that is being replaced.
{
  const map = new Map([[null, 'null'], [undefined, 'undefined'], [NaN, 'NaN'], [-0, 'zero']]);
  for (let i = 1; i < 16382; i++) map.set(i, i);
  console.log(map.get(null), map.get(undefined), map.get(NaN), map.get(0));
  map.delete(null), map.delete(NaN);
  console.log(map.has(null), map.has(NaN), [...map.keys()].slice(0, 3));
  for (let i = 0; i < 20000; i++) map.set('s' + i, i);
  console.log(map.has(null), map.get('s19999'), map.size);
}
// WeakMap and WeakSet with keys that live and keys that die.
{
  const map = new WeakMap(), set = new WeakSet(), keys = [];
  for (let i = 0; i < 60000; i++) {
    const key = {i};
    map.set(key, {key, i}), set.add(key);
    if (i % 3 === 0) keys.push(key);
    if (i % 50 === 0) map.delete(keys[random() % keys.length]);
  }
  let there = 0;
  for (const key of keys) {
    const value = map.get(key);
    if (!set.has(key) || (value && (value.key !== key || value.i !== key.i))) throw new Error('weak');
    there += value !== undefined;
  }
  console.log(keys.length, there > keys.length - 1300);
}
