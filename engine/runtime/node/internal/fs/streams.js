// Files as streams. https://nodejs.org/api/fs.html#fscreatereadstreampath-options
'use strict';

const fs = require('fs');
const { Readable, Writable, finished } = require('stream');
const { Buffer } = require('buffer');
const { make } = require('internal/errors');
const { validateInteger, validateFunction, parseFileMode } = require('internal/validators');
const { toPath, optionsOf } = require('internal/fs/values');

const kFs = Symbol('kFs');
const kBusy = Symbol('kIsPerformingIO');
const kIdle = Symbol('kIoDone');
const kHandle = Symbol('kHandle');

// A FileHandle's methods in the place of fs's.
const handleFs = (handle) => ({
  open: (path, flags, mode, callback) => callback(null, handle.fd),
  close: (fd, callback) => { handle.close().then(() => callback(), callback); },
  read: (fd, buffer, offset, length, position, callback) => {
    handle.read(buffer, offset, length, position).then((r) => callback(null, r.bytesRead, r.buffer), (error) => callback(error, 0, buffer));
  },
  write: (fd, buffer, offset, length, position, callback) => {
    handle.write(buffer, offset, length, position).then((r) => callback(null, r.bytesWritten, r.buffer), (error) => callback(error, 0, buffer));
  },
  writev: (fd, buffers, position, callback) => {
    handle.writev(buffers, position).then((r) => callback(null, r.bytesWritten, r.buffers), (error) => callback(error, 0, buffers));
  },
  fsync: (fd, callback) => { handle.sync().then(() => callback(), callback); },
});

function construct(callback) {
  if (typeof this.fd === 'number') {
    callback();
    return;
  }
  if (this.open !== openDeprecated) {
    // A program's own open().
    const original = this.emit;
    this.emit = function (...args) {
      if (args[0] === 'open') {
        this.emit = original;
        callback();
        Reflect.apply(original, this, args);
      } else if (args[0] === 'error') {
        this.emit = original;
        callback(args[1]);
      } else {
        Reflect.apply(original, this, args);
      }
    };
    this.open();
    return;
  }
  this[kFs].open(this.path, this.flags, this.mode, (error, fd) => {
    if (error) {
      callback(error);
      return;
    }
    this.fd = fd;
    callback();
    this.emit('open', this.fd);
    this.emit('ready');
  });
}
function openDeprecated() {}

function setUp(stream, path, options, needed) {
  if (options.fd === undefined || options.fd === null) {
    stream[kFs] = options.fs || fs;
    for (const name of needed) validateFunction(stream[kFs][name], `options.fs.${name}`);
    stream.fd = null;
    stream.path = toPath(path);
  } else if (typeof options.fd === 'object' && typeof options.fd.fd === 'number') {
    const handle = options.fd;
    stream[kHandle] = handle;
    stream[kFs] = handleFs(handle);
    stream.fd = handle.fd;
    handle.on('close', () => stream.close());
  } else {
    stream[kFs] = options.fs || fs;
    if (typeof options.fd !== 'number') throw make('ERR_INVALID_ARG_TYPE', 'options.fd', ['number', 'FileHandle'], options.fd);
    validateInteger(options.fd, 'fd', 0, 2147483647);
    stream.fd = options.fd;
    if (path != null) stream.path = toPath(path);
  }
}

function close(stream, error, callback) {
  if (stream.fd === null || stream.fd === undefined || stream.fd < 0) {
    callback(error);
    return;
  }
  const { fd } = stream;
  stream.fd = null;
  stream[kFs].close(fd, (failure) => callback(failure || error));
}
const finish = (stream, error, callback) => {
  // What is under way is waited for, and then closed.
  if (stream[kBusy]) stream.once(kIdle, (failure) => close(stream, error || failure, callback));
  else close(stream, error, callback);
};

