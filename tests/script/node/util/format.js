const util = require('node:util');
class Plain { constructor() { this.a = 1; } }
class Shown { toString() { return 'shown!'; } }
class Child extends Shown {}
class Prim { [Symbol.toPrimitive]() { return 'prim'; } }
const circular = {};
circular.me = circular;
const cases = [
  [], ['%s'], ['%s', 'a', 'b'], ['%%', 1], ['%%'], ['%s %s', 1], ['%d', '42'], ['%d', 42n], ['%d', {}], ['%d', Symbol('s')],
  ['%i', 42.9], ['%i', '7px'], ['%i', 5n], ['%f', '1.50'], ['%f', Symbol()], ['%d', -0], ['%s', -0], ['%s', 5n], ['%s', null],
  ['%s', undefined], ['%s', Symbol('q')], ['%s', { a: { b: { c: 1 } } }], ['%s', [1, [2, [3]]]], ['%s', new Plain()], ['%s', new Shown()],
  ['%s', new Child()], ['%s', new Prim()], ['%s', () => 1], ['%s', class A {}], ['%s', new Date(0)], ['%s', Object.create(null)],
  ['%s', 'text', { a: 1 }], ['%j', { a: [1, 'x'] }], ['%j', circular], ['%j', undefined], ['%o', { f() {} }], ['%o', [1, { a: 2 }]],
  ['%O', { a: { b: { c: { d: 1 } } } }], ['%c styled', 'color: red'], ['%x', 1], ['100%', 1], ['%', 1], ['a%'], ['%s%s%s', 'a', 'b', 'c', 'd'],
  [1, 2, 'x'], ['x', 'y', { z: 1 }], [{ a: 1 }, 'then %s', 'text'], [null, undefined], ['', 'a'], [Symbol('first'), 1], ['%d%%', 5],
  ['%s', new Map([[1, 2]])], ['%s', new Error('in %s').message], ['%i', 'abc'], ['%f', 'abc'], ['%d', ''], ['%d', null], ['%i', null],
  ['%s', Object('boxed')], ['%s', [Symbol('x')]], ['%s', { toString: 5 }], ['%s', { toString: undefined }],
];
for (const args of cases) {
  try {
    console.log(JSON.stringify(util.format(...args)));
  } catch (error) {
    console.log(error.name, error.message);
  }
}
console.log(util.formatWithOptions({ colors: true }, '%s %O', 'x', { a: 1 }, 5, 'text'));
console.log(util.formatWithOptions({ compact: false }, { a: { b: 1 } }));
console.log('%s is %d years and %i days, %f', 'Bob', 42, 3.7, 1.25, 'more', { x: 1 });
console.log('%o', { fn: function named() {}, list: [1, 2] });
util.inspect.defaultOptions.depth = 0;
console.log({ a: { b: 1 } });
util.inspect.defaultOptions = { depth: 2, compact: 1 };
console.log({ a: { b: { c: 1 } } });
