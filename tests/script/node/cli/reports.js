// What is said on standard error: texts that JSON.parse refuses, modules whose kind is not declared, hints, warnings that
// are switched off.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'reports-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const write = (name, text) => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
};
const name = path.basename(process.execPath);
const tidy = (text) => text.replaceAll(folder, '<folder>').split('\n')
  .filter((line) => !/^\s+at |^(Node\.js|scrim) v/.test(line)).join('\n').replaceAll(`\`${name} --`, '`node --').replace(/\(\w+:\d+\)/g, '(node)').trim();
function run(args, cwd = folder) {
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', env: { PATH: process.env.PATH, NODE_OPTIONS: '' }, timeout: 60000 });
  console.log(`$ ${args.join(' ')}\n${tidy(stdout)}\n! ${tidy(stderr)}\n= ${status}`);
}

const texts = ['', '{bad', '{"a":', '[1,2,\n', '  tru', '"abc', '[é, 1', '\t\t[1 2]', '{"a":1}x', '[1,\r\n2,\u2028x]', 'undefined', `["${'b'.repeat(100)}\t"]`, '[\n\n{,'];
for (const text of texts) {
  write('json.js', `const text = ${JSON.stringify(text)};\nJSON.parse(text);\n`);
  run(['json.js']);
}
for (const text of ['JSON.parse("x", (key, value) => value)', 'setTimeout(() => JSON.parse("x"))', 'Promise.resolve().then(() => JSON.parse("x"))', 'new Promise(() => JSON.parse("x"))',
  'try { JSON.parse("x") } catch (e) { throw e }', 'process.on("exit", () => JSON.parse("x"))']) {
  write('json.js', text);
  run(['json.js']);
}

write('plain/index.js', 'export const one = 1;');
write('plain/other.js', 'export const two = 2;');
write('none/package.json', '{"name":"none"}');
write('none/index.js', 'export const one = 1;');
write('none/other.js', 'export const two = 2;');
write('none/node_modules/inner/package.json', '{"name":"inner"}');
write('none/node_modules/inner/index.js', 'export const three = 3;');
write('none/both.mjs', 'import "./index.js"; import "./other.js"; import "inner";');
write('none/later.cjs', 'import("./index.js").then(() => import("./other.js"));');
write('none/required.cjs', 'require("./index.js"); require("inner");');
for (const file of ['none/index.js', 'none/both.mjs', 'none/later.cjs', 'none/required.cjs', 'none/node_modules/inner/index.js']) run([file]);
run(['--no-warnings', 'none/index.js']);
run(['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', 'none/index.js']);

write('hint.mjs', 'for (const to of ["./plain", "./plain/index", "./plain/nope", "./none/"]) await import(to).catch((error) => console.log(error.message, error.url));');
write('below/hint.mjs', 'for (const to of ["./plain", "../plain", "../none/index"]) await import(to).catch((error) => console.log(error.message, error.url));');
run(['hint.mjs']);
run(['below/hint.mjs']);
run(['hint.mjs'], path.join(folder, 'below'));
run(['../hint.mjs'], path.join(folder, 'below'));

const warn = 'process.emitWarning("one", "Kind", "C1"); process.emitWarning("two", "Other"); process.emitWarning("three", "DeprecationWarning", "DEP1");';
run(['-e', warn]);
run(['--disable-warning=C1', '-e', warn]);
run(['--disable-warning=Other', '--disable-warning', 'DeprecationWarning', '-e', warn]);
run(['--title=named so', '-p', 'process.title']);
write('wait.mjs', 'await 1;');
write('requires.cjs', 'try { require("./wait.mjs"); } catch (error) { console.log(error.code, Object.keys(error), error.requireStack); }');
run(['requires.cjs']);

// The place of what a builtin threw in a module or a promise's job is where it was called.
for (const [file, text] of [['thrown.mjs', 'const list = {\n  a: 1n };\nJSON.stringify(list);\n'], ['thrown.cjs', 'Promise.resolve().then(() => {\n  [].reduce((a) => a);\n});\n'],
  ['thrown_later.mjs', 'await 1;\n  decodeURIComponent("%");\n']]) {
  write(file, text);
  run([file]);
}
