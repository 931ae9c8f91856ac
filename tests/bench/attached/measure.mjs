// What an attached debugger with nothing set costs: the CPU time of a loop of calls, of throws and of awaits, as the
// program itself reads it, under `scrim dap` beside without, in alternating pairs.
//
//   SCRIM=BIN node measure.mjs [PAIRS]      (21)
//
// The ratio is the median of the pairs' ratios; the pairs' order alternates. Nothing is asserted.
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const {DebugSession} = await import('../../support/debug_session.mjs');
const pairs = +(process.argv[2] ?? 21);
const loops = {
  calls: `
    function add(a, b) { return a + b; }
    class Counter { #n = 0; step(by) { this.#n = add(this.#n, by); return this; } get n() { return this.#n; } }
    function work() { const c = new Counter(); for (let i = 0; i < 1500000; i++) c.step(i & 3); return c.n; }`,
  throws: `
    function fail(n) { if (n % 2) throw new Error('odd ' + n); return n; }
    function work() { let t = 0; for (let i = 0; i < 150000; i++) { try { t += fail(i); } catch (e) { t += e.message.length; } } return t; }`,
  awaits: `
    const one = async n => { await null; return n; };
    async function work() { let t = 0; for (let i = 0; i < 120000; i++) t += await one(i & 1); return t; }`,
};
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-attached-'));
process.on('exit', () => fs.rmSync(folder, {recursive: true, force: true}));

const timed = text => `${text}
(async () => {
  await work();
  const before = process.cpuUsage();
  await work();
  const used = process.cpuUsage(before);
  console.log('microseconds ' + (used.user + used.system));
})();`;
const microseconds = output => +/microseconds (\d+)/.exec(output)[1];

function alone(file) {
  return microseconds(spawnSync(process.env.SCRIM, [file], {encoding: 'utf8'}).stdout);
}
async function attached(text) {
  const session = await DebugSession.start(text);
  await session.client.event('terminated', undefined, 0);
  const result = microseconds(session.output());
  await session.end();
  return result;
}
const median = list => list.toSorted((a, b) => a - b)[list.length >> 1];

console.log('| loop | alone, ms of CPU | attached | median of the ratios | least | most |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const [name, body] of Object.entries(loops)) {
  const text = timed(body);
  const file = path.join(folder, `${name}.js`);
  fs.writeFileSync(file, text);
  const times = {alone: [], attached: []};
  const ratios = [];
  for (let i = 0; i < pairs; i++) {
    const both = {};
    for (const which of i & 1 ? ['attached', 'alone'] : ['alone', 'attached']) {
      both[which] = which === 'alone' ? alone(file) : await attached(text);
      times[which].push(both[which]);
    }
    ratios.push(both.attached / both.alone);
  }
  ratios.sort((a, b) => a - b);
  const show = list => (median(list) / 1000).toFixed(1);
  console.log(`| ${name} | ${show(times.alone)} | ${show(times.attached)} | ${median(ratios).toFixed(3)} | ` +
              `${ratios[0].toFixed(3)} | ${ratios.at(-1).toFixed(3)} |`);
}
process.exit(0);
