// `scrim lsp` over its pipes; every message in both directions is checked against the official model.
import assert from 'node:assert';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { LspClient } from '../support/wire.mjs';

const program = process.env.SCRIM;
const skip = program ? false : 'SCRIM does not name the program';
const start = (options) => new LspClient(options).spawn(program, ['lsp']);

const rich = {
  general: { positionEncodings: ['utf-16'] },
  workspace: { workspaceEdit: { documentChanges: true } },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    rename: { prepareSupport: true },
  },
};
async function ready(capabilities = rich, extra = {}) {
  const client = start();
  const result = await client.initialize({ capabilities, ...extra });
  client.notify('initialized', {});
  return { client, result };
}
async function end(client) {
  assert.strictEqual(await client.request('shutdown'), null);
  client.notify('exit');
  const outcome = await client.close();
  assert.strictEqual(outcome.code, 0);
}
const uri = 'file:///nowhere/a.js';
const open = (client, text, { uri: at = uri, languageId = 'javascript', version = 1 } = {}) =>
  client.notify('textDocument/didOpen', { textDocument: { uri: at, languageId, version, text } });
const change = (client, version, contentChanges, at = uri) =>
  client.notify('textDocument/didChange', { textDocument: { uri: at, version }, contentChanges });
const published = (client, version, at = uri, since = 0) =>
  client.notification('textDocument/publishDiagnostics', (params) => params.uri === at && params.version === version, since);
const range = (a, b, c, d) => ({ start: { line: a, character: b }, end: { line: c, character: d } });
// What an editor does with a workspace edit.
function apply(text, edit, at = uri) {
  const edits = edit.documentChanges ? edit.documentChanges.find((change) => change.textDocument.uri === at).edits : edit.changes[at];
  const lines = text.split('\n');
  const offset = ({ line, character }) => lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
  return [...edits].sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce((sum, { range, newText }) => sum.slice(0, offset(range.start)) + newText + sum.slice(offset(range.end)), text);
}

