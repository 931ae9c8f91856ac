// readline's Interface: lines of a stream; on a terminal also editing, history and completion (editing.js). Methods have
// the names with an underscore that programs know and replace.
'use strict';

const EventEmitter = require('events');
const { StringDecoder } = require('string_decoder');
const { make } = require('internal/errors');
const { validateString, validateAbortSignal, validateUint32, validateNumber, validateArray } = require('internal/validators');
const { emitKeypressEvents } = require('internal/readline/keys');

const kQuestion = Symbol('kQuestion');
const kLines = Symbol('kLines');
// Where a line of a stream ends.
const kLineEnd = /\r\n|\n|\r(?!\n)|\u2028|\u2029/g;

// A function rather than a class: older programs inherit by calling it.
function InterfaceConstructor(input, output, completer, terminal) {
  EventEmitter.call(this);
  let crlfDelay = 100;
  let prompt = '> ';
  let historySize = 30;
  let history;
  let removeHistoryDuplicates = false;
  let signal;
  this.escapeCodeTimeout = 500;
  this.tabSize = 8;
  if (input?.input) {
    ({ output, completer, terminal, history, signal } = input);
    if (input.prompt !== undefined) ({ prompt } = input);
    if (input.historySize !== undefined) ({ historySize } = input);
    if (input.removeHistoryDuplicates !== undefined) removeHistoryDuplicates = !!input.removeHistoryDuplicates;
    if (input.crlfDelay !== undefined) crlfDelay = Math.max(100, input.crlfDelay);
    if (input.escapeCodeTimeout !== undefined) {
      if (!Number.isFinite(input.escapeCodeTimeout)) throw make('ERR_INVALID_ARG_VALUE', 'input.escapeCodeTimeout', input.escapeCodeTimeout);
      this.escapeCodeTimeout = input.escapeCodeTimeout;
    }
    if (input.tabSize !== undefined) {
      validateUint32(input.tabSize, 'tabSize', true);
      this.tabSize = input.tabSize;
    }
    if (signal) validateAbortSignal(signal, 'options.signal');
    ({ input } = input);
  }
  if (completer !== undefined && typeof completer !== 'function') throw make('ERR_INVALID_ARG_VALUE', 'completer', completer);
  if (history !== undefined) validateArray(history, 'history');
  validateNumber(historySize, 'historySize', 0);
  if (terminal === undefined && output != null) terminal = output.isTTY;
  this.line = '';
  this.input = input;
  this.output = output;
  this.completer = completer;
  this.terminal = !!terminal;
  this.cursor = 0;
  this.history = history ?? [];
  this.historySize = historySize;
  this.historyIndex = -1;
  this.removeHistoryDuplicates = removeHistoryDuplicates;
  this.crlfDelay = crlfDelay;
  this.closed = false;
  this.paused = false;
  this.prevRows = 0;
  const hidden = {
    _prompt: prompt, _sawReturnAt: 0, _previousKey: null, _decoder: undefined, _rest: '', _undoStack: [], _redoStack: [], _killRing: [],
    _killRingCursor: 0, _yanking: false, _search: null, _preferredColumn: null, _oldPrompt: undefined,
  };
  for (const name of Object.keys(hidden)) {
    Object.defineProperty(this, name, { value: hidden[name], writable: true, enumerable: false, configurable: true });
  }
  Object.defineProperty(this, kQuestion, { value: null, writable: true });

  const onError = (error) => this.emit('error', error);
  if (!this.terminal) {
    this._decoder = new StringDecoder('utf8');
    const onData = (data) => this._normalWrite(data);
    const onEnd = () => {
      this._rest += this._decoder.end();
      if (this._rest.length > 0) {
        const line = this._rest;
        this._rest = '';
        this._onLine(line);
      }
      this.close();
    };
    input.on('error', onError);
    input.on('data', onData);
    input.on('end', onEnd);
    this.once('close', () => {
      input.removeListener('error', onError);
      input.removeListener('data', onData);
      input.removeListener('end', onEnd);
    });
  } else {
    const onKey = (text, key) => {
      this._ttyWrite(text, key);
      // What has been typed of a pair of code units is half a character.
      if (key?.sequence) {
        const code = key.sequence.codePointAt(0);
        if (code >= 0xd800 && code <= 0xdfff) this._refreshLine();
      }
    };
    const onEnd = () => {
      if (this.line.length > 0) this.emit('line', this.line);
      this.close();
    };
    const onResize = () => this._refreshLine();
    emitKeypressEvents(input, this);
    input.on('error', onError);
    input.on('keypress', onKey);
    input.on('end', onEnd);
    this._setRawMode(true);
    output?.on('resize', onResize);
    this.once('close', () => {
      input.removeListener('error', onError);
      input.removeListener('keypress', onKey);
      input.removeListener('end', onEnd);
      output?.removeListener('resize', onResize);
    });
  }
  if (signal) {
    const abort = () => this.close();
    if (signal.aborted) process.nextTick(abort);
    else {
      signal.addEventListener('abort', abort, { once: true });
      this.once('close', () => signal.removeEventListener('abort', abort));
    }
  }
  input.resume();
}
Object.setPrototypeOf(InterfaceConstructor.prototype, EventEmitter.prototype);
Object.setPrototypeOf(InterfaceConstructor, EventEmitter);

