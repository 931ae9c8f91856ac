// module.register: hooks that Node runs on a thread of its own. What they print comes at any time: they print nothing.
import { register, registerHooks, createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
const tell = (error) => (error instanceof Error ? `${error.name} ${error.code}: ${error.message.replaceAll(new URL('.', import.meta.url).href, '<base>/').split('\n')[0]}` : `thrown ${String(error)}`);
const order = [];
process.on('warning', (warning) => order.push(warning.code));
Promise.resolve().then(() => order.push('job'));
process.nextTick(() => order.push('tick'));
setTimeout(() => order.push('timer'), 0);
console.log(register('./fixtures/hooks/later.mjs', import.meta.url, { data: { a: [1, new Date(0)] } }), order);
await null;
console.log(order);

const with_ = { with: { type: 'json' } };
const show = async (specifier, options) => {
  try {
    const namespace = await import(specifier, options);
    console.log(specifier, JSON.stringify(namespace));
  } catch (error) {
    console.log(specifier, tell(error));
  }
};
await show('told:plain');
await show('told:attributes', with_);
await show('common');
await show('./fixtures/hooks/leaf.cjs?module');
await show('./fixtures/hooks/special.cjs');
await show('./fixtures/hooks/reexports.cjs');
await show('./fixtures/hooks/typed.ts?source', with_);
console.log((await import('./fixtures/hooks/leaf.cjs')).leaf, (await import('node:path')).sep);
console.log(import.meta.resolve('common'), import.meta.resolve('./x.mjs').split('/').at(-1));
for (const name of ['incomplete', 'nothing', 'no-url', 'bad-url', 'bad-format', 'bad-next', 'bad-context', 'throws', 'throws-text']) await show(name);
for (const name of ['no-format', 'bad-format', 'no-source', 'bad-source', 'incomplete', 'nothing', 'bad-next']) await show(`./fixtures/hooks/_by.cjs?${name}`);
const require = createRequire(import.meta.url);
try {
  require('common');
} catch (error) {
  console.log('require', error.code);
}
console.log(require('./fixtures/hooks/leaf.cjs').leaf);

register('./fixtures/hooks/later2.mjs', import.meta.url);
await show('second');
await show('told:through both');
const data = new ArrayBuffer(4);
register(new URL('./fixtures/hooks/later.mjs?again', import.meta.url), { data: { data }, transferList: [data] });
console.log(data.detached);
await show('told:third');

const sync = registerHooks({
  resolve: (specifier, context, next) => next(specifier === 'sync' ? 'told:from sync' : specifier, context),
  load: (url, context, next) => { const result = next(url, context); return url.startsWith('told:') ? { ...result, source: result.source.replace('"load"', '"sync load"') } : result; },
});
await show('sync');
sync.deregister();

for (const [specifier, ...rest] of [['./nowhere.mjs', import.meta.url], ['./relative.mjs'], ['nopackage', import.meta.url], ['./fixtures/hooks/later.mjs?fails', import.meta.url, { data: { fail: true } }],
  ['data:text/javascript,throw new Error("at once")'], ['data:text/javascript,syntax error'], ['./fixtures/hooks/later.mjs', import.meta.url, { data() {} }]]) {
  try {
    console.log(register(specifier, ...rest));
  } catch (error) {
    console.log(tell(error));
  }
}
console.log(readFileSync(new URL('./fixtures/hooks/data.json', import.meta.url), 'utf8').trim());
