// promisify, callbackify, inherits, deprecate, parseArgs, styleText, types, MIME types and the rest of node:util.
const util = require('node:util');
const show = (label, f) => {
  try {
    console.log(label, f());
  } catch (error) {
    console.log(label, `${error.name} ${error.code}: ${error.message}`);
  }
};
show('parse', () => util.parseArgs({ args: ['-f', '--bar', 'b', 'pos'], options: { foo: { type: 'boolean', short: 'f' }, bar: { type: 'string' } }, allowPositionals: true }));
show('tokens', () => util.parseArgs({ args: ['-abc', 'x', '--long=1', '--', '-z'], options: { a: { type: 'boolean', short: 'a' }, b: { type: 'boolean', short: 'b' }, c: { type: 'string', short: 'c' }, long: { type: 'string', multiple: true } }, allowPositionals: true, tokens: true }));
show('unknown', () => util.parseArgs({ args: ['--nope'], options: {} }));
show('unknown positional', () => util.parseArgs({ args: ['--nope'], options: {}, allowPositionals: true }));
show('positional', () => util.parseArgs({ args: ['x'], options: {} }));
show('missing', () => util.parseArgs({ args: ['--bar'], options: { bar: { type: 'string', short: 'b' } } }));
show('no argument', () => util.parseArgs({ args: ['--bar=1'], options: { bar: { type: 'boolean' } } }));
show('ambiguous', () => util.parseArgs({ args: ['--bar', '-x'], options: { bar: { type: 'string' } } }));
show('negative', () => util.parseArgs({ args: ['--no-color', '--no-x'], options: { color: { type: 'boolean' }, x: { type: 'boolean', default: true } }, allowNegative: true }));
show('defaults', () => util.parseArgs({ args: [], options: { a: { type: 'string', default: 'd' }, m: { type: 'string', multiple: true, default: ['p', 'q'] } } }));
show('loose', () => util.parseArgs({ args: ['--x', '-yz', '--k=v', 'p'], strict: false }));
show('bad type', () => util.parseArgs({ args: [], options: { a: { type: 'number' } } }));
show('env', () => util.parseEnv('A=1\nB="two words"\n# comment\nexport C=\'x\'\nD=a # b\nE="l1\\nl2"\nF=\n'));
show('style', () => JSON.stringify(util.styleText('red', 'x', { validateStream: false })));
show('styles', () => JSON.stringify(util.styleText(['bold', 'underline'], 'x', { validateStream: false })));
show('nested', () => JSON.stringify(util.styleText('red', `a${util.styleText('blue', 'b', { validateStream: false })}c`, { validateStream: false })));
show('hex', () => JSON.stringify(util.styleText('#ff8000', 'x', { validateStream: false })));
show('strip', () => util.stripVTControlCharacters('\u001b[31mred\u001b[39m plain \u001b]8;;http://x\u0007link\u001b]8;;\u0007'));
show('strip bad', () => util.stripVTControlCharacters(5));
show('mime', () => { const m = new util.MIMEType('Text/HTML; charset=UTF-8; q="a b"'); return [String(m), m.essence, m.params.get('charset'), [...m.params]]; });
show('bad mime', () => new util.MIMEType('text'));
show('bad mime', () => new util.MIMEType('te xt/html'));
show('diff', () => util.diff('abcd', 'axcd'));
show('diff lists', () => util.diff(['1', '2', '3'], ['1', '3', '4']));
show('inherits', () => { function A() {} function B() {} util.inherits(A, B); return [A.super_ === B, new A() instanceof B]; });
show('inherits bad', () => util.inherits(function () {}, null));
show('equal', () => [util.isDeepStrictEqual({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }), util.isDeepStrictEqual([1], ['1']), util.isDeepStrictEqual(NaN, NaN), util.isDeepStrictEqual(0, -0), util.isDeepStrictEqual(new Set([{ a: 1 }]), new Set([{ a: 1 }]))]);
show('promisify bad', () => util.promisify('x'));
show('usv', () => util.toUSVString('a\ud800b') === 'a\ufffdb');
show('types', () => Object.entries({ Map: new Map(), Set: new Set(), Date: new Date(), RegExp: /x/, Promise: Promise.resolve(), Proxy: new Proxy({}, {}), GeneratorObject: (function* () {})(), NativeError: new Error(), BoxedPrimitive: Object(1), Uint8Array: new Uint8Array(), DataView: new DataView(new ArrayBuffer(1)), WeakMap: new WeakMap(), AnyArrayBuffer: new ArrayBuffer(1), MapIterator: new Map().keys(), SymbolObject: Object(Symbol()) }).map(([name, value]) => util.types[`is${name}`](value)).join());
show('types', () => [util.types.isAsyncFunction(async () => {}), util.types.isGeneratorFunction(function* () {}), util.types.isArgumentsObject((function () { return arguments; })()), util.types.isTypedArray(new DataView(new ArrayBuffer(1))), util.types.isMap({})]);
show('aliases', () => [util.inspect.colors.grey, util.inspect.colors.red, Object.keys(util.inspect.styles)]);
const delay = (ms, value, callback) => setTimeout(() => (value === 'bad' ? callback(new Error('bad')) : callback(null, value)), ms);
delay[util.promisify.custom] = undefined;
(async () => {
  const p = util.promisify(delay);
  console.log(await p(1, 'ok'), await p(1, 'bad').catch((error) => error.message));
  class Thing { constructor() { this.v = 3; } get(callback) { callback(null, this.v); } }
  const thing = new Thing();
  thing.getAsync = util.promisify(thing.get);
  console.log(await thing.getAsync(), util.promisify(util.promisify(delay)) === util.promisify(p));
  util.callbackify(async (x) => x * 2)(21, (error, value) => console.log('callback', error, value));
  util.callbackify(async () => { throw null; })((error) => console.log('callback', error.code, error.reason, error.message));
  console.log(util.callbackify(async function named(a, b) {}).name, util.callbackify(async (a, b) => {}).length);
  const signal = AbortSignal.abort();
  console.log(await util.aborted(signal, {}));
})();
