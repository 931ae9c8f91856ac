const path = require('node:path'), fs = require('fs'), util = require('util');
const folder = fs.mkdtempSync('/tmp/scrim-modules-');
fs.mkdirSync(path.join(folder, 'node_modules', 'pkg', 'lib'), { recursive: true });
fs.writeFileSync(path.join(folder, 'node_modules/pkg/package.json'), JSON.stringify({ name: 'pkg', exports: { '.': { require: './lib/main.js' }, './extra/*': './lib/*.js' } }));
fs.writeFileSync(path.join(folder, 'node_modules/pkg/lib/main.js'), 'exports.name = "pkg"; exports.parent = module.children.length;');
fs.writeFileSync(path.join(folder, 'node_modules/pkg/lib/one.js'), 'module.exports = () => "extra one";');
fs.writeFileSync(path.join(folder, 'a.js'), 'exports.loaded = false; const b = require("./b"); exports.b = b.value; exports.loaded = true;');
fs.writeFileSync(path.join(folder, 'b.js'), 'const a = require("./a"); exports.value = "saw a.loaded = " + a.loaded;');
fs.writeFileSync(path.join(folder, 'data.json'), '{"x": [1, 2]}');
fs.writeFileSync(path.join(folder, 'index.js'), 'module.exports = { pkg: require("pkg"), one: require("pkg/extra/one")(), a: require("./a"), data: require("./data.json"), file: require("path").basename(__filename), dir: __dirname === require("path").dirname(__filename), same: require("./a") === require("./a.js") };');
console.log(require(folder));
for (const name of ['./nothing', 'not-installed']) { try { require(name); } catch (error) { console.log(error.code, error.message.split('\n')[0]); } }
fs.writeFileSync(path.join(folder, 'text.txt'), 'line 1\nzwei ü\n');
fs.appendFileSync(path.join(folder, 'text.txt'), 'three');
console.log(fs.readFileSync(path.join(folder, 'text.txt'), 'utf8').split('\n'), fs.existsSync(folder), fs.statSync(path.join(folder, 'text.txt')).size, fs.readdirSync(folder));
for (const call of [() => fs.readFileSync('/nope/x', 'utf8'), () => fs.readFileSync('/tmp', 'utf8'), () => fs.mkdirSync('/tmp'), () => fs.statSync("/nope")]) { try { call(); } catch (error) { console.log(error.code, error.message); } }
fs.rmSync(folder, { recursive: true });
console.log(fs.existsSync(folder), path.resolve('/a/b', '../c'), path.relative('/a/b/c', '/a/d'), path.extname('x.tar.gz'), path.parse('/home/u/file.txt'), path.normalize('a//b/../c/.'), path.basename('/x/y.js', '.js'));
console.log(util.inspect('it\'s'), util.format('%s=%d', 'x', 5), util.isDeepStrictEqual({ a: [1, new Set([1])] }, { a: [1, new Set([1])] }), util.types.isPromise(Promise.resolve()), util.inspect(new Proxy({ a: 1 }, {}), { showProxy: true }));
