const P = require('bluebird'); P.config({ longStackTraces: false, warnings: true, cancellation: true });
const fs = P.promisifyAll(require('fs'));
(async () => {
  console.log((await fs.readFileAsync(__filename, 'utf8')).length > 10);
  console.log(await P.map([1, 2, 3], (x) => P.delay(5 - x).then(() => x * 2), { concurrency: 2 }), await P.reduce([1, 2, 3], (a, b) => a + b, 0), await P.props({ a: P.resolve(1), b: 2 }), await P.some([P.delay(5, 'a'), 'b', P.delay(1, 'c')], 2));
  await fs.readFileAsync('/nope').catch({ code: 'ENOENT' }, (e) => console.log('enoent', e.message, e instanceof P.OperationalError));
  await P.reject(new TypeError('t')).catch(RangeError, () => console.log('no')).catch(TypeError, (e) => console.log('type', e.message)).finally(() => console.log('fin'));
  await P.delay(50).timeout(5).catch(P.TimeoutError, (e) => console.log(e.message));
  const p = new P((r, j, onCancel) => onCancel(() => console.log('cancelled'))); p.cancel(); console.log(p.isCancelled(), P.resolve(1).inspect?.().value());
  await P.using(P.resolve({ n: 1 }).disposer((o) => console.log('disposed', o.n)), (o) => console.log('using', o.n));
  console.log(await P.coroutine(function* (x) { return (yield P.resolve(x)) + 1; })(4), await P.fromCallback((cb) => cb(null, 7)), await P.mapSeries([1, 2], (x) => x), await P.each([1], console.log));
})();

