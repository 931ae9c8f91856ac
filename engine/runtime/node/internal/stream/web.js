// Node's streams as web streams and the other way: what Readable, Writable and Duplex call toWeb() and fromWeb().
'use strict';

const base = require('internal/stream/state');
const { eos, kSynchronous } = require('internal/stream/finished');
const { make, AbortError } = require('internal/errors');
const { validateObject, validateBoolean, validateOneOf } = require('internal/validators');
const { state, soon, deferred } = require('internal/web/stream_support');
const webReadable = require('internal/web/readable_stream');
const webWritable = require('internal/web/writable_stream');

const nothing = () => {};
const isWeb = (value, kind) => typeof value === 'object' && value !== null && state(value)?.kind === kind;

// What Node's streams call an error of their own, in the words of the Web.
function webError(error) {
  const code = error?.code;
  if (code === 'ERR_STREAM_PREMATURE_CLOSE') return new AbortError(undefined, { cause: error });
  if (typeof code === 'string' && /^(Z_NEED_DICT|Z_\w+_ERROR|ERR__ERROR_)/.test(code)) return Object.assign(new TypeError(undefined, { cause: error }), { code });
  return error;
}

// --- Node's as the Web's

function writableToWeb(stream, options = {}) {
  if (typeof stream?.write !== 'function' || typeof stream?.on !== 'function') throw make('ERR_INVALID_ARG_TYPE', 'streamWritable', 'stream.Writable', stream);
  if (base.isDestroyed(stream) || !base.isWritable(stream)) {
    const over = new WritableStream();
    over.close();
    return over;
  }
  const highWaterMark = stream.writableHighWaterMark;
  const strategy = stream.writableObjectMode ? new CountQueuingStrategy({ highWaterMark }) : { highWaterMark, size: (chunk) => chunk?.byteLength ?? chunk?.length ?? 1 };
  let controller;
  let drained;
  let closed;
  const cleanup = eos(stream, (error) => {
    error = webError(error);
    cleanup();
    stream.on('error', nothing);  // late ones are nobody's
    if (error == null && closed !== undefined) closed.resolve();
    else {
      if (error != null) {
        drained?.reject(error);
        closed?.reject(error);
      }
      controller?.error(error ?? new AbortError());
      controller = undefined;
    }
    closed = undefined;
  });
  stream.on('drain', () => drained?.resolve());
  return new WritableStream({
    start(c) { controller = c; },
    write(chunk) {
      options.check?.(chunk);
      if (!stream.writableObjectMode && (chunk instanceof ArrayBuffer || chunk instanceof SharedArrayBuffer)) chunk = new Uint8Array(chunk);
      if (!stream.writableNeedDrain && stream.write(chunk)) return undefined;
      drained = deferred();
      if (!stream.writableNeedDrain) drained.resolve();
      return drained.promise.finally(() => { drained = undefined; });
    },
    abort(reason) { base.destroyAny(stream, reason); },
    close() {
      if (closed === undefined && !stream.writableEnded) {
        closed = deferred();
        stream.end();
        return closed.promise;
      }
      controller = undefined;
      return Promise.resolve();
    },
  }, strategy);
}

function readableToWeb(stream, options = {}) {
  if (typeof stream?._readableState !== 'object') throw make('ERR_INVALID_ARG_TYPE', 'streamReadable', 'stream.Readable', stream);
  validateObject(options, 'options');
  if (options.type !== undefined) validateOneOf(options.type, 'options.type', ['bytes', undefined]);
  const bytes = options.type === 'bytes';
  const objectMode = stream.readableObjectMode;
  const highWaterMark = stream.readableHighWaterMark;
  const goesOn = base.isReadable(stream);
  let controller;
  let over = false;
  const source = {
    type: bytes ? 'bytes' : undefined,
    start(c) { controller = c; },
    cancel(reason) {
      over = true;
      base.destroyAny(stream, reason);
    },
  };
  let strategy;
  if (goesOn) {
    source.pull = () => { stream.resume(); };
    if (bytes) strategy = { highWaterMark };
    else strategy = options.strategy ?? new (objectMode ? CountQueuingStrategy : ByteLengthQueuingStrategy)({ highWaterMark });
  }
  const web = new ReadableStream(source, strategy);
  let cleanup = nothing;
  cleanup = eos(stream, { writable: false, [kSynchronous]: true }, (error) => {
    error = webError(error);
    cleanup();
    stream.on('error', nothing);
    if (over) return;
    over = true;
    if (error) {
      controller.error(error);
      return;
    }
    controller.close();
    if (bytes) controller.byobRequest?.respond(0);
  });
  if (over) cleanup();
  else if (goesOn) {
    stream.pause();
    stream.on('data', (chunk) => {
      if (over) return;
      controller.enqueue(Buffer.isBuffer(chunk) && !objectMode ? new Uint8Array(chunk) : chunk);
      if (controller.desiredSize <= 0) stream.pause();
    });
  }
  return web;
}

