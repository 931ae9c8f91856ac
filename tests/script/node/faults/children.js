// Children that die, are killed, take too long, say too much, or close their end of a pipe.
const { spawn, exec, execFile, execSync, execFileSync, spawnSync } = require('node:child_process');
const fields = (e) => [e.name, e.code, e.signal, e.killed, e.status, e.errno, e.syscall, e.path, e.spawnargs?.join(), e.message.split('\n')[0]].map(String).join(' ');
const sync = (name, call) => { try { const r = call(); console.log(name, r?.status, r?.signal, r?.error && fields(r.error), String(r?.stdout ?? r).trim().slice(0, 30)); } catch (e) { console.log(name, 'threw', fields(e), String(e.stdout ?? '').trim(), String(e.stderr ?? '').trim()); } };
const child = (name, command, args, options, act) => new Promise((resolve) => {
  const made = spawn(command, args, options);
  const seen = [];
  made.on('error', (e) => seen.push(`error ${fields(e)}`)).on('exit', (code, signal) => seen.push(`exit ${code} ${signal}`)).on('close', (code, signal) => resolve(console.log(name, seen.join(', '), 'close', code, signal, made.killed, made.exitCode, made.signalCode)));
  act?.(made, seen);
});
(async () => {
  await child('status', 'sh', ['-c', 'exit 42']);
  await child('kills itself', 'sh', ['-c', 'kill -KILL $$']);
  await child('segfault', 'sh', ['-c', 'kill -SEGV $$']);
  await child('killed', 'sleep', ['30'], {}, (made) => console.log(made.kill(), made.kill('SIGKILL')));
  await child('killed by number', 'sleep', ['30'], {}, (made) => made.kill(15));
  await child('timeout', 'sleep', ['30'], { timeout: 30, killSignal: 'SIGINT' });
  await child('aborted', 'sleep', ['30'], { signal: AbortSignal.timeout(30) });
  await child('missing', '/no/such/program', ['a']);
  await child('missing name', 'no-such-program-here', []);
  await child('directory', '/tmp', []);
  await child('not executable', '/etc/passwd', []);
  await child('bad cwd', 'sh', ['-c', 'true'], { cwd: '/no/such/folder' });
  // Whether the write is refused before the child counts as closed depends on the machine's load: that it ends is enough.
  await child('stdin closed', 'true', [], {}, (made) => { made.stdin.on('error', () => {}); made.on('exit', () => made.stdin.write('x'.repeat(1 << 20), () => {})); });
  await child('reader gone', 'sh', ['-c', 'trap "" PIPE; while echo line; do :; done 2>/dev/null; exit 9'], {}, (made) => made.stdout.once('data', () => made.stdout.destroy()));
  await new Promise((resolve) => exec('echo out; echo err >&2; exit 3', (e, out, err) => resolve(console.log(fields(e), e.cmd, out.trim(), err.trim()))));
  await new Promise((resolve) => exec('sleep 30', { timeout: 30 }, (e) => resolve(console.log(fields(e)))));
  await new Promise((resolve) => execFile('seq', ['100000'], { maxBuffer: 100 }, (e, out) => resolve(console.log(fields(e), out.length))));
  await new Promise((resolve) => execFile('no-such-program-here', ['a'], (e) => resolve(console.log(fields(e), e.cmd))));
  sync('spawnSync status', () => spawnSync('sh', ['-c', 'echo x; exit 5']));
  sync('spawnSync signal', () => spawnSync('sh', ['-c', 'kill -9 $$']));
  sync('spawnSync missing', () => spawnSync('no-such-program-here'));
  sync('spawnSync timeout', () => spawnSync('sleep', ['30'], { timeout: 30 }));
  sync('spawnSync maxBuffer', () => { const { error, status } = spawnSync('seq', ['100000'], { maxBuffer: 10 }); return { error, status, stdout: '' }; });
  sync('execSync', () => execSync('echo out; echo err >&2; exit 7', { stdio: 'pipe' }));
  sync('execFileSync', () => execFileSync('sh', ['-c', 'kill -TERM $$']));
  sync('execFileSync missing', () => execFileSync('no-such-program-here', ['a', 'b']));
  sync('execSync cwd', () => execSync('true', { cwd: '/no/such/folder' }));
  for (const bad of [() => spawn(''), () => spawn('a\0b'), () => spawn('sh', 'not a list'), () => spawn('sh', [], { cwd: 5 }), () => spawn('sh', [], { stdio: 'bad' }), () => spawn('sh', [], { timeout: -1 }), () => process.kill(process.pid, 'NOSUCH'), () => process.kill(99999999, 0), () => execSync()]) sync('refused', bad);
})();
