// The names found in CommonJS modules without running them.
for (const name of ['assign', 'literal', 'literal-getter', 'literal-method', 'literal-spread', 'reexport', 'define', 'typescript', 'babel',
  'esbuild', 'class', 'function', 'umd', 'packaged', 'packaged-whole']) {
  const module = await import(`./fixtures/lexer/${name}.cjs`);
  console.log(name, Object.keys(module), module.default === module['module.exports']);
}
import fs, { readFileSync } from 'node:fs';
import * as path from 'path';
console.log(fs.readFileSync === readFileSync, path.default.join === path.join, Object.keys(path).includes('default'));