function duplexToWeb(duplex, options = {}) {
  if (typeof duplex?._writableState !== 'object' || typeof duplex?._readableState !== 'object') throw make('ERR_INVALID_ARG_TYPE', 'duplex', 'stream.Duplex', duplex);
  validateObject(options, 'options');
  const type = options.readableType ?? options.type ?? undefined;
  const destroyed = base.isDestroyed(duplex);
  const pair = {
    writable: destroyed || !base.isWritable(duplex) ? new WritableStream() : writableToWeb(duplex, options),
    readable: destroyed || !base.isReadable(duplex) ? new ReadableStream({ type }) : readableToWeb(duplex, { type }),
  };
  if (destroyed || !base.isWritable(duplex)) pair.writable.close();
  if (destroyed || !base.isReadable(duplex)) pair.readable.cancel();
  return pair;
}

// --- the Web's as Node's

// A callback's throw is the stream's error.
function guarded(self, callback, error) {
  try {
    callback(error);
  } catch (failure) {
    process.nextTick(() => base.destroyAny(self(), failure));
  }
}
// _write, _writev and _final of a writer; `self` gives the stream.
function writing(writer, { decodeStrings, objectMode }, self) {
  let callback;
  let dispatching = false;
  let first;
  const request = {
    pending: 0, failed: false, failure: undefined,
    resolve() { over(); },
    reject(error) {
      first ??= { error };
      over();
    },
  };
  function over() {
    request.pending--;
    tell();
  }
  // Once all chunks of a call are through.
  function tell() {
    if (dispatching || request.pending > 0 || callback === undefined) return;
    const done = callback;
    const error = first ? first.error : request.failure;
    callback = first = request.failure = undefined;
    request.failed = false;
    if (error === undefined) guarded(self, done);
    else soon(() => guarded(self, done, error));
  }
  function dispatch(chunks, done) {
    callback = done;
    dispatching = true;
    for (const chunk of chunks) webWritable.writerWriteWithRequest(writer, chunk, request);
    dispatching = false;
    tell();
  }
  return {
    write(chunk, encoding, done) {
      if (typeof chunk === 'string' && decodeStrings && !objectMode) chunk = new Uint8Array(Buffer.from(chunk, encoding));
      dispatch([chunk], done);
    },
    writev: (chunks, done) => dispatch(chunks.map(({ chunk }) => chunk), done),
    final(isClosed, done) {
      if (isClosed) return;
      const end = (error) => guarded(self, done, error);
      writer.close().then(end, end);
    },
  };
}
// _read of a reader.
function reading(reader, self) {
  const request = {
    chunk: (chunk) => soon(() => { self().push(chunk); }),
    close: () => { self().push(null); },
    error: (error) => { base.destroyAny(self(), error); },
  };
  return () => webReadable.defaultReaderRead(reader, request);
}
// The end of _destroy; what the callback throws is uncaught.
const ending = (callback, error) => () => {
  try {
    callback(error);
  } catch (failure) {
    process.nextTick(() => { throw failure; });
  }
};

