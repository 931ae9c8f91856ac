// What a program makes and drops again, kind by kind: each function is one round. Prints for each kind what a round left
// behind in the heap and outside of it (bytes), and descriptors and threads of all rounds. A kind is measured again, up
// to four times, while it seems to grow: what is kept by chance, or grows to a size and stays, does so once.
//   scrim --expose-gc growth.js ROUNDS [KIND...]
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { once } = require('node:events');
const tick = () => new Promise((resolve) => { setImmediate(resolve); });
const tmp = fs.mkdtempSync(path.join(os.tmpdir(), 'growth-'));
process.on('exit', () => fs.rmSync(tmp, { recursive: true, force: true }));
const file = path.join(tmp, 'f');
fs.writeFileSync(file, 'hello\n'.repeat(100));
const kHeap = 32;        // bytes a round that pass
const kExternal = 2048;
const kept = {};
const kinds = {
  timeout: () => new Promise((r) => setTimeout(r, 0)),
  timeoutCleared: () => { clearTimeout(setTimeout(() => {}, 1e6)); },
  intervalCleared: () => { clearInterval(setInterval(() => {}, 1e6)); },
  timeoutDurations: (i) => { clearTimeout(setTimeout(() => {}, 1000 + i)); },
  timeoutUnref: (i) => { const t = setTimeout(() => {}, 10 + i % 7); t.unref(); clearTimeout(t); },
  immediate: () => tick(),
  immediateCleared: () => { clearImmediate(setImmediate(() => {})); },
  nextTick: () => new Promise((r) => process.nextTick(r)),
  timersPromises: () => require('timers/promises').setTimeout(0),
  timersPromisesAbort: async () => { const c = new AbortController(); const p = require('timers/promises').setTimeout(1e6, 0, { signal: c.signal }); c.abort(); await p.catch(() => {}); },
  readStream: async () => { for await (const c of fs.createReadStream(file)); },
  readStreamDestroyed: async () => { const s = fs.createReadStream(file); s.destroy(); await once(s, 'close'); },
  writeStream: async () => { const s = fs.createWriteStream(path.join(tmp, 'w')); s.end('x'); await once(s, 'close'); },
  readable: async () => { const { Readable } = require('stream'); for await (const c of Readable.from(['a', 'b'])); },
  pipeline: async () => { const { Readable, PassThrough } = require('stream'); await require('stream/promises').pipeline(Readable.from(['a']), new PassThrough(), new PassThrough().resume()); },
  passDropped: () => { const { PassThrough } = require('stream'); new PassThrough().write('x'); },
  webStream: async () => { const r = new ReadableStream({ start(c) { c.enqueue('a'); c.close(); } }); for await (const c of r.pipeThrough(new TransformStream())); },
  webDropped: () => { const r = new ReadableStream({ pull(c) { c.enqueue('a'); } }); r.getReader().read(); },
  child: async () => { const c = require('child_process').spawn('true'); await once(c, 'close'); },
  childFails: async () => { const c = require('child_process').spawn('/nonexistent'); await once(c, 'error'); },
  spawnSync: () => { require('child_process').spawnSync('true'); },
  watch: () => { fs.watch(tmp).close(); },
  watchFile: () => { fs.watchFile(file, { interval: 1e6 }, () => {}); fs.unwatchFile(file); },
  watchAbort: () => { const c = new AbortController(); fs.watch(tmp, { signal: c.signal }); c.abort(); },
  readline: async () => { const rl = require('readline').createInterface({ input: require('stream').Readable.from(['a\nb\n']) }); await once(rl, 'close'); },
  readlineAwait: async () => { const rl = require('readline').createInterface({ input: fs.createReadStream(file) }); for await (const l of rl); },
  readlineClosed: () => { const { PassThrough } = require('stream'); require('readline').createInterface({ input: new PassThrough(), output: new PassThrough() }).close(); },
  readlinePromises: async () => { const { PassThrough } = require('stream'); const input = new PassThrough(); const rl = require('readline/promises').createInterface({ input, output: new PassThrough() }); const q = rl.question('?'); input.write('a\n'); await q; rl.close(); },
  dateFormat: (i) => { new Intl.DateTimeFormat(['en', 'de', 'ja'][i % 3], { dateStyle: 'long', timeStyle: 'short' }).format(0); },
  numberFormat: (i) => { new Intl.NumberFormat(['en', 'de', 'ar'][i % 3], { style: 'currency', currency: 'EUR' }).format(i); },
  collator: (i) => { new Intl.Collator(['en', 'de'][i % 2]).compare('a', 'b'); },
  pluralRules: () => { new Intl.PluralRules('pl').select(3); },
  listFormat: () => { new Intl.ListFormat('en').format(['a', 'b']); },
  relativeTime: () => { new Intl.RelativeTimeFormat('en').format(-1, 'day'); },
  displayNames: () => { new Intl.DisplayNames('en', { type: 'region' }).of('DE'); },
  segmenter: () => { [...new Intl.Segmenter('en', { granularity: 'word' }).segment('hello world')]; },
  durationFormat: () => { new Intl.DurationFormat('en').format({ hours: 1 }); },
  locale: (i) => { new Intl.Locale('en-US').maximize().toString(); },
  gzipSync: () => { const z = require('zlib'); z.gunzipSync(z.gzipSync('hello')); },
  gzipAsync: async () => { const z = require('zlib'); await require('util').promisify(z.gzip)('hello'); },
  gzipStream: async () => { const z = require('zlib'); const s = z.createGzip(); s.resume(); s.end('hello'); await once(s, 'close'); },
  gzipDropped: () => { const z = require('zlib'); z.createGzip(); },
  gzipClosed: () => { const z = require('zlib'); z.createGunzip().close(); },
  gzipError: async () => { const z = require('zlib'); await require('util').promisify(z.gunzip)('hello').catch(() => {}); },
  brotli: () => { const z = require('zlib'); z.brotliDecompressSync(z.brotliCompressSync('hello')); },
  brotliDropped: () => { require('zlib').createBrotliDecompress(); },
  hash: () => { require('crypto').createHash('sha256').update('a').digest('hex'); },
  hashDropped: () => { require('crypto').createHash('sha256').update('a'); },
  hmac: () => { require('crypto').createHmac('sha256', 'k').update('a').digest('hex'); },
  hmacDropped: () => { require('crypto').createHmac('sha256', 'k').update('a'); },
  hashCopy: () => { require('crypto').createHash('sha256').update('a').copy(); },
  randomBytes: async () => { await require('util').promisify(require('crypto').randomBytes)(16); },
  pbkdf2: async () => { await require('util').promisify(require('crypto').pbkdf2)('a', 'b', 1, 16, 'sha1'); },
  subtleDigest: async () => { await crypto.subtle.digest('SHA-256', new Uint8Array(3)); },
  cipher: () => { const c = require('crypto').createCipheriv('aes-128-cbc', Buffer.alloc(16), Buffer.alloc(16)); c.update('a'); c.final(); },
  cipherDropped: () => { require('crypto').createCipheriv('aes-128-cbc', Buffer.alloc(16), Buffer.alloc(16)).update('a'); },
  messageChannel: async () => { const { port1, port2 } = new MessageChannel(); const p = new Promise((r) => { port2.onmessage = r; }); port1.postMessage({ a: 1 }); await p; port1.close(); port2.close(); await tick(); },
  messageChannelDropped: () => { new MessageChannel(); },
  messageChannelClosed: () => { new MessageChannel().port1.close(); },
  broadcast: () => { const b = new BroadcastChannel('x'); b.close(); },
  worker: async () => { try { const { Worker } = require('worker_threads'); const w = new Worker('1', { eval: true }); w.on('error', () => {}); await w.terminate(); } catch {} },
  abortTimeout: () => { AbortSignal.timeout(1e6); },
  abortAny: () => { kept.source ??= new AbortController(); AbortSignal.any([kept.source.signal]); },
  abortListener: () => { const c = new AbortController(); c.signal.addEventListener('abort', () => {}); c.abort(); },
  abortFollow: () => { kept.source2 ??= new AbortController(); const t = new EventTarget(); const c = new AbortController(); t.addEventListener('x', () => {}, { signal: c.signal }); c.abort(); },
  vmContext: () => { require('vm').runInNewContext('a = 1; globalThis.b = [1]', {}); },
  vmScript: (i) => { new (require('vm').Script)('var q = ' + i + '; (function () { return q; })()').runInThisContext(); },
  vmCompile: (i) => { require('vm').compileFunction('return ' + i)(); },
  evals: (i) => { (0, eval)('(function(){ return ' + i + '})')(); new Function('return ' + i)(); },
  regexps: (i) => { new RegExp('a' + i + '(b|c)*').test('aaa' + i + 'bcb'); },
  symbols: (i) => { for (let j = 0; j < 20; ++j) ({ [`key${i}-${j}`]: i })[`key${i}-${j}`]; Symbol(`s${i}`); },
  shapes: (i) => { for (let j = 0; j < 20; ++j) { const o = {}; o[`p${i}-${j}`] = 1; o[`q${i}`] = 2; } },
  instances: (i) => { class A { constructor(j) { this[`z${i}-${j}`] = 1; } } for (let j = 0; j < 20; ++j) new A(j); },
  dynamicImportSame: async () => { await import('data:text/javascript,export default 1'); },
  importFails: async (i) => { await import('data:text/javascript,export default )' + i).catch(() => {}); },
  requireMissing: (i) => { try { require('./missing' + i); } catch {} },
  requireDeleted: (i) => { fs.writeFileSync(path.join(tmp, 'm.js'), 'exports.x = ' + i); const m = path.join(tmp, 'm.js'); require(m); delete require.cache[m]; module.children.length = 0; },
  structured: () => { structuredClone({ a: [1, new Map([[1, 2]]), new Date(), /x/] }); },
  blob: async () => { await new Blob(['abc']).text(); },
  blobUrl: () => { URL.revokeObjectURL(URL.createObjectURL(new Blob(['abc']))); },
  textDecoder: () => { new TextDecoder('utf-16le').decode(new Uint8Array(4)); new TextEncoder().encode('x'); },
  url: (i) => { const u = new URL('http://a.b/c?d=' + i); u.searchParams.get('d'); },
  buffers: () => { Buffer.allocUnsafe(10); Buffer.alloc(100000); Buffer.from('x').toString('base64'); },
  sab: () => { new SharedArrayBuffer(1000); new ArrayBuffer(1000, { maxByteLength: 100000 }).resize(5000); },
  atomicsNotify: async () => { const a = new Int32Array(new SharedArrayBuffer(8)); const r = Atomics.waitAsync(a, 0, 0); Atomics.notify(a, 0); await r.value; },
  weakref: () => { new WeakRef({}); const w = new WeakMap(); w.set({}, 1); kept.ws ??= new WeakSet(); kept.ws.add({}); },
  finreg: () => { kept.fr ??= new FinalizationRegistry(() => {}); kept.fr.register({}, 1); },
  promises: async () => { await Promise.all([1, 2].map(async (x) => x)); await Promise.race([new Promise(() => {}), 1]); },
  unhandledLate: async () => { const p = Promise.reject(1); p.catch(() => {}); await tick(); },
  als: async () => { const { AsyncLocalStorage } = require('async_hooks'); kept.als2 ??= new AsyncLocalStorage(); await kept.als2.run(1, async () => { await 1; }); },
  alsNew: async () => { const { AsyncLocalStorage } = require('async_hooks'); const a = new AsyncLocalStorage(); await a.run(1, async () => { await 1; }); },
  asyncResource: () => { new (require('async_hooks').AsyncResource)('X').runInAsyncScope(() => {}); },
  eventOnce: async () => { const e = new (require('events'))(); const p = once(e, 'x'); e.emit('x'); await p; },
  eventOn: async () => { const e = new (require('events'))(); const it = require('events').on(e, 'x'); e.emit('x', 1); await it.next(); await it.return(); },
  fsAsync: async () => { await fs.promises.readFile(file); await fs.promises.stat(file); },
  fsHandle: async () => { const h = await fs.promises.open(file); await h.read(Buffer.alloc(3)); await h.close(); },
  fsErrors: async () => { await fs.promises.stat('/nonexistent').catch(() => {}); try { fs.statSync('/nonexistent'); } catch {} },
  fsDir: async () => { for await (const d of await fs.promises.opendir(tmp)); },
  fsDirDropped: async () => { const d = fs.opendirSync(tmp); d.closeSync(); },
  fsAbort: async () => { const c = new AbortController(); const p = fs.promises.readFile(file, { signal: c.signal }); c.abort(); await p.catch(() => {}); },
  perf: () => { performance.mark('a'); performance.measure('m', 'a'); performance.clearMarks(); performance.clearMeasures(); performance.now(); },
  perfObserver: () => { const o = new (require('perf_hooks').PerformanceObserver)(() => {}); o.observe({ entryTypes: ['mark'] }); o.disconnect(); },
  diagChannel: (i) => { const d = require('diagnostics_channel'); const c = d.channel('c' + i); const f = () => {}; c.subscribe(f); c.unsubscribe(f); },
  inspect: (i) => { require('util').inspect({ a: i, b: new Map([[1, { c: [i] }]]), e: new Error('x') }); },
  errors: (i) => { try { null.x; } catch (e) { e.stack; } new Error('m' + i).stack; },
  errorsNoStack: (i) => { new Error('m' + i); },
  prepareStack: (i) => { const old = Error.prepareStackTrace; Error.prepareStackTrace = (e, s) => s.map(String); new Error('x').stack; Error.prepareStackTrace = old; },
  signals: () => { const f = () => {}; process.on('SIGUSR2', f); process.off('SIGUSR2', f); },
  serialize: () => { const v8 = require('v8'); v8.deserialize(v8.serialize({ a: [1, 'x'] })); },
  strings: (i) => { let s = ''; for (let j = 0; j < 50; ++j) s += 'ab' + i; s.slice(3, 30); s.length; },
  json: (i) => { for (let j = 0; j < 20; ++j) JSON.parse(JSON.stringify({ [`k${i}-${j}`]: [i, `v${i}`] })); },
  queueMicro: () => new Promise((r) => queueMicrotask(r)),
  eventTarget: () => { const t = new EventTarget(); t.addEventListener('x', () => {}); t.dispatchEvent(new Event('x')); },
  repl: async () => { const { PassThrough } = require('stream'); const input = new PassThrough(); const output = new PassThrough(); output.resume(); const r = require('repl').start({ input, output, terminal: false }); input.write('1+1\nlet x = {a:1}\nx\n'); input.end(); await once(r, 'exit'); },
  deprecate: () => { require('util').deprecate(() => {}, 'x' )  ; },
};

