// No opcode's fast path calls or saves registers, as `scrim dump handlers` reads it from the machine code; exceptions.txt
// names those that do, with how often. The list may only shrink: an entry that is no longer needed, or only in part,
// fails until `--update` has taken it out; a new one is a line written by hand, with its reason in the commit.
//
//   node handlers.mjs SCRIM [--update]
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const [scrim, update] = process.argv.slice(2);
const list = new URL('exceptions.txt', import.meta.url);
if (spawnSync('objdump', ['--version']).error) {
  console.log('skipped: objdump (binutils) is not installed');
  process.exit(77);
}
const dump = spawnSync(scrim, ['dump', 'handlers'], { encoding: 'utf8' });
if (dump.status !== 0) {
  console.log(`scrim dump handlers ended with ${dump.status}: ${dump.stderr}`);
  process.exit(1);
}
// A handler that calls saves what it needs: spills count only where nothing is called.
const handlers = new Map();
for (const line of dump.stdout.split('\n').slice(1)) {
  const [name, instructions, spills, , calls] = line.trim().split(/\s+/);
  if (name) handlers.set(name, instructions === 'cold' || calls > 0 ? 'calls' : Number(spills));
}
if (handlers.size < 150) {
  console.log(`only ${handlers.size} handlers were found`);
  process.exit(1);
}
const lines = readFileSync(list, 'utf8').split('\n');
const comments = lines.filter((line) => line.startsWith('#'));
const exceptions = new Map(lines.filter((line) => line && !line.startsWith('#')).map((line) => {
  const [name, what] = line.trim().split(/\s+/);
  return [name, what === 'calls' ? what : Number(what)];
}));
const worse = (a, b) => a !== b && (a === 'calls' || (b !== 'calls' && a > b));
const show = (what) => (what === 'calls' ? 'calls' : `saves ${what} registers`);

let failed = 0;
const complain = (text) => { console.log(text); ++failed; };
for (const [name, now] of handlers) {
  const allowed = exceptions.get(name) ?? 0;
  if (worse(now, allowed)) complain(`${name} ${show(now)} on its fast path; allowed: ${allowed}`);
}
for (const [name, allowed] of exceptions) {
  const now = handlers.get(name) ?? 0;
  if (!worse(allowed, now)) continue;
  if (!update) complain(`${name}: the exception (${allowed}) is no longer needed, it has ${now}; run with --update`);
  else if (now === 0) exceptions.delete(name);
  else exceptions.set(name, now);
}
if (update) {
  const rows = [...handlers.keys()].filter((name) => exceptions.has(name))
    .map((name) => `${name.padEnd(32)}${exceptions.get(name)}`);
  writeFileSync(list, [...comments, ...rows, ''].join('\n'));
}
console.log(`${handlers.size} handlers, ${exceptions.size} exceptions, ${failed} complaints`);
process.exit(failed ? 1 : 0);
