// node:stream. https://nodejs.org/api/stream.html
'use strict';

const base = require('internal/stream/state');
const { Readable } = require('internal/stream/readable');
const { Writable } = require('internal/stream/writable');
const { Duplex, Transform, PassThrough, compose } = require('internal/stream/duplex');
const { eos, pipeline, pipelinePromise, finished } = require('internal/stream/finished');

const { Stream } = base;
Stream.isDestroyed = base.isDestroyed;
Stream.isDisturbed = base.isDisturbed;
Stream.isErrored = base.isErrored;
Stream.isReadable = base.isReadable;
Stream.isWritable = base.isWritable;
Stream.Readable = Readable;

// The array-like methods are loaded with the first call.
const operators = () => require('internal/stream/operators');
for (const name of ['drop', 'filter', 'flatMap', 'map', 'take', 'compose', 'asIndexedPairs']) {
  const method = {
    [name](...args) {
      if (new.target) throw require('internal/errors').make('ERR_ILLEGAL_CONSTRUCTOR');
      const result = Reflect.apply(operators().streams[name], this, args);
      return name === 'compose' ? result : Readable.from(result);
    },
  }[name];
  Object.defineProperty(Readable.prototype, name, { value: method, enumerable: false, configurable: true, writable: true });
}
for (const name of ['every', 'forEach', 'reduce', 'toArray', 'some', 'find']) {
  const method = {
    [name](...args) {
      return Promise.resolve().then(() => Reflect.apply(operators().promises[name], this, args));
    },
  }[name];
  Object.defineProperty(Readable.prototype, name, { value: method, enumerable: false, configurable: true, writable: true });
}

Stream.Writable = Writable;
Stream.Duplex = Duplex;
Stream.Transform = Transform;
Stream.PassThrough = PassThrough;
Stream.duplexPair = function duplexPair(options) {
  class Side extends Duplex {
    other = null;
    waiting = null;
    _read() {
      const callback = this.waiting;
      if (callback) {
        this.waiting = null;
        callback();
      }
    }
    _write(chunk, encoding, callback) {
      if (chunk.length === 0) {
        process.nextTick(callback);
      } else {
        this.other.push(chunk);
        this.other.waiting = callback;
      }
    }
    _final(callback) {
      this.other.on('end', callback);
      this.other.push(null);
    }
  }
  const a = new Side(options);
  const b = new Side(options);
  a.other = b;
  b.other = a;
  return [a, b];
};
Stream.pipeline = pipeline;
Stream.addAbortSignal = base.addAbortSignal;
Stream.finished = eos;
Stream.destroy = base.destroyAny;
Stream.compose = compose;
Stream.setDefaultHighWaterMark = base.setDefaultHighWaterMark;
Stream.getDefaultHighWaterMark = base.getDefaultHighWaterMark;

const promisify = Symbol.for('nodejs.util.promisify.custom');
Object.defineProperty(Stream, 'promises', { configurable: true, enumerable: true, get() { return require('stream/promises'); } });
Object.defineProperty(pipeline, promisify, { enumerable: true, get() { return pipelinePromise; } });
Object.defineProperty(eos, promisify, { enumerable: true, get() { return finished; } });
Object.defineProperty(eos, 'name', { value: 'eos' });

Stream.Stream = Stream;
Stream._isArrayBufferView = ArrayBuffer.isView;
Stream._isUint8Array = (value) => value instanceof Uint8Array;
Stream._uint8ArrayToBuffer = (chunk) => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);

module.exports = Stream;
