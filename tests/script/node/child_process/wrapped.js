// Packages that follow children put themselves around what starts them (nyc, spawn-wrap): the options they see and change.
// And what a child knows of its own name.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { ChildProcess, execFileSync, spawn, spawnSync } = require('node:child_process');

process.removeAllListeners('warning');
process.on('warning', () => {});
const binding = process.binding('spawn_sync');
const shown = ({ file, args, cwd, detached, envPairs }) => ({ file: path.basename(file), args: args.map((arg) => path.basename(arg)), cwd, detached, env: envPairs.filter((pair) => /^(ADDED|GIVEN)=/.test(pair)) });
function wrap(holder, name) {
  const inner = holder.spawn;
  holder.spawn = function (options) {
    console.log(name, JSON.stringify(shown({ ...options, file: 'node', args: ['node', ...options.args.slice(1)] })));
    options.envPairs.push('ADDED=by the wrapper');
    options.args.push('more');
    return inner.call(this, options);
  };
  return () => { holder.spawn = inner; };
}
const program = 'console.log(process.env.GIVEN, process.env.ADDED, process.argv.slice(1))';
const env = { ...process.env, GIVEN: 'yes' };
const unwrap = [wrap(binding, 'sync'), wrap(ChildProcess.prototype, 'async')];
console.log(spawnSync(process.execPath, ['-e', program, 'a'], { encoding: 'utf8', env, cwd: '/' }).stdout);
console.log(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8', env }));
const child = spawn(process.execPath, ['-e', program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
child.stdout.on('data', (data) => process.stdout.write(data));
child.on('close', (code) => {
  console.log(code, child.spawnargs.slice(1), child.spawnfile === process.execPath);
  for (const undo of unwrap) undo();

  // By hand, as Node's own spawn() does it.
  const own = new ChildProcess();
  own.spawn({ file: 'sh', args: ['sh', '-c', 'echo "$0 $X"', 'zero'], envPairs: ['X=1', `PATH=${process.env.PATH}`], stdio: 'pipe' });
  own.stdout.on('data', (data) => console.log(`${data}`));
  own.on('exit', (code) => {
    console.log('own', code);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argv0-'));
    const link = path.join(folder, 'node');
    fs.symlinkSync(process.execPath, link);
    const say = 'console.log(process.argv0, process.argv[0] === process.execPath, Object.getOwnPropertyDescriptor(process, "argv0").writable)';
    const show = (...given) => console.log(spawnSync(...given).stdout.toString().replaceAll(folder, '<folder>').trim());
    show(link, ['-e', say]);
    show('node', ['-e', say], { env: { ...env, PATH: `${folder}:${process.env.PATH}` } });
    show('sh', ['-c', `node -e '${say}'`], { env: { ...env, PATH: `${folder}:${process.env.PATH}` } });
    show(process.execPath, ['-e', say], { argv0: 'anything' });
    console.log(spawnSync(link, ['--v8-options']).status);
    fs.rmSync(folder, { recursive: true });
  });
});
