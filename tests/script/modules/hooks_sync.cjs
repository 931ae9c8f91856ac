// module.registerHooks: what the chains are told and what they may change.
const { registerHooks, createRequire } = require('node:module');
const { pathToFileURL } = require('node:url');
const { join } = require('node:path');
const base = pathToFileURL(join(__dirname, '/')).href;
const short = (value) => JSON.stringify(value, (key, part) => (typeof part === 'string' ? part.replaceAll(base, '') : part)) ?? 'undefined';
const kind = (source) => (source == null ? `${source}` : typeof source === 'string' ? 'string' : source.constructor.name);
const f = './fixtures/hooks/';

async function main() {
  console.log('--- what a chain is told');
  const seen = registerHooks({
    resolve(specifier, context, next) {
      const told = `${context.constructor.name} ${short(context)}`;
      const result = next(specifier, context);
      console.log('resolve', specifier.replaceAll(base, ''), told, '->', Object.getPrototypeOf(result), short(result), 'format' in result ? result.format : 'none');
      return result;
    },
    load(url, context, next) {
      const told = `${context.constructor.name} ${short(context)} ${context.format}`;
      const result = next(url, context);
      console.log('load', short(url), told, '->', Object.keys(result).join(), kind(result.source), short(result.format));
      return result;
    },
  });
  console.log(Object.isFrozen(seen), Object.keys(seen).join(), seen.constructor.name, seen[Symbol.dispose] === seen.deregister);
  console.log(require(f + 'chain.cjs'), require(f + 'chain.cjs').first);
  const namespace = await import(f + 'esm.mjs');
  console.log(namespace.leaf, namespace.data, namespace.sep, short(namespace.resolved));
  console.log(short(require.resolve(f + 'leaf.cjs')).includes('hooks/leaf.cjs'), require.resolve('node:fs'), require.resolve('fs'));
  console.log(require('fs') === require('node:fs'), require(f + 'data.json') === namespace.data);
  console.log(await import(f + 'reexports.cjs'));
  console.log(require(f + 'typed.cts'), await import(f + 'typed.ts'));
  seen.deregister();
  seen.deregister();
  console.log(require(f + 'esm.mjs').leaf);

  console.log('--- order and context');
  const order = [];
  const named = (name) => registerHooks({
    resolve(specifier, context, next) {
      order.push(`${name} resolve ${short(context.extra ?? 'none')}`);
      const result = next(specifier, { ...context, extra: [...(context.extra ?? []), name] });
      order.push(`${name} resolved`);
      return result;
    },
    load(url, context, next) {
      order.push(`${name} load`);
      const result = next(url, context);
      order.push(`${name} loaded`);
      return { ...result, source: `${result.source}\nmodule.exports.by = (module.exports.by ?? '') + '${name}';` };
    },
  });
  const one = named('one');
  const two = named('two');
  console.log(require('./fixtures/hooks/_by.cjs'));
  console.log(order.join('; '));
  two.deregister();
  order.length = 0;
  {
    using three = named('three');
    console.log(require('./fixtures/hooks/_by2.cjs'), order.length, typeof three);
  }
  one.deregister();
  order.length = 0;
  console.log(require('./fixtures/hooks/_by3.cjs'), order);

  console.log('--- modules that are not there');
  const texts = {
    'virtual:cjs': ['commonjs', 'exports.name = __filename; exports.dir = __dirname; exports.paths = Array.isArray(module.paths); exports.id = module.id;'],
    'virtual:esm': ['module', 'import { deep } from "virtual:deep"; export default [deep, import.meta.url.slice(-11)]; export const n = 1;'],
    'virtual:deep': ['module', 'export const deep = "deep";'],
    'virtual:json': ['json', '{"json": true}'],
    'virtual:bytes': ['module', new TextEncoder().encode('export default "bytes é"')],
    'virtual:buffer': ['module', new TextEncoder().encode('export default "array buffer"').buffer],
    'virtual:ts': ['module-typescript', 'enum E { A } export default 1'],
    'virtual:typed': ['module-typescript', 'export default (1 as number) + (<any>2);'],
    'virtual:cts': ['commonjs-typescript', 'const a: number = 7; exports.a = a;'],
    'virtual:wat': ['wat', ''],
    'virtual:none': [undefined, 'export default 1'],
    'virtual:broken': ['module', 'export default ;'],
  };
  const virtual = registerHooks({
    resolve(specifier, context, next) {
      if (specifier in texts) return { url: specifier, format: texts[specifier][0], shortCircuit: true };
      return next(specifier, context);
    },
    load(url, context, next) {
      if (url in texts) return { format: texts[url][0], source: texts[url][1], shortCircuit: true };
      return next(url, context);
    },
  });
  for (const name of Object.keys(texts)) {
    for (const [how, get] of [['import', () => import(name)], ['require', () => require(name)]]) {
      if (name === 'virtual:none' && how === 'require') continue;
      try {
        console.log(how, name, await get());
      } catch (error) {
        console.log(how, name, error.name, error.code, error.message);
      }
    }
  }
  console.log(createRequire(__filename)('virtual:cjs') === require('virtual:cjs'), require.resolve('virtual:cjs'));
  console.log(Object.keys(require.cache).filter((name) => name.startsWith('virtual')).sort());
  console.log(await import('data:text/javascript,export { default } from "virtual:deep2"').catch((error) => [error.code, error.message]));
  console.log(await import('data:text/javascript,export { deep } from "virtual:deep"'));
  virtual.deregister();
  for (const get of [() => require('virtual:other'), () => import('virtual:other')]) {
    try {
      await get();
    } catch (error) {
      console.log(error.code, error.message.split('\n')[0]);
    }
  }

  console.log('--- builtins and files in their place');
  const swapped = registerHooks({
    resolve(specifier, context, next) {
      if (specifier === 'swap-me') return next('./fixtures/hooks/leaf.cjs', context);
      if (specifier === 'to-builtin') return next('node:os', context);
      return next(specifier, context);
    },
    load(url, context, next) {
      if (url === 'node:zlib') return { format: 'commonjs', source: 'exports.zlib = "not zlib"', shortCircuit: true };
      if (url.includes('/leaf.cjs?') && context.conditions.includes('import')) {
        return { ...next(url, context), format: 'module', source: 'export const leaf = "another leaf"' };
      }
      return next(url, context);
    },
  });
  console.log(require('zlib'), require('node:zlib'));
  console.log(require('swap-me'), typeof require('to-builtin').cpus, (await import('to-builtin')).default === require('os'));
  console.log(await import('./fixtures/hooks/leaf.cjs?other'));
  swapped.deregister();
  console.log(typeof require('zlib').gzipSync);
}
main().catch((error) => console.log('failed', error));
