// The real programs of ../shared/realworld (their README says what they are), each with its expected output.
//   node run.mjs SCRIM FOLDER [--install] [--filter TEXT]
// FOLDER holds a copy with its packages; --install makes it (npm, once). Exit 77: not there, skipped.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [scrim, folder, ...options] = process.argv.slice(2);
const shared = join(dirname(fileURLToPath(import.meta.url)), '../../../shared/realworld');
const filter = options.includes('--filter') ? options[options.indexOf('--filter') + 1] : '';
if (options.includes('--install') && existsSync(shared)) {
  cpSync(shared, folder, { recursive: true });
  for (const [command, ...args] of [['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund'], ['node', 'make-fixtures.cjs']]) {
    const { status } = spawnSync(command, args, { cwd: folder, stdio: 'inherit' });
    if (status !== 0) process.exit(status ?? 1);
  }
}
if (!existsSync(join(folder, 'node_modules'))) {
  console.log(`skipped: no packages in ${folder} (--install with ../shared/realworld makes it)`);
  process.exit(77);
}
let passed = 0;
let failed = 0;
for (const driver of readdirSync(join(folder, 'drivers')).sort()) {
  if (!driver.includes(filter)) continue;
  const expected = readFileSync(join(folder, 'expected', driver.replace(/\.[cm]js$/, '.txt')), 'utf8');
  const run = spawnSync(scrim, [join('drivers', driver)], {
    cwd: folder, encoding: 'utf8', timeout: 300_000, maxBuffer: 1 << 28, env: { ...process.env, TZ: 'UTC', NODE_ENV: 'production' },
  });
  const text = `${run.stdout}rc=${run.status}\n`;
  if (text === expected) {
    ++passed;
    continue;
  }
  ++failed;
  const want = expected.split('\n');
  const got = text.split('\n');
  const line = want.findIndex((value, index) => value !== got[index]);
  console.log(`FAIL ${driver}, line ${line + 1}\n  expected: ${want[line]}\n  printed:  ${got[line]}\n${run.stderr.slice(0, 400)}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
