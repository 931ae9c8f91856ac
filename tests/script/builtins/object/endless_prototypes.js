// A proxy that is its own prototype: what walks the chain ends with V8's error after as many proxies.
const cyclic = [];
let asked = 0;
Object.setPrototypeOf(cyclic, new Proxy(cyclic, {
  getPrototypeOf(target) {
    asked++;
    return Reflect.getPrototypeOf(target);
  },
}));
const walks = {
  instanceof: () => cyclic instanceof Map,
  isPrototypeOf: () => Map.prototype.isPrototypeOf(cyclic),
  hasInstance: () => Function.prototype[Symbol.hasInstance].call(Map, cyclic),
};
for (const [name, walk] of Object.entries(walks)) {
  asked = 0;
  try {
    console.log(name, walk());
  } catch (error) {
    console.log(name, error.name, error.message, asked);
  }
}

// Functions with a direct eval find their variables by name.
function named(a, bb, ccc) {
  eval('var dddd = 4');
  const names = [];
  for (const name of ['a', 'bb', 'ccc', 'dddd', 'named', 'aa', 'b'])
    names.push(`${name}: ${eval(`typeof ${name}`)}`);
  return names.join();
}
console.log(named(1, 2, 3));