const kSlow = /^(child|spawn|worker|repl|vmContext)/;
async function state() {
  for (let i = 0; i < 4; ++i) {
    gc();
    await tick();
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return {
    heap: heapUsed, external: external + arrayBuffers,
    descriptors: fs.readdirSync('/proc/self/fd').length, threads: fs.readdirSync('/proc/self/task').length,
  };
}
async function measure(kind, rounds) {
  const run = kinds[kind];
  let i = 0;
  const go = async (count) => {
    for (const end = i + count; i < end; ++i) {
      await run(i);
      if (i % 64 === 63) await tick();
    }
  };
  await go(rounds);
  await state();
  let before = await state();
  for (let attempt = 0; ; ++attempt) {
    await go(rounds);
    const after = await state();
    const left = {
      kind, heap: (after.heap - before.heap) / rounds, external: (after.external - before.external) / rounds,
      descriptors: after.descriptors - before.descriptors, threads: after.threads - before.threads,
    };
    const heapLimit = Math.max(kHeap, 4096 / rounds);  // of few rounds a page's worth says nothing
    const grows = left.heap > heapLimit || left.external > kExternal || left.descriptors > 0 || left.threads > 0;
    if (!grows || attempt === 3) return { ...left, grows };
    before = after;
  }
}
(async () => {
  const [rounds, ...wanted] = process.argv.slice(2);
  for (const kind of wanted.length ? wanted : Object.keys(kinds)) {
    console.log(JSON.stringify(await measure(kind, kSlow.test(kind) ? Math.ceil(rounds / 10) : +rounds)));
  }
  process.exit();
})();