test('before initialize requests fail and notifications are dropped', { skip }, async () => {
  const client = start();
  const early = await client.response('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 0 } });
  assert.strictEqual(early.error.code, -32002);
  open(client, 'eval(x)');
  const result = await client.initialize({ capabilities: rich });
  assert.strictEqual(result.capabilities.positionEncoding, 'utf-16');
  assert.strictEqual(result.serverInfo.name, 'scrim');
  const again = await client.response('initialize', { processId: null, rootUri: null, capabilities: {} });
  assert.strictEqual(again.error.code, -32600);
  await end(client);
});

test('after shutdown only exit is served; exit without shutdown is 1, a vanished client too', { skip }, async () => {
  const { client } = await ready();
  await client.request('shutdown');
  const late = await client.response('textDocument/foldingRange', { textDocument: { uri } });
  assert.strictEqual(late.error.code, -32600);
  client.notify('exit');
  assert.strictEqual((await client.close()).code, 0);

  const rude = start();
  rude.notify('exit');
  assert.strictEqual((await rude.close()).code, 1);

  const { client: vanished } = await ready();
  open(vanished, 'eval(x)');
  vanished.endInput();
  assert.strictEqual((await vanished.close()).code, 1);
});

test('a client whose process dies takes the server with it', { skip }, async () => {
  const parent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const client = start();
  await client.initialize({ processId: parent.pid });
  parent.kill('SIGKILL');
  await new Promise((resolve) => parent.on('exit', resolve));
  assert.strictEqual((await client.exit).code, 1);
  await client.close();
  // A process that cannot be seen (a container's) is not watched.
  const boxed = start();
  await boxed.initialize({ processId: 2 ** 30 });
  await end(boxed);
});

test('diagnostics are pushed with their version and cleared on close', { skip }, async () => {
  const { client } = await ready();
  open(client, 'function f(o) {\n  with (o) { x; }\n}\nlet = ;\n');
  const first = await published(client, 1);
  assert.deepStrictEqual(first.params.diagnostics.map(({ code, severity }) => [code, severity]).at(0), ['scope-with', 2]);
  assert.ok(first.params.diagnostics.some(({ severity, source }) => severity === 1 && source === 'scrim'));
  const lint = first.params.diagnostics[0];
  assert.deepStrictEqual(lint.range, range(1, 2, 1, 10));
  assert.match(lint.message, /looked up.*\((v8|scrim|both): (v8 )?[\d.]+ ns.*instead of/);
  assert.match(lint.codeDescription.href, /^https:/);
  const since = client.messages.length;
  client.notify('textDocument/didClose', { textDocument: { uri } });
  const cleared = await client.notification('textDocument/publishDiagnostics', (params) => params.uri === uri, since);
  assert.deepStrictEqual(cleared.params.diagnostics, []);
  await end(client);
});

test('a client that pulls is never pushed to; unchanged reports; settings ask for a refresh', { skip }, async () => {
  const { client, result } = await ready({ ...rich, textDocument: { ...rich.textDocument, diagnostic: {} } });
  assert.ok(result.capabilities.diagnosticProvider);
  open(client, 'with (o) x;');
  const full = await client.request('textDocument/diagnostic', { textDocument: { uri } });
  assert.strictEqual(full.kind, 'full');
  assert.deepStrictEqual(full.items.map(({ code }) => code), ['scope-with']);
  const same = await client.request('textDocument/diagnostic', { textDocument: { uri }, previousResultId: full.resultId });
  assert.strictEqual(same.kind, 'unchanged');
  change(client, 2, [{ text: 'o.x;' }]);
  const after = await client.request('textDocument/diagnostic', { textDocument: { uri }, previousResultId: full.resultId });
  assert.deepStrictEqual(after.items, []);
  assert.ok(!client.messages.some(({ message }) => message.method === 'textDocument/publishDiagnostics'));
  await end(client);
});

test('edits in a burst are published for the last of them, and equal a text opened afresh', { skip }, async () => {
  const { client } = await ready();
  open(client, '');
  const text = 'function f(a) {\n  a = "é😀";\n  return arguments[0];\n}\n';
  let line = 0, character = 0, version = 1;
  for (const piece of text) {
    change(client, ++version, [{ range: range(line, character, line, character), text: piece }]);
    if (piece === '\n') { line++; character = 0; } else character += piece.length;
  }
  const typed = await published(client, version);
  const other = 'file:///nowhere/b.js';
  open(client, text, { uri: other });
  const fresh = await published(client, 1, other);
  const plain = (diagnostics) => JSON.stringify(diagnostics).replaceAll(other, uri);
  assert.strictEqual(plain(typed.params.diagnostics), plain(fresh.params.diagnostics));
  assert.deepStrictEqual(fresh.params.diagnostics.map(({ code }) => code), ['scope-mapped-arguments']);
  const versions = client.messages.filter(({ message }) => message.method === 'textDocument/publishDiagnostics' && message.params.uri === uri)
    .map(({ message }) => message.params.version);
  assert.deepStrictEqual(versions, [...versions].sort((a, b) => a - b));
  await end(client);
});

test('positions are UTF-16 unless UTF-8 is agreed; CR and CRLF end lines, U+2028 does not', { skip }, async () => {
  const text = 'let a = "\u2028";\r\nlet b = "é😀"; eval(b);\reval(a);';
  for (const [encoding, column] of [['utf-16', 15], ['utf-8', 18]]) {
    const { client, result } = await ready({ ...rich, general: { positionEncodings: encoding === 'utf-8' ? ['utf-8', 'utf-16'] : ['utf-16'] } });
    assert.strictEqual(result.capabilities.positionEncoding, encoding);
    open(client, text);
    const { params } = await published(client, 1);
    assert.deepStrictEqual(params.diagnostics.map(({ range: { start } }) => [start.line, start.character]), [[1, column], [2, 0]]);
    change(client, 2, [{ range: range(1, column, 1, column + 4), text: 'alert' }]);
    const after = await published(client, 2);
    assert.deepStrictEqual(after.params.diagnostics.map(({ range: { start } }) => [start.line, start.character]), [[2, 0]]);
    await end(client);
  }
});

test('an edit that does not fit is told, not skipped', { skip }, async () => {
  const { client } = await ready();
  open(client, 'let a = "😀";\n');
  change(client, 2, [{ range: range(0, 10, 0, 10), text: 'x' }]); // inside the surrogate pair
  const told = await client.notification('window/showMessage', () => true, 0);
  assert.match(told.params.message, /out of step/);
  change(client, 3, [{ range: range(40, 0, 41, 0), text: '' }, { range: range(0, 5, 0, 2), text: '' }]);
  change(client, 4, [{ text: 'eval(1)' }]);
  const again = await published(client, 4);
  assert.deepStrictEqual(again.params.diagnostics.map(({ code }) => code), ['scope-direct-eval']);
  change(client, 1, [], 'file:///nowhere/never-opened.js');
  await client.notification('window/logMessage', ({ message }) => /not open/.test(message), 0);
  await end(client);
});

test('untitled documents and other languages', { skip }, async () => {
  const { client } = await ready();
  open(client, 'with (o) x;', { uri: 'untitled:Untitled-1' });
  assert.deepStrictEqual((await published(client, 1, 'untitled:Untitled-1')).params.diagnostics.map(({ code }) => code), ['scope-with']);
  open(client, 'let a: number = 1; with (o as any) x;', { uri: 'untitled:Untitled-2', languageId: 'typescript' });
  assert.deepStrictEqual((await published(client, 1, 'untitled:Untitled-2')).params.diagnostics.map(({ code }) => code), ['scope-with']);
  open(client, 'with (o) <b/>;', { uri: 'untitled:Untitled-3', languageId: 'javascriptreact' });
  assert.deepStrictEqual((await published(client, 1, 'untitled:Untitled-3')).params.diagnostics.map(({ code }) => code), ['scope-with']);
  open(client, 'with (o) x', { uri: 'file:///nowhere/c.py', languageId: 'python' });
  // What the concrete tree does not know is folded by the client's own means.
  for (const uri of ['file:///nowhere/c.py', 'untitled:Untitled-2']) {
    assert.strictEqual(await client.request('textDocument/foldingRange', { textDocument: { uri } }), null);
  }
  assert.ok(!client.messages.some(({ message }) => message.params?.uri === 'file:///nowhere/c.py' && message.method === 'textDocument/publishDiagnostics'));
  await end(client);
});

test('one document under two spellings of its URI', { skip }, async () => {
  const { client } = await ready();
  open(client, 'eval(1)', { uri: 'file:///no%20where/%C3%A9.js' });
  change(client, 2, [{ text: 'with (o) x;' }], 'file:///no where/é.js');
  const { params } = await published(client, 2, 'file:///no%20where/%C3%A9.js');
  assert.deepStrictEqual(params.diagnostics.map(({ code }) => code), ['scope-with']);
  await end(client);
});

test('settings: by initialize, by notification, by question; off, severities, syntax errors left to others', { skip }, async () => {
  const { client } = await ready(rich, { initializationOptions: { lint: { syntaxErrors: false, rules: { 'scope-with': 'error' } } } });
  open(client, 'with (o) x; let = ;');
  assert.deepStrictEqual((await published(client, 1)).params.diagnostics.map(({ code, severity }) => [code, severity]), [['scope-with', 1]]);
  let since = client.messages.length;
  client.notify('workspace/didChangeConfiguration', { settings: { scrim: { lint: { rules: { 'scope-with': 'off', 'no-such-rule': 'off' } } } } });
  assert.deepStrictEqual((await published(client, 1, uri, since)).params.diagnostics, []);
  assert.ok(client.messages.some(({ message }) => message.method === 'window/logMessage' && /no-such-rule/.test(message.params.message)));
  await end(client);

  const asked = start();
  asked.handlers.set('workspace/configuration', ({ items }) => items.map(() => ({ lint: { enable: false } })));
  asked.handlers.set('client/registerCapability', () => null);
  await asked.initialize({ capabilities: { ...rich, workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } } } });
  open(asked, 'with (o) x;');
  since = asked.messages.length;
  asked.notify('initialized', {});
  await published(asked, 1, uri, since);
  await asked.waitFor((message) => message.method === 'textDocument/publishDiagnostics' && message.params.diagnostics.length === 0, 'diagnostics without lints', since);
  assert.ok(asked.messages.some(({ message }) => message.method === 'client/registerCapability'));
  await end(asked);
});

