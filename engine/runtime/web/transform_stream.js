// TransformStream. https://streams.spec.whatwg.org/#ts
'use strict';
const { codes } = require('internal/errors');
const { state, kSecret, kParked, brand, deferred, resolved, rejected, adopted, soon, extractHighWaterMark, extractSizeAlgorithm, method, inspectStream, members } = require('internal/web/stream_support');
const readable = require('internal/web/readable_stream');
const writable = require('internal/web/writable_stream');
const custom = Symbol.for('nodejs.util.inspect.custom');

class TransformStream {
  constructor(transformer = {}, writableStrategy = {}, readableStrategy = {}) {
    if (transformer !== undefined && transformer !== null && typeof transformer !== 'object' && typeof transformer !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('transformer', 'Object', transformer);
    transformer ??= {};
    const { readableType, writableType } = transformer;
    if (readableType !== undefined) throw new codes.ERR_INVALID_ARG_VALUE.RangeError('transformer.readableType', readableType);
    if (writableType !== undefined) throw new codes.ERR_INVALID_ARG_VALUE.RangeError('transformer.writableType', writableType);
    const readableMark = extractHighWaterMark(readableStrategy, 0);
    const readableSize = extractSizeAlgorithm(readableStrategy);
    const writableMark = extractHighWaterMark(writableStrategy, 1);
    const writableSize = extractSizeAlgorithm(writableStrategy);
    const start = method(transformer, 'start', 'transformer.start');
    const transform = method(transformer, 'transform', 'transformer.transform');
    const flush = method(transformer, 'flush', 'transformer.flush');
    const cancel = method(transformer, 'cancel', 'transformer.cancel');
    const started = deferred();
    const t = { kind: 'TransformStream', controller: new TransformStreamDefaultController(kSecret), backpressure: undefined, pullParked: false, parkedWrite: undefined };
    state.set(this, t);
    const c = {
      kind: 'TransformStreamDefaultController', stream: this, finish: undefined,
      transform: transform ?? ((chunk) => enqueue(t.controller, chunk)), flush: () => adopted(flush, t.controller), cancel: (reason) => adopted(cancel, reason),
    };
    state.set(t.controller, c);
    t.writable = writable.createWritableStream(() => started.promise, (chunk) => sinkWrite(this, chunk), () => sinkClose(this), (reason) => adopted(sinkAbort, this, reason), writableMark, writableSize);
    t.readable = readable.createReadableStream(() => started.promise, () => {
      setBackpressure(t, false);
      t.pullParked = true;
      return kParked;
    }, (reason) => sourceCancel(this, reason), readableMark, readableSize);
    setBackpressure(t, true);
    started.resolve(start?.(t.controller));
  }
  get readable() { return brand(this, 'TransformStream').readable; }
  get writable() { return brand(this, 'TransformStream').writable; }
  [custom](depth, options, inspect = internal.inspect) {
    const t = state(this);
    return inspectStream(this, depth, options, inspect, { readable: t.readable, writable: t.writable, backpressure: t.backpressure });
  }
}
members(TransformStream, 'readable writable');

class TransformStreamDefaultController {
  constructor(secret = undefined) {
    if (secret !== kSecret) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }
  get desiredSize() {
    const c = brand(this, 'TransformStreamDefaultController');
    return readable.desiredSize(state(state(state(c.stream).readable).controller));
  }
  enqueue(chunk = undefined) {
    brand(this, 'TransformStreamDefaultController');
    enqueue(this, chunk);
  }
  error(reason = undefined) {
    errorBoth(brand(this, 'TransformStreamDefaultController').stream, reason);
  }
  terminate() {
    const { stream } = brand(this, 'TransformStreamDefaultController');
    const t = state(stream);
    readable.defaultControllerClose(state(t.readable).controller);
    errorWritableAndUnblock(stream, new codes.ERR_INVALID_STATE.TypeError('TransformStream has been terminated'));
  }
  [custom](depth, options, inspect = internal.inspect) { return inspectStream(this, depth, options, inspect, { stream: state(this).stream }); }
}
members(TransformStreamDefaultController, 'desiredSize enqueue error terminate');

function errorBoth(stream, error) {
  readable.defaultControllerError(state(state(stream).readable).controller, error);
  errorWritableAndUnblock(stream, error);
}
function clearAlgorithms(c) {
  c.transform = c.flush = c.cancel = undefined;
}
function errorWritableAndUnblock(stream, error) {
  const t = state(stream);
  clearAlgorithms(state(t.controller));
  writable.controllerErrorIfNeeded(state(t.writable).controller, error);
  if (t.backpressure) setBackpressure(t, false);
}
// A pull has done its work when there is backpressure again, a write may begin when there is none.
function setBackpressure(t, backpressure) {
  t.backpressure = backpressure;
  if (!backpressure) {
    if (t.parkedWrite !== undefined) soon(t.parkedWrite);
  } else if (t.pullParked) {
    t.pullParked = false;
    soon(state(state(t.readable).controller).pulled);
  }
}
function enqueue(controller, chunk) {
  const { stream } = state(controller);
  const t = state(stream);
  const readableController = state(t.readable).controller;
  if (!readable.defaultControllerCanCloseOrEnqueue(readableController)) throw new codes.ERR_INVALID_STATE.TypeError('Unable to enqueue');
  try {
    readable.defaultControllerEnqueue(readableController, chunk);
  } catch (error) {
    errorWritableAndUnblock(stream, error);
    throw state(t.readable).storedError;
  }
  if (readable.shouldCallPull(state(readableController)) === t.backpressure) setBackpressure(t, true);
}
function performTransform(controller, chunk) {
  const { transform } = state(controller);
  if (transform === undefined) return resolved();
  let result;
  try {
    result = resolved(transform(chunk, controller));
  } catch (error) {
    result = rejected(error);
  }
  return result.then(undefined, (error) => {
    errorBoth(state(controller).stream, error);
    throw error;
  });
}
function sinkWrite(stream, chunk) {
  const t = state(stream);
  if (!t.backpressure) return performTransform(t.controller, chunk);
  t.parkedWrite = () => {
    t.parkedWrite = undefined;
    const w = state(t.writable);
    const { written, writeFailed } = state(w.controller);
    if (w.state === 'erroring') {
      const error = w.storedError;
      soon(() => writeFailed(error));
    } else performTransform(t.controller, chunk).then(written, writeFailed);
  };
  return kParked;
}
function sinkAbort(stream, reason) {
  const t = state(stream);
  const c = state(t.controller);
  if (c.finish !== undefined) return c.finish.promise;
  c.finish = deferred();
  const result = c.cancel(reason);
  clearAlgorithms(c);
  result.then(() => {
    const r = state(t.readable);
    if (r.state === 'errored') c.finish.reject(r.storedError);
    else {
      readable.defaultControllerError(r.controller, reason);
      c.finish.resolve();
    }
  }, (error) => {
    readable.defaultControllerError(state(t.readable).controller, error);
    c.finish.reject(error);
  });
  return c.finish.promise;
}
function sinkClose(stream) {
  const t = state(stream);
  const c = state(t.controller);
  if (c.finish !== undefined) return c.finish.promise;
  c.finish = deferred();
  const result = c.flush();
  clearAlgorithms(c);
  result.then(() => {
    const r = state(t.readable);
    if (r.state === 'errored') c.finish.reject(r.storedError);
    else {
      readable.defaultControllerClose(r.controller);
      c.finish.resolve();
    }
  }, (error) => {
    readable.defaultControllerError(state(t.readable).controller, error);
    c.finish.reject(error);
  });
  return c.finish.promise;
}
function sourceCancel(stream, reason) {
  const t = state(stream);
  const c = state(t.controller);
  if (c.finish !== undefined) return c.finish.promise;
  c.finish = deferred();
  const result = c.cancel(reason);
  clearAlgorithms(c);
  const unblock = (error) => {
    writable.controllerErrorIfNeeded(state(t.writable).controller, error);
    if (t.backpressure) setBackpressure(t, false);
  };
  result.then(() => {
    const w = state(t.writable);
    if (w.state === 'errored') c.finish.reject(w.storedError);
    else {
      unblock(reason);
      c.finish.resolve();
    }
  }, (error) => {
    unblock(error);
    c.finish.reject(error);
  });
  return c.finish.promise;
}

module.exports = { TransformStream, TransformStreamDefaultController };
