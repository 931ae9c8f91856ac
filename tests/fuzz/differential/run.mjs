#!/usr/bin/env node
// Differential fuzzing: generated programs run on scrim and on Node; what they log must be the same.
//
//   node run.mjs --scrim BINARY [--node BINARY] [--from SEED] [--count N] [--batch N] [--flags "--stress-gc=50"]
//                [--messages]      errors are compared by their texts too
//                [--keep FOLDER]   writes a reduced program for each difference there
//                [--print SEED]    shows one program and ends
//                [--coverage]      ends with which opcodes and which kinds of inline cache the programs reached; fewer
//                                  than 95 % of the opcodes or not every kind is a failure
//
// Programs are named by their seed; a batch of them shares a process and, so that one cannot spoil the next, a program that
// differs is run again alone before it counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Generator } from './generator.mjs';
import { explained } from './explained.mjs';
import { modules } from './statements.mjs';

const { values: options } = parseArgs({
  options: {
    scrim: { type: 'string', default: 'build/release/scrim' },
    node: { type: 'string', default: process.execPath },
    from: { type: 'string', default: '1' },
    count: { type: 'string', default: '1000' },
    batch: { type: 'string', default: '100' },
    flags: { type: 'string', default: '' },
    keep: { type: 'string' },
    print: { type: 'string' },
    messages: { type: 'boolean', default: false },
    limit: { type: 'string', default: '20' },
    coverage: { type: 'boolean', default: false },
  },
});
const prelude = readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'prelude.js'), 'utf8').replace(
  'var messages = false',
  `var messages = ${options.messages}`,
);
const scratch = mkdtempSync(join(tmpdir(), 'differential-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

for (const [name, text] of Object.entries(modules)) writeFileSync(join(scratch, name), text);

const generate = (seed) => new Generator(seed).program();
const wrap = (seed, { async, text }) => `await run(${seed}, ${async ? 'async ' : ''}function () {\n${text}\n});`;
const script = (programs) => `${prelude.replace("'use strict';", '')}\n(async () => {\nglobalThis.beside = await import('./beside.mjs');\n${programs.join('\n')}\n})();\n`;

function parses(text) {
  try {
    new Function(text);
    return true;
  } catch {
    return false;
  }
}

function run(binary, flags, text) {
  const file = join(scratch, 'program.js');
  writeFileSync(file, text);
  const result = spawnSync(binary, [...flags, file], { encoding: 'utf8', timeout: 300000, maxBuffer: 1 << 28, env: { ...process.env, NODE_OPTIONS: '', TZ: 'UTC' } });
  const blocks = new Map();
  for (const block of result.stdout.split(/^#(?=\d+$)/m).slice(1)) {
    const end = block.indexOf('\n');
    blocks.set(Number(block.slice(0, end)), block.slice(end + 1));
  }
  const end = result.signal ? `killed by ${result.signal}` : `exit code ${result.status}`;
  return { blocks, end, stderr: result.stderr };
}
const node = (text) => run(options.node, [], text);
const flags = options.flags ? options.flags.split(' ') : [];
const counts = join(scratch, 'counts');
if (options.coverage) flags.push('--count-opcodes', counts);
const scrim = (text) => run(options.scrim, flags, text);

// Adds up what the runs have appended; Breakpoint is patched in by a debugger, EnterCompiled by a compiler.
function coverage() {
  const reached = { opcode: new Map(), cache: new Map() };
  for (const line of readFileSync(counts, 'utf8').trim().split('\n')) {
    const [what, name, count] = line.split(' ');
    reached[what].set(name, (reached[what].get(name) ?? 0) + Number(count));
  }
  for (const name of ['Breakpoint', 'EnterCompiled', 'Debugger']) reached.opcode.delete(name);
  reached.cache.delete('None');
  let enough = true;
  for (const [what, names] of Object.entries(reached)) {
    const missing = [...names].filter(([, count]) => count === 0).map(([name]) => name);
    const share = ((1 - missing.length / names.size) * 100).toFixed(1);
    console.log(`${names.size - missing.length} of ${names.size} ${what}s reached (${share} %)${missing.length ? `; not: ${missing.join(', ')}` : ''}`);
    enough &&= missing.length <= names.size * (what === 'opcode' ? 0.05 : 0);
  }
  return enough;
}

function differs(seed, program) {
  const text = script([wrap(seed, program)]);
  const theirs = node(text), ours = scrim(text);
  if (theirs.end !== 'exit code 0') return undefined; // not a program to compare by
  if (ours.end !== theirs.end) return { ours: `${ours.end}\n${ours.stderr}`, theirs: theirs.blocks.get(seed) };
  if (ours.blocks.get(seed) === theirs.blocks.get(seed)) return undefined;
  return { ours: ours.blocks.get(seed) ?? '', theirs: theirs.blocks.get(seed) ?? '' };
}

// The first line that is not the same, from both sides.
function firstDifference({ ours, theirs }) {
  const a = ours.split('\n'), b = (theirs ?? '').split('\n');
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return [a[i] ?? '<nothing>', b[i] ?? '<nothing>'];
}

// Takes away runs of lines as long as the difference stays (of any kind).
function reduce(seed, program) {
  let lines = program.text.split('\n');
  for (let size = lines.length >> 1; size >= 1; size = size === 1 && reduce.again ? 1 : size >> 1) {
    reduce.again = false;
    for (let at = 0; at + size <= lines.length; ) {
      const fewer = [...lines.slice(0, at), ...lines.slice(at + size)];
      const candidate = { async: program.async, text: fewer.join('\n') };
      if (parses(`${program.async ? 'async ' : ''}function f() {\n${candidate.text}\n}`) && differs(seed, candidate)) {
        lines = fewer;
        reduce.again = true;
      } else {
        at += 1;
      }
    }
  }
  return { async: program.async, text: lines.join('\n') };
}

if (options.print) {
  const program = generate(Number(options.print));
  console.log(script([wrap(Number(options.print), program)]));
  process.exit(0);
}

const from = Number(options.from), count = Number(options.count), batch = Number(options.batch);
const known = new Map();
let compared = 0, found = 0, unparsed = 0;
for (let start = from; start < from + count && found < Number(options.limit); start += batch) {
  const programs = [];
  for (let seed = start; seed < Math.min(start + batch, from + count); seed++) {
    const program = generate(seed);
    if (parses(`${program.async ? 'async ' : ''}function f() {\n${program.text}\n}`)) programs.push([seed, program]);
    else unparsed++;
  }
  const text = script(programs.map(([seed, program]) => wrap(seed, program)));
  const theirs = node(text), ours = scrim(text);
  for (const [seed, program] of programs) {
    if (!theirs.blocks.has(seed)) continue;
    compared++;
    if (ours.blocks.get(seed) === theirs.blocks.get(seed)) continue;
    const difference = differs(seed, program);
    if (!difference) continue;
    const [a, b] = firstDifference(difference);
    let small;
    const reduced = () => (small ??= reduce(seed, program));
    const reason = explained.find((entry) => entry.matches(a, b) && (!entry.text || entry.text.test(reduced().text.trim())));
    if (reason) {
      known.set(reason.what, (known.get(reason.what) ?? 0) + 1);
      continue;
    }
    found++;
    console.log(`seed ${seed}\n  scrim: ${a.slice(0, 300)}\n  node:  ${b.slice(0, 300)}`);
    if (options.keep) {
      mkdirSync(options.keep, { recursive: true });
      writeFileSync(join(options.keep, `${seed}.js`), script([wrap(seed, reduced())]));
      console.log(reduced().text.replace(/^/gm, '    '));
    }
    if (found >= Number(options.limit)) break;
  }
}
for (const [what, times] of known) console.log(`${times} explained: ${what}`);
const enough = !options.coverage || coverage();
console.log(`${compared} programs compared, ${found} differ${unparsed ? `, ${unparsed} do not parse` : ''}`);
process.exit(found || !enough ? 1 : 0);
