// Packages from npm doing their main job, as scripts of their documentation do it, with the exit code and all output
// compared with what Node 26 printed (expected/).
//   node run.mjs SCRIM FOLDER [--install | --only-install] [--filter PACKAGE] [--update]
// FOLDER (in the build tree) holds the packages; --install puts them there, in the versions of package.json, unless
// they are. With --update SCRIM is Node 26, whose output becomes the expected one. Exit 77: no packages there, skipped.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [program, given, ...options] = process.argv.slice(2);
const scrim = resolve(program);
const folder = resolve(given);
const filter = options.includes('--filter') ? options[options.indexOf('--filter') + 1] : '';
const update = options.includes('--update');

const fixture = (name) => `fixtures/${name}`;
const bin = (name) => `node_modules/${name}`;
// What is run for a package: argument lists, by themselves or with a folder to run in. The others run programs/NAME.*.
const cases = {
  commander: [['split', '-s', '/', 'a/b/c'], ['split', '--first', 'a,b'], ['repeat', 'ho', 'hi', '--times=3', '--no-newline', '--case', 'upper'], ['--help'],
    ['help', 'repeat'], ['--version'], ['repeat', 'x', '-n', 'y'], ['spilt'], ['split'], ['split', '--unknown', 'x']].map((args) => ['programs/commander.mjs', ...args]),
  yargs: [['serve', '-vv'], ['serve', '80', '--tag', 'a', 'b', '--size=large'], ['add', '1.5', '2', '--round'], ['sum', '--', '1', '2'], ['--help'], ['serve', '--help'],
    ['--version'], ['serve', '--size', 'huge'], [], ['srve'], ['serve', '--dry', '--force']].map((args) => ['programs/yargs.mjs', ...args]),
  mocha: [[bin('mocha/bin/mocha.js'), fixture('mocha/*.{cjs,mjs}')], [bin('mocha/bin/mocha.js'), '--reporter', 'json', fixture('mocha/hooks.mjs')],
    [bin('mocha/bin/mocha.js'), '--reporter', 'tap', '--grep', 'callback', fixture('mocha/list.cjs')], [bin('mocha/bin/mocha.js'), 'fixtures/none.js']],
  uvu: [[bin('uvu/bin.js'), fixture('uvu'), 'math'], [bin('uvu/bin.js'), '-i', 'math', fixture('uvu')], [fixture('uvu/math.mjs')]],
  prettier: ['ts', 'css', 'md', 'json', 'html'].map((kind) => [bin('prettier/bin/prettier.cjs'), fixture(`prettier/ugly.${kind}`)])
    .concat([[bin('prettier/bin/prettier.cjs'), '--check', 'fixtures/prettier'], [bin('prettier/bin/prettier.cjs'), fixture('prettier/broken.js')],
      [bin('prettier/bin/prettier.cjs'), '--list-different', '--no-config', fixture('prettier/*.{ts,css}')]]),
  eslint: [{ cwd: fixture('eslint'), args: ['../../node_modules/eslint/bin/eslint.js', '.'] },
    { cwd: fixture('eslint'), args: ['../../node_modules/eslint/bin/eslint.js', '--format', 'json', '--fix-dry-run', 'bad.js'] },
    { cwd: fixture('eslint'), args: ['../../node_modules/eslint/bin/eslint.js', 'good.js'] }],
  typescript: [[bin('typescript/bin/tsc'), '-p', fixture('tsc')], [bin('typescript/bin/tsc'), '--version'], { show: fixture('tsc/out') },
    [bin('typescript/bin/tsc'), '--noEmit', '--pretty', fixture('tsc/src/main.ts')]],
  terser: [[bin('terser/bin/terser'), fixture('terser/input.js'), '--module', '--compress', 'passes=2', '--mangle', '--mangle-props', 'regex=/_$/', '--source-map', 'url=inline'],
    [bin('terser/bin/terser'), fixture('terser/input.js'), '--beautify', '--comments', 'all'], [bin('terser/bin/terser'), fixture('terser/broken.js'), '-c']],
  // Stacks through source maps: of tsc (CommonJS with map files, ES modules with maps and sources inside) and of bundles.
  esbuild: [
    [bin('typescript/bin/tsc'), '--ignoreDeprecations', '6.0', '--target', 'es2022', '--module', 'commonjs', '--sourceMap', '--rootDir', fixture('maps/src'), '--outDir', fixture('maps/cjs'), fixture('maps/src/main.ts')],
    [bin('typescript/bin/tsc'), '--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler', '--inlineSourceMap', '--inlineSources', '--rootDir', fixture('maps/src'), '--outDir', fixture('maps/esm'), fixture('maps/src/main.ts')],
    [bin('esbuild/bin/esbuild'), fixture('maps/src/main.ts'), '--bundle', '--platform=node', '--sourcemap', `--outfile=${fixture('maps/bundle/main.cjs')}`],
    [bin('esbuild/bin/esbuild'), fixture('maps/src/main.ts'), '--bundle', '--platform=node', '--minify', '--sourcemap=inline', `--outfile=${fixture('maps/bundle/small.cjs')}`],
    ...['cjs/main.js', 'esm/main.js', 'bundle/main.cjs', 'bundle/small.cjs'].map((file) => ['--enable-source-maps', fixture(`maps/${file}`)]),
    [fixture('maps/cjs/main.js')],
  ],
};
const wanted = readFileSync(join(here, 'package.json'), 'utf8');
const packages = Object.keys(JSON.parse(wanted).dependencies);

