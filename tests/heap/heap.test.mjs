// `scrim heap` on snapshots that Node and scrim wrote, and scrim's snapshots in another reader.
// SCRIM names the program, SCRIM_BUILD its build folder: the other reader, npm's @vscode/v8-heap-parser, is installed
// there (SCRIM_HEAP_PARSER may name a folder that has it). Where npm cannot reach its registry that part is skipped.
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
  const load = (folder) => { try { return createRequire(import.meta.url)(folder); } catch { return null; } };
  if (process.env.SCRIM_HEAP_PARSER) return load(process.env.SCRIM_HEAP_PARSER);
  if (!process.env.SCRIM_BUILD) return load('@vscode/v8-heap-parser');
  const prefix = path.join(process.env.SCRIM_BUILD, 'npm', 'heap');
  const installed = path.join(prefix, 'node_modules', '@vscode', 'v8-heap-parser');
  if (!fs.existsSync(installed)) {
    fs.mkdirSync(prefix, { recursive: true });
    fs.copyFileSync(path.join(here, 'package.json'), path.join(prefix, 'package.json'));
    spawnSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--fetch-retries=0'], { cwd: prefix, stdio: 'ignore', timeout: 60_000 });
  }
  return load(installed);
})();
const noParser = parser ? false : '@vscode/v8-heap-parser is not installed, and npm could not fetch it';

// The same program in both engines; what it printed is what must be found.
// How many of so many too many are let pass: under a sanitizer a few, since red zones make frames so large that words of
// dead calls stay in them, and the stack is scanned conservatively.
const stale = (count) => (process.env.SCRIM_SANITIZE ? Math.min(Math.max(count, 0), 8) : 0);

const planted = new Map();
function plant(engine) {
  if (!planted.has(engine)) {
    const command = engine === 'scrim' ? scrim : process.execPath;
    const files = [file(`${engine}-a.heapsnapshot`), file(`${engine}-b.heapsnapshot`)];
    const result = run(command, [path.join(here, 'planted.js'), ...files]);
    assert.strictEqual(result.status, 0, result.stderr);
    const { used, ...expected } = JSON.parse(result.stdout);
    planted.set(engine, { files, expected, used });
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
      assert.strictEqual(found, count + models + (engine === 'scrim' ? stale(found - count) : 0), name);
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

  test(`${engine}: the engine's own tables are no leaks`, { skip }, () => {
    const snapshot = file(`${engine}-modules.heapsnapshot`);
    const text = "for (const name of ['events', 'fs', 'stream', 'util', 'url', 'zlib', 'assert']) require(name); require('v8').writeHeapSnapshot(process.argv[1]);";
    run(engine === 'scrim' ? scrim : process.execPath, ['-e', text, snapshot]);
    const { suspects } = heapJson('leaks', snapshot);
    assert.deepStrictEqual(suspects.filter((suspect) => suspect.kind !== 'duplicate-strings').map((suspect) => suspect.what), []);
  });

  test(`${engine}: another reader agrees`, { skip: skip || noParser }, () => {
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

// Nodes of a snapshot as [id, {type, name, size}].
function nodesOf(name) {
  const { snapshot: { meta }, nodes, strings } = JSON.parse(fs.readFileSync(name, 'utf8'));
  const width = meta.node_fields.length, types = meta.node_types[0], all = new Map();
  const [type, text, id, size] = ['type', 'name', 'id', 'self_size'].map((field) => meta.node_fields.indexOf(field));
  for (let i = 0; i < nodes.length; i += width) {
    assert.ok(!all.has(nodes[i + id]), `id ${nodes[i + id]} twice`);
    all.set(nodes[i + id], { type: types[nodes[i + type]], name: strings[nodes[i + text]], size: nodes[i + size] });
  }
  return all;
}

for (const engine of ['node', 'scrim']) {
  test(`${engine}: what lives on keeps its id, what is new gets one of its own`, { skip }, () => {
    const [before, after] = plant(engine).files.map(nodesOf);
    assert.ok(before.size > 100_000, `${before.size} nodes`);
    const ids = (nodes, name) => new Set([...nodes].filter(([, node]) => node.type === 'object' && node.name === name).map(([id]) => id));
    for (const [name, added, removed] of [['PlantedPoint', 123, 0], ['PlantedNode', 0, 0], ['PlantedSecret', 0, 0], ['PlantedOld', 0, 300], ['PlantedWeak', 0, 0]]) {
      const old = ids(before, name), now = ids(after, name);
      assert.strictEqual([...now].filter((id) => !old.has(id)).length, added, name);
      const gone = [...old].filter((id) => !now.has(id)).length;
      assert.strictEqual(gone, removed + (engine === 'scrim' ? stale(gone - removed) : 0), name);
      assert.ok([...now].every((id) => old.has(id) || !before.has(id)), `${name}: an id of something else is used again`);
    }
    // Whatever has an id in both is the same thing.
    let both = 0;
    for (const [id, { type, name }] of before) {
      const now = after.get(id);
      if (!now || type === 'hidden' || type === 'code' || type === 'array') continue;
      assert.strictEqual(now.type, type, `@${id} ${name}`);
      if (type === 'object' || type === 'closure') assert.strictEqual(now.name, name, `@${id}`);
      ++both;
    }
    assert.ok(both > 100_000, `${both} in both`);
  });
}

test('scrim: maps, closures, ropes and proxies are told by their types', { skip }, () => {
  const count = (type, test) => [...nodes.values()].filter((node) => node.type === type && test(node.name)).length;
  const nodes = nodesOf(plant('scrim').files[0]);
  assert.strictEqual(count('closure', (name) => name === 'planted'), 5000);
  assert.ok(count('concatenated string', () => true) >= 2000);
  assert.ok(count('object', (name) => name === 'Proxy') >= 1000);  // process.env may be one too
  assert.ok(count('object', (name) => name === 'Map') >= 1);
  assert.ok(count('object', (name) => name === 'WeakMap') >= 1);
});

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
  const { files, used } = plant('scrim'), { totalSize } = heapJson('summary', files[0]);
  assert.ok(Math.abs(totalSize - used) <= 0.05 * used, `${totalSize} in the snapshot, ${used} by the heap`);
});

test('scrim: the other reader finds every node and size', { skip: skip || noParser }, () => {
  const { files } = plant('scrim'), nodes = nodesOf(files[0]);
  const graph = parser.decode_bytes(fs.readFileSync(files[0]));
  let size = 0n;
  for (const group of graph.get_class_groups(0, 1e6, false)) size += BigInt(group.self_size);
  let expected = 0n;
  for (const node of nodes.values()) expected += BigInt(node.size);
  assert.strictEqual(size, expected);
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
