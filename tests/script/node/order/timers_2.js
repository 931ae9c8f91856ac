// refresh, unref and clear.
const u = setTimeout(() => console.log('unref never'), 1000000);
u.unref();
// Set again until nothing held the program up between the three.
let timers = [];
for (let begun = 0; ; timers.forEach(clearTimeout)) {
  begun = performance.now();
  const r = setTimeout(() => console.log('refreshed'), 100);
  timers = [r, setTimeout(() => r.refresh(), 50), setTimeout(() => console.log('before refreshed'), 125)];
  if (performance.now() - begun < 20) break;
}
console.log(u.hasRef(), timers[0].hasRef(), typeof u[Symbol.toPrimitive]());
const im = setImmediate(() => console.log('never'));
clearImmediate(im);
clearTimeout(undefined);
clearTimeout({});
clearInterval('x');
