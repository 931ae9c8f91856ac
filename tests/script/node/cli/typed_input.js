// -e, -p and standard input with types: found out by trying, or said with --input-type.
const { spawnSync } = require('node:child_process');
const os = require('node:os');
const path = require('node:path');
const fs = require('node:fs');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'typed-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
fs.writeFileSync(path.join(folder, 'types.ts'), 'const a: number = 5; console.log(a as any);');
fs.writeFileSync(path.join(folder, 'none.ts'), 'console.log("no types");');

const name = path.basename(process.execPath);
const tidy = (text) => text.replaceAll(folder, '<folder>').replaceAll(process.execPath, name).replaceAll(`${name}: `, '').split('\n')
  .filter((line) => !/^\s+at |^(Node\.js|scrim) v|^See scrim --help|^ {2}code: |^\}$/.test(line)).map((line) => line.replace(/ \{$/, '')).join('\n').trim();
function run(args, input = '') {
  const result = spawnSync(process.execPath, args, { cwd: folder, input, encoding: 'utf8', env: { PATH: process.env.PATH, NODE_OPTIONS: '' } });
  console.log(`$ ${args.join(' ')}${input && ` < ${input}`}\n${tidy(result.stdout)}${result.stderr ? `\n! ${tidy(result.stderr)}` : ''}\n= ${result.status}`);
}
run(['-e', 'let x: number = 1; console.log(x)']);
run(['-p', 'const x: number = 1; x + 1']);
run(['-pe', 'interface A { b: string } ({ b: "c" } satisfies A)']);
run(['-e', 'enum A { B } console.log(A.B)']);
run(['-e', 'let x: = 1']);
run(['-e', 'function f() { retur 1 }']);
run(['-e', 'console.log("before"); let x: = 1']);
run(['-e', 'import fs from "fs"; let x: number = 1; console.log(typeof fs, x, import.meta.url)']);
run(['-e', 'import { type Stats, statSync } from "fs"; console.log(typeof statSync)']);
run(['-e', 'let x: number = await 1; console.log(x)']);
run(['-e', 'import x from "fs"; enum A {}']);
run(['-e', 'let x: number = 1; try { missing(x) } catch (e) { console.log(e.stack.split("\\n")[1].trim()) }']);
run(['--input-type=module-typescript', '-e', 'let x: number = 1; console.log(typeof require, x, import.meta.url)']);
run(['--input-type=commonjs-typescript', '-e', 'let x: number = 1; console.log(typeof require, x)']);
run(['--input-type=commonjs-typescript', '-e', 'enum A {}']);
run(['--input-type=commonjs-typescript', '-e', 'let x: =']);
run(['--input-type=commonjs-typescript', '-p', 'let x: 3 = 3; x']);
run(['--input-type=commonjs', '-e', 'let x: number = 1;']);
run(['--input-type=module', '-e', 'let x: number = 1;']);
run(['--input-type=typescript', '-e', '1']);
run(['--no-strip-types', '-e', 'let x: number = 1;']);
run(['--no-strip-types', 'types.ts']);
run(['--no-strip-types', 'none.ts']);
run(['--no-experimental-strip-types', 'types.ts']);
run(['--strip-types', 'types.ts']);
run([], 'let x: number = 3; console.log(x)');
run(['-'], 'import "fs"; let x: number = 3; console.log(x, import.meta.url)');
run(['--input-type=module-typescript', '-'], 'const x = await (4 as any); console.log(x)');
