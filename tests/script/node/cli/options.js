// Options of the command line that npm scripts use.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cli-'));
fs.writeFileSync(path.join(folder, '.env'), 'A=one\nB="two words"\n# no\nC=\'x\' # y\nD=a#b\nHOME=stays\n');
fs.writeFileSync(path.join(folder, 'first.cjs'), 'globalThis.first = "first";');
function run(args, env = {}) {
  const made = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: folder, env: { ...process.env, HOME: '/h', ...env } });
  console.log(JSON.stringify(args), made.status, JSON.stringify(made.stdout));
}
run(['--env-file=.env', '-p', '[process.env.A, process.env.B, process.env.C, process.env.D, process.env.HOME].join()']);
run(['--env-file-if-exists=none', '-p', '1']);
run(['--env-file=none', '-p', '1']);
run(['-r', './first.cjs', '-p', 'first']);
run(['--stack-trace-limit=1', '-p', 'function f() { return new Error("x").stack.split("\\n").length } f()']);
run(['-p', 'first'], { NODE_OPTIONS: '-r ./first.cjs' });
run(['-p', 'Error.stackTraceLimit'], { NODE_OPTIONS: '--stack-trace-limit=3 --no-warnings' });
run(['-p', '1'], { NODE_OPTIONS: '-p 2' });
run(['-p', '1'], { NODE_OPTIONS: '"open' });
run(['--no-such-option']);
run(['--no-warnings', '--enable-source-maps', '-p', 'process.execArgv.length']);
fs.rmSync(folder, { recursive: true });
