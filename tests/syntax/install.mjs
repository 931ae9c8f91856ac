// node tests/syntax/install.mjs BUILD_FOLDER: installs what the parser's tests compare with into BUILD_FOLDER/npm.
// The tests skip what is not there.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const build = process.argv[2];
if (!build) {
  console.error('usage: node tests/syntax/install.mjs BUILD_FOLDER');
  process.exit(2);
}
const folder = path.join(build, 'npm');
fs.mkdirSync(folder, { recursive: true });
fs.copyFileSync(path.join(path.dirname(fileURLToPath(import.meta.url)), 'package.json'), path.join(folder, 'package.json'));
const result = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], {
  cwd: folder,
  stdio: 'inherit',
});
process.exit(result.status ?? 1);
