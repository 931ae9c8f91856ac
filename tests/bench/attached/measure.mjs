// What an attached debugger with nothing set costs: a loop of calls, of throws and of awaits under `scrim dap` beside
// without.
//
//   SCRIM=BIN node measure.mjs [PAIRS]           CPU time of the loops, as the program itself reads it (21 pairs)
//   SCRIM=BIN node measure.mjs --instructions    instructions of the loops, counted by callgrind
//
// CPU: alternating pairs, each in another order; the ratio is the median of the pairs' ratios. Instructions: of a longer
// loop less those of a shorter one, so that what starting and attaching cost is out of it; they do not depend on what
// else the machine does. Nothing is asserted.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const { DebugSession } = await import('../../support/debug_session.mjs');
const counting = process.argv[2] === '--instructions';
const pairs = +(process.argv[2] ?? 21);
// The text of a loop of `n` rounds, `work`; `rounds`: about a second.
const loops = {
  calls: {
    rounds: 24_000_000,
    text: (n) => `
    function add(a, b) { return a + b; }
    class Counter { #n = 0; step(by) { this.#n = add(this.#n, by); return this; } get n() { return this.#n; } }
    function work() { const c = new Counter(); for (let i = 0; i < ${n}; i++) c.step(i & 3); return c.n; }`,
  },
  throws: {
    rounds: 4_000_000,
    text: (n) => `
    function fail(n) { if (n % 2) throw new Error('odd ' + n); return n; }
    function work() { let t = 0; for (let i = 0; i < ${n}; i++) { try { t += fail(i); } catch (e) { t += e.message.length; } } return t; }`,
  },
  awaits: {
    rounds: 4_000_000,
    text: (n) => `
    const one = async n => { await null; return n; };
    async function work() { let t = 0; for (let i = 0; i < ${n}; i++) t += await one(i & 1); return t; }`,
  },
};
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-attached-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const at = (name) => path.join(folder, name);

async function attached(text) {
  const session = await DebugSession.start(text);
  await session.client.event('terminated', undefined, 0);
  const result = session.output();
  await session.end();
  return result;
}
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];

async function cpuTimes() {
  const timed = ({ text, rounds }) => `${text(rounds)}
(async () => {
  await work();
  const before = process.cpuUsage();
  await work();
  const used = process.cpuUsage(before);
  console.log('microseconds ' + (used.user + used.system));
})();`;
  const microseconds = (output) => +/microseconds (\d+)/.exec(output)[1];
  console.log('| loop | alone, ms of CPU | attached | median of the ratios | least | most |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const [name, loop] of Object.entries(loops)) {
    const text = timed(loop);
    const file = at(`${name}.js`);
    fs.writeFileSync(file, text);
    const alone = () => microseconds(spawnSync(process.env.SCRIM, [file], { encoding: 'utf8' }).stdout);
    const times = { alone: [], attached: [] };
    const ratios = [];
    for (let i = 0; i < pairs; i++) {
      const both = {};
      for (const which of i & 1 ? ['attached', 'alone'] : ['alone', 'attached']) {
        both[which] = which === 'alone' ? alone() : microseconds(await attached(text));
        times[which].push(both[which]);
      }
      ratios.push(both.attached / both.alone);
    }
    ratios.sort((a, b) => a - b);
    const show = (list) => (median(list) / 1000).toFixed(1);
    console.log(`| ${name} | ${show(times.alone)} | ${show(times.attached)} | ${median(ratios).toFixed(3)} | ` +
                `${ratios[0].toFixed(3)} | ${ratios.at(-1).toFixed(3)} |`);
  }
}

async function instructions() {
  const counts = at('counts');
  const tool = ['--tool=callgrind', '--trace-children=yes', `--callgrind-out-file=${counts}/%p`];
  const wrapper = at('scrim');
  // The session starts this in place of the executable; the program is the process with a debug channel.
  fs.writeFileSync(wrapper, `#!/bin/sh\nexec valgrind ${tool.join(' ')} ${process.env.SCRIM} "$@"\n`, { mode: 0o755 });
  const run = async (text, attach) => {
    fs.rmSync(counts, { recursive: true, force: true });
    fs.mkdirSync(counts);
    fs.writeFileSync(at('program.js'), text);
    if (attach) {
      const session = await DebugSession.start(text, { executable: wrapper });
      await session.client.event('terminated', undefined, 0);
      await session.end();
    } else {
      spawnSync(wrapper, [at('program.js')]);
    }
    for (let tries = 0; tries < 200; tries++) {
      for (const file of fs.readdirSync(counts)) {
        const output = fs.readFileSync(path.join(counts, file), 'utf8');
        const total = /^(?:summary|totals): (\d+)/m.exec(output);
        if (total && (!attach || /^cmd: .*--debug-channel/m.test(output))) return +total[1];
      }
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error('callgrind has written nothing');
  };
  console.log('| loop | instructions a round alone | attached | ratio |');
  console.log('| --- | --- | --- | --- |');
  for (const [name, { text, rounds }] of Object.entries(loops)) {
    const [few, many] = [rounds / 200, rounds / 50];
    const each = [];
    for (const attach of [false, true]) {
      const counted = [];
      for (const n of [few, many]) counted.push(await run(`${text(n)}\nwork();`, attach));
      each.push((counted[1] - counted[0]) / (many - few));
    }
    console.log(`| ${name} | ${each[0].toFixed(1)} | ${each[1].toFixed(1)} | ${(each[1] / each[0]).toFixed(4)} |`);
  }
}

await (counting ? instructions() : cpuTimes());
process.exit(0);
