// `scrim heap` on snapshots that Node and scrim wrote, and scrim's snapshots in another reader.
// SCRIM names the program; SCRIM_HEAP_PARSER may name a folder with @vscode/v8-heap-parser, else it is looked for in
// node_modules (npm install --no-package-lock in this folder).
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const scrim = process.env.SCRIM;
const skip = scrim ? false : 'SCRIM does not name the program';
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-heap-'));
test.after(() => fs.rmSync(folder, { recursive: true, force: true }));
const file = (name) => path.join(folder, name);

const run = (command, args) => {
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.strictEqual(result.signal, null, result.stderr);
  return result;
};
const heap = (...args) => run(scrim, ['heap', ...args]);
const heapJson = (...args) => {
  const result = heap(...args, '--json');
  assert.ok(result.status === 0 || result.status === 1, result.stderr);
  return JSON.parse(result.stdout);
};
const parser = (() => {
  try {
    return createRequire(import.meta.url)(process.env.SCRIM_HEAP_PARSER ?? '@vscode/v8-heap-parser');
  } catch {
    return null;
  }
})();

// The same program in both engines; what it printed is what must be found.
const planted = new Map();
function plant(engine) {
  if (!planted.has(engine)) {
    const command = engine === 'scrim' ? scrim : process.execPath;
    const files = [file(`${engine}-a.heapsnapshot`), file(`${engine}-b.heapsnapshot`)];
    const result = run(command, [path.join(here, 'planted.js'), ...files]);
    assert.strictEqual(result.status, 0, result.stderr);
    planted.set(engine, { files, expected: JSON.parse(result.stdout) });
  }
  return planted.get(engine);
}

