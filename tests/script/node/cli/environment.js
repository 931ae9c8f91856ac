// Which options NODE_OPTIONS may have, what --unhandled-rejections takes, --use-strict.
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const name = path.basename(process.execPath);
function run(args, options = '') {
  const result = spawnSync(process.execPath, args, { encoding: 'utf8', input: '', env: { PATH: process.env.PATH, NODE_OPTIONS: options } });
  const err = result.stderr.split('\n').filter((line) => !/^\s+at |^See scrim --help|Use `\w+ --trace-|^(Node\.js|scrim) v/.test(line)).join('\n').replaceAll(process.execPath, name).replaceAll(`${name}: `, '').replace(/\(\w+:\d+\) /g, '').trim();
  console.log(`$ ${args.join(' ')}${options && ` (${options})`}\n${result.stdout.trim()}${err && `\n! ${err}`}\n= ${result.status}`);
}
for (const option of [
  '-e 1', '--eval=1', '-p', '--print', '--check', '-c', '-i', '--interactive', '--test', '--run=x', '--env-file=x', '--env-file x',
  '--env-file-if-exists=x', '--use-strict', '--no-opt', '--harmony', '--prof', '--stack-size=1000', '--test-timeout=1',
  '--test-concurrency=1', '--test-force-exit', '--experimental-test-coverage', '--nonsense', '--nonsense=1',
  '--no-warnings', '--stack-trace-limit=5', '--max-old-space-size=100', '--conditions=x', '--enable-source-maps', '--title=x',
  '--unhandled-rejections=none', '--deprecation', '--no-deprecation', '--throw-deprecation', '--disable-warning=x', '--no-addons',
  '--dns-result-order=verbatim', '--experimental-vm-modules', '--preserve-symlinks', '--test-only', '--test-name-pattern=x',
  '--use-env-proxy', '--tls-cipher-list=x', '--diagnostic-dir=/tmp', '--node-memory-debug', '--perf-basic-prof', '--no-strip-types',
]) run(['-p', '1'], option);
const text = 'process.on("exit", (code) => console.log("exit", code)); Promise.reject(new Error("x")); setTimeout(() => console.log("later"), 1);';
for (const mode of ['strict', 'warn', 'none', 'throw', 'warn-with-error-code', 'warn-with-error-codes', 'warn-with']) run([`--unhandled-rejections=${mode}`, '-e', text]);
run(['--unhandled-rejections=throw', '-e', text], '--unhandled-rejections=none');
run(['--use-strict', '-p', '(function () { return this; })()']);
run(['--use_strict', '-p', 'typeof eval("(function () { return this; })()")']);
run(['--use-strict', '-e', 'try { x = 1 } catch (error) { console.log(error.message) }']);
run(['-p', 'x = 1']);
