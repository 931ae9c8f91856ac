// Array literals of constants share their elements until one of them is written to: every way of writing, and that
// neither the literal nor another array of it changes.
const make = () => [3, 1, 2];
const mixed = () => [1.5, -0, 'text', true, false, null, -7, ''];
const ways = {
  store: a => { a[1] = 'x'; },
  storeKeyed: (a, k = '1') => { a[k] = 'x'; },
  storeBeyond: a => { a[5] = 1; },
  storeFar: a => { a[100000] = 1; },
  increment: a => { a[0]++; },
  compound: a => { a[0] += 'y'; },
  logical: a => { a[3] ??= 4; },
  destructure: a => { [a[0], a[1]] = [a[1], a[0]]; },
  remove: a => { delete a[1]; },
  shorter: a => { a.length = 1; },
  empty: a => { a.length = 0; },
  longer: a => { a.length = 6; },
  sameLength: a => { a.length = 3; },
  push: a => { a.push(4); },
  pushNothing: a => { a.push(); },
  pushMany: a => { a.push(4, 'five', 6.5); },
  pop: a => { a.pop(); },
  popAll: a => { a.pop(); a.pop(); a.pop(); a.pop(); },
  shift: a => { a.shift(); },
  unshift: a => { a.unshift(0); },
  splice: a => { a.splice(1, 1, 'a', 'b'); },
  spliceOut: a => { a.splice(0, 2); },
  reverse: a => { a.reverse(); },
  sort: a => { a.sort(); },
  sortBy: a => { a.sort((x, y) => y - x); },
  fill: a => { a.fill(9); },
  fillPart: a => { a.fill(9, 1, 2); },
  copyWithin: a => { a.copyWithin(0, 1); },
  defineValue: a => { Object.defineProperty(a, 1, {value: 'd'}); },
  defineAccessor: a => { Object.defineProperty(a, 1, {get: () => 'got', configurable: true, enumerable: true}); },
  defineLength: a => { Object.defineProperty(a, 'length', {value: 2}); },
  readOnlyLength: a => { Object.defineProperty(a, 'length', {writable: false}); try { a.push(1); } catch {} },
  freeze: a => { Object.freeze(a); a[0] = 'no'; },
  seal: a => { Object.seal(a); a[0] = 'yes'; },
  preventExtensions: a => { Object.preventExtensions(a); a[0] = 'yes'; a[3] = 'no'; },
  reflectSet: a => { Reflect.set(a, 2, 'r'); },
  reflectOther: a => { Reflect.set([0], 1, 'r', a); },
  assign: a => { Object.assign(a, {1: 'as', x: 1}); },
  proxy: a => { new Proxy(a, {})[1] = 'p'; },
  forOf: a => { for (const x of a) if (a.length < 6) a.push(x); },
  generic: a => { Array.prototype.push.call(a, 'g'); Array.prototype.shift.apply(a); },
  property: a => { a.name = 'n'; },
  inherit: a => { class B extends Array {} Object.setPrototypeOf(a, B.prototype); a.push('b'); },
};
for (const [name, way] of Object.entries(ways)) {
  const kept = make(), changed = make();
  for (const array of [changed, mixed()]) {
    try {
      way(array);
    } catch (error) {
      console.log(name, error.name);
    }
  }
  const other = mixed();
  way(other);
  console.log(name.padEnd(18), changed, changed.length, kept.join(), make().join(), mixed().join());
  if (kept.length !== 3 || kept[0] !== 3 || !Object.is(mixed()[1], -0)) throw new Error(name);
}
// In a loop, where caches know both kinds of array.
let sum = 0;
for (let i = 0; i < 2000; i++) {
  const a = [1, 2, 3];
  if (i % 3) a[i % 3] = i;
  if (i % 5 === 0) a.push(i);
  for (const x of a) sum += x;
  sum += a.slice(1).concat([4, 5], a, [[6]]).flat().length + [...a, ...[7, 'x'], ...a].length + a.indexOf(2);
}
console.log(sum);
// Copies are arrays of their own.
const text = ['b', 'a', 1];
const copies = [text.slice(), [...text], Array.from(text), text.concat(), text.toSorted(), text.toReversed(), text.with(0, 'w'),
  structuredClone(text), text.map(x => x), text.filter(() => true), Object.values(text)];
for (const copy of copies) copy[0] = 0, copy.push('end', {});
console.log(JSON.stringify(copies), text);
console.log([1, [2, 3], [4, [5]]].flat(Infinity), [[1, 2], [3, 4]].map(([a, b]) => a + b), Math.max(...[1, 5, 3]));
// Last, since from here on some prototype has elements.
{
  const a = make(), below = Object.create(a);
  below[0] = 'own';
  a[1] = 'above';
  const b = make(), usual = Object.getPrototypeOf(b);
  Object.setPrototypeOf(b, {0: 'above'});
  delete b[0];
  console.log(a, [...'012'].map(i => below[i]), b[0], b[1]);
  Object.setPrototypeOf(b, usual);
  b[0] = 5;
  console.log(b, make());
}
