// Immutable ArrayBuffers: what may be asked of them, and that nothing writes to them. Node has them behind a flag, in
// realms made after it was set.
'use strict';
const v8 = require('v8');
v8.setFlagsFromString('--js-immutable-arraybuffer');
const {ArrayBuffer, Uint8Array, Float64Array, Int32Array, DataView, SharedArrayBuffer, Reflect, Object} =
    require('vm').runInNewContext(
        '({ArrayBuffer, Uint8Array, Float64Array, Int32Array, DataView, SharedArrayBuffer, Reflect, Object})');

function show(what, run) {
  let result;
  try {
    result = run();
    if (result && result.buffer) result = `${result.constructor.name} [${Array.from(result)}]`;
    result = JSON.stringify(result);
  } catch (error) {
    result = error.name;
  }
  console.log(`${what}: ${result}`);
}

const make = () => new Uint8Array([3, 1, 4, 1, 5, 9, 2, 6]).buffer.transferToImmutable();
const buffer = make();
const bytes = new Uint8Array(buffer);

for (const name of ['immutable', 'transferToImmutable', 'sliceToImmutable']) {
  const {get, value, ...rest} = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, name);
  console.log(name, (get ?? value).name, (get ?? value).length, JSON.stringify(rest));
}
show('what it is', () => [buffer.immutable, buffer.resizable, buffer.detached, buffer.byteLength, buffer.maxByteLength]);
show('others are not', () => [new ArrayBuffer(1).immutable, new ArrayBuffer(1, {maxByteLength: 2}).immutable]);
for (const receiver of [{}, 1, null, new SharedArrayBuffer(8)]) {
  for (const name of ['transferToImmutable', 'sliceToImmutable'])
    show(name, () => ArrayBuffer.prototype[name].call(receiver));
  show('immutable', () => Reflect.get(ArrayBuffer.prototype, 'immutable', receiver));
}

for (const length of [undefined, 0, 2, 12, '3', -1, 2 ** 53]) {
  const source = new Uint8Array([1, 2, 3, 4]).buffer;
  show(`transferToImmutable(${length})`, () => new Uint8Array(source.transferToImmutable(length)));
  show('  detached', () => source.detached);
}
for (const range of [[], [2], [2, 5], [-3], [-3, -1], [5, 2], [100], ['1', 2.9]])
  show(`sliceToImmutable(${range})`, () => new Uint8Array(buffer.sliceToImmutable(...range)));
show('a slice is immutable', () => [buffer.sliceToImmutable(1).immutable, buffer.slice(1).immutable]);
show('a source that shrinks', () => {
  const source = new ArrayBuffer(8, {maxByteLength: 8});
  return source.sliceToImmutable(0, {valueOf: () => (source.resize(2), 6)});
});

for (const method of ['resize', 'transfer', 'transferToFixedLength', 'transferToImmutable'])
  show(method, () => buffer[method](8));
show('slice into one', () => {
  const source = new ArrayBuffer(8);
  source.constructor = {[Symbol.species]: function() { return make(); }};
  return source.slice(0, 2);
});

show('a descriptor', () => Object.getOwnPropertyDescriptor(bytes, 0));
show('a store', () => { bytes[0] = 7; });
show('a store often', () => {
  for (let i = 0; i < 100; i++) new Float64Array(i < 90 ? 2 : buffer)[0] = 1.5;
});
show('Reflect.set', () => [Reflect.set(bytes, 0, 7), Reflect.set(bytes, 0, 3), Reflect.set(bytes, 0, 7, {}),
                           Reflect.set({}, 0, 7, bytes), Reflect.set(Object.create(bytes), 0, 7)]);
show('no conversion', () => Reflect.set(bytes, 0, {valueOf() { console.log('converted'); }}));
for (const descriptor of [{}, {value: 3}, {value: 4}, {value: '3'}, {writable: true}, {writable: false},
                          {configurable: true}, {configurable: false}, {enumerable: false}, {get() {}},
                          {value: 3, writable: false, enumerable: true, configurable: false}])
  show(`define ${Object.keys(descriptor)}`, () => Reflect.defineProperty(bytes, 0, descriptor));
show('delete', () => [Reflect.deleteProperty(bytes, 0), Reflect.deleteProperty(bytes, 99)]);
show('integrity', () => [Object.isExtensible(bytes), Object.isSealed(bytes), Object.isFrozen(bytes)]);

for (const [method, ...args] of [['fill', 0], ['set', [1]], ['set', []], ['sort'], ['reverse'], ['copyWithin', 0, 1],
                                 ['map', x => x * 2], ['filter', x => x > 3], ['slice', 2], ['subarray', 6],
                                 ['with', 0, 8], ['toSorted'], ['toReversed'], ['indexOf', 4], ['join', '-']])
  show(method, () => new Uint8Array(buffer)[method](...args));
for (const method of ['map', 'filter', 'slice']) {
  show(`${method} into one`, () => {
    const array = new Uint8Array(4);
    array.constructor = {[Symbol.species]: function() { return new Uint8Array(make()); }};
    return array[method](x => x);
  });
}
const maker = function() { return new Uint8Array(make()); };
show('from', () => Uint8Array.from.call(maker, [1]));
show('of', () => Uint8Array.of.call(maker, 1));

const view = new DataView(buffer);
show('DataView', () => [view.getUint8(2), view.getInt32(0)]);
show('DataView set', () => view.setUint8({valueOf() { console.log('converted'); }}, 1));
show('Atomics.load', () => Atomics.load(new Int32Array(buffer), 0));
show('Atomics.notify', () => Atomics.notify(new Int32Array(buffer), 0, 1));
for (const method of ['store', 'add', 'and', 'or', 'xor', 'sub', 'exchange'])
  show(`Atomics.${method}`, () => Atomics[method](new Int32Array(buffer), 0, 1));
show('Atomics.compareExchange', () => Atomics.compareExchange(new Int32Array(buffer), 0, 1, 2));

const {get: isImmutable} = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'immutable');
show('a clone', () => isImmutable.call(structuredClone(buffer)));
show('still', () => bytes);
