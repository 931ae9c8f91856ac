'use strict';
module.exports = function (n) {
  const proxy = new Proxy({ a: 1 }, { get: (target, key) => target[key], has: () => true });
  let total = 0;
  for (let i = 0; i < n; i++) {
    total += proxy.a;
    if ('b' in proxy) total += Reflect.get(proxy, 'a');
  }
  return total;
};
