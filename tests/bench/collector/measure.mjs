// How long the collector stops a program: stops.js on each heap, with scrim and other engines.
//
//   node measure.mjs --scrim BIN [--node BIN] [--bun BIN] [--cputime cputime.so] [--ms 3000] [--heaps objects,array]
//
// --cputime names a library to preload that makes the main thread's clocks tick with its CPU time: then a busy machine
// does not lengthen stops. Nothing is asserted.
import path from 'node:path';
import {spawnSync} from 'node:child_process';

const options = {ms: '3000', heaps: 'empty,objects,array,weakmap'};
for (let i = 2; i < process.argv.length; i += 2) options[process.argv[i].replace(/^--/, '')] = process.argv[i + 1];
const program = path.join(import.meta.dirname, 'stops.js');
console.log('| heap | engine | stops | median ms | 99 % ms | longest ms | least share of 50 ms |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const heap of options.heaps.split(',')) {
  for (const engine of ['scrim', 'node', 'bun']) {
    if (!options[engine]) continue;
    const environment = options.cputime ? {...process.env, LD_PRELOAD: path.resolve(options.cputime)} : process.env;
    const run = spawnSync(options[engine], [program, heap, options.ms],
                          {env: environment, encoding: 'utf8', timeout: 300000, killSignal: 'SIGKILL'});
    try {
      const r = JSON.parse(run.stdout);
      console.log(`| ${heap} | ${engine} | ${r.stops} | ${r.median_ms} | ${r.p99_ms} | ${r.longest_ms} | ${r.least_share} |`);
    } catch {
      console.log(`| ${heap} | ${engine} | ${run.stderr?.trim().split('\n')[0] ?? run.error} |`);
    }
  }
}
