-- scrim in Neovim (0.7 or later): the language server for JavaScript buffers and, where nvim-dap is installed, the debug
-- adapter. Put this folder on the runtime path:
--
--   vim.opt.runtimepath:append('/path/to/scrim/editors/neovim')
--
-- Before it is loaded, vim.g.scrim may hold { command = '/path/to/scrim', settings = { lint = { rules = { ... } } } }.
-- `settings` are those of lsp/session.h: lint.enable, lint.syntaxErrors, lint.rules.
if vim.g.loaded_scrim then return end
vim.g.loaded_scrim = true

local options = vim.g.scrim or {}
local command = options.command or 'scrim'
local settings = options.settings or {}
if vim.fn.executable(command) == 0 then
  vim.notify_once('scrim: ' .. command .. ' is not an executable program; set vim.g.scrim.command', vim.log.levels.WARN)
  return
end

local function config(buffer)
  local name = vim.api.nvim_buf_get_name(buffer)
  local found = vim.fs and vim.fs.find({ 'package.json', '.git' }, { upward = true, path = vim.fn.fnamemodify(name, ':p:h') })[1]
  return {
    name = 'scrim',
    cmd = { command, 'lsp' },
    root_dir = found and vim.fn.fnamemodify(found, ':h') or vim.fn.fnamemodify(name, ':p:h'),
    init_options = settings,
    settings = { scrim = settings },
    get_language_id = function() return 'javascript' end,
  }
end

-- Neovim 0.7 has no vim.lsp.start: one client for each folder is kept here.
local clients = {}
local function start(buffer)
  local wanted = config(buffer)
  if vim.lsp.start then return vim.lsp.start(wanted, { bufnr = buffer }) end
  local id = clients[wanted.root_dir]
  if not id or not vim.lsp.get_client_by_id(id) then
    id = vim.lsp.start_client(wanted)
    clients[wanted.root_dir] = id
  end
  vim.lsp.buf_attach_client(buffer, id)
end

vim.api.nvim_create_autocmd('FileType', {
  group = vim.api.nvim_create_augroup('scrim', {}),
  pattern = 'javascript',
  callback = function(event) start(event.buf) end,
})

local has_dap, dap = pcall(require, 'dap')
if has_dap then
  dap.adapters.scrim = { type = 'executable', command = command, args = { 'dap' } }
  dap.configurations.javascript = dap.configurations.javascript or {}
  table.insert(dap.configurations.javascript, {
    type = 'scrim', request = 'launch', name = 'Debug this file with scrim', program = '${file}', cwd = '${workspaceFolder}',
  })
end
