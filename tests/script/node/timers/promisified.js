// util.promisify() of the global timers, delays that cannot be kept, and what keeps the program running.
const util = require('node:util');
console.log(setTimeout, setImmediate, setInterval);
const { get, ...rest } = Object.getOwnPropertyDescriptor(setTimeout, util.promisify.custom);
console.log(typeof get, rest);
const sleep = util.promisify(setTimeout);
console.log(sleep === require('node:timers/promises').setTimeout);
process.on('warning', ({ name, message }) => console.log(name, message));
(async () => {
  console.log(await sleep(1, 'slept'), await util.promisify(setImmediate)('now'));
  for (const delay of [2 ** 31, -5, -6, NaN, NaN, 'x', undefined, null, 0.5, Infinity]) clearTimeout(setTimeout(() => {}, delay));
  await sleep(1);
  const timers = [setTimeout(() => {}, 1000), setInterval(() => {}, 1000), setTimeout(() => {}, 1000).unref()];
  const immediate = setImmediate(() => {});
  // Less what standard output is.
  const active = () => process.getActiveResourcesInfo().filter((name) => !/Wrap$/.test(name)).sort();
  console.log(active());
  for (const timer of timers) clearTimeout(timer);
  clearImmediate(immediate);
  console.log(active());
})();