test('nothing is asked of a client that did not declare it', { skip }, async () => {
  const client = start();
  await client.initialize({ capabilities: {} });
  client.notify('initialized', {});
  open(client, 'with (o) x;');
  const { params } = await client.notification('textDocument/publishDiagnostics', () => true, 0);
  assert.ok(!('version' in params));
  assert.ok(!('codeDescription' in params.diagnostics[0]) && !('relatedInformation' in params.diagnostics[0]));
  const actions = await client.request('textDocument/codeAction', { textDocument: { uri }, range: range(0, 0, 0, 0), context: { diagnostics: [] } }).catch((error) => error);
  assert.ok(actions);
  await end(client);
  assert.ok(!client.messages.some(({ from, message }) => from === 'server' && 'method' in message && 'id' in message));
});

test('code actions: conversions of for-in, disabling, fix all', { skip }, async () => {
  const { client, result } = await ready();
  assert.deepStrictEqual(result.capabilities.codeActionProvider.codeActionKinds, ['quickfix', 'source.fixAll.scrim']);
  const text = 'const o = { a: 1 };\nfor (const k in o) {\n  f(k, o[k]);\n}\nconst list = [1];\nfor (const i in list) f(list[i]);\n';
  open(client, text);
  await published(client, 1);
  const ask = (line, context = { diagnostics: [] }) =>
    client.request('textDocument/codeAction', { textDocument: { uri }, range: range(line, 2, line, 2), context });
  const actions = await ask(1);
  const titled = (start) => actions.find(({ title }) => title.startsWith(start));
  assert.match(apply(text, titled('Convert to Object.keys').edit), /for \(const k of Object\.keys\(o\)\) \{\n {2}f\(k, o\[k\]\);/);
  assert.match(apply(text, titled('Convert to Object.entries').edit), /for \(const \[k, value\] of Object\.entries\(o\)\) \{\n {2}f\(k, value\);/);
  assert.match(apply(text, titled('Disable shape-for-in').edit), /\n\/\/ scrim-disable-next-line shape-for-in\nfor/);
  assert.strictEqual(titled('Convert').edit.documentChanges[0].textDocument.version, 1);
  const array = (await ask(5)).find(({ isPreferred }) => isPreferred);
  assert.match(apply(text, array.edit), /for \(const value of list\) f\(value\);/);
  const all = await ask(0, { diagnostics: [], only: ['source.fixAll'] });
  assert.strictEqual(all.length, 1);
  assert.match(apply(text, all[0].edit), /for \(const value of list\) f\(value\);/);
  assert.deepStrictEqual(await ask(1, { diagnostics: [], only: ['refactor'] }), []);
  await end(client);
});

test('hover on a finding tells mechanism, costs and where to read more', { skip }, async () => {
  const { client } = await ready();
  open(client, 'f(1);\nwith (o) x;\n');
  const hover = await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 1, character: 1 } });
  assert.strictEqual(hover.contents.kind, 'markdown');
  assert.match(hover.contents.value, /with statement.*`scope-with`/);
  assert.match(hover.contents.value, /\| v8 \| \d+ ns \| [\d.]+ ns \|/);
  assert.match(hover.contents.value, /\(https:\/\//);
  assert.deepStrictEqual(hover.range, range(1, 0, 1, 8));
  assert.strictEqual(await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 1 } }), null);
  await end(client);
});

