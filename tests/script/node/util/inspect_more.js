// Values of which the others say nothing: boxed strings with more indices, null prototypes, %s and %d of what has a
// toString of its own kind.
const util = require('node:util');
const values = [
  Object.assign(Object('str'), { 5: 1, a: 2 }), Object.assign(Object(''), { 0: 'zero' }), Object.assign(Object('ab'), { 2: 1, [Symbol('s')]: 3 }),
  Object.setPrototypeOf(/a/g, null), Object.setPrototypeOf(Object.assign(/[/]\//dy, { extra: 1 }), null), Object.setPrototypeOf(/(?:)/, null),
  Object.create(Object.create(null, { constructor: { value: function Foo() {} } })), Object.create(Object.create(null, { constructor: { value: 1 } })),
  new Uint8Array(3), new Float64Array([1.5, NaN, -0]), new BigInt64Array([1n, -2n]), Object.assign(new Int16Array(2), { x: 1 }), Buffer.from('buffer'), new (class Sub extends Uint8Array {})(2),
  Object(5n), Object(-0), Object('12'), { valueOf() { return 7; } }, { [Symbol.toPrimitive]: () => '0x1f' }, new Date(5), [], [6], '0b11', true,
];
const options = [{}, { showHidden: true }, { compact: false }, { sorted: true, breakLength: 10 }, { colors: true }];
for (const value of values) {
  console.log(options.map((option) => util.inspect(value, option)).join('\n'));
  for (const directive of ['%s', '%d', '%i', '%f', '%o', '%O']) {
    try {
      console.log(directive, util.format(directive, value));
    } catch (error) {
      console.log(directive, error.name, error.message);
    }
  }
}