const mark = join(folder, 'installed');
let installed = existsSync(mark) && readFileSync(mark, 'utf8') === wanted;
if (!installed && (options.includes('--install') || options.includes('--only-install'))) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), wanted);
  const { status } = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'], { cwd: folder, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(mark, wanted);
  installed = true;
}
if (options.includes('--only-install')) process.exit(0);
if (!existsSync(join(folder, 'node_modules'))) {
  console.log(`skipped: no packages in ${folder} (tests/packages/run.mjs --install puts them there)`);
  process.exit(77);
}
for (const part of ['programs', 'fixtures']) {
  rmSync(join(folder, part), { recursive: true, force: true });
  cpSync(join(here, part), join(folder, part), { recursive: true });
}

const environment = { PATH: process.env.PATH, HOME: folder, TZ: 'UTC', LANG: 'en_US.UTF-8', NO_UPDATE_NOTIFIER: '1' };
// Times and places are not compared, nor are lines of stacks inside the runtime (mocha leaves an empty one without them).
const plain = (text) => text
  .replaceAll(folder, '<dir>')
  .replaceAll(scrim, '<node>')
  .replace(/\b\d+(\.\d+)?(ms|μs|s)\b/g, '<time>')
  .replace(/("(?:duration|start|end|stats\.\w+)": )("[^"]*"|\d+(\.\d+)?)/g, '$1<time>')
  .replace(/^\s+at .*(node:internal|\(node:|at node:|at new Promise \(<anonymous>\)).*\n/gm, '')
  .replace(/^ +\n/gm, '')
  .replace(/^(Node\.js|scrim) v.*$/gm, '<version>');
function show(place) {
  return readdirSync(join(folder, place)).sort().map((file) => `== ${file}\n${readFileSync(join(folder, place, file), 'utf8')}`).join('');
}
function outputOf(name) {
  const program = ['.mjs', '.cjs'].map((ending) => `programs/${name}${ending}`).find((file) => existsSync(join(folder, file)));
  let text = '';
  for (const run of cases[name] ?? [[program]]) {
    if (run.show) {
      text += existsSync(join(folder, run.show)) ? show(run.show) : `no ${run.show}\n`;
      continue;
    }
    const { cwd = '.', args } = Array.isArray(run) ? { args: run } : run;
    const result = spawnSync(scrim, args, { cwd: join(folder, cwd), encoding: 'utf8', timeout: 300_000, maxBuffer: 1 << 28, env: environment });
    text += `$ node ${args.join(' ')}\n${plain(result.stdout)}`;
    if (result.stderr) text += `-- stderr\n${plain(result.stderr)}`;
    text += `-- exit ${result.status ?? result.signal}\n`;
  }
  return text;
}

let passed = 0;
let failed = 0;
for (const name of packages) {
  if (!name.includes(filter)) continue;
  if (!existsSync(join(folder, 'node_modules', name))) {
    if (installed) ++failed;
    console.log(`${installed ? 'FAIL' : 'skipped'}: ${name} is not in ${folder}`);
    continue;
  }
  const file = join(here, 'expected', `${name}.txt`);
  const text = outputOf(name);
  if (update) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    continue;
  }
  const want = readFileSync(file, 'utf8').split('\n');
  const got = text.split('\n');
  const line = Array.from({ length: Math.max(want.length, got.length) }, (_, i) => i).find((i) => want[i] !== got[i]);
  if (line === undefined) {
    ++passed;
    continue;
  }
  ++failed;
  console.log(`FAIL ${name}, line ${line + 1}\n  expected: ${want[line]}\n  printed:  ${got[line]}`);
  if (process.env.VERBOSE) writeFileSync(join(folder, `${name}.got`), text);
}
if (!update) console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
