// Files with types: they are taken out, nothing more.
import { createRequire } from 'node:module';
import { typed, id } from './fixtures/types.mts';
import shapes from './fixtures/types.ts';
const require = createRequire(import.meta.url);
console.log(typed, id(5), shapes, require('./fixtures/types.cts'));
await import('./fixtures/enum.ts').catch((error) => console.log(error.name, error.code, error.message.split('\n')[0]));