test('structure in broken code: symbols, folds, selections', { skip }, async () => {
  const { client } = await ready();
  const text = 'class Bank {\n  #sum = 0;\n  add(n) {\n    this.#sum += n;\n  }\n}\nfunction half(a) {\n  if (a) {\n    f(\n';
  open(client, text);
  const symbols = await client.request('textDocument/documentSymbol', { textDocument: { uri } });
  assert.deepStrictEqual(symbols[0].children.map(({ name }) => name), ['#sum', 'add']);
  assert.ok(symbols.some(({ name }) => name === 'half'));
  for (const { range: outer, selectionRange: inner } of symbols) {
    assert.ok(inner.start.line >= outer.start.line && inner.end.line <= outer.end.line);
  }
  const folds = await client.request('textDocument/foldingRange', { textDocument: { uri } });
  assert.ok(folds.some(({ startLine, endLine }) => startLine === 0 && endLine === 5));
  const [selection] = await client.request('textDocument/selectionRange', { textDocument: { uri }, positions: [{ line: 3, character: 12 }] });
  let depth = 0;
  for (let one = selection; one; one = one.parent) depth++;
  assert.ok(depth >= 5);
  await end(client);
});

test('definition, references, highlights and rename go by scope', { skip }, async () => {
  const { client } = await ready();
  const text = 'const a = 1;\nfunction f(a, { b }) {\n  b = a;\n  return { a, b };\n}\nf(a);\nclass P { #x = 1; get x() { return this.#x; } }\nwith (o) a;\n';
  open(client, text);
  const at = (line, character) => ({ textDocument: { uri }, position: { line, character } });
  const [definition] = await client.request('textDocument/definition', at(3, 11));
  assert.deepStrictEqual(definition.range, range(1, 11, 1, 12));
  const references = await client.request('textDocument/references', { ...at(1, 11), context: { includeDeclaration: true } });
  assert.deepStrictEqual(references.map(({ range: { start } }) => [start.line, start.character]), [[1, 11], [2, 6], [3, 11]]);
  const highlights = await client.request('textDocument/documentHighlight', at(2, 2));
  assert.deepStrictEqual(highlights.map(({ kind }) => kind), [3, 3, 2]);
  const place = await client.request('textDocument/prepareRename', at(2, 2));
  assert.deepStrictEqual(place, { range: range(2, 2, 2, 3), placeholder: 'b' });
  const renamed = await client.request('textDocument/rename', { ...at(2, 2), newName: 'second' });
  assert.match(apply(text, renamed), /function f\(a, \{ b: second \}\) \{\n {2}second = a;\n {2}return \{ a, b: second \};/);
  const priv = await client.request('textDocument/rename', { ...at(6, 11), newName: '#y' });
  assert.match(apply(text, priv), /class P \{ #y = 1; get x\(\) \{ return this\.#y; \} \}/);
  for (const [place, newName, why] of [[at(2, 2), 'a', /already used/], [at(2, 2), 'class', /not a name/], [at(2, 2), '1x', /not a name/],
    [at(5, 2), 'z', /with/], [at(5, 20), 'z', /no name|not declared/]]) {
    const refused = await client.response('textDocument/rename', { ...place, newName });
    assert.match(refused.error?.message ?? 'renamed', why);
  }
  await end(client);
});

test('cancelled requests, unknown requests and malformed messages are each answered once', { skip }, async () => {
  const { client } = await ready();
  open(client, 'with (o) x;');
  const unknown = await client.response('textDocument/willSaveWaitUntil', { textDocument: { uri }, reason: 1 });
  assert.strictEqual(unknown.error.code, -32601);
  const bad = await client.response('textDocument/hover', { textDocument: { uri } }, { check: false });
  assert.strictEqual(bad.error.code, -32602);
  assert.match(bad.error.message, /position/);
  client.notify('$/setTrace', { value: 'verbose' });
  client.notify('$/somethingNew', {}, { check: false });
  client.writeRaw('Content-Length: 7\r\n\r\n{"bad":');
  await client.waitFor((message) => message.error?.code === -32700, 'parse error', 0);
  client.notify('$/cancelRequest', { id: 12345 });
  const hover = await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 0 } });
  assert.ok(hover);
  await end(client);
});

