// Runs every program of this folder and compares standard output and exit code with the `.out` beside it, byte for
// byte; what lies in a folder called fixtures, or begins with _, belongs to a program. With --replay each program is
// recorded, and its replay, elsewhere, has to print what was printed then. The last line counts.
//   node run.mjs [--replay] SCRIM [--flags ...]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
// Of programs that count what a collection leaves: red zones keep words of dead frames, which are scanned conservatively.
const skipped = (file) => process.env.SCRIM_SANITIZE && readFileSync(file, 'utf8').includes('\n// not under a sanitizer\n');
export function programs(folder = here) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? programs(join(folder, entry.name)) : [join(folder, entry.name)]))
    .filter((file) => /\.[cm]?js$/.test(file) && !skipped(file) && !file.includes('/fixtures/') && dirname(file) !== here && !basename(file).startsWith('_'))
    .sort();
}
export const expectedFile = (file) => file.replace(/\.[cm]?js$/, '.out');
// What a program prints, with its exit code when that is not 0; its path is shown as <file>, its folder's as <dir>. A
// program may ask for flags of the engine in its first line: `// flags: --expose-gc`. Stress modes get more time.
export function outputOf(command, file, { record, replay } = {}) {
  const flags = /^\/\/ flags: (.*)/.exec(readFileSync(file, 'utf8'))?.[1].split(' ') ?? [];
  const options = {
    encoding: 'utf8', timeout: command.length > 1 ? 900_000 : 120_000,
    env: { ...process.env, TZ: 'UTC', NODE_OPTIONS: '' }, maxBuffer: 1 << 26,
  };
  const recorded = record ? ['--record', record] : [];
  const run = replay
    ? spawnSync(resolve(command[0]), [...command.slice(1), '--replay', replay], { ...options, cwd: '/' })
    : spawnSync(command[0], [...command.slice(1), ...recorded, ...flags, file], options);
  let text = run.stdout.replaceAll(file, '<file>').replaceAll(dirname(file), '<dir>');
  if (run.status !== 0) text += `exit code ${run.status ?? run.signal}\n`;
  return { text, stderr: run.stderr };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const replays = process.argv[2] === '--replay';
  const command = process.argv.slice(replays ? 3 : 2);
  const folder = mkdtempSync(join(tmpdir(), 'scrim-scripts-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  let passed = 0;
  let failed = 0;
  for (const file of programs()) {
    const expectedOutput = expectedFile(file);
    const name = relative(here, file);
    if (!existsSync(expectedOutput)) {
      console.log(`FAIL ${name}: no expected output; run update.mjs`);
      ++failed;
      continue;
    }
    const record = join(folder, 'record');
    const expected = replays ? outputOf(command, file, { record }).text : readFileSync(expectedOutput, 'utf8');
    const { text, stderr } = outputOf(command, file, replays ? { replay: record } : {});
    if (text === expected) {
      ++passed;
      continue;
    }
    ++failed;
    const a = expected.split('\n');
    const b = text.split('\n');
    const line = a.findIndex((value, index) => value !== b[index]);
    console.log(`FAIL ${name}, line ${line + 1}\n  expected: ${a[line]}\n  printed:  ${b[line]}\n${stderr.slice(0, 400)}`);
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}