const methods = {
  get columns() { return this.output?.columns || Infinity; },
  getPrompt() { return this._prompt; },
  setPrompt(prompt) { this._prompt = prompt; },
  _setRawMode(mode) {
    if (typeof this.input.setRawMode !== 'function') return false;
    const before = this.input.isRaw;
    this.input.setRawMode(mode);
    return before;
  },
  prompt(preserveCursor) {
    if (this.paused) this.resume();
    if (this.terminal && process.env.TERM !== 'dumb') {
      if (!preserveCursor) this.cursor = 0;
      this._refreshLine();
    } else {
      this._writeToOutput(this._prompt);
    }
  },
  question(query, options, callback) {
    if (typeof options === 'function') {
      callback = options;
      options = {};
    }
    if (options?.signal) {
      validateAbortSignal(options.signal, 'options.signal');
      if (options.signal.aborted) return;
      const abort = () => { this[kQuestion] = null; };
      options.signal.addEventListener('abort', abort, { once: true });
      const inner = callback;
      callback = (answer) => {
        options.signal.removeEventListener('abort', abort);
        return inner(answer);
      };
    }
    if (typeof callback !== 'function') return;
    if (this.closed) throw make('ERR_USE_AFTER_CLOSE', 'readline');
    if (this[kQuestion]) {
      this.prompt();
    } else {
      this._oldPrompt = this._prompt;
      this.setPrompt(query);
      this[kQuestion] = callback;
      this.prompt();
    }
  },
  _onLine(line) {
    if (this[kQuestion]) {
      const callback = this[kQuestion];
      this[kQuestion] = null;
      this.setPrompt(this._oldPrompt);
      callback(line);
    } else {
      this.emit('line', line);
    }
  },
  _writeToOutput(text) {
    validateString(text, 'stringToWrite');
    if (this.output != null) this.output.write(text);
  },
  close() {
    if (this.closed) return;
    this.pause();
    if (this.terminal) this._setRawMode(false);
    this.closed = true;
    this.emit('close');
  },
  pause() {
    if (this.closed) throw make('ERR_USE_AFTER_CLOSE', 'readline');
    if (this.paused) return undefined;
    this.input.pause();
    this.paused = true;
    this.emit('pause');
    return this;
  },
  resume() {
    if (this.closed) throw make('ERR_USE_AFTER_CLOSE', 'readline');
    if (!this.paused) return undefined;
    this.input.resume();
    this.paused = false;
    this.emit('resume');
    return this;
  },
  write(data, key) {
    if (this.closed) throw make('ERR_USE_AFTER_CLOSE', 'readline');
    if (this.paused) this.resume();
    if (this.terminal) this._ttyWrite(data, key);
    else this._normalWrite(data);
  },
  _normalWrite(data) {
    if (data === undefined) return;
    let text = this._decoder.write(typeof data === 'string' ? Buffer.from(data) : data);
    // "\r" and "\n" may come in two pieces.
    if (this._sawReturnAt && Date.now() - this._sawReturnAt <= this.crlfDelay) {
      if (text.charCodeAt(0) === 10) text = text.slice(1);
      this._sawReturnAt = 0;
    }
    let last = 0;
    let match;
    kLineEnd.lastIndex = 0;
    const lines = [];
    while ((match = kLineEnd.exec(text)) !== null) {
      lines.push(this._rest + text.slice(last, match.index));
      this._rest = '';
      last = kLineEnd.lastIndex;
    }
    this._rest += text.slice(last);
    if (lines.length > 0) this._sawReturnAt = text.endsWith('\r') ? Date.now() : 0;
    for (const line of lines) this._onLine(line);
  },
  [Symbol.asyncIterator]() {
    this[kLines] ??= EventEmitter.on(this, 'line', { close: ['close'], highWaterMark: 1024 });
    const inner = this[kLines];
    const map = (result) => (result.done ? result : { value: result.value[0], done: false });
    return {
      next: () => inner.next().then(map),
      return: () => {
        if (!this.closed) this.close();
        return inner.return();
      },
      throw: (error) => inner.throw(error),
      [Symbol.asyncIterator]() { return this; },
    };
  },
  [Symbol.dispose]() { this.close(); },
};

// Methods of an object literal as those of a class.
function addMethods(prototype, from) {
  for (const key of Reflect.ownKeys(from)) {
    Object.defineProperty(prototype, key, { ...Object.getOwnPropertyDescriptor(from, key), enumerable: false });
  }
}
addMethods(InterfaceConstructor.prototype, methods);
addMethods(InterfaceConstructor.prototype, require('internal/readline/editing'));

module.exports = { Interface: InterfaceConstructor, addMethods };
