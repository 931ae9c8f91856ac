// Writes the expected outputs anew from Node 26: `node update.mjs PATH_OF_NODE_26` (npm node@26 has it). Programs of
// scrim/ describe scrim alone and are not touched. A program that ends in an error is refused unless it says so in its
// first line: `// exits with an error`.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { expectedFile, outputOf, programs } from './run.mjs';

const node = process.argv[2];
const version = node && spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout;
if (!version?.startsWith('v26.')) {
  console.error(`usage: node update.mjs PATH_OF_NODE_26 (it says ${version})`);
  process.exit(2);
}
for (const file of programs()) {
  if (file.includes('/scrim/')) continue;
  const { text, stderr } = outputOf([node], file);
  if (/exit code \S+\n$/.test(text) && !readFileSync(file, 'utf8').startsWith('// exits with an error')) {
    console.error(`${file}: ${stderr}`);
    process.exitCode = 1;
    continue;
  }
  writeFileSync(expectedFile(file), text);
}
