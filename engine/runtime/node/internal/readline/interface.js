// readline's Interface: lines of a stream; on a terminal also editing, history and completion.
'use strict';

const EventEmitter = require('events');
const { StringDecoder } = require('string_decoder');
const { make } = require('internal/errors');
const { validateString, validateAbortSignal, validateUint32, validateNumber, validateArray } = require('internal/validators');
const { emitKeypressEvents, stringWidth } = require('internal/readline/keys');

const kQuestion = Symbol('kQuestion');

class Interface extends EventEmitter {
  constructor(input, output, completer, terminal) {
    super();
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
    this.cursor = 0;
    this.input = input;
    this.output = output;
    this.completer = completer;
    this.terminal = !!terminal;
    this.historySize = historySize;
    this.history = history ?? [];
    this.removeHistoryDuplicates = removeHistoryDuplicates;
    this.crlfDelay = crlfDelay;
    this.paused = false;
    this.closed = false;
    this._prompt = prompt;
    this._historyIndex = -1;
    this._sawReturn = 0;
    this._lastRow = 0;
    Object.defineProperty(this, kQuestion, { value: null, writable: true });
    for (const name of ['_prompt', '_historyIndex', '_sawReturn', '_lastRow', '_decoder', '_rest', '_undo', '_kill']) {
      Object.defineProperty(this, name, { value: this[name], writable: true, enumerable: false, configurable: true });
    }

    const onError = (error) => this.emit('error', error);
    if (!this.terminal) {
      this._decoder = new StringDecoder('utf8');
      this._rest = '';
      const onData = (data) => this._normalWrite(data);
      const onEnd = () => {
        const tail = this._decoder.end();
        if (tail) this._rest += tail;
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
      input.resume();
    } else {
      const onKey = (text, key) => this._key(text, key);
      const onEnd = () => {
        if (this.line.length > 0) this.emit('line', this.line);
        this.close();
      };
      const onResize = () => this._refreshLine();
      emitKeypressEvents(input, this);
      input.on('error', onError);
      input.on('keypress', onKey);
      input.on('end', onEnd);
      output?.on('resize', onResize);
      this._setRawMode(true);
      this.once('close', () => {
        input.removeListener('error', onError);
        input.removeListener('keypress', onKey);
        input.removeListener('end', onEnd);
        output?.removeListener('resize', onResize);
      });
      input.resume();
    }
    if (signal) {
      const abort = () => this.close();
      if (signal.aborted) process.nextTick(abort);
      else {
        signal.addEventListener('abort', abort, { once: true });
        this.once('close', () => signal.removeEventListener('abort', abort));
      }
    }
  }

  get columns() { return this.output?.columns || Infinity; }
  getPrompt() { return this._prompt; }
  setPrompt(prompt) { this._prompt = prompt; }
  _setRawMode(mode) {
    if (typeof this.input.setRawMode === 'function') {
      const before = this.input.isRaw;
      this.input.setRawMode(mode);
      return before;
    }
    return false;
  }
  prompt(preserveCursor) {
    if (this.paused) this.resume();
    if (this.terminal && process.env.TERM !== 'dumb') {
      if (!preserveCursor) this.cursor = 0;
      this._refreshLine();
    } else {
      this._write(this._prompt);
    }
  }
  question(query, options, callback) {
    if (this.closed) throw make('ERR_USE_AFTER_CLOSE', 'readline');
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
    if (this[kQuestion]) {
      this.prompt();
    } else {
      this._oldPrompt = this._prompt;
      this.setPrompt(query);
      this[kQuestion] = callback;
      this.prompt();
    }
  }
  _onLine(line) {
    if (this[kQuestion]) {
      const callback = this[kQuestion];
      this[kQuestion] = null;
      this.setPrompt(this._oldPrompt);
      callback(line);
    } else {
      this.emit('line', line);
    }
  }
  _write(text) {
    validateString(text, 'stringToWrite');
    if (this.output != null) this.output.write(text);
  }
  close() {
    if (this.closed) return;
    this.pause();
    if (this.terminal) this._setRawMode(false);
    this.closed = true;
    this.emit('close');
  }
  pause() {
    if (this.closed) throw make('ERR_USE_AFTER_CLOSE', 'readline');
    if (this.paused) return undefined;
    this.input.pause();
    this.paused = true;
    this.emit('pause');
    return this;
  }
  resume() {
    if (this.closed) throw make('ERR_USE_AFTER_CLOSE', 'readline');
    if (!this.paused) return undefined;
    this.input.resume();
    this.paused = false;
    this.emit('resume');
    return this;
  }
  write(data, key) {
    if (this.closed) throw make('ERR_USE_AFTER_CLOSE', 'readline');
    if (this.paused) this.resume();
    if (this.terminal) this._key(data, key);
    else this._normalWrite(data);
  }
  _normalWrite(data) {
    if (data === undefined) return;
    let text = this._decoder.write(typeof data === 'string' ? Buffer.from(data) : data);
    // "\r" and "\n" may come in two pieces.
    if (this._sawReturn && Date.now() - this._sawReturn <= this.crlfDelay) {
      if (text.charCodeAt(0) === 10) text = text.slice(1);
      if (text !== '') this._sawReturn = 0;
    }
    let last = 0;
    const kEnd = /\r\n|\n|\r|\u2028|\u2029/g;
    let match;
    while ((match = kEnd.exec(text)) !== null) {
      const line = this._rest + text.slice(last, match.index);
      this._rest = '';
      last = kEnd.lastIndex;
      this._sawReturn = text.endsWith('\r') && last === text.length ? Date.now() : 0;
      this._onLine(line);
    }
    this._rest += text.slice(last);
  }

  // --- editing

  _displayPosition(text) {
    let column = 0;
    let row = 0;
    for (const c of text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '')) {
      if (c === '\n') {
        row += (Math.ceil(column / this.columns) || 1);
        column = 0;
      } else if (c === '\t') column += this.tabSize - (column % this.tabSize);
      else column += stringWidth(c);
    }
    return { cols: column % this.columns, rows: row + Math.floor(column / this.columns) };
  }
  getCursorPos() { return this._displayPosition(this._prompt + this.line.slice(0, this.cursor)); }
  _refreshLine() {
    const { cursorTo, moveCursor, clearScreenDown } = require('readline');
    const line = this._prompt + this.line;
    const end = this._displayPosition(line);
    const position = this.getCursorPos();
    if (this._lastRow > 0) moveCursor(this.output, 0, -this._lastRow);
    cursorTo(this.output, 0);
    clearScreenDown(this.output);
    this._write(line);
    if (end.cols === 0 && end.rows > 0) this._write(' ');
    cursorTo(this.output, position.cols);
    if (end.rows > position.rows) moveCursor(this.output, 0, position.rows - end.rows);
    this._lastRow = position.rows;
  }
  _insert(text) {
    const atEnd = this.cursor === this.line.length;
    this.line = this.line.slice(0, this.cursor) + text + this.line.slice(this.cursor);
    this.cursor += text.length;
    if (atEnd && this.getCursorPos().cols !== 0) this._write(text);
    else this._refreshLine();
  }
  _moveTo(cursor) {
    this.cursor = Math.max(0, Math.min(this.line.length, cursor));
    this._refreshLine();
  }
  _delete(from, to) {
    if (from === to) return;
    this._kill = this.line.slice(from, to);
    this.line = this.line.slice(0, from) + this.line.slice(to);
    this.cursor = from;
    this._refreshLine();
  }
  _wordLeft() {
    const match = /(?:[^\w\s]+|\w+|)\s*$/.exec(this.line.slice(0, this.cursor));
    return this.cursor - match[0].length;
  }
  _wordRight() {
    const match = /^(?:\s+|\W+|\w+)\s*/.exec(this.line.slice(this.cursor));
    return this.cursor + (match ? match[0].length : 0);
  }
  _before() {
    const before = this.line.slice(0, this.cursor);
    return before.length === 0 ? 0 : [...before].at(-1).length;
  }
  _after() {
    const after = this.line.slice(this.cursor);
    return after.length === 0 ? 0 : [...after][0].length;
  }
  _addHistory() {
    if (this.line.length === 0) return '';
    if (this.historySize === 0 || this.line.trim().length === 0) return this.line;
    if (this.history.length === 0 || this.history[0] !== this.line) {
      if (this.removeHistoryDuplicates) {
        const at = this.history.indexOf(this.line);
        if (at !== -1) this.history.splice(at, 1);
      }
      this.history.unshift(this.line);
      if (this.history.length > this.historySize) this.history.pop();
    }
    this._historyIndex = -1;
    const line = this.history[0];
    this.emit('history', this.history);
    return line;
  }
  _finishLine() {
    const line = this._addHistory();
    this._moveTo(Infinity);
    this._write('\r\n');
    this.line = '';
    this.cursor = 0;
    this._lastRow = 0;
    this._onLine(line);
  }
  _fromHistory(step) {
    const next = this._historyIndex + step;
    if (next < -1 || next >= this.history.length) return;
    if (this._historyIndex === -1) this._draft = this.line;
    this._historyIndex = next;
    this.line = next === -1 ? this._draft ?? '' : this.history[next];
    this._moveTo(Infinity);
  }
  _complete() {
    const ready = (error, [found, completed] = [[], '']) => {
      if (error) {
        this._write(`Tab completion error: ${internal.inspect(error)}`);
        return;
      }
      if (found.length === 0) return;
      let prefix = found[0];
      for (const one of found) while (!one.startsWith(prefix)) prefix = prefix.slice(0, -1);
      if (prefix.startsWith(completed) && prefix.length > completed.length) {
        this._insert(prefix.slice(completed.length));
        return;
      }
      if (found.length > 1) {
        const width = Math.max(...found.map((one) => stringWidth(one))) + 2;
        const perRow = Math.max(1, Math.floor(this.columns / width) || 1);
        let text = '\r\n';
        found.forEach((one, i) => { text += one + ((i + 1) % perRow === 0 ? '\r\n' : ' '.repeat(width - stringWidth(one))); });
        this._write(`${text}\r\n\r\n`);
        this._lastRow = 0;
        this._refreshLine();
      }
    };
    const before = this.line.slice(0, this.cursor);
    if (this.completer.length >= 2) {
      this.completer(before, ready);
      return;
    }
    Promise.resolve().then(() => this.completer(before)).then((value) => ready(null, value), ready);
  }
  _key(text, key = {}) {
    this._previousKey = key;
    if (key.meta && !key.ctrl) {
      switch (key.name) {
        case 'b': this._moveTo(this._wordLeft()); return;
        case 'f': this._moveTo(this._wordRight()); return;
        case 'd': case 'delete': this._delete(this.cursor, this._wordRight()); return;
        case 'backspace': this._delete(this._wordLeft(), this.cursor); return;
        default: break;
      }
    } else if (key.ctrl) {
      switch (key.name) {
        case 'c':
          if (this.listenerCount('SIGINT') > 0) this.emit('SIGINT');
          else this.close();
          return;
        case 'h': this._delete(this.cursor - this._before(), this.cursor); return;
        case 'd':
          if (this.cursor === 0 && this.line.length === 0) this.close();
          else if (this.cursor < this.line.length) this._delete(this.cursor, this.cursor + this._after());
          return;
        case 'u': this._delete(0, this.cursor); return;
        case 'k': this._delete(this.cursor, this.line.length); this.cursor = this.line.length; return;
        case 'a': this._moveTo(0); return;
        case 'e': this._moveTo(Infinity); return;
        case 'b': this._moveTo(this.cursor - this._before()); return;
        case 'f': this._moveTo(this.cursor + this._after()); return;
        case 'l':
          require('readline').cursorTo(this.output, 0, 0);
          require('readline').clearScreenDown(this.output);
          this._lastRow = 0;
          this._refreshLine();
          return;
        case 'n': this._fromHistory(-1); return;
        case 'p': this._fromHistory(1); return;
        case 'y': if (this._kill) this._insert(this._kill); return;
        case 'w': case 'backspace': this._delete(this._wordLeft(), this.cursor); return;
        case 'delete': this._delete(this.cursor, this._wordRight()); return;
        case 'left': this._moveTo(this._wordLeft()); return;
        case 'right': this._moveTo(this._wordRight()); return;
        case 'z':
          if (this.listenerCount('SIGTSTP') > 0) this.emit('SIGTSTP');
          else {
            process.once('SIGCONT', () => {
              if (!this.paused) {
                this.pause();
                this.emit('SIGCONT');
              }
              this._setRawMode(true);
              this._refreshLine();
            });
            this._setRawMode(false);
            process.kill(process.pid, 'SIGTSTP');
          }
          return;
        default: break;
      }
    } else {
      if (this._sawReturn && key.name !== 'enter') this._sawReturn = 0;
      switch (key.name) {
        case 'return':
          this._sawReturn = Date.now();
          this._finishLine();
          return;
        case 'enter':
          if (this._sawReturn === 0 || Date.now() - this._sawReturn > this.crlfDelay) this._finishLine();
          this._sawReturn = 0;
          return;
        case 'backspace': this._delete(this.cursor - this._before(), this.cursor); return;
        case 'delete': this._delete(this.cursor, this.cursor + this._after()); return;
        case 'left': this._moveTo(this.cursor - this._before()); return;
        case 'right': this._moveTo(this.cursor + this._after()); return;
        case 'home': this._moveTo(0); return;
        case 'end': this._moveTo(Infinity); return;
        case 'up': this._fromHistory(1); return;
        case 'down': this._fromHistory(-1); return;
        case 'tab':
          if (typeof this.completer === 'function' && this.isCompletionEnabled !== false) {
            this._complete();
            return;
          }
          break;
        default: break;
      }
    }
    if (typeof text === 'string' && text) {
      const lines = text.split(/\r\n|\n|\r/);
      lines.forEach((line, i) => {
        if (i > 0) this._finishLine();
        if (line) this._insert(line);
      });
    }
  }

  [Symbol.asyncIterator]() {
    this._iterator ??= EventEmitter.on(this, 'line', { close: ['close'], highWaterMark: 1024 });
    const inner = this._iterator;
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
  }
  [Symbol.dispose]() { this.close(); }
}
Object.defineProperty(Interface.prototype, '_iterator', { writable: true, value: undefined, enumerable: false });

module.exports = { Interface };
