// A child's events: spawn, its output, exit before close; a missing program's error.
const { spawn, execFile } = require('node:child_process');
let exited = false;
const child = spawn('sh', ['-c', 'echo out; exit 3']);
child.on('spawn', () => console.log('spawn')).on('exit', () => (exited = true)).on('close', (code) => { console.log('close', code, exited); next(); });
child.stdout.on('data', (x) => console.log('data', String(x).trim()));
process.nextTick(() => console.log('tick'));
console.log('main', typeof child.pid);
function next() {
  const missing = spawn('/no/such/program');
  missing.on('error', (e) => console.log('error', e.code)).on('close', (code) => console.log('missing close', code)).on('exit', () => console.log('never'));
  process.nextTick(() => console.log('tick after missing', missing.pid));
  missing.on('close', () => execFile('sh', ['-c', 'exit 1'], (e, out) => console.log('execFile', e.code, JSON.stringify(out))));
}
