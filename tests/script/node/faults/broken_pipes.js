// `program | head -1`: nobody reads what is printed. Exit codes, and what of it reaches the program. Each writes more than
// a pipe holds, or for as long as it takes: when the reader goes makes no difference.
const { spawnSync } = require('node:child_process');
const programs = {
  'console.log': 'for (let i = 0; i < 100000; i++) console.log("line " + i);',
  'console.log, handled': 'process.stdout.on("error", (e) => process.stderr.write(`${e.code} ${e.syscall} ${e.errno} ${e.message}\\n`)); for (let i = 0; i < 100000; i++) console.log("line " + i);',
  'stdout.write': 'for (let i = 0; i < 100000; i++) process.stdout.write("line " + i + "\\n");',
  'writeSync': 'try { for (let i = 0; i < 100000; i++) require("fs").writeSync(1, "line " + i + "\\n"); } catch (e) { process.stderr.write(`${e.code} ${e.message} ${e.syscall}\\n`); }',
  'pipe': 'require("stream").Readable.from((function* () { for (let i = 0; i < 1e5; i++) yield "line " + i + "\\n"; })()).pipe(process.stdout); process.on("exit", (c) => process.stderr.write(`exit ${c}\\n`));',
  'pipeline': 'const { Readable, pipeline } = require("stream"); pipeline(Readable.from((function* () { for (let i = 0; i < 1e5; i++) yield "line " + i + "\\n"; })()), process.stdout, (e) => process.stderr.write(`done ${e.code}\\n`));',
  'console.log on a timer': 'setInterval(() => console.log("tick"), 5);',
  'one big write': 'process.stdout.write("x\\n".repeat(1e6)); process.on("uncaughtException", (e) => process.stderr.write(`uncaught ${e.code}\\n`));',
  'stdin to stdout': 'for (let i = 0; i < 1e4; i++) console.error; process.stdin.pipe(process.stdout);',
};
for (const [title, program] of Object.entries(programs)) {
  const input = title.startsWith('stdin') ? 'yes | head -100000 |' : '';
  const { stdout, stderr } = spawnSync('sh', ['-c', `{ ${input} "$NODE_BIN" -e "$PROGRAM"; echo "status $?" >&2; } | head -1`],
    { encoding: 'utf8', env: { ...process.env, NODE_BIN: process.execPath, PROGRAM: program } });
  console.log(title, '|', stdout.trim(), '|', stderr.split('\n').filter((line) => /^(status|Error|[A-Z]+ |done|exit|uncaught)/.test(line)).map((line) => line.replace(/ \{$| \{ errno.*/, '')).join(' | '));
}
