// The Streams standard's globals in one place, with queuing strategies and text streams.
'use strict';
const { codes } = require('internal/errors');
const { members, inspectStream } = require('internal/web/stream_support');
const readable = require('internal/web/readable_stream');
const writable = require('internal/web/writable_stream');
const transform = require('internal/web/transform_stream');
const custom = Symbol.for('nodejs.util.inspect.custom');

const byteLengthSize = Object.defineProperty((chunk) => chunk.byteLength, 'name', { value: 'size' });
const countSize = Object.defineProperty(() => 1, 'name', { value: 'size' });

function highWaterMarkOf(init) {
  if (init === undefined || init === null || (typeof init !== 'object' && typeof init !== 'function')) throw new codes.ERR_INVALID_ARG_TYPE('init', 'Object', init);
  if (init.highWaterMark === undefined) throw new codes.ERR_MISSING_OPTION('options.highWaterMark');
  return Number(init.highWaterMark);
}
class ByteLengthQueuingStrategy {
  #mark;
  constructor(init) { this.#mark = highWaterMarkOf(init); }
  get highWaterMark() { return this.#mark; }
  get size() {
    if (!(#mark in this)) throw new codes.ERR_INVALID_THIS('ByteLengthQueuingStrategy');
    return byteLengthSize;
  }
  [custom](depth, options, inspect = internal.inspect) { return inspectStream(this, depth, options, inspect, { highWaterMark: this.#mark }); }
}
members(ByteLengthQueuingStrategy, 'highWaterMark size');
class CountQueuingStrategy {
  #mark;
  constructor(init) { this.#mark = highWaterMarkOf(init); }
  get highWaterMark() { return this.#mark; }
  get size() {
    if (!(#mark in this)) throw new codes.ERR_INVALID_THIS('CountQueuingStrategy');
    return countSize;
  }
  [custom](depth, options, inspect = internal.inspect) { return inspectStream(this, depth, options, inspect, { highWaterMark: this.#mark }); }
}
members(CountQueuingStrategy, 'highWaterMark size');

// https://encoding.spec.whatwg.org/#interface-textencoderstream
class TextEncoderStream {
  #transform;
  #high = '';
  constructor() {
    const encoder = new TextEncoder();
    this.#transform = new transform.TransformStream({
      transform: (chunk, controller) => {
        let text = this.#high + `${chunk}`;
        this.#high = '';
        // Half a pair waits for its other half.
        if (/[\ud800-\udbff]$/.test(text)) {
          this.#high = text.at(-1);
          text = text.slice(0, -1);
        }
        if (text) controller.enqueue(encoder.encode(text));
      },
      flush: (controller) => { if (this.#high) controller.enqueue(new Uint8Array([0xef, 0xbf, 0xbd])); },
    });
  }
  get encoding() { return 'utf-8'; }
  get readable() { return this.#transform.readable; }
  get writable() { return this.#transform.writable; }
  [custom](depth, options, inspect = internal.inspect) { return inspectStream(this, depth, options, inspect, { encoding: this.encoding, readable: this.readable, writable: this.writable }); }
}
members(TextEncoderStream, 'encoding readable writable');
class TextDecoderStream {
  #decoder;
  #transform;
  constructor(encoding = 'utf-8', options = {}) {
    this.#decoder = new TextDecoder(encoding, options);
    this.#transform = new transform.TransformStream({
      transform: (chunk, controller) => {
        if (chunk === undefined) throw new codes.ERR_INVALID_ARG_TYPE('list', ['SharedArrayBuffer', 'ArrayBuffer', 'ArrayBufferView'], chunk);
        const text = this.#decoder.decode(chunk, { stream: true });
        if (text) controller.enqueue(text);
      },
      flush: (controller) => {
        const text = this.#decoder.decode();
        if (text) controller.enqueue(text);
      },
    });
  }
  get encoding() { return this.#decoder.encoding; }
  get fatal() { return this.#decoder.fatal; }
  get ignoreBOM() { return this.#decoder.ignoreBOM; }
  get readable() { return this.#transform.readable; }
  get writable() { return this.#transform.writable; }
  [custom](depth, options, inspect = internal.inspect) {
    return inspectStream(this, depth, options, inspect, { encoding: this.encoding, fatal: this.fatal, ignoreBOM: this.ignoreBOM, readable: this.readable, writable: this.writable });
  }
}
members(TextDecoderStream, 'encoding fatal ignoreBOM readable writable');

module.exports = {
  ReadableStream: readable.ReadableStream, ReadableStreamDefaultReader: readable.ReadableStreamDefaultReader,
  ReadableStreamBYOBReader: readable.ReadableStreamBYOBReader, ReadableStreamBYOBRequest: readable.ReadableStreamBYOBRequest,
  ReadableByteStreamController: readable.ReadableByteStreamController,
  ReadableStreamDefaultController: readable.ReadableStreamDefaultController,
  TransformStream: transform.TransformStream, TransformStreamDefaultController: transform.TransformStreamDefaultController,
  WritableStream: writable.WritableStream, WritableStreamDefaultWriter: writable.WritableStreamDefaultWriter,
  WritableStreamDefaultController: writable.WritableStreamDefaultController, ByteLengthQueuingStrategy, CountQueuingStrategy,
  TextEncoderStream, TextDecoderStream,
};