// What VS Code, Neovim and Emacs send first, recorded from them.
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const recorded = [process.env.SCRIM_SHARED, path.join(root, '../shared'), path.join(root, '../../shared')].filter(Boolean)
  .map((folder) => path.join(folder, 'clients/reference/lsp-initialize.json')).find((file) => fs.existsSync(file));
test('the initialize of real editors', { skip: skip || (recorded ? false : '../shared/clients is not here') }, async () => {
  for (const [editor, entry] of Object.entries(JSON.parse(fs.readFileSync(recorded, 'utf8')))) {
    const params = entry.params ?? entry;
    if (!params.capabilities) continue;
    const client = start();
    client.handlers.set('workspace/configuration', ({ items }) => items.map(() => null));
    client.handlers.set('client/registerCapability', () => null);
    client.handlers.set('workspace/diagnostic/refresh', () => null);
    const pulls = params.capabilities.textDocument.diagnostic !== undefined;
    const { capabilities } = await client.request('initialize', { ...params, processId: process.pid }, { check: false });
    assert.strictEqual(capabilities.diagnosticProvider !== undefined, pulls, editor);
    client.notify('initialized', {});
    open(client, 'with (o) x;\n');
    const items = pulls ? (await client.request('textDocument/diagnostic', { textDocument: { uri }, identifier: 'scrim' })).items
      : (await client.notification('textDocument/publishDiagnostics', () => true, 0)).params.diagnostics;
    assert.deepStrictEqual(items.map(({ code }) => code), ['scope-with'], editor);
    await end(client);
    assert.strictEqual(client.messages.some(({ message }) => message.method === 'textDocument/publishDiagnostics'), !pulls, editor);
  }
});
