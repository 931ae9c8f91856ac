// Directories read entry by entry.
'use strict';

const native = internal.binding('fs');
const { make } = require('internal/errors');
const { validateFunction, validateUint32 } = require('internal/validators');
const { toPath, optionsOf, direntOf } = require('internal/fs/values');

class Dir {
  #path;
  #options;
  #entries;  // what is left, in order; undefined: not read yet
  #closed = false;
  #busy = false;
  constructor(path, options, entries) {
    this.#path = path;
    this.#options = options;
    this.#entries = entries;
  }
  get path() { return this.#path; }
  #next() {
    while (this.#entries.length > 0) {
      const [directory, name, type] = this.#entries.shift();
      const dirent = direntOf(name, type, directory, this.#options.encoding);
      if (this.#options.recursive && dirent.isDirectory()) {
        const inner = `${directory}/${name}`;
        const [names, types] = native.scandir(inner);
        this.#entries.push(...names.map((one, i) => [inner, one, types[i]]));
      }
      return dirent;
    }
    return null;
  }
  #check() {
    if (this.#closed) throw make('ERR_DIR_CLOSED');
  }
  readSync() {
    this.#check();
    if (this.#busy) throw make('ERR_DIR_CONCURRENT_OPERATION');
    return this.#next();
  }
  read(callback) {
    if (callback === undefined) {
      return new Promise((resolve, reject) => this.read((error, entry) => (error ? reject(error) : resolve(entry))));
    }
    validateFunction(callback, 'callback');
    this.#check();
    this.#busy = true;
    setImmediate(() => {
      this.#busy = false;
      let entry;
      try {
        entry = this.#next();
      } catch (error) {
        callback(error);
        return;
      }
      callback(null, entry);
    });
    return undefined;
  }
  closeSync() {
    this.#check();
    if (this.#busy) throw make('ERR_DIR_CONCURRENT_OPERATION');
    this.#closed = true;
  }
  close(callback) {
    if (callback === undefined) {
      if (this.#closed) return Promise.reject(make('ERR_DIR_CLOSED'));
      return new Promise((resolve, reject) => this.close((error) => (error ? reject(error) : resolve())));
    }
    validateFunction(callback, 'callback');
    if (this.#closed) {
      process.nextTick(callback, make('ERR_DIR_CLOSED'));
      return undefined;
    }
    this.#closed = true;
    setImmediate(callback, null);
    return undefined;
  }
  async* entries() {
    try {
      for (;;) {
        const entry = await this.read();
        if (entry === null) break;
        yield entry;
      }
    } finally {
      if (!this.#closed) await this.close();
    }
  }
  [Symbol.dispose]() { if (!this.#closed) this.closeSync(); }
  async [Symbol.asyncDispose]() { if (!this.#closed) await this.close(); }
}
Object.defineProperty(Dir.prototype, Symbol.asyncIterator, { value: Dir.prototype.entries, enumerable: false, writable: true, configurable: true });

function prepare(path, options) {
  path = toPath(path);
  options = { encoding: 'utf8', ...optionsOf(options) };
  if (options.bufferSize !== undefined) validateUint32(options.bufferSize, 'options.bufferSize', true);
  return [path, options];
}
// As opendir words its failures.
function reworded(error, withPath) {
  error.message = error.message.replace(', scandir ', ', opendir ');
  error.stack = error.stack.replace(', scandir ', ', opendir ');
  error.syscall = 'opendir';
  if (!withPath) {
    const cut = (text) => text.replace(`, opendir '${error.path}'`, ', opendir');
    error.message = cut(error.message);
    error.stack = cut(error.stack);
    delete error.path;
  }
  return error;
}
const entriesOf = (path, [names, types]) => names.map((name, i) => [path, name, types[i]]);
function opendirSync(path, options) {
  [path, options] = prepare(path, options);
  try {
    return new Dir(path, options, entriesOf(path, native.scandir(path)));
  } catch (error) {
    throw reworded(error, false);
  }
}
function opendir(path, options, callback) {
  callback = typeof options === 'function' ? options : callback;
  validateFunction(callback, 'callback');
  [path, options] = prepare(path, typeof options === 'function' ? undefined : options);
  native.scandir(path, (error, result) => {
    if (error) callback(reworded(error, true));
    else callback(null, new Dir(path, options, entriesOf(path, result)));
  });
}

module.exports = { Dir, opendir, opendirSync };
