// The built extension in a real VS Code (its web workbench in headless Chromium), as a person uses it: no launch.json, F5 on
// an open file. Run with ctest -R editors_vscode, or EDITOR_SHOTS=FOLDER SCRIM=... node --test to keep screenshots.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { CodeServer, missing } from './code_server.mjs';
import { Workbench } from './workbench.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-editors-')));
const vsix = path.join(scratch, 'scrim.vsix');
const shots = process.env.EDITOR_SHOTS && path.resolve(process.env.EDITOR_SHOTS);
if (shots) fs.mkdirSync(shots, { recursive: true });

let skip = missing();
if (!skip) {
  const build = path.join(here, '../../editors/vscode/build.sh');
  const built = spawnSync('sh', [build, process.env.SCRIM, vsix], { encoding: 'utf8' });
  // Packaging downloads its tools from npm; a mistake in the extension's own sources is a failure.
  if (built.status !== 0) {
    if (/npm error|ENOTFOUND|ECONNREFUSED|EAI_AGAIN/.test(built.stderr)) skip = `npm could not install what packages the extension: ${built.stderr}`;
    else assert.fail(`${built.stdout}\n${built.stderr}`);
  }
}
process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));

// A session in a fresh window on a copy of the workspace; `body` gets the window and a function that runs one check after
// the other. A check that fails is photographed, and the rest of its part is left out: each starts where the last one ended.
async function session(context, options, body) {
  const folder = path.join(scratch, options.typescript ? 'with-typescript' : 'workspace');
  fs.cpSync(path.join(here, 'workspace'), folder, { recursive: true });
  const server = await CodeServer.start({ vsix: [vsix], ...options });
  let bench;
  let failed = false;
  const check = (name, run) => context.test(name, async (one) => {
    if (failed) return one.skip('the check before it failed');
    try {
      await run();
    } catch (error) {
      failed = true;
      await bench.screenshot(`FAILED ${name}`).catch(() => {});
      throw error;
    }
  });
  try {
    bench = await Workbench.open(server, { folder, shots });
    await body({ bench, server, folder, check, part: () => { failed = false; } });
  } finally {
    await bench?.close();
    await server.stop();
  }
}

const named = (rows, name) => rows.find((row) => row.name === name);

// How many programs have ended under the debugger.
const ends = (server) => server.trace().filter(({ message }) => message.event === 'terminated').length;
const removeBreakpoints = (server) => server.driver((vscode) => vscode.debug.removeBreakpoints(vscode.debug.breakpoints));

