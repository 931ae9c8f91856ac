// ES modules among themselves.
import { one, fromTwo, early } from './fixtures/esm/cycle-one.mjs';
import { two, late, hoisted } from './fixtures/esm/cycle-two.mjs';
import next, { count, 'string name' as named } from './fixtures/esm/counter.mjs';
import * as stars from './fixtures/esm/stars.mjs';
import data from './fixtures/data.json' with { type: 'json' };
import './fixtures/esm/side.mjs';
import './fixtures/esm/side.mjs?again';
import { top } from './fixtures/esm/tla.mjs';
import * as self from './esm.mjs';
export let exported = 'before';
export default class {}
export { exported as 'a string', early };
console.log(one, two, late, hoisted, fromTwo);
console.log(count, named, next(), count, named);
console.log(stars, Object.keys(stars), 'shared' in stars, stars.shared);
console.log(data, top);
console.log(self);
exported = 'after';
console.log(self.exported, self['a string'], self.default.name, typeof self.early);
try { count = 5; } catch (error) { console.log(error.name, error.message); }
try { stars.own = 5; } catch (error) { console.log(error.name, error.message); }
try { delete stars.own; } catch (error) { console.log(error.name, error.message); }
try { stars.extra = 1; } catch (error) { console.log(error.name, error.message); }
console.log(Reflect.ownKeys(stars), Object.getOwnPropertyDescriptor(stars, 'own'), Object.isFrozen(stars), Object.isSealed(stars));
console.log(Object.prototype.toString.call(stars), stars[Symbol.toStringTag], Object.getPrototypeOf(stars), String(this));
console.log(typeof require, typeof module, typeof exports, typeof __filename);
console.log(Object.keys(import.meta), import.meta.main, import.meta.filename.split('/').pop(), import.meta.dirname.split('/').pop());
console.log(import.meta.url === 'file://' + import.meta.filename, Object.getPrototypeOf(import.meta));
console.log(import.meta.resolve('./x.mjs').split('/').pop(), import.meta.resolve('fs'), import.meta.resolve('node:fs'));
try { import.meta.resolve('no-such-package'); } catch (error) { console.log(error.code); }
console.log((function () { return this; })(), (() => this)());
{
  const order = [];
  const wait = import('./fixtures/esm/no-default.mjs').then((m) => order.push(m.z));
  order.push('sync');
  await wait;
  console.log(order);
}
console.log(await import('data:text/javascript,export default 1 + 1'), (await import('data:application/json,{"a":1}', { with: { type: 'json' } })).default);
console.log(await Promise.all([import('./fixtures/esm/star-a.mjs'), import('./fixtures/esm/star-a.mjs')]).then(([a, b]) => a === b && a === stars.nested));
const f = () => eval('exported + count');
console.log(f());
for await (const x of [Promise.resolve(1), 2]) console.log(x);