for (const engine of ['node', 'scrim']) {
  test(`${engine}: planted classes are counted exactly`, { skip }, () => {
    const { files, expected } = plant(engine);
    const { classes, totalSize } = heapJson('summary', files[0], '--all');
    for (const [name, count] of Object.entries(expected)) {
      const found = classes.filter((c) => c.name === name).reduce((sum, c) => sum + c.count, 0);
      // V8 keeps a model of each object literal beside the objects made from it.
      const models = engine === 'node' && name.startsWith('{') ? 1 : 0;
      assert.strictEqual(found, count + models, name);
    }
    const points = classes.find((c) => c.name === 'PlantedPoint');
    assert.strictEqual(points.location.script.replace(/^file:\/\//, ''), path.join(here, 'planted.js'));
    assert.strictEqual(points.location.line, engine === 'node' ? 7 : 6);  // of the constructor; of the class
    assert.ok(points.retained < totalSize && points.retained > points.shallow, 'labels are retained');
  });

  test(`${engine}: paths read like source`, { skip }, () => {
    const { files } = plant(engine);
    const expression = (target) => {
      const report = heapJson('retainers', files[0], target);
      return (report.groups ? report.groups[0].path : report.paths[0]).expression;
    };
    assert.strictEqual(expression('PlantedCache'), 'globalThis.keep.cache');
    assert.match(expression('{payload}'), /^globalThis\.keep\.cache\.entries → \(map\) "key \d+"$/);
    assert.match(expression('PlantedPoint'), /^globalThis\.keep\.points\[\d+\]$/);
    assert.match(expression('PlantedSecret'), /^globalThis\.keep\.list(\.next.*)*\.#secret$/);
    assert.match(expression('{more}'), /^globalThis\.keep\.closures\[\d+\] → closure variable captured$/);
    assert.match(expression('PlantedWeak'), /^globalThis\.keep\.(weakKeys\[\d+\]|weak) → \(weak map\) /);
  });

  test(`${engine}: two snapshots differ by what the program did between them`, { skip }, () => {
    const { files } = plant(engine);
    const { classes } = heapJson('diff', ...files, '--all');
    const of = (name) => classes.find((c) => c.name === name);
    assert.strictEqual(of('PlantedPoint').added, 123);
    assert.strictEqual(of('PlantedPoint').removed, 0);
    assert.strictEqual(of('PlantedOld').removed, 300);
    assert.strictEqual(of('PlantedNode'), undefined);
    assert.strictEqual(heap('leaks', ...files).status, 1);
  });

  test(`${engine}: another reader agrees`, { skip: skip || (parser ? false : '@vscode/v8-heap-parser is not installed') }, () => {
    const { files, expected } = plant(engine);
    const graph = parser.decode_bytes(fs.readFileSync(files[0]));
    const theirs = new Map(graph.get_class_groups(0, 1e6, false).map((g) => [g.name(), g]));
    const { classes } = heapJson('summary', files[0], '--all', '--raw');
    for (const name of Object.keys(expected)) {
      if (name.startsWith('{')) continue;
      const ours = classes.find((c) => c.name === name), other = theirs.get(name);
      assert.strictEqual(ours.count, other.children_len, name);
      assert.strictEqual(BigInt(ours.shallow), BigInt(other.self_size), name);
      assert.strictEqual(BigInt(ours.retained), BigInt(other.retained_size), name);
    }
  });
}

test('scrim: variables of running functions are roots with their names', { skip }, () => {
  const program = file('locals.js'), snapshot = file('locals.heapsnapshot');
  fs.writeFileSync(program, `
    const v8 = require('node:v8');
    class InModule {} class InMap {} class Captured {} class InBlock {}
    const held = [new InModule()];
    function load() {
      const cache = new Map([['key', new InMap()]]);
      const captured = new Captured();
      const keep = () => captured;
      for (const item of [new InBlock()]) take(item);
      return [cache, keep];
    }
    function take(item) { v8.writeHeapSnapshot(process.argv[2]); return item; }
    console.log(load().length, held.length);`);
  const result = run(scrim, [program, snapshot]);
  assert.strictEqual(result.status, 0, result.stderr);
  const expression = (name) => heapJson('retainers', snapshot, name).paths[0].expression;
  assert.strictEqual(expression('InModule'), '(held in locals.js)[0]');
  assert.strictEqual(expression('InMap'), '(cache in load) → (map) "key"');
  assert.strictEqual(expression('Captured'), '(variables in load) → closure variable captured');
  assert.strictEqual(expression('InBlock'), '(item in take)');
});

test("scrim: sizes add up to the heap's own count", { skip }, () => {
  const program = file('sizes.js'), snapshot = file('sizes.heapsnapshot');
  fs.writeFileSync(program, `
    const v8 = require('node:v8');
    const list = [];
    for (let i = 0; i < 50000; i++) list.push({ i, text: 'text ' + i });
    v8.writeHeapSnapshot(process.argv[2]);
    console.log(v8.getHeapStatistics().used_heap_size);
    globalThis.list = list;`);
  const result = run(scrim, [program, snapshot]);
  assert.strictEqual(result.status, 0, result.stderr);
  const used = Number(result.stdout), { totalSize } = heapJson('summary', snapshot);
  assert.ok(Math.abs(totalSize - used) <= 0.05 * used, `${totalSize} in the snapshot, ${used} by the heap`);
});

test('bad input ends with a message, its place and exit code 2', { skip }, () => {
  const { files } = plant('node');
  const cut = file('cut.heapsnapshot'), size = fs.statSync(files[0]).size;
  fs.copyFileSync(files[0], cut);
  fs.truncateSync(cut, size >> 1);
  const cases = [
    [['summary', cut], new RegExp(`cut\\.heapsnapshot: the file is cut short: .* \\(byte ${size >> 1}, in `)],
    [['summary', path.join(here, 'planted.js')], /planted\.js: not a heap snapshot: .*\(byte 0\)/],
    [['summary', file('missing')], /missing: No such file or directory/],
    [['summary', folder], /Is a directory/],
    [['diff', files[0]], /usage: scrim heap diff BEFORE AFTER/],
    [['summary', files[0], '--top', 'many'], /--top needs a number/],
    [['undo'], /no question is called 'undo'/],
    [[], /which question\?/],
  ];
  for (const [args, message] of cases) {
    const result = heap(...args);
    assert.strictEqual(result.status, 2, args.join(' '));
    assert.match(result.stderr, message);
    assert.strictEqual(result.stdout, '');
  }
});

test('exit codes tell whether something matched', { skip }, () => {
  const { files } = plant('node');
  assert.strictEqual(heap('summary', files[0], '--filter', 'planted').status, 0);
  assert.strictEqual(heap('summary', files[0], '--filter', 'no such class').status, 1);
  assert.strictEqual(heap('retainers', files[0], '@1').status, 0);
  const missing = heap('retainers', files[0], 'plantedpoint');
  assert.strictEqual(missing.status, 1);
  assert.match(missing.stderr, /similar: PlantedPoint/);
  assert.strictEqual(heap('--help').status, 0);
});