test('VS Code, without its TypeScript extension', { skip }, async (context) => {
  await session(context, { settings: { 'javascript.validate.enable': false } }, async ({ bench, server, folder, check, part }) => {
    // ---- the language server ----

    await check('lints and syntax errors are underlined', async () => {
      await bench.openFile('broken.js');
      await bench.until('an error', async () => (await bench.squiggles()).includes('error'));
      await bench.openFile('slow.js');
      await bench.until('two warnings', async () => (await bench.squiggles()).filter((one) => one === 'warning').length === 2);
    });

    await check('the Problems view has them, with the measured cost', async () => {
      const problems = (await bench.problems()).filter((row) => row.severity);
      await bench.screenshot('problems');
      assert.deepStrictEqual(problems.map((row) => row.severity).sort(), ['error', 'warning', 'warning']);
      assert.ok(problems.some((row) => /for-in over an array.*scrim \d+ ns.*elem-for-in-array/.test(row.text)), JSON.stringify(problems));
    });

    await check('a hover on a lint has the mechanism and the cost on each engine', async () => {
      const text = await bench.hover(5, 'for', /for-in visits names/, 'lint-hover');
      assert.match(text, /v8\s+\d+ ns/);
      assert.match(text, /scrim\s+\d+ ns/);
    });

    await check('a quick fix rewrites the loop, and undo brings it back', async () => {
      await bench.gotoLine(5);
      await bench.until('the cursor on the loop', async () => { await bench.key('Home'); return (await bench.cursor()).column === 3; });
      const fixes = await bench.quickFixes();
      await bench.screenshot('quick-fix');
      assert.ok(fixes.some((title) => /for/.test(title)), fixes.join());
      await bench.chooseQuickFix(fixes[0]);
      await bench.until('one warning less', async () => (await bench.squiggles()).filter((one) => one === 'warning').length === 1);
      assert.doesNotMatch(await bench.textOfLine(5), /const i in list/);
      await bench.focusEditor();
      await bench.key('Control+z');
      await bench.until('two warnings again', async () => (await bench.squiggles()).filter((one) => one === 'warning').length === 2);
    });

    await check('an edit has new diagnostics', async () => {
      await bench.gotoLine(17);
      await bench.type('with (prices) length;');
      await bench.until('a third warning', async () => (await bench.squiggles()).filter((one) => one === 'warning').length === 3);
      await bench.command('File: Revert File');
      await bench.until('two warnings', async () => (await bench.squiggles()).filter((one) => one === 'warning').length === 2);
    });

    await check('a rule is switched off and on in the settings, live', async () => {
      const set = (rules) => server.driver(async (vscode, value) => {
        await vscode.workspace.getConfiguration('scrim').update('lint.rules', value, vscode.ConfigurationTarget.Global);
      }, rules);
      await set({ 'scope-direct-eval': 'off', 'elem-for-in-array': 'error' });
      await bench.until('one error only', async () => (await bench.squiggles()).join() === 'error');
      await set(undefined);
      await bench.until('two warnings', async () => (await bench.squiggles()).join() === 'warning,warning');
    });

    await check('a file changed on disk is read again', async () => {
      const file = path.join(folder, 'slow.js');
      const text = fs.readFileSync(file, 'utf8');
      fs.writeFileSync(file, `${text}with (prices) length;\n`);
      await bench.until('a third warning', async () => (await bench.squiggles()).length === 3);
      fs.writeFileSync(file, text);
      await bench.until('two warnings', async () => (await bench.squiggles()).length === 2);
    });

    await check('symbols and the outline', async () => {
      await bench.openFile('account.js');
      const symbols = await bench.symbols();
      for (const name of ['Account', '#balance', 'deposit', 'interest', 'ada']) assert.ok(symbols.includes(name), symbols.join());
      const deep = await server.driver(async (vscode, file) => {
        const all = await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', vscode.Uri.file(file));
        return all.find((symbol) => symbol.name === 'Account').children.map((child) => child.name);
      }, path.join(folder, 'account.js'));
      assert.deepStrictEqual(deep, ['#balance', '#history', 'constructor', 'balance', 'deposit']);
    });

    await check('folding', async () => {
      await bench.gotoLine(4);
      await bench.command('Fold');
      await bench.until('a folded class', async () => !(await bench.lineNumbers()).includes(8));
      await bench.command('Unfold');
      await bench.until('the whole class', async () => (await bench.lineNumbers()).includes(8));
    });

    await check('go to definition', async () => {
      await bench.gotoLine(37);
      await bench.key('End');
      for (let i = 0; i < 4; i++) await bench.key('ArrowLeft');
      await bench.key('F12');
      await bench.until('the definition', async () => (await bench.cursor()).line === 33);
    });

    // ---- the debugger ----

    part();
    await check('the file to debug is open', () => bench.openFile('account.js'));

    await check('a breakpoint by F9', () => bench.setBreakpoint(29));
    await check('a breakpoint by a click in the margin', async () => {
      await bench.setBreakpoint(38, { by: 'click' });
      assert.deepStrictEqual((await bench.breakpoints()).map((sign) => sign.line), [29, 38]);
    });

    await check('F5 on the open file stops at the breakpoint', async () => {
      await bench.focusEditor();
      await bench.key('F5');
      // VS Code has a debugger for JavaScript of its own: it asks once which one is meant.
      await bench.page.locator('.quick-input-widget .monaco-list-row', { hasText: /^scrim/ }).first().click();
      await bench.stopped(29);
      await bench.until('the local variables', async () => named(await bench.variables(), 'gain'));
    });

    await check('the call stack', async () => {
      const frames = await bench.callStack();
      assert.deepStrictEqual(frames.slice(0, 2).map(({ name, file, line }) => [name, file, line]),
        [['grow', 'account.js', 29], ['<anonymous>', 'account.js', 37]]);
    });

    await check('variables: private fields, closures, a getter on request', async () => {
      await bench.expandVariable('account');
      await bench.until('a private field', async () => named(await bench.variables(), '#balance'));
      await bench.expandVariable('#history');
      await bench.expandVariable('Closure (interest)');
      const rows = await bench.variables();
      assert.strictEqual(named(rows, '#balance').value, '100');
      assert.strictEqual(named(rows, 'gain').value, '50');
      assert.strictEqual(named(rows, 'years').value, '1');
      assert.strictEqual(named(rows, 'rate').value, '0.5');
      assert.match(named(rows, 'account').value, /Account/);
      await bench.screenshot('stopped');
    });

    await check('a hover while debugging', async () => {
      assert.strictEqual(await bench.hover(28, 'gain', /50/, 'debug-hover'), '50');
    });

    await check('the debug console evaluates in the frame', async () => {
      assert.strictEqual(await bench.evaluate('account.balance + gain + years'), '151');
      assert.match(await bench.evaluate('({ owner: account.owner, years })'), /^\{owner: 'Ada', years: 1\}/);
      assert.match(await bench.evaluate('nothing.there'), /ReferenceError: nothing is not defined/);
      await bench.screenshot('console');
    });

    await check('the Event Loop view is folded, takes no room from Variables, and shows what is queued', async () => {
      const header = bench.page.locator('.debug-viewlet .pane-header, .pane-header').filter({ hasText: /^\s*Event Loop/ }).first();
      await header.waitFor();
      assert.strictEqual(await header.getAttribute('aria-expanded'), 'false');
      const height = async (root) => (await bench.page.locator(root).first().boundingBox()).height;
      assert.ok(await height('.debug-variables') > 100);
      await bench.evaluate('Promise.resolve().then(function soon() {}); setTimeout(function later() {}, 5).unref(); 1');
      await header.click();
      const rows = () => bench.page.locator('.pane', { has: header }).locator('.monaco-list-row')
        .evaluateAll((all) => all.map((row) => row.innerText.replace(/\s+/g, ' ').trim()));
      const shown = await bench.until('the queues', async () => {
        const all = await rows();
        return all.some((row) => row.startsWith('soon')) && all;
      });
      await bench.screenshot('event-loop');
      const text = shown.join('\n');
      assert.match(text, /^Phase: main program/);
      assert.ok(text.indexOf('Promise jobs') < text.indexOf('soon') && text.indexOf('soon') < text.indexOf('later'), text);
      await header.click();
      await bench.until('a folded view', async () => await header.getAttribute('aria-expanded') === 'false');
      await bench.focusEditor();
    });

    await check('step in, over and out', async () => {
      await bench.focusEditor();
      await bench.key('F11');
      await bench.stopped(17);
      await bench.key('F10');
      await bench.stopped(18);
      await bench.key('Shift+F11');
      await bench.stopped();
      assert.strictEqual((await bench.callStack())[0].name, 'grow');
    });

    await check('continue to the second breakpoint', async () => {
      await bench.key('F5');
      await bench.stopped(38);
      assert.strictEqual(named(await bench.variables(), 'total').value, '150');
    });

    await check('a conditional breakpoint and a logpoint', async () => {
      await removeBreakpoints(server);
      await bench.addBreakpoint(38, 'Conditional Breakpoint', 'year === 3');
      await bench.addBreakpoint(27, 'Logpoint', 'grown {years} times');
      await bench.focusEditor();
      await bench.key('F5');
      await bench.stopped(38);
      assert.strictEqual(named(await bench.variables(), 'total').value, '337.5');
      const rows = await bench.consoleRows();
      assert.ok(rows.some((row) => row.includes('grown 1 times')) && rows.some((row) => row.includes('grown 2 times')), JSON.stringify(rows));
      await bench.screenshot('conditional');
    });

    const caughtExceptions = () => bench.page.locator('.debug-breakpoints .monaco-list-row', { hasText: /^\s*Caught/ })
      .locator('.monaco-custom-toggle, .monaco-checkbox, input').first();
    await check('a caught exception, when asked for', async () => {
      await caughtExceptions().click({ timeout: 5000 });
      await bench.focusEditor();
      await bench.key('F5');
      await bench.stopped(17);
      const widget = bench.page.locator('.exception-widget');
      await widget.waitFor();
      assert.match(await widget.innerText(), /RangeError[\s\S]*-5 is no deposit/);
      await bench.screenshot('exception');
    });

    await check('a heap snapshot opens in VS Code\'s own viewer', async () => {
      await bench.command('scrim: Take Heap Snapshot');
      const where = bench.page.locator('.quick-input-widget:not([style*="display: none"]) input[type=text]');
      await bench.until('a name to save it under', async () => /Heap\..*\.heapsnapshot$/.test(await where.inputValue()));
      await bench.key('Enter');
      const frame = await bench.webview();
      await frame.waitForFunction(() => /Account/.test(document.body.innerText));
      await bench.screenshot('heap-snapshot');
      await bench.command('View: Close Editor');
    });

    await check('continue to the end; the output is in the console', async () => {
      await bench.key('F5');
      await bench.terminated();
      const rows = await bench.until('the output', async () => {
        const all = await bench.consoleRows();
        return all.some((row) => /done/.test(row)) && all;
      });
      await bench.screenshot('ended');
      for (const pattern of [/year 1 total 150/, /refused: -5 is no deposit/, /owner: 'Ada'/])
        assert.ok(rows.some((row) => pattern.test(row)), JSON.stringify(rows));
    });

    await check('"Debug with scrim" in the run menu of the editor', async () => {
      await bench.openFile('account.js');
      await removeBreakpoints(server);
      const before = ends(server);
      await bench.page.locator('.editor-group-container.active .editor-actions').getByLabel('Debug with scrim').first().click();
      await bench.stopped(17); // caught exceptions are still asked for
      await bench.key('F5');
      await bench.until('the end of its program', () => ends(server) === before + 1);
      await bench.terminated();
    });

    await check('a program in the integrated terminal', async () => {
      const file = path.join(folder, 'typed.js');
      fs.writeFileSync(file, "require('fs').writeFileSync(__dirname + '/tty.txt', String(process.argv[2]));\n");
      await server.driver((vscode, program) => vscode.debug.startDebugging(undefined,
        { type: 'scrim', request: 'launch', name: 'terminal', program, args: ['from-terminal'], console: 'integratedTerminal' }), file);
      await bench.until('the file that the program writes', () => fs.readFileSync(path.join(folder, 'tty.txt'), 'utf8') === 'from-terminal');
      await bench.terminated();
    });

    await check('a process that the program starts is a session of its own; steps lead into node: modules that are not skipped', async () => {
      const child = path.join(folder, 'child.js');
      fs.writeFileSync(child, "const fs = require('fs');\ndebugger;\nprocess.exitCode = fs.readFileSync(__filename).length ? 7 : 1;\n");
      fs.writeFileSync(path.join(folder, 'parent.js'), "require('child_process').spawn(process.execPath, [__dirname + '/child.js']).on('exit', (code) => console.log('child', code));\n");
      const before = ends(server);
      await caughtExceptions().click();
      await server.driver((vscode, program) => vscode.debug.startDebugging(undefined,
        { type: 'scrim', request: 'launch', name: 'parent', program, skipFiles: [] }), path.join(folder, 'parent.js'));
      await bench.stopped(2);
      // While there is more than one session the call stack names them.
      const sessions = await bench.page.locator('.debug-call-stack .session .name').allTextContents();
      assert.deepStrictEqual(sessions.map((name) => name.replace(/\d+/, 'N')), ['parent', 'child.js [N]']);
      await bench.screenshot('child');
      await bench.key('F10');
      await bench.stopped(3);
      await bench.key('F11');
      await bench.until('the source of node:fs', async () => (await bench.callStack())[0]?.name === 'readFileSync'
        && (await bench.page.locator('.tabs-container .tab.active').innerText()).includes('node:fs'));
      await bench.settle();
      await bench.screenshot('internals');
      const stack = await bench.callStack();
      assert.deepStrictEqual(stack.slice(0, 2).map(({ name, file }) => [name, file]), [['readFileSync', 'node:fs'], ['<anonymous>', 'child.js']]);
      assert.match(await bench.textOfLine(stack[0].line), /readFile/);
      assert.strictEqual(named(await bench.variables(), 'path').value, `'${child}'`);
      await bench.key('F5');
      await bench.terminated();
      await bench.until('both ends', () => ends(server) === before + 2);
      const printed = server.trace().filter(({ message }) => message.event === 'output').map(({ message }) => message.body.output).join('');
      assert.match(printed, /child 7\n/);
    });

    await check('what a launch.json has for Node, and npm scripts, are offered; a script is debugged', async () => {
      fs.mkdirSync(path.join(folder, '.vscode'));
      fs.writeFileSync(path.join(folder, '.vscode/launch.json'), JSON.stringify({ version: '0.2.0', configurations: [
        { type: 'node', request: 'launch', name: 'Server', program: '${workspaceFolder}/account.js', skipFiles: ['<node_internals>/**'] },
        { type: 'node', request: 'attach', name: 'Attach', port: 9229 }, { type: 'chrome', request: 'launch', name: 'Page', url: 'http://localhost' }] }));
      fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ scripts: { start: 'node typed.js by-script' } }));
      const list = bench.page.locator('.quick-input-widget .monaco-list-row');
      const choices = () => list.evaluateAll((rows) => rows.map((row) => row.querySelector('.label-name')?.textContent));
      await bench.until('the choices', async () => {
        await bench.command('scrim: Debug a Node Configuration or npm Script');
        await list.first().waitFor();
        if ((await choices()).join() === 'Server (scrim),npm run start (scrim)') return true;
        await bench.key('Escape');
        return false;
      });
      await list.filter({ hasText: 'npm run start' }).click();
      await bench.until('the file that the script writes', () => fs.readFileSync(path.join(folder, 'tty.txt'), 'utf8') === 'by-script');
      await bench.terminated();
    });

    await check('the protocol was kept: every request has one answer, and no adapter died', async () => {
      // The last session's disconnect may be on its way still.
      const sessions = (some) => new Set(server.trace().filter(some).map(({ session: id }) => id)).size;
      await bench.until('every session was left', () => sessions(() => true) === sessions(({ message }) => message.command === 'disconnect'));
      const trace = server.trace();
      assert.ok(trace.length > 100);
      // 'read error' is VS Code's name for an adapter that closes its output, as it does when it ends.
      assert.deepStrictEqual(trace.filter(({ from, message }) => from === 'error' && !/read error/.test(message)), []);
      const exits = trace.filter(({ from }) => from === 'exit');
      assert.ok(exits.every(({ message }) => message.code === 0), JSON.stringify(exits));
      const open = new Map(); // by session: the requests without an answer, until it is left
      const answered = new Map(); // by session: the last request that has one
      for (const { session: id, from, message } of trace) {
        if (!open.has(id)) open.set(id, new Map());
        const requests = open.get(id);
        if (!requests) continue;
        if (message.command === 'disconnect') {
          // What was on its way at the end may be lost, but nothing before it.
          for (const [seq, command] of requests) assert.ok(seq > answered.get(id), `no answer to ${command}`);
          open.set(id, null);
        } else if (message.type === 'request' && from === 'client') {
          requests.set(message.seq, message.command);
        } else if (message.type === 'response' && from === 'adapter') {
          assert.ok(requests.delete(message.request_seq), JSON.stringify(message));
          answered.set(id, message.request_seq);
        }
      }
      assert.ok(open.size > 2, `${open.size} sessions`);
    });
  });
});

