// What module.registerHooks refuses, and what is said of hooks that give the wrong thing.
const module_ = require('node:module');
const { registerHooks } = module_;
const { pathToFileURL } = require('node:url');
const { join } = require('node:path');
const leaf = pathToFileURL(join(__dirname, 'fixtures/hooks/leaf.cjs')).href;
const base = pathToFileURL(join(__dirname, '/')).href;
const clean = (text) => text.replaceAll(base, '<base>/').replaceAll(__dirname, '<here>');
const tell = (error) => (error instanceof Error ? `${error.name} ${error.code}: ${clean(error.message).split('\n')[0]}` : `thrown ${String(error)}`);
let count = 0;

async function both(label, hooks, specifier = leaf) {
  const registered = registerHooks(hooks);
  for (const [how, get] of [['require', () => require(specifier)], ['import', () => import(`${specifier}?${++count}`)]]) {
    if (how === 'require' && specifier === leaf) continue;
    try {
      const value = await get();
      console.log(label, how, Object.keys(value).join());
    } catch (error) {
      console.log(label, how, tell(error));
    }
  }
  try {
    delete require.cache[join(__dirname, 'fixtures/hooks/_error.cjs')];
    console.log(label, 'require', Object.keys(require('./fixtures/hooks/_error.cjs')).join());
  } catch (error) {
    console.log(label, 'require', tell(error));
  }
  registered.deregister();
}

async function main() {
  for (const bad of [undefined, null, 1, 'text', { resolve: 1 }, { load: {} }, { resolve: 'x', load: 'y' }, {}]) {
    try {
      const made = registerHooks(bad);
      console.log('registered', made.resolve, made.load);
      made.deregister();
    } catch (error) {
      console.log(tell(error));
    }
  }
  const whole = (over) => ({ resolve: (specifier, context, next) => (specifier.includes('hooks') ? { url: leaf + '?made', shortCircuit: true, ...over } : next(specifier, context)) });
  await both('no url', whole({ url: undefined }));
  await both('url is a number', whole({ url: 7 }));
  await both('format is a number', whole({ format: 7 }));
  await both('attributes are a text', whole({ importAttributes: 'x' }));
  await both('no short circuit', whole({ shortCircuit: false }));
  await both('short circuit of resolve is 1', whole({ shortCircuit: 1, url: leaf }));
  const load = (result) => ({ load: (url, context, next) => (url.includes('hooks/') ? result : next(url, context)) });
  await both('load without short circuit', load({ format: 'commonjs', source: '' }));
  await both('load without source', load({ format: 'module', shortCircuit: true }));
  await both('source is null', load({ format: 'json', source: null, shortCircuit: true }));
  await both('source is a number', load({ format: 'commonjs', source: 5, shortCircuit: true }));
  await both('format is a number in load', load({ format: 5, source: '', shortCircuit: true }));
  await both('load gives nothing', load(undefined));
  await both('load gives null', load(null));
  await both('a hook throws', { resolve() { throw new RangeError('from resolve'); } });
  await both('a hook throws no error', { load() { throw 'a text'; } });
  await both('resolve gives a promise', { async resolve(specifier, context, next) { return next(specifier, context); } });
  await both('load gives a promise', { async load(url, context, next) { return next(url, context); } });
  await both('conditions are no list', { resolve: (specifier, context, next) => next(specifier, { ...context, conditions: 'node' }) });
  await both('parent is a number', { resolve: (specifier, context, next) => next(specifier, { ...context, parentURL: 5 }) }, 'leaf-package');
  await both('unknown scheme', { resolve: () => ({ url: 'nowhere:x', shortCircuit: true }) });
  await both('a file that is not there', { resolve: () => ({ url: `${base}fixtures/nowhere.mjs`, format: 'module', shortCircuit: true }) });
  await both('no format', { load: (url, context, next) => ({ ...next(url, context), format: undefined }) });
  await both('attribute', { resolve: (specifier, context, next) => ({ ...next(specifier, context), importAttributes: { type: 'json' } }) });
  await both('unknown attribute', { resolve: (specifier, context, next) => ({ ...next(specifier, context), importAttributes: { as: 'json' } }) });
  // The same hooks twice, and out of their order.
  const calls = [];
  const hooks = { resolve(specifier, context, next) { calls.push(specifier); return next(specifier, context); } };
  const [a, b] = [registerHooks(hooks), registerHooks(hooks)];
  require('./fixtures/hooks/_twice1.cjs');
  a.deregister();
  require('./fixtures/hooks/_twice2.cjs');
  b.deregister();
  try {
    require('./fixtures/hooks/_twice3.cjs');
  } catch (error) {
    console.log(error.code);
  }
  console.log(calls);
  // A hook registered, and one taken away, while a chain runs.
  let added;
  const first = registerHooks({ resolve(specifier, context, next) {
    added ??= registerHooks({ resolve(inner, more, further) { calls.push(`added ${inner}`); return further(inner, more); } });
    return next(specifier, context);
  } });
  require('os');
  require('./fixtures/hooks/_twice4.cjs');
  first.deregister();
  added.deregister();
  console.log(calls.slice(3));
  console.log(typeof module_.constants, Object.keys(module_.constants));
}
main();
