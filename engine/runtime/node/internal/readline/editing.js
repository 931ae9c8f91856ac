// Editing on a terminal: what the keys do to `line` and `cursor`, and how they are shown. A line may have several rows
// (the REPL's); all but the first stand behind kContinuation.
'use strict';

const { stringWidth } = require('internal/readline/keys');
const kContinuation = '| ';
const kMostUndone = 2048;
const kMostKilled = 32;
const kEscapes = /\u001b\[[0-9;?]*[A-Za-z]/g;

function commonPrefix(words) {
  if (words.length === 0) return '';
  const sorted = words.slice().sort();
  const last = sorted.at(-1);
  for (let i = 0; i < sorted[0].length; i++) if (sorted[0][i] !== last[i]) return sorted[0].slice(0, i);
  return sorted[0];
}

module.exports = {
  // --- what is shown

  _getDisplayPos(text) {
    const { columns } = this;
    const several = this.line.includes('\n');
    let offset = 0;
    let rows = 0;
    for (const char of text.replace(kEscapes, '')) {
      if (char === '\n') {
        rows += Math.ceil(offset / columns) || 1;
        offset = several ? kContinuation.length : 0;
      } else if (char === '\t') {
        offset += this.tabSize - (offset % this.tabSize);
      } else {
        const width = stringWidth(char);
        // Half of a wide character does not fit.
        if (width === 2 && (offset + 1) % columns === 0) offset++;
        offset += width;
      }
    }
    return { cols: offset % columns, rows: rows + Math.floor(offset / columns) };
  },
  getCursorPos() { return this._getDisplayPos(this._prompt + this.line.slice(0, this.cursor)); },
  _getCursorPos() { return this.getCursorPos(); },
  // The REPL colours its text here.
  _displayed() { return this.line; },
  _refreshLine() {
    const { cursorTo, moveCursor, clearScreenDown } = require('readline');
    const end = this._getDisplayPos(this._prompt + this.line);
    const position = this.getCursorPos();
    if (this.prevRows > 0) moveCursor(this.output, 0, -this.prevRows);
    cursorTo(this.output, 0);
    clearScreenDown(this.output);
    this._writeToOutput(this._prompt + this._displayed().replaceAll('\n', `\r\n${kContinuation}`));
    // A terminal goes to the next row only when something is written there.
    if (end.cols === 0 && end.rows > 0) this._writeToOutput(' ');
    cursorTo(this.output, position.cols);
    if (end.rows > position.rows) moveCursor(this.output, 0, position.rows - end.rows);
    this.prevRows = position.rows;
  },
  clearLine() {
    this._moveCursor(Infinity);
    this._writeToOutput('\r\n');
    this.line = '';
    this.cursor = 0;
    this.prevRows = 0;
  },
  _moveCursor(distance) {
    if (distance === 0) return;
    const before = this.getCursorPos();
    this.cursor = Math.max(0, Math.min(this.line.length, this.cursor + distance));
    const after = this.getCursorPos();
    if (before.rows === after.rows) require('readline').moveCursor(this.output, after.cols - before.cols, 0);
    else this._refreshLine();
  },

  // --- changes

  _beforeEdit(line, cursor) {
    this._undoStack.push({ line, cursor });
    if (this._undoStack.length > kMostUndone) this._undoStack.shift();
  },
  _restore(from, to) {
    if (from.length === 0) return;
    to.push({ line: this.line, cursor: this.cursor });
    const state = from.pop();
    this.line = state.line;
    this.cursor = state.cursor;
    this._refreshLine();
  },
  _insertString(text) {
    this._beforeEdit(this.line, this.cursor);
    const atEnd = this.cursor === this.line.length;
    this.line = this.line.slice(0, this.cursor) + text + this.line.slice(this.cursor);
    this.cursor += text.length;
    if (atEnd && !this._paints && !this.line.includes('\n') && this.getCursorPos().cols !== 0) this._writeToOutput(text);
    else this._refreshLine();
  },
  _cut(from, to) {
    if (from >= to) return '';
    this._beforeEdit(this.line, this.cursor);
    const text = this.line.slice(from, to);
    this.line = this.line.slice(0, from) + this.line.slice(to);
    this.cursor = from;
    this._refreshLine();
    return text;
  },
  _deleteLeft() { this._cut(this.cursor - this._charBefore(), this.cursor); },
  _deleteRight() { this._cut(this.cursor, this.cursor + this._charAfter()); },
  _deleteWordLeft() { this._cut(this._wordStart(), this.cursor); },
  _deleteWordRight() { this._cut(this.cursor, this.cursor + (/^(?:\s+|\W+|\w+)\s*/.exec(this.line.slice(this.cursor))?.[0].length ?? 0)); },
  _deleteLineLeft() {
    const from = this.line.lastIndexOf('\n', this.cursor - 1) + 1;
    this._kill(this._cut(this.cursor === 0 ? 0 : from, this.cursor));
  },
  _deleteLineRight() {
    const end = this.line.indexOf('\n', this.cursor);
    this._kill(this._cut(this.cursor, end === -1 ? this.line.length : end));
  },
  _kill(text) {
    if (text === '' || text === this._killRing[0]) return;
    this._killRing.unshift(text);
    this._killRingCursor = 0;
    if (this._killRing.length > kMostKilled) this._killRing.pop();
  },
  _yank() {
    if (this._killRing.length === 0) return;
    this._yanking = true;
    this._insertString(this._killRing[this._killRingCursor]);
  },
  _yankPop() {
    if (!this._yanking || this._killRing.length < 2) return;
    const last = this._killRing[this._killRingCursor];
    this._killRingCursor = (this._killRingCursor + 1) % this._killRing.length;
    const next = this._killRing[this._killRingCursor];
    const start = this.line.slice(0, this.cursor - last.length);
    this.line = start + next + this.line.slice(this.cursor);
    this.cursor = start.length + next.length;
    this._refreshLine();
  },

  // --- places

  _charBefore() { return this.cursor === 0 ? 0 : [...this.line.slice(0, this.cursor)].at(-1).length; },
  _charAfter() { return this.cursor >= this.line.length ? 0 : String.fromCodePoint(this.line.codePointAt(this.cursor)).length; },
  _wordStart() { return this.cursor - /(?:[^\w\s]+|\w+|)\s*$/.exec(this.line.slice(0, this.cursor))[0].length; },
  _wordLeft() { this._moveCursor(this._wordStart() - this.cursor); },
  _wordRight() { this._moveCursor(/^(?:\s+|[^\w\s]+|\w+)\s*/.exec(this.line.slice(this.cursor))?.[0].length ?? 0); },
  // Up or down among the rows of the line; false: there is none.
  _multilineMove(step) {
    const before = this.line.slice(0, this.cursor).split('\n');
    const rows = this.line.split('\n');
    const row = before.length - 1 + step;
    if (rows.length === 1 || row < 0 || row >= rows.length) return false;
    this._preferredColumn ??= before.at(-1).length;
    let cursor = Math.min(this._preferredColumn, rows[row].length);
    for (let i = 0; i < row; i++) cursor += rows[i].length + 1;
    this._moveCursor(cursor - this.cursor);
    return true;
  },

  // --- history

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
    this.historyIndex = -1;
    const line = this.history[0];
    this.emit('history', this.history);
    return line;
  },
  // Older (1) or newer (-1) lines that begin as what stood before the cursor.
  _fromHistory(step) {
    if (step > 0 ? this.historyIndex >= this.history.length || this.history.length === 0 : this.historyIndex < 0) return;
    this._beforeEdit(this.line, this.cursor);
    const start = this._search ?? '';
    let index = this.historyIndex + step;
    while (index >= 0 && index < this.history.length && (!this.history[index].startsWith(start) || this.history[index] === this.line)) index += step;
    this.line = this.history[index] ?? start;
    this.historyIndex = index;
    this.cursor = this.line.length;
    this._refreshLine();
  },
  _historyPrev() { this._fromHistory(1); },
  _historyNext() { this._fromHistory(-1); },

  // --- completion

  _tabComplete(again) {
    this.pause();
    const ready = (error, value) => {
      if (this.closed) return;
      this.resume();
      if (error) this._writeToOutput(`Tab completion error: ${internal.inspect(error)}`);
      else this._tabCompleter(again, value);
    };
    const before = this.line.slice(0, this.cursor);
    // A completer that takes one argument may return a promise.
    if (this.completer.length === 2) this.completer(before, ready);
    else Promise.resolve().then(() => this.completer(before)).then((value) => ready(null, value), ready);
  },
  _tabCompleter(again, [found, word]) {
    if (!found || found.length === 0) return;
    const prefix = commonPrefix(found.filter((one) => one !== ''));
    if (prefix.startsWith(word) && prefix.length > word.length) {
      this._insertString(prefix.slice(word.length));
      return;
    }
    if (!word.startsWith(prefix)) {
      this._beforeEdit(this.line, this.cursor);
      const start = this.line.slice(0, this.cursor - word.length) + prefix;
      this.line = start + this.line.slice(this.cursor);
      this.cursor = start.length;
      this._refreshLine();
      return;
    }
    if (again) this._showCompletions(found);
  },
  // In columns; an empty one separates groups.
  _showCompletions(found) {
    const widths = found.map((one) => stringWidth(one));
    const width = Math.max(...widths) + 2;
    const perRow = this.columns === Infinity ? 1 : Math.floor(this.columns / width) || 1;
    let text = '\r\n';
    let inRow = 0;
    let gap = 0;
    found.forEach((one, i) => {
      if (one === '' || inRow === perRow) {
        text += '\r\n';
        inRow = 0;
        gap = 0;
      } else {
        text += ' '.repeat(gap);
      }
      if (one === '') {
        text += '\r\n';
        return;
      }
      text += one;
      gap = width - widths[i];
      inRow++;
    });
    if (inRow > 0) text += '\r\n\r\n';
    this._writeToOutput(text);
    this.prevRows = 0;
    this._refreshLine();
  },

  // --- keys

  _line() {
    const line = this._addHistory();
    this._undoStack = [];
    this._redoStack = [];
    this.clearLine();
    this._onLine(line);
  },
  _suspend() {
    if (this.listenerCount('SIGTSTP') > 0) {
      this.emit('SIGTSTP');
      return;
    }
    process.once('SIGCONT', () => {
      // Someone may have paused it meanwhile.
      if (!this.paused) {
        this.pause();
        this.emit('SIGCONT');
      }
      this._setRawMode(true);
      this._refreshLine();
    });
    this._setRawMode(false);
    process.kill(process.pid, 'SIGTSTP');
  },
  _ctrlKey(key) {
    switch (key.name) {
      case 'c':
        if (this.listenerCount('SIGINT') > 0) this.emit('SIGINT');
        else this.close();
        return true;
      case 'h': this._deleteLeft(); return true;
      case 'd':
        if (this.cursor === 0 && this.line.length === 0) this.close();
        else if (this.cursor < this.line.length) this._deleteRight();
        return true;
      case 'u': this._deleteLineLeft(); return true;
      case 'k': this._deleteLineRight(); return true;
      case 'a': this._moveCursor(-Infinity); return true;
      case 'e': this._moveCursor(Infinity); return true;
      case 'b': this._moveCursor(-this._charBefore()); return true;
      case 'f': this._moveCursor(this._charAfter()); return true;
      case 'l':
        require('readline').cursorTo(this.output, 0, 0);
        require('readline').clearScreenDown(this.output);
        this.prevRows = 0;
        this._refreshLine();
        return true;
      case 'n': this._historyNext(); return true;
      case 'p': this._historyPrev(); return true;
      case 'y': this._yank(); return true;
      case 'z': this._suspend(); return true;
      case 'w': case 'backspace': this._deleteWordLeft(); return true;
      case 'delete': this._deleteWordRight(); return true;
      case 'left': this._wordLeft(); return true;
      case 'right': this._wordRight(); return true;
      default: return false;
    }
  },
  _metaKey(key) {
    switch (key.name) {
      case 'b': this._wordLeft(); return true;
      case 'f': this._wordRight(); return true;
      case 'd': case 'delete': this._deleteWordRight(); return true;
      case 'backspace': this._deleteWordLeft(); return true;
      case 'y': this._yankPop(); return true;
      default: return false;
    }
  },
  _ttyWrite(text, key) {
    const before = this._previousKey;
    key ||= {};
    this._previousKey = key;
    if (process.env.TERM === 'dumb') {
      this._dumbWrite(text, key);
      return;
    }
    if (!key.meta || key.name !== 'y') this._yanking = key.ctrl === true && key.name === 'y';
    if ((key.name === 'up' || key.name === 'down') && !key.ctrl && !key.meta && !key.shift) {
      if (this._search === null && !this.line.includes('\n')) this._search = this.line.slice(0, this.cursor);
    } else {
      this._preferredColumn = null;
      if (this._search !== null) {
        this._search = null;
        if (this.history.length === this.historyIndex) this.historyIndex = -1;
      }
    }
    if (key.sequence === '\x1f') {
      this._restore(this._undoStack, this._redoStack);
      return;
    }
    if (key.sequence === '\x1e') {
      this._restore(this._redoStack, this._undoStack);
      return;
    }
    if (key.name === 'escape') return;
    if (key.ctrl && key.shift) {
      if (key.name === 'backspace') this._deleteLineLeft();
      else if (key.name === 'delete') this._deleteLineRight();
      return;
    }
    if (key.ctrl) {
      this._ctrlKey(key);
      return;
    }
    if (key.meta) {
      this._metaKey(key);
      return;
    }
    if (this._sawReturnAt && key.name !== 'enter') this._sawReturnAt = 0;
    switch (key.name) {
      case 'return':
        this._sawReturnAt = Date.now();
        this._line();
        return;
      case 'enter':
        if (this._sawReturnAt === 0 || Date.now() - this._sawReturnAt > this.crlfDelay) this._line();
        this._sawReturnAt = 0;
        return;
      case 'backspace': this._deleteLeft(); return;
      case 'delete': this._deleteRight(); return;
      case 'left': this._moveCursor(-this._charBefore()); return;
      case 'right': this._moveCursor(this._charAfter()); return;
      case 'home': this._moveCursor(-Infinity); return;
      case 'end': this._moveCursor(Infinity); return;
      case 'up': if (!this._multilineMove(-1)) this._historyPrev(); return;
      case 'down': if (!this._multilineMove(1)) this._historyNext(); return;
      case 'tab':
        if (typeof this.completer === 'function' && this.isCompletionEnabled) {
          this._tabComplete(before?.name === 'tab');
          return;
        }
        break;
      default: break;
    }
    if (typeof text !== 'string' || !text) return;
    // What is pasted may have several lines.
    let last = 0;
    for (const end of text.matchAll(/\r\n|\n|\r/g)) {
      if (end.index > last) this._insertString(text.slice(last, end.index));
      this._line();
      last = end.index + end[0].length;
    }
    if (last < text.length) this._insertString(text.slice(last));
  },
  // On a terminal that cannot move its cursor there is no editing.
  _dumbWrite(text, key) {
    if (key.name === 'escape') return;
    if (this._sawReturnAt && key.name !== 'enter') this._sawReturnAt = 0;
    if (key.ctrl) {
      if (key.name === 'c') {
        if (this.listenerCount('SIGINT') > 0) this.emit('SIGINT');
        else this.close();
        return;
      }
      if (key.name === 'd') {
        this.close();
        return;
      }
    }
    if (key.name === 'return' || key.name === 'enter') {
      if (key.name === 'return') this._sawReturnAt = Date.now();
      else if (this._sawReturnAt && Date.now() - this._sawReturnAt <= this.crlfDelay) {
        this._sawReturnAt = 0;
        return;
      }
      this._line();
      return;
    }
    if (typeof text === 'string' && text) {
      this.line += text;
      this.cursor += text.length;
      this._writeToOutput(text);
    }
  },
};
