// require and the Module class: caches, cycles, resolution, errors.
const path = require('path');
const show = (label, f) => {
  try {
    console.log(label, f());
  } catch (error) {
    const stack = error.requireStack;
    console.log(label, error.name, error.code, error.message, Object.keys(error).join(), stack ? stack.length : '');
  }
};
const f = './fixtures/';
show('cycle', () => [require(f + 'cycle-a.cjs'), require(f + 'cycle-b.cjs')]);
show('cached', () => { require(f + 'counter').increment(); return require(f + 'counter.js').count; });
show('through a link', () => require(f + 'links/linked.cjs').count);
show('deleted from the cache', () => { delete require.cache[require.resolve(f + 'counter')]; return require(f + 'counter').count; });
show('cache keys', () => Object.keys(require.cache).map((key) => path.basename(key)));
show('put into the cache', () => {
  const file = path.resolve(__dirname, 'fixtures/virtual.js');
  require.cache[file] = { exports: 'virtual' };
  return require.resolve.paths ? 'set' : '';
});
show('json', () => require(f + 'data'));
show('broken json', () => require(f + 'broken.json'));
show('directory', () => require(f + 'dirmod'));
show('hashbang', () => require(f + 'hashbang.cjs'));
show('unknown extension', () => { try { require(f + 'file.unknown'); } catch (error) { return error.name + ' ' + error.message; } });
show('no extension', () => require(f + 'noextension'));
show('wrapper', () => require(f + 'wrapper.cjs'));
show('syntax error', () => require(f + 'syntax-error.cjs'));
show('throws', () => require(f + 'throws.cjs'));
show('throws again', () => require(f + 'throws.cjs'));
show('missing', () => require(f + 'nowhere'));
show('missing package', () => require('no-such-package/sub'));
show('empty', () => require(''));
show('number', () => require(5));
show('object', () => require({}));
show('node: unknown', () => require('node:nothing'));
show('node:', () => require('node:path') === path);
show('resolve builtin', () => [require.resolve('fs'), require.resolve('node:fs')]);
show('resolve', () => path.relative(__dirname, require.resolve(f + 'counter')));
show('resolve with paths', () => path.relative(__dirname, require.resolve('./counter', { paths: [path.join(__dirname, 'fixtures')] })));
show('resolve package with paths', () => path.relative(__dirname, require.resolve('legacy', { paths: [path.join(__dirname, 'fixtures')] })));
show('resolve missing with paths', () => require.resolve('./counter', { paths: ['/'] }));
show('resolve.paths relative', () => require.resolve.paths('./x').map((p) => path.relative(__dirname, p)));
show('resolve.paths package', () => require.resolve.paths('x').slice(0, 3).map((p) => path.basename(p)));
show('resolve.paths builtin', () => require.resolve.paths('fs'));
show('main', () => [require.main === module, module.id, path.basename(module.filename), module.loaded, module.parent, module.paths.length > 1]);
show('children', () => module.children.map((child) => path.basename(child.id)));
show('child', () => { const child = require.cache[require.resolve(f + 'wrapper.cjs')]; return [child.loaded, child.parent === module, path.basename(child.path)]; });
show('this', () => [this === module.exports, arguments.length, exports === module.exports, typeof __filename, path.basename(__dirname)]);
const Module = require('module');
show('Module', () => [Module === Module.Module, module instanceof Module, module.constructor === Module, typeof Module._load, Module._extensions === require.extensions, Module._cache === require.cache]);
show('builtins', () => [Module.builtinModules.includes('fs'), Module.builtinModules.includes('node:test'), Module.isBuiltin('fs'), Module.isBuiltin('node:test'), Module.isBuiltin('test'), Module.isBuiltin('wss')]);
show('_nodeModulePaths', () => Module._nodeModulePaths('/a/node_modules/b'));
show('wrap', () => Module.wrap('text'));
show('createRequire', () => Module.createRequire(path.join(__dirname, 'fixtures/x.js'))('./data.json').answer);
show('createRequire of a URL', () => Module.createRequire('file://' + __dirname + '/fixtures/')('./data.json').answer);
show('createRequire relative', () => Module.createRequire('x'));
show('extension hook', () => {
  require.extensions['.unknown'] = (m, file) => { m.exports = 'hooked ' + path.basename(file); };
  const result = [require(f + 'file.unknown'), require(f + 'file')];
  delete require.extensions['.unknown'];
  return result;
});
show('_resolveFilename hook', () => {
  const original = Module._resolveFilename;
  Module._resolveFilename = function (request, ...rest) { return request === 'alias' ? original.call(this, f + 'data.json', ...rest) : original.call(this, request, ...rest); };
  const result = require('alias').answer;
  Module._resolveFilename = original;
  return result;
});
show('_load hook', () => {
  const original = Module._load;
  Module._load = (request, ...rest) => (request === 'mocked' ? 'mock' : original(request, ...rest));
  const result = require('mocked');
  Module._load = original;
  return result;
});
show('_compile', () => { const m = new Module('virtual.js', module); m._compile('exports.x = 1 + 1; exports.name = __filename', '/virtual.js'); return m.exports; });
show('module', () => { const m = new Module('id', undefined); return [m.id, m.path, m.exports, m.filename, m.loaded, m.children]; });
