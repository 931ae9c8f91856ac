// Output that nobody reads any more, or that has no room: what a program that prints there does.
const { spawnSync } = require('node:child_process');
const node = process.execPath;
const run = (title, command, env = {}) => { const r = spawnSync('sh', ['-c', command], { encoding: 'utf8', env: { ...process.env, NODE_BIN: node, ...env } }); console.log(title, r.status, r.signal, r.stdout.trim(), '|', (/^.*?(?:Error:.*|EPIPE.*|ENOSPC.*)$/m.exec(r.stderr)?.[0] ?? r.stderr.split('\n')[0]).replaceAll(node, '<node>')); };
run('head with a handler', `{ "$NODE_BIN" -e 'process.stdout.on("error", (e) => { console.error(e.code, e.syscall); process.exit(5); }); setInterval(() => console.log("x".repeat(100000)), 1)'; echo status $? >&2; } | head -c 10 | wc -c`);
run('full', `"$NODE_BIN" -e 'console.log("x")' > /dev/full; echo status $?`);
run('full, written', `"$NODE_BIN" -e 'process.stdout.write("x", (e) => process.exit(e ? 6 : 0)); process.stdout.on("error", () => {})' > /dev/full; echo status $?`);
run('full, sync', `"$NODE_BIN" -e 'try { require("fs").writeSync(1, "x") } catch (e) { console.error(e.code); process.exit(8) }' > /dev/full; echo status $?`);
run('full stderr', `"$NODE_BIN" -e 'console.error("x"); console.log("after")' 2> /dev/full; echo status $?`);
run('closed stdin', `"$NODE_BIN" -e 'process.stdin.on("data", () => {}).on("end", () => console.log("end"))' < /dev/null; echo status $?`);
run('closed descriptors', `"$NODE_BIN" -e 'console.log(process.stdout.fd, typeof process.stdin.fd)' <&-; echo status $?`);
run('term', `"$NODE_BIN" -e 'process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 1000)'; echo status $?`);
run('abort', `"$NODE_BIN" -e 'process.kill(process.pid, "SIGKILL")'; echo status $?`);
run('handled', `"$NODE_BIN" -e 'process.on("SIGTERM", (s, n) => { console.log(s, n); process.exit(3); }); process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 1000)'; echo status $?`);
