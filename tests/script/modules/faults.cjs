// What cannot be loaded, and why: codes, messages and stacks of require() and import(), side by side.
const path = require('node:path');
const here = path.join(__dirname, 'fixtures/faults');
const { createRequire } = require('node:module');
const req = createRequire(path.join(here, 'main.js'));
const plain = (text) => String(text).replaceAll(here, '<here>').replaceAll(__dirname, '<dir>');
const tell = (error) => (error instanceof Error ? `${error.name} ${error.code} ${plain(error.message)}${error.path ? ` path=${plain(error.path)}` : ''}${error.requestPath ? ` requestPath=${plain(error.requestPath)}` : ''}${error.requireStack ? ` requireStack=${plain(error.requireStack)}` : ''}${error.url ? ` url=${plain(error.url)}` : ''} keys=${Object.keys(error)}` : `thrown ${error}`);
const show = (value) => (value?.readFileSync ? 'fs' : shown(value));
const shown = (value) => plain(JSON.stringify(value && value[Symbol.toStringTag] === 'Module' ? { ...value } : value));
process.on('warning', (warning) => console.log('warning', warning.name, plain(warning.message)));

const specifiers = ['./latin.cjs', './bom.cjs', './bom.mjs', './bom.json', './bad.json', './empty.json', './long.json', './latin.json', './hashbang.cjs', './syntax.cjs', './syntax.mjs', './ring_a.cjs', './ring_c.mjs',
  './throws.cjs', './missing', './missing.js', '../missing/x.js', './folder', './folder/', './folder/index', './no_index', './no_index/', './no_main', './bad_package', './latin', './latin.cjs/', './latin.cjs?x=1', './latin.cjs#y', '/nowhere/at/all.js',
  'plain', 'plain/index.js', 'plain/nope', 'missing-package', 'missing-package/x', '@scope/missing', '@scope', 'exported', 'exported/sub', 'exported/hidden.js', 'exported/only-import', 'exported/gone', 'exported/bad', 'exported/null', 'exported/wild/x', 'exported/private/x',
  'exported/array', 'exported/dots', 'exported/', 'exported/package.json', 'no_exports_main', 'no_exports_main/sub', 'bad_config', 'numeric_keys', 'broken', 'esm_only', 'gone_main', 'node:fs', 'node:nope', 'node:', 'fs/nope', '#in', '.', '..', '%2e', './%2fx', './a%5cb', 'file:///nowhere.js', 'data:text/javascript,export default 5',
  'data:text/javascript,export default', '\0', 'a\0b', 'bad name', './bom.json?x'];
async function main() {
  for (const specifier of specifiers) {
    try {
      console.log('require', JSON.stringify(specifier), show(req(specifier)));
    } catch (error) {
      console.log('require', JSON.stringify(specifier), tell(error));
    }
    try {
      console.log('resolve', JSON.stringify(specifier), plain(req.resolve(specifier)));
    } catch (error) {
      console.log('resolve', JSON.stringify(specifier), error.code);
    }
  }
  const { load, resolve } = await import('./fixtures/faults/importer.mjs');
  for (const specifier of specifiers) {
    await load(specifier).then((value) => console.log('import', JSON.stringify(specifier), show(value)), (error) => console.log('import', JSON.stringify(specifier), tell(error)));
    try {
      console.log('meta.resolve', JSON.stringify(specifier), plain(resolve(specifier)));
    } catch (error) {
      console.log('meta.resolve', JSON.stringify(specifier), error.code);
    }
  }
  for (const [specifier, type] of [['./bom.json', 'json'], ['./bad.json', 'json'], ['./empty.json', 'json'], ['./bom.mjs', 'json'], ['./bom.json', 'css'], ['./bom.mjs', undefined], ['./bom.cjs', 'json'], ['node:fs', 'json'], ['data:application/json,{"a":1}', 'json'], ['data:application/json,{"a":1}', undefined]]) {
    await load(specifier, { with: { type } }).then((value) => console.log('import', specifier, type, show(value)), (error) => console.log('import', specifier, type, tell(error)));
  }
  await load('./bom.json', { with: 5 }).catch((error) => console.log(tell(error)));
  for (const bad of [undefined, null, 5, {}, [], '']) {
    try {
      req(bad);
    } catch (error) {
      console.log('require of', bad, tell(error));
    }
  }
  for (const bad of ['relative', 'https://x', 5, undefined]) {
    try {
      createRequire(bad);
    } catch (error) {
      console.log('createRequire', tell(error));
    }
  }
  req('exported/package.json', 0);
}
process.on('uncaughtException', (error) => console.log('last', tell(error)));
req(path.join(here, 'node_modules/exported/imports.js'));
const ring = req('./ring_a.cjs');
void Object.keys(ring);
main();
