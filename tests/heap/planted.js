// A program with known contents: 100,000 objects and more with maps, closures, ropes and proxies. It prints what it
// planted, and the heap's own count at the first of the two snapshots it writes.
'use strict';
const v8 = require('node:v8');

class PlantedPoint {
  constructor(i) { this.x = i; this.label = 'point ' + i; }
}
class PlantedNode {
  #secret;
  constructor(next) { this.next = next; this.#secret = new PlantedSecret(); }
  secret() { return this.#secret; }
}
class PlantedSecret {}
class Base {}
class PlantedDerived extends Base {}
class PlantedCache {
  constructor(size) {
    this.entries = new Map();
    for (let i = 0; i < size; i++) this.entries.set('key ' + i, { payload: [i] });
  }
}
function plantClosure(i) {
  const captured = { captured: i, more: {} };
  return function planted() { return captured; };
}
function PlantedOld() { this.old = true; }
class PlantedWeak {}
class PlantedHandler {}

const keep = {
  points: [], ropes: [], closures: [], proxies: [], list: null, derived: [], old: [],
  cache: new PlantedCache(5000), set: new Set(), weak: new WeakMap(), weakKeys: [],
};
globalThis.keep = keep;
for (let i = 0; i < 60000; i++) keep.points.push(new PlantedPoint(i));
for (let i = 0; i < 10000; i++) keep.list = new PlantedNode(keep.list);
for (let i = 0; i < 5000; i++) keep.closures.push(plantClosure(i));
for (let i = 0; i < 2000; i++) keep.ropes.push('a rope that is long enough ' + i + ' and has two halves '.repeat(2) + i);
for (let i = 0; i < 1000; i++) keep.proxies.push(new Proxy({ target: i, inner: {} }, new PlantedHandler()));
for (let i = 0; i < 500; i++) keep.derived.push(new PlantedDerived(i));
for (let i = 0; i < 300; i++) keep.old.push(new PlantedOld());
for (let i = 0; i < 700; i++) keep.set.add({ member: {}, number: i });
for (let i = 0; i < 200; i++) {
  const key = { weakKey: {}, i };
  keep.weakKeys.push(key);
  keep.weak.set(key, new PlantedWeak());
}
function plantWhatDies() {
  for (let i = 0; i < 100; i++) keep.weak.set({}, new PlantedWeak());
}
plantWhatDies();  // gone at the next collection

v8.writeHeapSnapshot(process.argv[2]);
const used = v8.getHeapStatistics().used_heap_size;
for (let i = 0; i < 123; i++) keep.points.push(new PlantedPoint(i));
keep.old.length = 0;
v8.writeHeapSnapshot(process.argv[3]);
console.log(JSON.stringify({
  used, PlantedPoint: 60000, PlantedNode: 10000, PlantedSecret: 10000, PlantedDerived: 500, PlantedCache: 1, PlantedOld: 300,
  PlantedWeak: 200, PlantedHandler: 1000, '{payload}': 5000,
}));
