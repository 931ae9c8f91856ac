// The third voice: what V8 says to the texts that VERDICTS=FOLDER syntax_verdicts has written, on which tree-sitter and the
// parser disagree. Texts that are no UTF-8 are left out: V8 would be shown something else.
//   node --experimental-vm-modules verdicts.mjs FOLDER
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

const folder = process.argv[2];
const reads = (read) => {
  try {
    read();
    return true;
  } catch {
    return false;
  }
};
let count = 0;
const against = [];
for (const name of fs.readdirSync(folder)) {
  const bytes = fs.readFileSync(path.join(folder, name));
  const text = bytes.toString();
  if (!Buffer.from(text).equals(bytes)) continue;
  count++;
  // As a script, a module, a function's body, and with await at the top.
  const sound = reads(() => new vm.Script(text)) || reads(() => new vm.SourceTextModule(text)) ||
    reads(() => vm.compileFunction(text)) || reads(() => new vm.Script(`async () => {${text}\n}`));
  if (sound !== name.startsWith('ours')) against.push(name);
}
console.log(`${count} texts, V8 agrees with the parser on ${count - against.length}`);
for (const name of against) console.log(name);
process.exit(against.length > 0 || count === 0 ? 1 : 0);
