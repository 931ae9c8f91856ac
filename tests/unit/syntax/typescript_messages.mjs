// Writes typescript_messages.expected: what Node says to each text of typescript_messages.txt when it takes the types
// out and V8 reads the rest. Run with node@26: node --experimental-vm-modules tests/unit/syntax/typescript_messages.mjs
import fs from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import vm from 'node:vm';

const folder = new URL('.', import.meta.url);
const cases = fs.readFileSync(new URL('typescript_messages.txt', folder), 'utf8').split('\n----\n');
const lines = cases.map((text) => {
  try {
    new vm.SourceTextModule(stripTypeScriptTypes(text));
    return 'no error';
  } catch (error) {
    return `${error.code ?? ''}\t${error.message}`;
  }
});
fs.writeFileSync(new URL('typescript_messages.expected', folder), lines.join('\n') + '\n');