function writableFromWeb(web, options = {}) {
  if (!isWeb(web, 'WritableStream')) throw make('ERR_INVALID_ARG_TYPE', 'writableStream', 'WritableStream', web);
  validateObject(options, 'options');
  const { highWaterMark, decodeStrings = true, objectMode = false, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  validateBoolean(decodeStrings, 'options.decodeStrings');
  const writer = web.getWriter();
  let closed = false;
  const { write, writev, final } = writing(writer, { decodeStrings, objectMode }, () => stream);
  const stream = new (require('stream').Writable)({
    highWaterMark, objectMode, decodeStrings, signal, write, writev,
    final(callback) { final(closed, callback); },
    destroy(error, callback) {
      const done = ending(callback, error);
      if (closed) done();
      else (error == null ? writer.close() : writer.abort(error)).then(done, done);
    },
  });
  writer.closed.then(() => {
    closed = true;
    if (!stream.writableEnded) base.destroyAny(stream, make('ERR_STREAM_PREMATURE_CLOSE'));
  }, (error) => {
    closed = true;
    base.destroyAny(stream, error);
  });
  return stream;
}

function readableFromWeb(web, options = {}) {
  if (!isWeb(web, 'ReadableStream')) throw make('ERR_INVALID_ARG_TYPE', 'readableStream', 'ReadableStream', web);
  validateObject(options, 'options');
  const { highWaterMark, encoding, objectMode = false, signal } = options;
  if (encoding !== undefined && !Buffer.isEncoding(encoding)) throw make('ERR_INVALID_ARG_VALUE', 'options.encoding', encoding);
  validateBoolean(objectMode, 'options.objectMode');
  const reader = web.getReader();
  let closed = false;
  const stream = new (require('stream').Readable)({
    objectMode, highWaterMark, encoding, signal, read: reading(reader, () => stream),
    destroy(error, callback) {
      const done = ending(callback, error);
      if (closed) done();
      else reader.cancel(error).then(done, done);
    },
  });
  reader.closed.then(() => { closed = true; }, (error) => {
    closed = true;
    base.destroyAny(stream, error);
  });
  return stream;
}

function duplexFromWeb(pair = {}, options = {}) {
  validateObject(pair, 'pair');
  if (!isWeb(pair.readable, 'ReadableStream')) throw make('ERR_INVALID_ARG_TYPE', 'pair.readable', 'ReadableStream', pair.readable);
  if (!isWeb(pair.writable, 'WritableStream')) throw make('ERR_INVALID_ARG_TYPE', 'pair.writable', 'WritableStream', pair.writable);
  validateObject(options, 'options');
  const { allowHalfOpen = false, objectMode = false, encoding, decodeStrings = true, highWaterMark, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  if (encoding !== undefined && !Buffer.isEncoding(encoding)) throw make('ERR_INVALID_ARG_VALUE', 'options.encoding', encoding);
  const writer = pair.writable.getWriter();
  const reader = pair.readable.getReader();
  let writableClosed = false;
  let readableClosed = false;
  const { write, writev, final } = writing(writer, { decodeStrings, objectMode }, () => stream);
  const stream = new (require('stream').Duplex)({
    allowHalfOpen, highWaterMark, objectMode, encoding, decodeStrings, signal, write, writev, read: reading(reader, () => stream),
    final(callback) { final(writableClosed, callback); },
    destroy(error, callback) {
      const done = ending(callback, error);
      if (writableClosed && readableClosed) {
        done();
        return;
      }
      const closeWriter = async () => { if (!writableClosed) await writer.abort(error); };
      const closeReader = async () => { if (!readableClosed) await reader.cancel(error); };
      Promise.all([closeWriter(), closeReader()]).then(done, done);
    },
  });
  writer.closed.then(() => {
    writableClosed = true;
    if (!stream.writableEnded) base.destroyAny(stream, make('ERR_STREAM_PREMATURE_CLOSE'));
  }, (error) => {
    writableClosed = readableClosed = true;
    base.destroyAny(stream, error);
  });
  reader.closed.then(() => { readableClosed = true; }, (error) => {
    writableClosed = readableClosed = true;
    base.destroyAny(stream, error);
  });
  return stream;
}

module.exports = { writableToWeb, readableToWeb, duplexToWeb, writableFromWeb, readableFromWeb, duplexFromWeb };
