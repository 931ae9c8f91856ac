// What the event loop's queues cost, where each task came from being noted: programs/*.js on scrim and on node --jitless
// in turn, the CPU of all threads (user and system), medians of the rounds, and the most memory.
//
//   node measure.mjs --scrim BIN --node BIN [--rounds 5] [--match RE]
//
// Ends with 1 where scrim takes more than twice as long.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {spawnSync} from 'node:child_process';

const options = {rounds: '5', match: '.'};
for (let i = 2; i < process.argv.length; i += 2) options[process.argv[i].replace(/^--/, '')] = process.argv[i + 1];
const folder = path.join(import.meta.dirname, 'programs');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-queues-'));
process.on('exit', () => fs.rmSync(scratch, {recursive: true, force: true}));

function run(command) {
  const times = path.join(scratch, 'times');
  const {stdout, status} = spawnSync('/usr/bin/time', ['-q', '-o', times, '-f', '%U %S %M', ...command], {encoding: 'utf8'});
  const [user, system, memory] = fs.readFileSync(times, 'utf8').trim().split('\n').pop().split(' ').map(Number);
  return {text: `${stdout}${status}`, cpu: user + system, memory: memory / 1024};
}
const median = values => values.toSorted((a, b) => a - b)[values.length >> 1];

console.log(`load ${os.loadavg().map(load => load.toFixed(1)).join(' ')}, ${options.rounds} rounds\n`);
console.log('| program | scrim s | node --jitless s | scrim / node | scrim MB | node MB |');
console.log('| --- | --- | --- | --- | --- | --- |');
let slow = 0;
for (const file of fs.readdirSync(folder).sort()) {
  if (!new RegExp(options.match).test(file)) continue;
  const rounds = Array.from({length: +options.rounds}, () => {
    const ours = run([options.scrim, path.join(folder, file)]);
    const theirs = run([options.node, '--jitless', path.join(folder, file)]);
    if (ours.text !== theirs.text) throw new Error(`${file}: scrim printed ${ours.text}, node ${theirs.text}`);
    return {ours, theirs};
  });
  const of = (engine, what) => median(rounds.map(round => round[engine][what]));
  const ratio = of('ours', 'cpu') / of('theirs', 'cpu');
  if (ratio > 2) slow++;
  console.log(`| ${file.slice(0, -3)} | ${of('ours', 'cpu').toFixed(2)} | ${of('theirs', 'cpu').toFixed(2)} | ${ratio.toFixed(2)} | ${
      of('ours', 'memory').toFixed(0)} | ${of('theirs', 'memory').toFixed(0)} |`);
}
process.exitCode = slow ? 1 : 0;