function ReadStream(path, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(path, options);
  options = { ...optionsOf(options, {}) };
  options.highWaterMark ??= 64 * 1024;
  if (options.autoDestroy === undefined) options.autoDestroy = false;
  setUp(this, path, options, ['open', 'read', 'close']);
  this.flags = options.flags ?? 'r';
  this.mode = options.mode === undefined ? 0o666 : parseFileMode(options.mode, 'mode');
  options.autoDestroy = options.autoClose === undefined ? true : options.autoClose;
  this.start = options.start;
  this.end = options.end ?? Infinity;
  this.pos = undefined;
  this.bytesRead = 0;
  this[kBusy] = false;
  if (this.start !== undefined) {
    validateInteger(this.start, 'start', 0);
    this.pos = this.start;
  }
  if (this.end !== Infinity) {
    validateInteger(this.end, 'end', 0);
    if (this.start !== undefined && this.start > this.end) throw make('ERR_OUT_OF_RANGE', 'start', `<= "end" (here: ${this.end})`, this.start);
  }
  Readable.call(this, options);
  if (options.encoding) this.setEncoding(options.encoding);
}
Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
Object.setPrototypeOf(ReadStream, Readable);
Object.defineProperty(ReadStream.prototype, 'autoClose', {
  configurable: true, enumerable: false,
  get() { return this._readableState.autoDestroy; },
  set(value) { this._readableState.autoDestroy = value; },
});
ReadStream.prototype.open = openDeprecated;
ReadStream.prototype._construct = construct;
ReadStream.prototype._read = function (n) {
  n = this.pos !== undefined ? Math.min(this.end - this.pos + 1, n) : Math.min(this.end - this.bytesRead + 1, n);
  if (n <= 0) {
    this.push(null);
    return;
  }
  const buffer = Buffer.allocUnsafeSlow(n);
  this[kBusy] = true;
  this[kFs].read(this.fd, buffer, 0, n, this.pos ?? null, (error, count) => {
    this[kBusy] = false;
    if (this.destroyed) {
      this.emit(kIdle, error);
      return;
    }
    if (error) {
      this.destroy(error);
    } else if (count > 0) {
      if (this.pos !== undefined) this.pos += count;
      this.bytesRead += count;
      // A short read keeps no large buffer alive.
      this.push(count === buffer.length ? buffer : count < n / 2 ? Buffer.from(buffer.subarray(0, count)) : buffer.subarray(0, count));
    } else {
      this.push(null);
    }
  });
};
ReadStream.prototype._destroy = function (error, callback) {
  finish(this, error, callback);
};
ReadStream.prototype.close = function (callback) {
  if (typeof callback === 'function') finished(this, callback);
  this.destroy();
};
Object.defineProperty(ReadStream.prototype, 'pending', { configurable: true, get() { return this.fd === null; } });

function WriteStream(path, options) {
  if (!(this instanceof WriteStream)) return new WriteStream(path, options);
  options = { ...optionsOf(options, {}) };
  options.decodeStrings = true;
  setUp(this, path, options, ['open', 'close']);
  this.flags = options.flags ?? 'w';
  this.mode = options.mode === undefined ? 0o666 : parseFileMode(options.mode, 'mode');
  options.autoDestroy = options.autoClose === undefined ? true : options.autoClose;
  this.start = options.start;
  this.pos = undefined;
  this.bytesWritten = 0;
  this.flush = options.flush ?? false;
  this[kBusy] = false;
  if (this[kFs].writev === undefined || this[kFs].writev === null) this._writev = null;
  if (this.start !== undefined) {
    validateInteger(this.start, 'start', 0);
    this.pos = this.start;
  }
  Writable.call(this, options);
  if (options.encoding) this.setDefaultEncoding(options.encoding);
}
Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(WriteStream, Writable);
Object.defineProperty(WriteStream.prototype, 'autoClose', {
  configurable: true, enumerable: false,
  get() { return this._writableState.autoDestroy; },
  set(value) { this._writableState.autoDestroy = value; },
});
WriteStream.prototype.open = openDeprecated;
WriteStream.prototype._construct = construct;

function writeAll(stream, data, size, position, callback, retries = 0) {
  stream[kFs].write(stream.fd, data, 0, size, position ?? null, (error, written, buffer) => {
    if (error?.code === 'EAGAIN') {
      error = null;
      written = 0;
    }
    if (stream.destroyed || error) {
      callback(error || make('ERR_STREAM_DESTROYED', 'write'));
      return;
    }
    stream.bytesWritten += written;
    retries = written ? 0 : retries + 1;
    size -= written;
    if (position !== undefined) position += written;
    if (retries > 5) callback(new Error('writev failed'));
    else if (size > 0) writeAll(stream, buffer.subarray(written), size, position, callback, retries);
    else callback();
  });
}
WriteStream.prototype._write = function (data, encoding, callback) {
  this[kBusy] = true;
  writeAll(this, data, data.length, this.pos, (error) => {
    this[kBusy] = false;
    if (this.destroyed) {
      callback(error);
      this.emit(kIdle, error);
      return;
    }
    callback(error);
  });
  if (this.pos !== undefined) this.pos += data.length;
};
WriteStream.prototype._writev = function (list, callback) {
  const data = Buffer.concat(list.map(({ chunk }) => chunk));
  WriteStream.prototype._write.call(this, data, '', callback);
};
WriteStream.prototype._destroy = function (error, callback) {
  if (this.flush && this.fd !== null && !error) {
    this[kFs].fsync(this.fd, (failure) => finish(this, failure, callback));
    return;
  }
  finish(this, error, callback);
};
WriteStream.prototype.close = function (callback) {
  if (callback) {
    if (this.closed) {
      process.nextTick(callback);
      return;
    }
    this.on('close', callback);
  }
  // Without autoClose nothing else would close it.
  if (!this.autoClose) this.on('finish', this.destroy);
  this.end();
};
WriteStream.prototype.destroySoon = WriteStream.prototype.end;
Object.defineProperty(WriteStream.prototype, 'pending', { configurable: true, get() { return this.fd === null; } });

module.exports = {
  ReadStream, WriteStream,
  createReadStream: (path, options) => new ReadStream(path, options),
  createWriteStream: (path, options) => new WriteStream(path, options),
};
