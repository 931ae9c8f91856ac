// A session of Neovim's own LSP client with the server, through ../shared/clients.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const clients = [process.env.SCRIM_SHARED, path.join(root, '../shared'), path.join(root, '../../shared')]
  .filter(Boolean).map((folder) => path.join(folder, 'clients')).find((folder) => fs.existsSync(path.join(folder, 'nvim-lsp')));
const neovim = spawnSync(process.env.NVIM ?? 'nvim', ['--version']).status === 0;
const skip = !process.env.SCRIM ? 'SCRIM does not name the program' : !clients ? '../shared/clients is not here' : neovim ? false : 'nvim is not installed';

test('Neovim opens, reads diagnostics, asks, edits and closes', { skip }, () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-nvim-'));
  try {
    const file = path.join(folder, 'demo.js');
    fs.writeFileSync(file, 'function f(o) {\n  with (o) { return x; }\n}\nconst list = [1, 2];\nfor (const i in list) f(list[i]);\n');
    const run = spawnSync(path.join(clients, 'nvim-lsp'), [file, process.env.SCRIM, 'lsp'], {
      encoding: 'utf8',
      env: {
        ...process.env,
        LSP_REQUESTS: JSON.stringify([
          { method: 'textDocument/hover', line: 1, character: 3 },
          { method: 'textDocument/definition', line: 4, character: 25 },
          { method: 'textDocument/documentSymbol' },
          { method: 'textDocument/foldingRange' },
        ]),
        LSP_EDIT: JSON.stringify([{ line: 1, col: 2, end_col: 10, text: 'if (o)' }, { line: 4, col: 13, end_col: 15, text: 'of' }]),
      },
    });
    assert.strictEqual(run.status, 0, run.stderr + run.stdout);
    const out = JSON.parse(run.stdout);
    assert.deepStrictEqual(out.diagnostics.map(({ code, line, col }) => [code, line, col]), [['scope-with', 1, 2], ['elem-for-in-array', 4, 0]]);
    assert.match(out.responses[0].result.contents.value, /with statement/);
    assert.deepStrictEqual(out.responses[1].result[0].range.start, { line: 3, character: 6 });
    assert.deepStrictEqual(out.responses[2].result.map(({ name }) => name), ['f', 'list']);
    assert.ok(out.responses[3].result.length > 0);
    assert.deepStrictEqual(out.diagnostics_after_edit, []);
    assert.strictEqual(out.exit.code, 0);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

test('the plugin in editors/neovim starts the server for a JavaScript buffer', { skip: !process.env.SCRIM ? 'SCRIM does not name the program' : neovim ? false : 'nvim is not installed' }, () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-nvim-'));
  try {
    const file = path.join(folder, 'demo.js');
    fs.writeFileSync(file, 'eval(x);\nwith (o) y;\n');
    const script = path.join(folder, 'session.lua');
    fs.writeFileSync(script, `
      vim.g.scrim = { command = '${process.env.SCRIM}', settings = { lint = { rules = { ['scope-direct-eval'] = 'off' } } } }
      vim.opt.runtimepath:append('${path.join(root, 'editors/neovim')}')
      vim.cmd('runtime plugin/scrim.lua | filetype on | edit ${file}')
      vim.wait(10000, function() return #vim.diagnostic.get(0) > 0 end, 10)
      io.stdout:write(vim.json.encode(vim.tbl_map(function(d) return d.lnum end, vim.diagnostic.get(0))), '\\n')
      for _, client in pairs(vim.lsp.get_active_clients()) do client.stop() end
      vim.wait(3000, function() return #vim.lsp.get_active_clients() == 0 end, 10)
      vim.cmd('qa!')
    `);
    const run = spawnSync(process.env.NVIM ?? 'nvim', ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-c', `luafile ${script}`],
      { encoding: 'utf8', timeout: 60000, env: { ...process.env, HOME: folder, XDG_STATE_HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder } });
    assert.strictEqual(run.status, 0, run.stderr);
    assert.deepStrictEqual(JSON.parse(run.stdout), [1], run.stderr);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
