// node:readline. https://nodejs.org/api/readline.html
'use strict';

const { make, AbortError } = require('internal/errors');
const { validateFunction, validateAbortSignal } = require('internal/validators');
const { Interface: Base } = require('internal/readline/interface');
const { emitKeypressEvents } = require('internal/readline/keys');

function Interface(input, output, completer, terminal) {
  if (!(this instanceof Interface)) return new Interface(input, output, completer, terminal);
  Base.call(this, input, output, completer, terminal);
}
Object.setPrototypeOf(Interface.prototype, Base.prototype);
Object.setPrototypeOf(Interface, Base);
// The names that programs knew before there were classes.
for (const name of [
  '_addHistory', '_deleteLeft', '_deleteLineLeft', '_deleteLineRight', '_deleteRight', '_deleteWordLeft', '_deleteWordRight', '_getCursorPos',
  '_getDisplayPos', '_historyNext', '_historyPrev', '_insertString', '_line', '_moveCursor', '_normalWrite', '_onLine', '_refreshLine', '_setRawMode',
  '_tabComplete', '_ttyWrite', '_wordLeft', '_wordRight', '_writeToOutput',
]) Interface.prototype[name] = Base.prototype[name];
Interface.prototype.question = function question(query, options, callback) { return Base.prototype.question.call(this, query, options, callback); };
Interface.prototype.question[Symbol.for('nodejs.util.promisify.custom')] = function question(query, options) {
  return new Promise((resolve, reject) => {
    const signal = options?.signal;
    if (signal) {
      validateAbortSignal(signal, 'options.signal');
      if (signal.aborted) {
        reject(new AbortError(undefined, { cause: signal.reason }));
        return;
      }
      signal.addEventListener('abort', () => reject(new AbortError(undefined, { cause: signal.reason })), { once: true });
    }
    this.question(query, options, resolve);
  });
};

function checkCallback(callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
}
function send(stream, text, callback) {
  if (stream === null || stream === undefined) {
    if (typeof callback === 'function') process.nextTick(callback, null);
    return true;
  }
  return stream.write(text, callback);
}
function cursorTo(stream, x, y, callback) {
  checkCallback(callback);
  if (typeof y === 'function') {
    callback = y;
    y = undefined;
  }
  if (Number.isNaN(x)) throw make('ERR_INVALID_ARG_VALUE', 'x', x);
  if (Number.isNaN(y)) throw make('ERR_INVALID_ARG_VALUE', 'y', y);
  if (stream == null || (typeof x !== 'number' && typeof y !== 'number')) return send(null, '', callback);
  if (typeof x !== 'number') throw make('ERR_INVALID_CURSOR_POS');
  return send(stream, typeof y !== 'number' ? `\x1b[${x + 1}G` : `\x1b[${y + 1};${x + 1}H`, callback);
}
function moveCursor(stream, dx, dy, callback) {
  checkCallback(callback);
  if (stream == null || !(dx || dy)) return send(null, '', callback);
  let text = '';
  if (dx < 0) text += `\x1b[${-dx}D`;
  else if (dx > 0) text += `\x1b[${dx}C`;
  if (dy < 0) text += `\x1b[${-dy}A`;
  else if (dy > 0) text += `\x1b[${dy}B`;
  return send(stream, text, callback);
}
function clearLine(stream, direction, callback) {
  checkCallback(callback);
  return send(stream, direction < 0 ? '\x1b[1K' : direction > 0 ? '\x1b[0K' : '\x1b[2K', callback);
}
function clearScreenDown(stream, callback) {
  checkCallback(callback);
  return send(stream, '\x1b[0J', callback);
}
function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

module.exports = {
  Interface, clearLine, clearScreenDown, createInterface, cursorTo, emitKeypressEvents, moveCursor,
};
Object.defineProperty(module.exports, 'promises', { configurable: true, enumerable: true, get() { return require('readline/promises'); } });
