// Streams over a descriptor that can be waited for: pipes, socket pairs, terminals.
'use strict';

const io = internal.binding('io');
const { Buffer } = require('buffer');
const { Duplex } = require('stream');

const kChunk = 65536;
const EAGAIN = -11;

const handleError = (number, syscall) => require('internal/system_errors').errnoException(number, syscall);

// options: fd, readable, writable, sync (writes wait, as those of standard output do)
class Pipe extends Duplex {
  constructor(options) {
    super({ allowHalfOpen: options.allowHalfOpen ?? false, emitClose: false, autoDestroy: true, decodeStrings: true, readable: !!options.readable,
      writable: !!options.writable, highWaterMark: options.highWaterMark });
    this.fd = options.fd;
    this.bytesRead = 0;
    this.bytesWritten = 0;
    Object.defineProperties(this, {
      _watch: { value: undefined, writable: true },
      _syncWrites: { value: !!options.sync, writable: true },
      _referenced: { value: true, writable: true },
      _waitingRead: { value: false, writable: true },
    });
    if (!options.sync) io.nonblocking(this.fd, true);
  }
  _watchId() {
    if (this._watch === undefined) {
      const id = io.watch(this.fd);
      this._watch = id;
      if (id > 0 && !this._referenced) io.reference(id, false);
    }
    return this._watch;
  }
  _read() {
    if (this._waitingRead || this.destroyed) return;
    const id = this._watchId();
    if (id < 0) {
      // Nothing to wait on (a regular file): it can be read at once.
      setImmediate(() => this._fill());
      this._waitingRead = true;
      return;
    }
    this._waitingRead = true;
    io.wait(id, false, () => this._fill());
  }
  _fill() {
    this._waitingRead = false;
    if (this.destroyed) return;
    const buffer = Buffer.allocUnsafeSlow(kChunk);
    const count = io.read(this.fd, buffer, 0, kChunk);
    if (count === EAGAIN) {
      this._read();
    } else if (count === 0 || count === -5 && this.isTTY || count === -104) {
      this.push(null);
      if (this.readableLength === 0) this.read(0);
    } else if (count < 0) {
      this.destroy(handleError(count, 'read'));
    } else {
      this.bytesRead += count;
      const chunk = count < kChunk / 2 ? Buffer.from(buffer.subarray(0, count)) : buffer.subarray(0, count);
      if (this.push(chunk)) this._read();
    }
  }
  _write(chunk, encoding, callback) {
    if (this._syncWrites) {
      const result = io.writeAll(this.fd, chunk);
      if (result < 0) callback(handleError(result, 'write'));
      else {
        this.bytesWritten += chunk.length;
        callback();
      }
      return;
    }
    this._writeFrom(chunk, 0, callback);
  }
  _writeFrom(chunk, offset, callback) {
    while (offset < chunk.length) {
      if (this.destroyed) {
        callback(handleError(-125, 'write'));
        return;
      }
      const count = io.write(this.fd, chunk, offset, chunk.length - offset);
      if (count === EAGAIN) {
        io.wait(this._watchId(), true, () => this._writeFrom(chunk, offset, callback));
        return;
      }
      if (count < 0) {
        callback(handleError(count, 'write'));
        return;
      }
      offset += count;
      this.bytesWritten += count;
    }
    callback();
  }
  _final(callback) {
    if (this.readable) io.shutdown(this.fd);
    callback();
  }
  _destroy(error, callback) {
    if (this._watch > 0) io.unwatch(this._watch);
    this._watch = undefined;
    const fd = this.fd;
    this.fd = -1;
    if (fd > 2) io.close(fd);
    io.closing(() => this.emit('close', error != null));
    callback(error);
  }
  destroySoon() {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', this.destroy);
  }
  ref() {
    this._referenced = true;
    if (this._watch > 0) io.reference(this._watch, true);
    return this;
  }
  unref() {
    this._referenced = false;
    if (this._watch > 0) io.reference(this._watch, false);
    return this;
  }
  get readyState() { return this.readable && this.writable ? 'open' : this.readable ? 'readOnly' : this.writable ? 'writeOnly' : 'closed'; }
  setTimeout() { return this; }
  setNoDelay() { return this; }
  setKeepAlive() { return this; }
}
Object.defineProperty(Pipe, 'name', { value: 'Socket' });

module.exports = { Pipe, handleError };
