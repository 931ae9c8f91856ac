const cp = require('child_process'); const fs = require('fs'); const util = require('util');
const short = (e) => e && { name: e.name, message: e.message, code: e.code, errno: e.errno, syscall: e.syscall, path: e.path, spawnargs: e.spawnargs, killed: e.killed, signal: e.signal, cmd: e.cmd, status: e.status };
// What a stream gave is printed at its end: in how many pieces it comes, and whether before 'exit', is the system's matter.
const events = (child, name) => new Promise((resolve) => {
  const printed = { stdout: '', stderr: '' };
  for (const s of ['stdout', 'stderr']) child[s]?.on('data', (d) => { printed[s] += d; });
  for (const e of ['spawn', 'error', 'exit', 'close']) {
    child.on(e, (...a) => {
      if (e === 'close') for (const s of ['stdout', 'stderr']) if (printed[s]) console.log(name, s, printed[s]);
      console.log(name, e, ...a.map((x) => (x instanceof Error ? short(x) : x)));
      if (e === 'close') resolve();
    });
  }
});
(async () => {
  let c = cp.spawn('sh', ['-c', 'echo out; echo err >&2; exit 3']); console.log(typeof c.pid, c.spawnfile, c.spawnargs, c.connected, c.exitCode, c.killed, c.stdio.length); await events(c, 'a'); console.log(c.exitCode, c.signalCode, c.kill());
  c = cp.spawn('sh', ['-c', 'x=$(cat); printf %s "$x"']); const done = events(c, 'cat'); c.stdin.write('hello '); c.stdin.end('cat'); await done;
  c = cp.spawn('nope-such'); console.log(c.pid); await events(c, 'nope');
  c = cp.spawn('sleep', ['10']); const k = events(c, 'sleep'); console.log(c.kill('SIGINT'), c.killed); await k; console.log(c.signalCode, c.exitCode);
  c = cp.spawn('echo $FOO', { shell: true, env: { ...process.env, FOO: 'bar baz' }, cwd: '/' }); await events(c, 'shell'); c = cp.spawn('pwd', { cwd: '/usr' }); await events(c, 'cwd'); c = cp.spawn('pwd', { cwd: '/nope' }); await events(c, 'badcwd');
  c = cp.spawn('sh', ['-c', 'echo hidden; echo three >&3'], { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] }); c.stdio[3].on('data', (d) => console.log('fd3', String(d))); await events(c, 'stdio'); console.log(c.stdin, c.stdout);
  c = cp.spawn('sleep', ['10'], { timeout: 50 }); await events(c, 'timeout'); const ac = new AbortController(); c = cp.spawn('sleep', ['10'], { signal: ac.signal }); const ab = events(c, 'abort'); ac.abort(); await ab;
  await new Promise((r) => cp.exec('echo hi; echo e >&2', (e, o, s) => { console.log(e, JSON.stringify(o), JSON.stringify(s)); r(); })); await new Promise((r) => cp.exec('echo bad >&2; exit 2', (e, o, s) => { console.log(short(e), o, s); r(); })); await new Promise((r) => cp.execFile('nope-such', ['x'], (e, o, s) => { console.log(short(e), JSON.stringify(o), s); r(); })); await new Promise((r) => cp.execFile('printf', ['%s', 'abc'], { encoding: 'buffer' }, (e, o) => { console.log(e, o); r(); })); await new Promise((r) => cp.exec('yes', { maxBuffer: 100 }, (e, o) => { console.log(e.code, e.message, o.length); r(); })); await new Promise((r) => cp.exec('sleep 10', { timeout: 50 }, (e) => { console.log(short(e)); r(); }));
  console.log(await util.promisify(cp.exec)('echo prom')); try { await util.promisify(cp.execFile)('sh', ['-c', 'echo o; exit 4']); } catch (e) { console.log(e.code, e.stdout, e.stderr); }
  const s = cp.spawnSync('sh', ['-c', 'cat; echo err >&2; exit 5'], { input: 'in' }); console.log(s.status, s.signal, s.output, String(s.stdout), String(s.stderr), Object.keys(s)); console.log(short(cp.spawnSync('nope-such').error), cp.spawnSync('sh', ['-c', 'kill -9 $$']).signal, short(cp.spawnSync('sleep', ['5'], { timeout: 50 }).error)); console.log(cp.spawnSync('echo', ['x'], { encoding: 'utf8' }).stdout, cp.spawnSync('yes', { maxBuffer: 10, encoding: 'utf8' }).error.code);
  console.log(String(cp.execSync('echo sync')), cp.execFileSync('echo', ['f'], { encoding: 'utf8' })); try { cp.execSync('echo no >&2; exit 7', { stdio: 'pipe' }); } catch (e) { console.log(short(e), e.status, String(e.stderr), Object.keys(e)); } try { cp.execFileSync('false', { stdio: 'pipe' }); } catch (e) { console.log(e.message, e.status); }
  for (const bad of [() => cp.spawn(), () => cp.spawn(''), () => cp.spawn('a', 5), () => cp.spawn('a', [], 5), () => cp.spawn('a', { cwd: 5 }), () => cp.spawn('a', { shell: 5 }), () => cp.spawn('a', { stdio: 'x' }), () => cp.spawn('a', { stdio: ['pipe', {}] }), () => cp.spawn('a', { timeout: -1 }), () => cp.exec(5), () => cp.execFile('a', 'b'), () => cp.spawn('a\0'), () => cp.spawn('sh', { killSignal: 'NOPE' }), () => cp.spawnSync('a', { input: 5 })]) try { bad(); console.log('no error'); } catch (e) { console.log(e.name, e.code, e.message); }
})();
