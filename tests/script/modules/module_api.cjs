// What else node:module has: source maps, package.json, builtins kept in step, the compile cache's constants.
const module_ = require('node:module');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'module-api-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const write = (name, text) => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
};
const tidy = (value) => (typeof value === 'string' ? value.replaceAll(pathToFileURL(folder).href, '<url>').replaceAll(folder, '<folder>') : value);
const tell = (f) => {
  try {
    return tidy(f());
  } catch (error) {
    return `${error.name} ${error.code}: ${tidy(error.message)}`;
  }
};

console.log('--- SourceMap');
const payload = {
  version: 3, file: 'out.js', sources: ['a.ts', 'b.ts'], sourcesContent: ['one', null], names: ['f', 'g'],
  mappings: 'AAAA,IAAIA,EAAI;;AACJ,SCAAC,IAAM,EAAG;A,C;EDEJ',
};
const map = new module_.SourceMap(payload, { lineLengths: [1, 2, 3] });
console.log(map.payload, map.payload !== map.payload, map.lineLengths, new module_.SourceMap(payload).lineLengths);
for (const place of [[0, 0], [0, 4], [0, 5], [0, 6], [0, 99], [1, 0], [2, 0], [2, 9], [2, 13], [2, 40], [3, 0], [4, 1], [4, 2], [9, 9], [-1, 0]]) console.log(place, map.findEntry(...place), map.findOrigin(place[0] + 1, place[1] + 1));
console.log(new module_.SourceMap({ version: 3, sources: [], mappings: '' }).findEntry(0, 0));
const sections = new module_.SourceMap({ version: 3, sections: [{ offset: { line: 0, column: 0 }, map: payload }, { offset: { line: 10, column: 5 }, map: payload }] });
console.log(sections.findEntry(10, 9), sections.findOrigin(11, 7));
for (const bad of [undefined, null, 5, 'x']) console.log(tell(() => typeof new module_.SourceMap(bad)));

console.log('--- findSourceMap');
const mapped = (name) => `exports.f = () => {};\n//# sourceMappingURL=${name}\n`;
const inline = (value) => `data:application/json;base64,${Buffer.from(JSON.stringify(value)).toString('base64')}`;
for (const name of ['off', 'file', 'inline', 'missing', 'after']) write(`${name}.js`, mapped(name === 'inline' ? inline(payload) : `maps/${name}.map`));
write('maps/file.map', JSON.stringify({ ...payload, sourceRoot: 'src/' }));
write('maps/off.map', JSON.stringify(payload));
write('plain.js', '');
require(path.join(folder, 'off.js'));
console.log(module_.getSourceMapsSupport(), process.sourceMapsEnabled, Object.isFrozen(module_.getSourceMapsSupport()));
module_.setSourceMapsSupport(true, { nodeModules: true });
console.log(module_.getSourceMapsSupport());
for (const name of ['file', 'inline', 'plain', 'missing']) require(path.join(folder, `${name}.js`));
for (const name of ['file', 'inline', 'plain', 'missing', 'after', 'nowhere']) {
  const found = module_.findSourceMap(path.join(folder, `${name}.js`));
  console.log(name, found && tidy(JSON.stringify(found.payload)), found?.lineLengths?.slice(0, 1), found === module_.findSourceMap(pathToFileURL(path.join(folder, `${name}.js`)).href));
}
console.log(module_.findSourceMap('node:fs'), module_.findSourceMap(5), module_.findSourceMap());
for (const args of [[], [1], [true, 5], [true, { nodeModules: 1 }], [true, { generatedCode: 'x' }]]) console.log(tell(() => module_.setSourceMapsSupport(...args)));
process.setSourceMapsEnabled(false);
console.log(module_.getSourceMapsSupport(), process.sourceMapsEnabled);

console.log('--- findPackageJSON');
write('package.json', '{ "name": "root" }');
write('sub/package.json', '{ "name": "sub", "exports": "./x.js" }');
write('sub/deep/file.mjs', '');
write('sub/x.js', '');
write('node_modules/one/package.json', '{ "name": "one", "main": "lib/one.js" }');
write('node_modules/one/lib/package.json', '{ "type": "module" }');
write('node_modules/one/lib/one.js', '');
write('node_modules/@scope/two/package.json', '{}');
write('node_modules/none/x.js', '');
const at = (name) => pathToFileURL(path.join(folder, name)).href;
const asked = [['./deep/file.mjs', at('sub/x.js')], ['..', at('sub/deep/file.mjs')], ['.', at('sub/deep/file.mjs')], ['./nowhere.js', at('sub/x.js')], ['one', at('sub/x.js')], ['one/lib/one.js', at('sub/x.js')],
  ['@scope/two', at('sub/x.js')], ['@scope/two/any', path.join(folder, 'sub/x.js')], ['sub', at('sub/deep/file.mjs')], ['none', at('x.js')], ['nopackage', at('x.js')], [at('sub/deep/file.mjs')], [new URL(at('sub/x.js'))],
  [path.join(folder, 'sub/deep/file.mjs')], ['./file.mjs', new URL(at('sub/deep/'))], [], [5], ['one', 5], ['one', 'relative'], [Symbol('x')]];
for (const args of asked) console.log(tidy(args.map(String).join(' ')), '->', tell(() => module_.findPackageJSON(...args)));

console.log('--- syncBuiltinESMExports');
(async () => {
  const { readFileSync: before } = await import('node:fs');
  const namespace = await import('node:fs');
  const kept = fs.readFileSync;
  fs.readFileSync = function replaced() {};
  fs.added = 1;
  console.log(namespace.readFileSync === before, namespace.readFileSync.name, 'added' in namespace, namespace.default.added);
  console.log(module_.syncBuiltinESMExports(), namespace.readFileSync.name, 'added' in namespace);
  fs.readFileSync = kept;
  delete fs.added;
  module_.syncBuiltinESMExports();
  console.log(namespace.readFileSync === before);
  console.log(module_.constants, Object.isFrozen(module_.constants), module_.getCompileCacheDir(), module_.flushCompileCache());
  console.log(module_._stat(folder), module_._stat(__filename), module_._stat(path.join(folder, 'nowhere')) < 0);
})();
