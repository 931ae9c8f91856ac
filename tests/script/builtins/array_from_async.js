// Array.fromAsync: sources, mapping, the order of awaits, errors and closing.
async function* letters() {
  try {
    yield 'a';
    yield 'b';
  } finally {
    console.log('closed');
  }
}
const show = async (what, promise) => {
  try {
    console.log(what, await promise);
  } catch (e) {
    console.log(what, `${e.name}: ${e.message}`);
  }
};
(async () => {
  await show('async generator', Array.fromAsync(letters()));
  await show('array of promises', Array.fromAsync([1, Promise.resolve(2), 3]));
  await show('array-like', Array.fromAsync({length: 3, 0: 'x', 2: Promise.resolve('z')}));
  await show('set, mapped', Array.fromAsync(new Set([1, 2]), async (v, i) => [v * 2, i]));
  await show('array-like, mapped', Array.fromAsync({length: 2, 0: 1, 1: 2}, v => Promise.resolve(-v)));
  await show('mapper throws', Array.fromAsync(letters(), () => {
    throw new Error('no');
  }));
  await show('mapper rejects', Array.fromAsync(letters(), () => Promise.reject(new Error('nor'))));
  await show('rejected element', Array.fromAsync([Promise.reject(new TypeError('bad'))]));
  await show('no callable', Array.fromAsync([1], 1));
  await show('null', Array.fromAsync(null));
  await show('number', Array.fromAsync(5));
  await show('string', Array.fromAsync('añ😀'));
  class List extends Array {}
  await show('subclass', List.fromAsync([1, 2]));
  await show('constructor', Array.fromAsync.call(function (...a) {
    this.given = a;
  }, {length: 2, 0: 1, 1: 2}));
  await show('this', Array.fromAsync([1], function () {
    return this.x;
  }, {x: 9}));

  const order = [];
  const slow = Array.fromAsync([1, 2, 3]).then(() => order.push('fromAsync'));
  let chain = Promise.resolve();
  for (let i = 0; i < 12; i++) chain = chain.then(() => order.push(i));
  await Promise.all([slow, chain]);
  console.log(order.join());
})();
