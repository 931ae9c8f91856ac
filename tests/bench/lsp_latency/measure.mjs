// From an edit to its diagnostics, through the server's pipes.
//
//   node measure.mjs PROGRAM FILE...      PROGRAM lsp is started afresh for each file
//
// Types 50 characters, one at a time, at a statement boundary in the middle of the file, through the broken states that
// typing goes through, and waits for the diagnostics of each version. Prints milliseconds (of which parsing JSON and the
// pipes are a part), the server's CPU time for each edit and its memory.
import { readFileSync } from 'node:fs';
import { LspClient } from '../../support/wire.mjs';

const [program, ...files] = process.argv.slice(2);
const typed = 'function probe(a, b) { return [a, ...b].map(x=>x);}'.slice(0, 50);
const stat = (pid) => readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /, '').split(' ');
const cpu = (pid) => { const fields = stat(pid); return (Number(fields[11]) + Number(fields[12])) * 10; };
const memory = (pid) => /VmRSS:\s+(\d+) kB.*/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))[1] / 1024;

for (const file of files) {
  const text = readFileSync(file, 'utf8');
  const client = new LspClient({ timeout: 60000 }).spawn(program, ['lsp']);
  client.check = () => []; // what is valid is tested elsewhere
  await client.initialize({ capabilities: { textDocument: { publishDiagnostics: { versionSupport: true } } } });
  client.notify('initialized', {});
  const uri = 'file:///bench.js';
  const published = (version) => client.notification('textDocument/publishDiagnostics', (params) => params.version === version);
  let start = performance.now();
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'javascript', version: 1, text } });
  const first = await published(1);
  const opened = performance.now() - start;
  const lines = text.split('\n');
  let line = lines.length >> 1;
  while (line < lines.length && !/^\}|;$/.test(lines[line])) line++;
  let character = (lines[line] ?? '').length;
  const before = cpu(client.child.pid);
  const times = [];
  let most = 0;
  for (let i = 0; i < typed.length; i++, character++) {
    const position = { line, character };
    start = performance.now();
    client.notify('textDocument/didChange', { textDocument: { uri, version: i + 2 }, contentChanges: [{ range: { start: position, end: position }, text: typed[i] }] });
    const { params } = await published(i + 2);
    times.push(performance.now() - start);
    most = Math.max(most, params.diagnostics.length);
    client.messages.length = 0;
  }
  times.sort((a, b) => a - b);
  const spent = (cpu(client.child.pid) - before) / typed.length;
  console.log(`${file}: ${(text.length / 1e6).toFixed(2)} MB, opened in ${opened.toFixed(1)} ms, edit to diagnostics p50 ${times[25].toFixed(2)} p95 ${times[47].toFixed(2)} best ${times[0].toFixed(2)} ms, ${spent.toFixed(1)} ms of CPU an edit, ${memory(client.child.pid).toFixed(0)} MB, diagnostics ${first.params.diagnostics.length}, at most ${most}`);
  await client.request('shutdown');
  client.notify('exit');
  await client.close();
}