// Most people have it on: what it shows already, scrim does not show again.
test('VS Code, with its TypeScript extension', { skip }, async (context) => {
  await session(context, { typescript: true }, async ({ bench, server, folder, check }) => {
    const file = (name) => path.join(folder, name);
    // How often each provider of the editor gives what is at a place of a file.
    const ask = (command, name, line, character) => server.driver(async (vscode, arg) => {
      const place = arg.line === undefined ? [] : [new vscode.Position(arg.line - 1, arg.character)];
      return vscode.commands.executeCommand(arg.command, vscode.Uri.file(arg.file), ...place);
    }, { command, file: file(name), line, character });

    await check('a syntax error is reported once', async () => {
      await bench.openFile('broken.js');
      // Of the two that could report it.
      const errors = () => server.driver((vscode, arg) => vscode.languages.getDiagnostics(vscode.Uri.file(arg))
        .map((diagnostic) => (diagnostic.source === 'scrim' ? 'scrim' : 'TypeScript')), file('broken.js'));
      await bench.until('the error', async () => (await errors()).join() === 'TypeScript');
      // Where the TypeScript extension does not report it, scrim does; the change needs no restart.
      const validate = (value) => server.driver((vscode, on) => vscode.workspace.getConfiguration('javascript')
        .update('validate.enable', on, vscode.ConfigurationTarget.Global), value);
      await validate(false);
      await bench.until('the error of scrim', async () => (await errors()).join() === 'scrim');
      await validate(undefined);
      await bench.until('the error of TypeScript', async () => (await errors()).join() === 'TypeScript');
    });

    await check('lints are there, each once', async () => {
      await bench.openFile('slow.js');
      await bench.until('two warnings', async () => (await bench.squiggles()).filter((one) => one === 'warning').length === 2);
      const text = await bench.hover(5, 'for', /for-in visits names/);
      assert.strictEqual(text.split('for-in visits names').length, 2, text);
    });

    await check('symbols, definitions and references are there, each once', async () => {
      await bench.openFile('account.js');
      const symbols = await bench.until('symbols', async () => {
        const all = await ask('vscode.executeDocumentSymbolProvider', 'account.js');
        return all?.length > 0 && all;
      });
      assert.strictEqual(symbols.filter((symbol) => symbol.name === 'Account').length, 1, JSON.stringify(symbols.map((symbol) => symbol.name)));
      assert.strictEqual((await ask('vscode.executeDefinitionProvider', 'account.js', 37, 23)).length, 1);
      assert.strictEqual((await ask('vscode.executeReferenceProvider', 'account.js', 24, 10)).length, 2);
      assert.strictEqual((await ask('vscode.executeHoverProvider', 'account.js', 24, 10)).length, 1);
    });

    await check('F5, a stop, one hover with the value', async () => {
      await bench.setBreakpoint(29);
      await bench.focusEditor();
      await bench.key('F5');
      await bench.page.locator('.quick-input-widget .monaco-list-row', { hasText: /^scrim/ }).first().click();
      await bench.stopped(29);
      assert.strictEqual(await bench.hover(28, 'gain', /50/), '50');
      await bench.key('F5');
      await bench.stopped(29);
      await removeBreakpoints(server);
      await bench.key('F5');
      await bench.terminated();
    });
  });
});
