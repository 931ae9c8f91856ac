// fs.watch on inotify, fs.watchFile by polling. https://nodejs.org/api/fs.html#fswatchfilename-options-listener
'use strict';

const fs = require('fs');
const path = require('path');
const EventEmitter = require('events');
const native = internal.binding('fs');
const io = internal.binding('io');
const { AbortError } = require('internal/errors');
const { validateFunction, validateObject, validateBoolean } = require('internal/validators');
const { toPath, optionsOf, encodeName } = require('internal/fs/values');

const kChangeBits = 0x4 | 0x2;  // IN_ATTRIB, IN_MODIFY
const kIgnored = 0x8000;
const kCreate = 0x100;
const kMovedTo = 0x80;
const kIsDirectory = 0x40000000;

class FSWatcher extends EventEmitter {
  #fd = -1;
  #watch = 0;
  #roots = new Map();  // watch number -> path relative to the root, '' for itself
  #path;
  #options;
  #referenced;
  constructor(name, options) {
    super();
    this.#path = name;
    this.#options = options;
    this.#referenced = options.persistent !== false;
    this.#fd = io.notifyOpen();
    const first = io.notifyAdd(this.#fd, name);
    if (first < 0) {
      io.close(this.#fd);
      this.#fd = -1;
      const error = io.systemError(first, 'watch', name);
      error.filename = name;
      throw error;
    }
    this.#roots.set(first, '');
    if (options.recursive) this.#addBelow('');
    this.#watch = io.watch(this.#fd);
    if (!this.#referenced) io.reference(this.#watch, false);
    this.#wait();
  }
  #addBelow(relative) {
    const directory = path.join(this.#path, relative);
    let entries;
    try {
      entries = fs.readdirSync(directory, { withFileTypes: true });
    } catch {
      return;
    }
    for (const entry of entries) {
      if (!entry.isDirectory()) continue;
      const inner = relative === '' ? entry.name : `${relative}/${entry.name}`;
      const number = io.notifyAdd(this.#fd, path.join(this.#path, inner));
      if (number >= 0) this.#roots.set(number, inner);
      this.#addBelow(inner);
    }
  }
  #wait() {
    io.wait(this.#watch, false, () => {
      const events = io.notifyRead(this.#fd);
      this.#wait();
      for (let i = 0; i < events.length && this.#fd >= 0; i += 3) this.#notify(events[i], events[i + 1], events[i + 2]);
    });
  }
  #notify(number, mask, name) {
    if (mask & kIgnored) return;
    const relative = this.#roots.get(number) ?? '';
    if (name !== undefined && relative !== '') name = `${relative}/${name}`;
    if (this.#options.recursive && (mask & kIsDirectory) && (mask & (kCreate | kMovedTo)) && name !== undefined) {
      const added = io.notifyAdd(this.#fd, path.join(this.#path, name));
      if (added >= 0) this.#roots.set(added, name);
      this.#addBelow(name);
    }
    const shown = encodeName(name ?? path.basename(this.#path), this.#options.encoding);
    this.emit('change', mask & ~(kChangeBits | kIsDirectory) ? 'rename' : 'change', shown);
  }
  close() {
    if (this.#fd < 0) return;
    io.unwatch(this.#watch);
    io.close(this.#fd);
    this.#fd = -1;
    process.nextTick(() => this.emit('close'));
  }
  ref() {
    if (this.#fd >= 0) io.reference(this.#watch, true);
    return this;
  }
  unref() {
    if (this.#fd >= 0) io.reference(this.#watch, false);
    return this;
  }
}

function watch(name, options, listener) {
  if (typeof options === 'function') listener = options;
  options = { persistent: true, ...optionsOf(options) };
  if (options.persistent !== undefined) validateBoolean(options.persistent, 'options.persistent');
  if (options.recursive !== undefined) validateBoolean(options.recursive, 'options.recursive');
  const watcher = new FSWatcher(toPath(name, 'filename'), options);
  if (listener) watcher.addListener('change', listener);
  if (options.signal) {
    if (options.signal.aborted) process.nextTick(() => watcher.close());
    else {
      const stop = () => watcher.close();
      options.signal.addEventListener('abort', stop, { once: true });
      watcher.once('close', () => options.signal.removeEventListener('abort', stop));
    }
  }
  return watcher;
}

async function* watchIterator(name, options = {}) {
  validateObject(options, 'options');
  const { signal, maxQueue = 2048 } = options;
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  const watcher = new FSWatcher(toPath(name, 'filename'), { persistent: true, ...options });
  const queue = [];
  let { promise, resolve, reject } = Promise.withResolvers();
  watcher.on('change', (eventType, filename) => {
    if (queue.length < maxQueue) queue.push({ __proto__: null, eventType, filename });
    resolve();
  });
  const stop = () => reject(new AbortError(undefined, { cause: signal.reason }));
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      await promise;
      ({ promise, resolve, reject } = Promise.withResolvers());
      promise.catch(() => {});
      while (queue.length > 0) yield queue.shift();
    }
  } finally {
    watcher.close();
    signal?.removeEventListener('abort', stop);
  }
}

// --- polling

const watchers = new Map();

class StatWatcher extends EventEmitter {
  #timer = null;
  #previous = undefined;
  #stopped = false;
  #persistent;
  constructor(name, interval, persistent, bigint) {
    super();
    this.name = name;
    this.interval = interval;
    this.#persistent = persistent;
    Object.defineProperty(this, 'name', { enumerable: false });
    Object.defineProperty(this, 'interval', { enumerable: false });
    this.bigint = bigint;
    this.#poll(true);
  }
  #poll(first) {
    native.stat(this.name, (error, numbers) => {
      if (this.#stopped) return;
      const missing = !!error;
      const current = missing ? new Array(18).fill(0) : numbers;
      const previous = this.#previous ?? current;
      const changed = first ? missing : current.some((value, i) => value !== previous[i] && i !== 10 && i !== 11);
      this.#previous = current;
      if (changed) {
        const of = (list) => require('internal/fs/values').statsOf(list, { bigint: this.bigint });
        this.emit('change', of(current), of(previous));
      }
      if (this.#stopped) return;
      this.#timer = setTimeout(() => this.#poll(false), this.interval);
      if (!this.#persistent) this.#timer.unref();
    });
  }
  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    process.nextTick(() => this.emit('stop'));
  }
  ref() {
    this.#timer?.ref();
    this.#persistent = true;
    return this;
  }
  unref() {
    this.#timer?.unref();
    this.#persistent = false;
    return this;
  }
}

function watchFile(name, options, listener) {
  name = path.resolve(toPath(name, 'filename'));
  if (options === null || typeof options !== 'object') {
    listener = options;
    options = {};
  }
  validateFunction(listener, 'listener');
  const { interval = 5007, persistent = true, bigint = false } = options;
  let watcher = watchers.get(name);
  if (!watcher) {
    watcher = new StatWatcher(name, interval, persistent, bigint);
    watchers.set(name, watcher);
  }
  watcher.addListener('change', listener);
  return watcher;
}
function unwatchFile(name, listener) {
  name = path.resolve(toPath(name, 'filename'));
  const watcher = watchers.get(name);
  if (!watcher) return;
  if (typeof listener === 'function') watcher.removeListener('change', listener);
  else watcher.removeAllListeners('change');
  if (watcher.listenerCount('change') === 0) {
    watcher.stop();
    watchers.delete(name);
  }
}

module.exports = { watch, watchFile, unwatchFile, watchIterator, FSWatcher };
