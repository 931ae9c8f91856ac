// Arrays of all kinds, Map, Set, weak collections, sorting, iterators.
const numbers = Array.from({ length: 100 }, (_, i) => (i * 37) % 101);
console.log(numbers.slice().sort((a, b) => a - b).slice(0, 5), numbers.map(String).sort()[7]);
const mixed = [1, 2.5, 'x', null, , { y: 1 }];
mixed[50] = 'far';
mixed.length = 20;
mixed.splice(2, 2, 'in', ['nested', ['deep']]);
console.log(mixed.flat(2).length, mixed.indexOf('in'), mixed.concat(numbers).length);
const sparse = [];
sparse[100000] = 'end';
for (let i = 0; i < 50; i++) sparse[i * 1000] = { i };
console.log(Object.keys(sparse).length, sparse.length);

const map = new Map();
for (let i = 0; i < 200; i++) map.set(i % 2 ? 'key' + i : { i }, [i]);
let total = 0;
for (const [key, value] of map) {
  total += value[0];
  if (typeof key === 'string' && value[0] % 3 === 0) map.delete(key);
}
console.log(total, map.size);
const set = new Set(numbers.map((n) => 'v' + (n % 13)));
console.log([...set].length, set.has('v5'), new Set([...set].filter((v) => v > 'v3')).size);

const weak = new WeakMap();
const keys = [];
for (let i = 0; i < 100; i++) {
  const key = { i };
  weak.set(key, { value: { i } });
  if (i % 10 === 0) keys.push(key);
}
// A chain of ephemerons: each value is the next key.
let link = keys[0];
for (let i = 0; i < 20; i++) {
  const next = { next: i };
  weak.get(link).link = next;
  weak.set(next, {});
  link = next;
}
let length = 0;
for (let at = keys[0]; at && weak.has(at); at = weak.get(at).link) length++;
console.log(keys.map((key) => weak.get(key).value.i).join(), length);
const reference = new WeakRef(keys[3]);
console.log(reference.deref() === keys[3], new WeakSet([keys[1]]).has(keys[1]));

const grouped = {};
for (const word of 'the quick brown fox jumps over the lazy dog the end'.split(' ')) (grouped[word] ??= []).push(word);
console.log(JSON.stringify(grouped));
console.log(Object.groupBy ? Object.keys(Object.groupBy(numbers, (n) => (n % 2 ? 'odd' : 'even'))).sort().join() : 'even,odd');
