// node:readline/promises
'use strict';

const { AbortError, make } = require('internal/errors');
const { validateAbortSignal, validateInteger, validateBoolean } = require('internal/validators');
const { Interface: Base } = require('internal/readline/interface');

class Interface extends Base {
  question(query, options = {}) {
    return new Promise((resolve, reject) => {
      const { signal } = options;
      let answer = resolve;
      if (signal) {
        validateAbortSignal(signal, 'options.signal');
        if (signal.aborted) {
          reject(new AbortError(undefined, { cause: signal.reason }));
          return;
        }
        const abort = () => reject(new AbortError(undefined, { cause: signal.reason }));
        signal.addEventListener('abort', abort, { once: true });
        answer = (text) => {
          signal.removeEventListener('abort', abort);
          resolve(text);
        };
      }
      try {
        super.question(query, { signal }, answer);
      } catch (error) {
        reject(error);
      }
    });
  }
}

class Readline {
  #stream;
  #autoCommit = false;
  #pending = [];
  constructor(stream, options = undefined) {
    if (typeof stream?.write !== 'function') throw make('ERR_INVALID_ARG_TYPE', 'stream', 'Writable', stream);
    this.#stream = stream;
    if (options?.autoCommit != null) {
      validateBoolean(options.autoCommit, 'options.autoCommit');
      this.#autoCommit = options.autoCommit;
    }
  }
  #add(text) {
    if (this.#autoCommit) process.nextTick(() => this.#stream.write(text));
    else this.#pending.push(text);
    return this;
  }
  cursorTo(x, y = undefined) {
    validateInteger(x, 'x');
    if (y != null) validateInteger(y, 'y');
    return this.#add(y == null ? `\x1b[${x + 1}G` : `\x1b[${y + 1};${x + 1}H`);
  }
  moveCursor(dx, dy) {
    if (!dx && !dy) return this;
    validateInteger(dx, 'dx');
    validateInteger(dy, 'dy');
    let text = '';
    if (dx) text += dx < 0 ? `\x1b[${-dx}D` : `\x1b[${dx}C`;
    if (dy) text += dy < 0 ? `\x1b[${-dy}A` : `\x1b[${dy}B`;
    return this.#add(text);
  }
  clearLine(direction) {
    validateInteger(direction, 'dir', -1, 1);
    return this.#add(direction < 0 ? '\x1b[1K' : direction > 0 ? '\x1b[0K' : '\x1b[2K');
  }
  clearScreenDown() { return this.#add('\x1b[0J'); }
  commit() {
    return new Promise((resolve) => {
      this.#stream.write(this.#pending.join(''), resolve);
      this.#pending = [];
    });
  }
  rollback() {
    this.#pending = [];
    return this;
  }
}

module.exports = {
  Interface, Readline,
  createInterface: (input, output, completer, terminal) => new Interface(input, output, completer, terminal),
};
