// node:repl. https://nodejs.org/api/repl.html
// Lines come from readline; one that is not finished (Recoverable) stays in the editor with a row more. What is typed is
// compiled as a script of its own, REPL1, REPL2 and so on, with `await` where a module has it.
'use strict';

const readline = require('readline');
const util = require('util');
const vm = require('vm');
const { realmOf } = require('internal/contexts');
const { make } = require('internal/errors');
const { validateFunction, validateObject } = require('internal/validators');
const { highlight } = require('internal/repl/highlight');
const { complete } = require('internal/repl/completion');
const { setupHistory, kStandalone } = require('internal/repl/history');
const native = internal.binding('vm');
const { builtinModules } = require('module');

const kLoading = Symbol('loading');
const REPL_MODE_SLOPPY = Symbol('repl-sloppy');
const REPL_MODE_STRICT = Symbol('repl-strict');
const kLibraries = builtinModules.filter((name) => !/^_|\/|^node:/.test(name));
const kExitHint = '(To exit, press Ctrl+C again or Ctrl+D or type .exit)\n';

// What was thrown, whatever it is; callbacks tell errors by their truth.
class Thrown {
  constructor(value) { this.value = value; }
}
class Recoverable extends SyntaxError {
  constructor(err) {
    super();
    this.err = err;
  }
}

const writer = (value) => util.inspect(value, writer.options);
writer.options = { ...util.inspect.defaultOptions, showProxy: true };

let scripts = 0;
function REPLServer(prompt, stream, evaluator, useGlobal, ignoreUndefined, replMode) {
  if (!(this instanceof REPLServer)) return new REPLServer(prompt, stream, evaluator, useGlobal, ignoreUndefined, replMode);
  let options;
  if (prompt !== null && typeof prompt === 'object') {
    options = { ...prompt };
    stream = options.stream || options.socket;
    evaluator = options.eval;
    ({ useGlobal, ignoreUndefined, prompt, replMode } = options);
  } else {
    options = {};
  }
  if (!options.input && !options.output) {
    stream ||= process;
    options.input = stream.stdin || stream;
    options.output = stream.stdout || stream;
  }
  options.terminal ??= options.output.isTTY;
  options.terminal = !!options.terminal;
  if (options.terminal && options.useColors === undefined) {
    options.useColors = options.output.isTTY && (typeof options.output.hasColors === 'function' ? options.output.hasColors() : process.env.NODE_DISABLE_COLORS === undefined);
  }
  if (options.breakEvalOnSigint && evaluator) throw make('ERR_INVALID_REPL_EVAL_CONFIG');
  for (const [name, value] of Object.entries({
    useColors: !!options.useColors, useGlobal: !!useGlobal, ignoreUndefined: !!ignoreUndefined, replMode: replMode || REPL_MODE_SLOPPY, underscoreAssigned: false,
    last: undefined, underscoreErrAssigned: false, lastError: undefined, breakEvalOnSigint: !!options.breakEvalOnSigint, editorMode: false, commands: { __proto__: null },
    eval: evaluator ?? ((...args) => evaluate(this, ...args)),
  })) this[name] = value;
  for (const [name, value] of Object.entries({
    _buffered: '', _initialPrompt: prompt ?? '> ', _domainless: true, _sawSigint: false, _unfinished: null, _waiting: false, _queue: [], _standalone: options[kStandalone] === true,
  })) Object.defineProperty(this, name, { value, writable: true, enumerable: false, configurable: true });
  const completer = typeof options.completer === 'function' ? options.completer : (text, ready) => ready(null, complete(this, text));
  readline.Interface.call(this, { input: options.input, output: options.output, completer, terminal: options.terminal, historySize: options.historySize, prompt: this._initialPrompt });
  this.writer = options.writer ?? writer;
  if (this.writer === writer) {
    writer.options.colors = this.useColors;
    if (this._standalone) {
      Object.defineProperty(util.inspect, 'replDefaults', {
        __proto__: null, configurable: true, enumerable: true,
        get: () => writer.options,
        set(changes) {
          validateObject(changes, 'options');
          Object.assign(writer.options, changes);
        },
      });
    }
  }
  defineDefaultCommands(this);
  this.resetContext();
  this.on('close', () => {
    if (this._standalone) process.setUncaughtExceptionCaptureCallback(null);
    // What runs still may say something.
    if (this._waiting) this.once('_idle', () => this.emit('exit'));
    else this.emit('exit');
  });
  this.on('SIGINT', () => interrupt(this));
  this.on('SIGCONT', () => {
    if (this.editorMode) {
      this.output.write(`${this._initialPrompt}.editor\n// Entering editor mode (Ctrl+D to finish, Ctrl+C to cancel)\n${this._buffered}\n`);
      this.prompt(true);
    } else {
      this.displayPrompt(true);
    }
  });
  this.on('line', (line) => this._whileBusy(() => onLine(this, line)));
  if (this._standalone) process.setUncaughtExceptionCaptureCallback((error) => {
    this._handleError(error);
    if (!this.closed) {
      this.clearBufferedCommand();
      this.displayPrompt();
    }
  });
  this.displayPrompt();
}
Object.setPrototypeOf(REPLServer.prototype, readline.Interface.prototype);
Object.setPrototypeOf(REPLServer, readline.Interface);

