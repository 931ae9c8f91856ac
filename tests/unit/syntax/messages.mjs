// Writes messages.expected: what Node says to each text of messages.txt. Run with node@26:
//   node --experimental-vm-modules tests/unit/syntax/messages.mjs
import fs from 'node:fs';
import vm from 'node:vm';

const folder = new URL('.', import.meta.url);
const cases = fs.readFileSync(new URL('messages.txt', folder), 'utf8').split('\n----\n');
const lines = cases.map((text) => {
  try {
    if (text.startsWith('// module')) {
      new vm.SourceTextModule(text, {identifier: 'm'});
    } else {
      new vm.Script(text, {filename: 'm'});
    }
  } catch (error) {
    const [place, , caret] = error.stack.split('\n');
    const line = Number(/^m:(\d+)/.exec(place)?.[1] ?? 0);
    return [error.message, line, (caret ?? '').search(/\^/) + 1].join('\t');
  }
  return 'no error\t0\t0';
});
fs.writeFileSync(new URL('messages.expected', folder), lines.join('\n') + '\n');
