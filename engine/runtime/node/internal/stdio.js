// process.stdin, stdout and stderr: what kind of stream follows from what the descriptor is.
'use strict';

const io = internal.binding('io');
const { Writable, Readable } = require('stream');

// Regular files and devices: a write is done when it returns.
class SyncWriteStream extends Writable {
  constructor(fd) {
    super({ autoDestroy: true });
    this.fd = fd;
    this.readable = false;
    this.autoClose = false;
  }
  _write(chunk, encoding, callback) {
    const result = io.writeAll(this.fd, chunk);
    if (result < 0) callback(io.systemError(result, 'write'));
    else callback();
  }
  _destroy(error, callback) {
    callback(error);
  }
  destroySoon() { return this.destroy(); }
}

// A standard stream outlives its destruction: others of the program go on writing to it.
function dummyDestroy(error, callback) {
  callback(error);
  this._undestroy();
  if (!this._writableState.emitClose) process.nextTick(() => this.emit('close'));
}

function openOutput(fd) {
  let stream;
  const type = io.type(fd);
  switch (type) {
    case 'TTY': {
      const tty = require('tty');
      stream = new tty.WriteStream(fd);
      stream._type = 'tty';
      break;
    }
    case 'FILE':
      stream = new SyncWriteStream(fd);
      stream._type = 'fs';
      break;
    case 'PIPE': {
      const { Pipe } = require('internal/pipe');
      stream = new Pipe({ fd, readable: false, writable: true, sync: true });
      stream._type = 'pipe';
      break;
    }
    default:
      stream = new Writable({ write(chunk, encoding, callback) { callback(); } });
  }
  stream.fd = fd;
  stream._isStdio = true;
  stream.destroySoon = stream.destroy;
  stream._destroy = dummyDestroy;
  if (stream.isTTY) {
    process.on('SIGWINCH', () => stream._refreshSize());
  }
  return stream;
}

function openInput(fd) {
  let stream;
  switch (io.type(fd)) {
    case 'TTY': {
      const tty = require('tty');
      stream = new tty.ReadStream(fd);
      break;
    }
    case 'FILE': {
      const fs = require('fs');
      stream = new fs.ReadStream(null, { fd, autoClose: false });
      break;
    }
    case 'PIPE': {
      const { Pipe } = require('internal/pipe');
      stream = new Pipe({ fd, readable: true, writable: false });
      break;
    }
    default:
      stream = new Readable({ read() {} });
      stream.push(null);
  }
  stream.fd = fd;
  if (stream._watchId) {
    // Paused input keeps nothing alive.
    stream.on('pause', () => process.nextTick(() => {
      if (!stream._readableState.flowing && !stream._readableState.reading) stream.unref();
      else if (!stream._readableState.flowing && stream.listenerCount('readable') === 0) stream.unref();
    }));
    stream.on('resume', () => stream.ref());
    stream.on('newListener', (name) => {
      if (name === 'readable') stream.ref();
    });
  }
  return stream;
}

module.exports = { open: (fd) => (fd === 0 ? openInput(fd) : openOutput(fd)), SyncWriteStream };
