// Recursion without end is a RangeError that can be caught, through whatever it goes.
function depthOf(make) {
  let depth = 0;
  const step = make(() => { depth++; step(); });
  try { step(); } catch (error) { return [error instanceof RangeError, error.message]; }
  return 'no end';
}
const kinds = {
  plain: (next) => next,
  toJSON: (next) => () => JSON.stringify({ toJSON: next }),
  map: (next) => () => [1].map(next),
  getter: (next) => { const o = { get x() { next(); return 1; } }; return () => o.x; },
  replace: (next) => () => 'a'.replace('a', next),
  proxy: (next) => { const p = new Proxy({}, { get: next }); return () => p.x; },
};
for (const [name, make] of Object.entries(kinds)) {
  const [isRangeError, message] = depthOf(make);
  console.log(name, isRangeError, message);
}
console.log('still running');
