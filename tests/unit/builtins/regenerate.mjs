// Writes what Node prints for each script here into its .expected.txt: node regenerate.mjs [NODE]
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const node = process.argv[2] ?? process.execPath;
for (const name of readdirSync(folder).filter((file) => file.endsWith('.js'))) {
  const source = 'const print = (text) => process.stdout.write(text + "\\n");\n' + readFileSync(join(folder, name), 'utf8');
  const output = execFileSync(node, ['-'], { input: source, encoding: 'utf8' });
  writeFileSync(join(folder, name.replace(/\.js$/, '.expected.txt')), output);
}
