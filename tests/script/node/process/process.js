// exits with an error
process.on('exit', c => console.log('exit', c, process.exitCode));
process.on('beforeExit', c => { console.log('beforeExit', c); if (!globalThis.once) { globalThis.once = 1; setTimeout(()=>console.log('more'),10) } });
process.on('SIGUSR2', (a,b) => { console.log('sig', a, b); clearInterval(waiting) });
const waiting = setInterval(()=>{}, 1000);
process.on('uncaughtException', (e, o) => console.log('caught', e.message, o));
// Each after the other, however long the machine takes.
setImmediate(()=>{ console.log('imm'); setImmediate(()=>{ setTimeout(()=>{ throw new Error('t1') }, 1); setTimeout(()=>{ console.log('t2'); setTimeout(()=>{ p.catch(()=>console.log('late')); setTimeout(()=>process.kill(process.pid,'SIGUSR2'), 1) }, 1) }, 1) }); throw new Error('imm') });
process.nextTick(()=>{ throw new Error('tick') }); process.nextTick(()=>console.log('tick2'));
Promise.reject(new Error('rej'));
const p = Promise.reject(1);
process.on('unhandledRejection', (r, pr) => console.log('unh', r instanceof Error ? r.message : r, pr === p));
process.on('rejectionHandled', (pr) => console.log('handled', pr === p));
process.on('warning', w => console.log('W', w.name, w.message, w.code));
process.emitWarning('x', 'Ty', 'C'); process.emitWarning('dep', 'DeprecationWarning', 'D1');
queueMicrotask(()=>{ console.log('micro'); throw new Error('micro') });
process.env.FOO = 5; console.log(process.env.FOO, 'FOO' in process.env, delete process.env.FOO, process.env.FOO);
console.log(typeof process.hrtime.bigint(), process.hrtime().length, process.argv.length, Object.prototype.toString.call(process), process instanceof require('events'));
for (const c of [()=>process.exitCode='x', ()=>process.exitCode=1.5, ()=>process.kill(process.pid,'SIGX'), ()=>process.kill('a'), ()=>process.chdir(5), ()=>process.emitWarning(5), ()=>process.nextTick(5), ()=>process.hrtime(5), ()=>process.umask('9')]) try { c() } catch (e) { console.log(e.name, e.code, e.message) }
process.exitCode = '3';
console.log(process.memoryUsage.rss() > 1e6, Object.keys(process.memoryUsage()), Object.keys(process.resourceUsage()).length, process.uptime() < 3600);
