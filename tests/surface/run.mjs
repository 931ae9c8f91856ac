// Two comparisons with Node 26, each of a program's output with what Node's was:
//   surface  what programs see of the globals and node: modules without calling anything (surface.cjs)
//   calls    what their functions say to wrong arguments (calls.cjs)
//
//   run.mjs WHICH SCRIM            fails on a difference that gaps_WHICH.txt does not name, and on one in it that is gone
//   run.mjs WHICH SCRIM --write    takes out of gaps_WHICH.txt what is gone; --write=all also adds what is new
//   run.mjs WHICH --update NODE    writes node_WHICH.txt, Node's side
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const kUnsorted = 'not looked at yet';

function outputOf(which, program) {
  const env = { PATH: process.env.PATH, HOME: '/nowhere', LANG: 'C.UTF-8', UV_THREADPOOL_SIZE: '1' };
  const run = spawnSync(program, [here(`${which}.cjs`)], { encoding: 'utf8', env, maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });
  if (run.status !== 0) throw new Error(`${program}: ${run.error ?? run.stderr}`);
  return new Map(run.stdout.trimEnd().split('\n').map((line) => line.split('\t')));
}
// In the file calls of a function with the same result are one line: name, result, arguments.
const isCall = /^(.*?)\((.*)\)$/;
function pack(which, output) {
  if (which === 'surface') return [...output].map((line) => `${line.join('\t')}\n`).join('');
  const groups = new Map();
  for (const [call, result] of output) {
    const [, name, args] = isCall.exec(call);
    const key = `${name}\t${result}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(args);
  }
  return [...groups].map(([key, list]) => `${key}\t${list.join(' | ')}\n`).join('');
}
function unpack(which, text) {
  const lines = text.trimEnd().split('\n').map((line) => line.split('\t'));
  if (which === 'surface') return new Map(lines);
  return new Map(lines.flatMap(([name, result, list]) => list.split(' | ').map((args) => [`${name}(${args})`, result])));
}

// The paths above a path, nearest first.
function* above(path) {
  for (let at = path.length - 1; at > 0; at--) if (path[at] === '.' || path[at] === '[') yield path.slice(0, at);
}
function compare(which, expected, actual) {
  const found = [];
  // Below what is missing or is another kind of thing there is no more to tell.
  const told = (path) => {
    if (which === 'calls') return false;
    for (const parent of above(path)) {
      if (!expected.has(parent) && !actual.has(parent)) continue;
      if (expected.get(parent) !== actual.get(parent)) return true;
    }
    return false;
  };
  for (const [path, text] of expected) {
    if (told(path)) continue;
    if (!actual.has(path)) found.push(`missing ${path}`);
    else if (actual.get(path) !== text) found.push(which === 'calls' ? `other ${path}` : `changed ${path}: ${text} -> ${actual.get(path)}`);
  }
  for (const path of actual.keys()) if (!expected.has(path) && !told(path)) found.push(`extra ${path}`);
  return found.sort();
}

// Of calls one line a function: how many of them are other.
function summary(which, found) {
  if (which === 'surface') return found;
  const counts = new Map();
  for (const line of found) {
    const [, kind, name] = /^(\w+) (.*?)\(/.exec(line);
    counts.set(`${kind} ${name}`, (counts.get(`${kind} ${name}`) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${name} ${count}`);
}
function readGaps(file) {
  const gaps = new Map();
  let reason = kUnsorted;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.startsWith('# ')) reason = line.slice(2);
    else if (line) gaps.set(line, reason);
  }
  return gaps;
}
function writeGaps(file, gaps) {
  const sections = new Map();
  for (const [gap, reason] of gaps) {
    if (!sections.has(reason)) sections.set(reason, []);
    sections.get(reason).push(gap);
  }
  writeFileSync(file, [...sections].map(([reason, list]) => `# ${reason}\n${list.sort().join('\n')}\n`).join('\n'));
}

const [which, program, option = '', ...rest] = process.argv.slice(2);
if (program === '--update') {
  writeFileSync(here(`node_${which}.txt`), pack(which, outputOf(which, option)));
} else {
  const file = here(`gaps_${which}.txt`);
  const all = compare(which, unpack(which, readFileSync(here(`node_${which}.txt`), 'utf8')), outputOf(which, program));
  if (rest[0] === '--list' || option === '--list') console.log(all.join('\n'));
  const found = summary(which, all);
  const gaps = readGaps(file);
  const added = found.filter((gap) => !gaps.has(gap));
  const gone = [...gaps.keys()].filter((gap) => !found.includes(gap));
  console.log(`${all.length} differences; ${added.length} lines not in the list of known gaps, ${gone.length} in it are gone`);
  if (option.startsWith('--write')) {
    for (const gap of gone) gaps.delete(gap);
    if (option === '--write=all') for (const gap of added) gaps.set(gap, kUnsorted);
    writeGaps(file, gaps);
  } else {
    for (const gap of added) console.log(`new: ${gap}`);
    for (const gap of gone) console.log(`gone, take it out (--write): ${gap}`);
    process.exitCode = added.length + gone.length > 0 ? 1 : 0;
  }
}
