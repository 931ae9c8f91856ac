// require() of ES modules, and import() from CommonJS.
const show = (label, f) => {
  try {
    console.log(label, f());
  } catch (error) {
    console.log(label, error.name, error.code, error.message.replaceAll(__dirname, '<dir>'));
  }
};
const f = './fixtures/esm/';
show('default', () => require(f + 'with-default.mjs'));
show('no default', () => require(f + 'no-default.mjs'));
show('module.exports', () => require(f + 'module-exports.mjs')());
show('own mark', () => require(f + 'marked.mjs'));
show('cached', () => require(f + 'with-default.mjs') === require(f + 'with-default.mjs'));
show('tla', () => require(f + 'tla.mjs'));
show('throws', () => require(f + 'throws.mjs'));
show('detected', () => require('./fixtures/detected.js').detected);
show('live', () => { const m = require(f + 'counter.mjs'); m.default(); return [m.count, m['string name']]; });
show('missing export', () => require(f + 'missing-export.mjs'));
(async () => {
  const same = await import('./fixtures/esm/counter.mjs');
  console.log('one instance', same.count);
  console.log('import of cjs', (await import('./fixtures/counter.js')).default === require('./fixtures/counter.js'));
  console.log('tla', await import('./fixtures/esm/tla.mjs'));
  await import('./fixtures/esm/throws.mjs').catch((error) => console.log(error.name, error.message));
  console.log(await eval("import('./fixtures/esm/no-default.mjs')"));
  console.log(await new Function("return import('./fixtures/esm/no-default.mjs')")());
})();