const methods = {
  setupHistory(options, ready) {
    if (typeof options === 'string') options = { filePath: options };
    else if (typeof options === 'function') [options, ready] = [{}, options];
    if (options?.onHistoryFileLoaded) ready = options.onHistoryFileLoaded;
    validateFunction(ready, 'cb');
    if (options?.size !== undefined) this.historySize = options.size;
    if (options?.removeHistoryDuplicates !== undefined) this.removeHistoryDuplicates = options.removeHistoryDuplicates;
    setupHistory(this, options?.filePath, ready);
  },
  clearBufferedCommand() { this._buffered = ''; this._unfinished = null; },
  close() {
    if (this.terminal && this.editorMode) leaveEditor(this);
    readline.Interface.prototype.close.call(this);
  },
  createContext() {
    let context;
    if (this.useGlobal) {
      context = globalThis;
    } else {
      context = vm.createContext();
      for (const name of Object.getOwnPropertyNames(globalThis)) {
        if (name in realmOf(context)) continue;
        Object.defineProperty(context, name, { __proto__: null, ...Object.getOwnPropertyDescriptor(globalThis, name) });
      }
      context.global = context;
      const { Console } = require('console');
      Object.defineProperty(context, 'console', { __proto__: null, configurable: true, writable: true, value: new Console(this.output) });
    }
    const Module = require('module');
    const main = new Module('<repl>');
    main.paths = Module._resolveLookupPaths('<repl>', main) ?? [];
    main.filename = null;
    const require_ = Module.createRequire(`${process.cwd()}/<repl>`);
    Object.defineProperty(context, 'module', { __proto__: null, configurable: true, writable: true, value: main });
    Object.defineProperty(context, 'require', { __proto__: null, configurable: true, writable: true, value: require_ });
    // A module is there by its name until the name means something else.
    for (const name of kLibraries) {
      const set = (value) => Object.defineProperty(context, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
      if (this.useGlobal && Object.hasOwn(globalThis, name)) continue;
      Object.defineProperty(context, name, {
        __proto__: null, configurable: true, enumerable: false, set,
        get: () => {
          const library = require_(name);
          Object.defineProperty(context, name, { __proto__: null, value: library, writable: true, enumerable: false, configurable: true });
          return library;
        },
      });
    }
    return context;
  },
  resetContext() {
    this.context = this.createContext();
    this.underscoreAssigned = false;
    this.underscoreErrAssigned = false;
    for (const [name, last, assigned] of [['_', 'last', 'underscoreAssigned'], ['_error', 'lastError', 'underscoreErrAssigned']]) {
      Object.defineProperty(this.context, name, {
        __proto__: null, configurable: true,
        get: () => this[last],
        set: (value) => {
          this[last] = value;
          if (this[assigned]) return;
          this[assigned] = true;
          this.output.write(`Expression assignment to ${name} now disabled.\n`);
        },
      });
    }
    this.emit('reset', this.context);
  },
  displayPrompt(preserveCursor) {
    readline.Interface.prototype.setPrompt.call(this, this._buffered && !this.terminal ? '| ' : this._initialPrompt);
    if (this.editorMode) readline.Interface.prototype.setPrompt.call(this, '');
    this.prompt(preserveCursor);
  },
  setPrompt(prompt) {
    this._initialPrompt = prompt;
    readline.Interface.prototype.setPrompt.call(this, prompt);
  },
  complete(...args) { this.completer(...args); },
  completeOnEditorMode: (ready) => (error, results) => {
    if (error) return ready(error);
    const [found, word = ''] = results;
    return ready(null, [found.length === 1 ? found : [], word]);
  },
  defineCommand(keyword, command) {
    if (typeof command === 'function') command = { action: command };
    else validateFunction(command.action, 'cmd.action');
    this.commands[keyword] = command;
  },

  get _paints() { return this.useColors; },
  _displayed() { return this.useColors && !this.line.startsWith('\x1b') ? highlight(this.line, util.inspect) : this.line; },
  // The realm whose global scope is meant; undefined: the program's own.
  get _realm() { return this.useGlobal ? undefined : realmOf(this.context); },
  _evaluateQuietly(text) { return native.run(native.compileRepl(text, 'REPL', this._realm, false)[0]); },
  // Lines that come while one is still running wait.
  _whileBusy(job) {
    this._queue.push(job);
    while (!this._waiting && this._queue.length > 0) this._queue.shift()();
  },
  _line() {
    const cursor = this.cursor;
    if (this._unfinished !== null) this._dropUnfinished();
    this._lastTyped = { text: this.line, cursor };
    readline.Interface.prototype._line.call(this);
  },
  // The rows typed so far stand in the history until all of it does.
  _dropUnfinished() {
    if (this.history[0] === this._unfinished) this.history.shift();
    this._unfinished = null;
  },
  _continueLine() {
    const { text, cursor } = this._lastTyped;
    this._unfinished = text;
    this.line = text;
    this.cursor = text.length;
    const rows = this._getDisplayPos(this._prompt + text).rows;
    this.prevRows = rows + 1;
    this.line = `${text.slice(0, cursor)}\n${text.slice(cursor)}`;
    this.cursor = cursor + 1;
    this._refreshLine();
  },
  _ttyWrite(text, key) {
    key ||= {};
    if (this._waiting) {
      // Only an end of what is running gets through.
      if (key.ctrl && key.name === 'c') this.emit('_interrupted');
      else this._queue.push(() => this._ttyWrite(text, key));
      return;
    }
    if (!this.editorMode) {
      if (key.ctrl && key.name === 'd' && this.cursor === 0 && this.line.length === 0) this.clearLine();
      readline.Interface.prototype._ttyWrite.call(this, text, key);
      return;
    }
    if (key.ctrl && !key.shift && key.name === 'd') {
      leaveEditor(this);
      this._finishing = true;
      readline.Interface.prototype._ttyWrite.call(this, undefined, { name: 'return' });
      this._finishing = false;
      return;
    }
    // One row at a time.
    if (key.name === 'up' || key.name === 'down' || (key.ctrl && (key.name === 'n' || key.name === 'p'))) return;
    readline.Interface.prototype._ttyWrite.call(this, text, key);
  },
  _handleError(error) {
    const isError = util.types.isNativeError(error) || error instanceof Error;
    if (isError) trimStack(error);
    let text = this.writer(error);
    if (isError && text[0] === '[' && text.at(-1) === ']') text = text.slice(1, -1);
    if (!this.underscoreErrAssigned) this.lastError = error;
    const lines = text.split(/(?<=\n)/);
    const at = lines.findIndex((line) => /^\[?(?:[A-Z][a-z0-9_]*)*Error/.test(line));
    if (at === -1) text = `Uncaught${lines.length === 1 ? ' ' : ':\n'}${text}`;
    else {
      lines[at] = (this.writer.options?.breakLength ?? 80) >= lines[at].length ? `Uncaught ${lines[at]}` : `Uncaught:\n${lines[at]}`;
      text = lines.join('');
    }
    this.output.write(text.endsWith('\n') ? text : `${text}\n`);
  },
};
require('internal/readline/interface').addMethods(REPLServer.prototype, methods);
for (const name of ['clearBufferedCommand', 'close', 'complete', 'completeOnEditorMode', 'createContext', 'defineCommand', 'displayPrompt', 'resetContext', 'setPrompt', 'setupHistory']) {
  Object.defineProperty(REPLServer.prototype, name, { enumerable: true });
}

// Frames of the REPL itself are no business of what was typed.
const kNameless = /^ {4}at (?:async )?(?:[^()\s]+:\d+:\d+$|\S*<anonymous> \(|Timeout\._onTimeout|Immediate\.\S* )/;
function trimStack(error) {
  let { stack } = error;
  if (typeof stack !== 'string') return;
  const lines = stack.split('\n');
  const first = lines.findIndex((line) => /^ {4}at /.test(line));
  if (first === -1) return;
  if (error.name === 'SyntaxError') {
    lines.length = first;
  } else {
    const last = lines.findLastIndex((line) => kNameless.test(line));
    if (last === -1) return;
    lines.length = Math.max(first, last);
  }
  stack = lines.join('\n');
  const property = Object.getOwnPropertyDescriptor(error, 'stack');
  if (property?.writable || property?.set) error.stack = stack;
}

// --- evaluation

function evaluate(server, code, context, file, ready) {
  if (code === '\n') return ready(null);
  const realm = server._realm;
  let text = code;
  if (server.replMode === REPL_MODE_STRICT && !/^\s*$/.test(code)) text = `'use strict'; void 0;\n${code}`;
  // What begins with a brace is an object where that parses.
  const braced = /^\s*\{/.test(code) && !/;\s*$/.test(code) ? `(${code.trim()})\n` : undefined;
  const awaits = code.includes('await');
  let made;
  try {
    if (braced !== undefined) {
      const problem = native.problemOf(braced, awaits);
      if (problem === undefined) made = native.compileRepl(braced, file, realm, awaits);
    }
    if (made === undefined) {
      const problem = native.problemOf(text, awaits);
      if (problem?.recoverable) return ready(new Recoverable(new SyntaxError(problem.message)));
      made = native.compileRepl(text, file, realm, awaits);
    }
  } catch (error) {
    showPlace(error, native.problemOf(text, awaits));
    return ready(error);
  }
  const [script, waits] = made;
  let result;
  // Ctrl-C is a signal only while the terminal is not raw.
  const raw = server.breakEvalOnSigint && server.terminal && server._setRawMode(false);
  try {
    result = server.breakEvalOnSigint ? native.runWatched(script, 0, true, true) : [native.run(script, true)];
  } catch (error) {
    return ready(new Thrown(error));
  } finally {
    if (raw) server._setRawMode(true);
  }
  if (result === 'SIGINT') return ready(interruption('Script execution was interrupted by `SIGINT`'));
  if (!waits) return ready(null, result[0]);
  return result[0].then((value) => ready(null, value), (error) => ready(new Thrown(error)));
}
function interruption(message) {
  const error = new Error(message);
  error.code = 'ERR_SCRIPT_EXECUTION_INTERRUPTED';
  return error;
}
// Above the error stands the line with what is wrong in it.
function showPlace(error, problem) {
  if (!(error instanceof SyntaxError) || problem === undefined) return;
  if (/^Cannot use import statement/.test(problem.message)) {
    error.message = `Cannot use import statement inside the scrim REPL, alternatively use dynamic import: ${dynamicImport(problem.line)}`;
  }
  const arrow = problem.length > 0 ? `${' '.repeat(problem.column)}${'^'.repeat(problem.length)}` : '';
  error.stack = `${problem.line}\n${arrow}\n\nSyntaxError: ${error.message}`;
}
function dynamicImport(line) {
  const match = /^\s*import\s*(?:([^{}'"]*?)\s*(?:(\{[^}]*\})\s*)?from\s*)?["']([^"']+)["']/.exec(line);
  if (!match) return '';
  const [, first = '', braces = '', from] = match;
  const [name = '', star = ''] = first.split(',').map((part) => part.trim());
  if ([name, star].some((part) => part.startsWith('*'))) return `const ${(name.startsWith('*') ? name : star).replace(/^\*\s*as\s*/, '')} = await import(${JSON.stringify(from)});`;
  const parts = [];
  if (name) parts.push(`default: ${name}`);
  if (braces) parts.push(...braces.slice(1, -1).split(',').map((part) => part.trim().replace(/\s+as\s+/, ': ')));
  return parts.length === 0 ? `await import(${JSON.stringify(from)});` : `const { ${parts.join(', ')} } = await import(${JSON.stringify(from)});`;
}

function onLine(server, line) {
  server._sawSigint = false;
  line ||= '';
  if (server.editorMode) {
    server._buffered += `${line}\n`;
    server.displayPrompt(true);
    return;
  }
  const trimmed = line.trim();
  if (trimmed[0] === '.' && trimmed[1] !== '.' && Number.isNaN(Number.parseFloat(trimmed))) {
    const [, keyword, rest] = /^\.([^\s]*)\s*(.*)$/s.exec(trimmed);
    if (server.commands[keyword]) {
      server.commands[keyword].action.call(server, rest);
      return;
    }
    if (!server._buffered) {
      server.output.write('Invalid REPL keyword\n');
      finish(server, line, false, null, []);
      return;
    }
  }
  run(server, line);
}
function run(server, line) {
  const text = `${server._buffered}${line}\n`;
  let done = false;
  const sawEnd = server._finishing;
  const ready = (error, ...values) => {
    if (done) return;
    done = true;
    server._waiting = false;
    stopListening?.();
    finish(server, line, sawEnd, error, values);
    server.emit('_idle');
    while (!server._waiting && !server.closed && server._queue.length > 0) server._queue.shift()();
  };
  let stopListening;
  server._waiting = true;
  try {
    server.eval(text, server.context, `REPL${++scripts}`, ready);
  } catch (error) {
    ready(error);
  }
  if (done) return;
  const interrupted = () => {
    ready(interruption('Asynchronous code execution was interrupted by `SIGINT`'));
  };
  server.once('_interrupted', interrupted);
  stopListening = () => server.removeListener('_interrupted', interrupted);
}
function finish(server, line, sawEnd, error, values) {
  if (error && !server._buffered && line.trim().startsWith('npm ')) {
    server.output.write('npm should be run outside of the scrim REPL, in your normal shell.\n(Press Ctrl+D to exit.)\n');
    server.displayPrompt();
    return;
  }
  if (error instanceof Recoverable && !sawEnd) {
    if (server.terminal) server._continueLine();
    else {
      server._buffered += `${line}\n`;
      server.displayPrompt();
    }
    return;
  }
  if (error instanceof Thrown) server._handleError(error.value);
  else if (error) server._handleError(error.err ?? error);
  if (line.trim() !== '') server._saved = `${server._saved ?? ''}${server._buffered}${line}\n`;
  server.clearBufferedCommand();
  if (!error && values.length > 0 && (!server.ignoreUndefined || values[0] !== undefined)) {
    if (!server.underscoreAssigned) [server.last] = values;
    server.output.write(`${server.writer(values[0])}\n`);
  }
  if (!server.closed) server.displayPrompt();
}

function interrupt(server) {
  const empty = server.line.length === 0;
  server.clearLine();
  if (server.editorMode) leaveEditor(server);
  if (empty && !server._buffered && server._unfinished === null) {
    if (server._sawSigint) {
      server._sawSigint = false;
      server.close();
      return;
    }
    server.output.write(kExitHint);
    server._sawSigint = true;
  } else {
    server._sawSigint = false;
  }
  server.clearBufferedCommand();
  server.displayPrompt();
}

// --- commands

function enterEditor(server) {
  server.editorMode = true;
  readline.Interface.prototype.setPrompt.call(server, '');
}
function leaveEditor(server) {
  server.editorMode = false;
  readline.Interface.prototype.setPrompt.call(server, server._initialPrompt);
}
// use(file, fs) tells whether the prompt is there again; what it throws is only mentioned.
function fileCommand(verb, help, use) {
  return {
    help,
    action(file) {
      try {
        if (file === '') this.output.write('The "file" argument must be specified\n');
        else if (use(file, require('fs'))) return;
      } catch {
        this.output.write(`Failed to ${verb}: ${file}\n`);
      }
      this.displayPrompt();
    },
  };
}
function defineDefaultCommands(server) {
  const clear = {
    help: 'Sometimes you get stuck, this gets you out',
    action() {
      this.clearBufferedCommand();
      this.displayPrompt();
    },
  };
  server.defineCommand('break', clear);
  server.defineCommand('clear', {
    help: server.useGlobal ? 'Alias for .break' : 'Break, and also clear the local context',
    action() {
      this.clearBufferedCommand();
      if (!this.useGlobal) {
        this.output.write('Clearing context...\n');
        this.resetContext();
      }
      this.displayPrompt();
    },
  });
  server.defineCommand('exit', { help: 'Exit the REPL', action() { this.close(); } });
  server.defineCommand('help', {
    help: 'Print this help message',
    action() {
      const names = Object.keys(this.commands).sort();
      const width = Math.max(...names.map((name) => name.length)) + 3;
      for (const name of names) this.output.write(`.${name}${this.commands[name].help ? `${' '.repeat(width - name.length)}${this.commands[name].help}` : ''}\n`);
      this.output.write('\nPress Ctrl+C to abort current expression, Ctrl+D to exit the REPL\n');
      this.displayPrompt();
    },
  });
  server.defineCommand('save', fileCommand('save', 'Save all evaluated commands in this REPL session to a file', (file, fs) => {
    fs.writeFileSync(file, (server._saved ?? '').replace(/\n$/, ''));
    server.output.write(`Session saved to: ${file}\n`);
    return false;
  }));
  server.defineCommand('load', fileCommand('load', 'Load JS from a file into the REPL session', (file, fs) => {
    if (!fs.statSync(file).isFile()) {
      server.output.write(`Failed to load: ${file} is not a valid file\n`);
      return false;
    }
    enterEditor(server);
    server[kLoading] = true;
    server.write(fs.readFileSync(file, 'utf8'));
    server[kLoading] = false;
    leaveEditor(server);
    server._finishing = true;
    server.write('\n');
    server._finishing = false;
    return true;
  }));
  if (!server.terminal) return;
  server.defineCommand('editor', {
    help: 'Enter editor mode',
    action() {
      enterEditor(this);
      this.output.write('// Entering editor mode (Ctrl+D to finish, Ctrl+C to cancel)\n');
      this.prompt();
    },
  });
}

function start(prompt, source, evaluator, useGlobal, ignoreUndefined, replMode) {
  return new REPLServer(prompt, source, evaluator, useGlobal, ignoreUndefined, replMode);
}
const isValidSyntax = (text) => native.problemOf(text, true) === undefined;

module.exports = { start, writer, REPLServer, REPL_MODE_SLOPPY, REPL_MODE_STRICT, Recoverable, isValidSyntax };
for (const name of ['builtinModules', '_builtinLibs']) {
  Object.defineProperty(module.exports, name, { __proto__: null, configurable: true, enumerable: name === 'builtinModules', get: () => kLibraries });
}
