// https://streams.spec.whatwg.org/#readable-stream-pipe-to
'use strict';
const { state, deferred, resolved, rejected, soon, dequeueValue } = require('internal/web/stream_support');
const readable = require('internal/web/readable_stream');
const writable = require('internal/web/writable_stream');
const { codes } = require('internal/errors');

function pipeTo(source, destination, preventClose, preventAbort, preventCancel, signal) {
  const reader = new readable.ReadableStreamDefaultReader(source);
  const writer = new writable.WritableStreamDefaultWriter(destination);
  state(source).disturbed = true;
  const done = deferred();
  let shuttingDown = false;
  let onAbort;
  // The request of every write: whether there are some, whether one has failed, and who waits for the last of them.
  const writes = {
    pending: 0, failed: false, failure: undefined, waiting: undefined,
    resolve() {
      if (--writes.pending === 0) writes.tell();
    },
    reject(error) {
      writes.pending--;
      writes.failed = true;
      writes.failure = error;
      writes.tell();
    },
    tell() {
      const { waiting } = writes;
      writes.waiting = undefined;
      if (writes.failed) waiting?.reject(writes.failure);
      else waiting?.resolve();
    },
  };

  function finalize(failed, error) {
    writable.writerRelease(writer);
    readable.defaultReaderRelease(reader);
    if (signal !== undefined) signal.removeEventListener('abort', onAbort);
    if (failed) done.reject(error);
    else done.resolve(undefined);
  }
  // Chunks read are written before anything else happens.
  function whenWritten(then) {
    let promise;
    if (writes.pending > 0) {
      writes.waiting = deferred();
      ({ promise } = writes.waiting);
    } else promise = writes.failed ? rejected(writes.failure) : resolved();
    promise.then(then, (error) => finalize(true, error));
  }
  function shutdownWithAction(action, failed, error) {
    if (shuttingDown) return;
    shuttingDown = true;
    const run = () => action().then(() => finalize(failed, error), (newError) => finalize(true, newError));
    if (state(destination).state === 'writable' && !writable.closeQueuedOrInFlight(destination)) whenWritten(run);
    else run();
  }
  function shutdown(failed, error) {
    if (shuttingDown) return;
    shuttingDown = true;
    if (state(destination).state === 'writable' && !writable.closeQueuedOrInFlight(destination)) whenWritten(() => finalize(failed, error));
    else finalize(failed, error);
  }

  function whenErrored(stream, promise, action) {
    if (state(stream).state === 'errored') action(state(stream).storedError);
    else promise.then(undefined, action);
  }
  function whenClosed(stream, promise, action) {
    if (state(stream).state === 'closed') action();
    else promise.then(action, () => {});
  }
  // The destination says when it takes more: by its writer's ready promise, which nobody else sees.
  const ready = { promise: new Promise(() => {}), resolve: pump, reject() {} };
  const request = {
    chunk: (chunk) => soon(() => {
      writable.writerWriteWithRequest(writer, chunk, writes);
      pump();
    }),
    close() {},
    error() {},
  };
  function pump() {
    const target = state(destination);
    if (shuttingDown) return;
    if (target.backpressure) {
      state(writer).ready = ready;
      return;
    }
    const { controller } = state(source);
    const c = state(controller);
    if (state(source).state !== 'readable' || c.kind !== 'ReadableStreamDefaultController' || c.queue.length === 0) {
      readable.defaultReaderRead(reader, request);
      return;
    }
    // What is there goes at once, as in Node, until there is backpressure.
    while (c.queue.length > 0 && !shuttingDown) {
      const chunk = dequeueValue(c);
      if (c.closeRequested && c.queue.length === 0) {
        readable.clearAlgorithms(c);
        readable.readableStreamClose(source);
      }
      writable.writerWriteWithRequest(writer, chunk, writes);
      if (target.backpressure || target.state !== 'writable' || writable.closeQueuedOrInFlight(destination)) break;
    }
    if (shuttingDown) return;
    readable.callPullIfNeeded(controller);
    if (state(source).state === 'closed') return;
    if (target.backpressure) state(writer).ready = ready;
    else soon(pump);
  }

  if (signal !== undefined) {
    onAbort = () => {
      const { reason } = signal;
      const actions = [];
      if (!preventAbort) actions.push(() => (state(destination).state === 'writable' ? writable.writableStreamAbort(destination, reason) : resolved()));
      if (!preventCancel) actions.push(() => (state(source).state === 'readable' ? readable.readableStreamCancel(source, reason) : resolved()));
      // Each promise in one of its own, and the whole in another: the turns of Node's.
      const all = () => new Promise((resolve, reject) => {
        Promise.all(actions.map((action) => new Promise((fulfill, fail) => { action().then(fulfill, fail); }))).then(resolve, reject);
      });
      shutdownWithAction(all, true, reason);
    };
    if (signal.aborted) {
      onAbort();
      return done.promise;
    }
    signal.addEventListener('abort', onAbort);
  }
  pump();
  whenErrored(source, reader.closed, (error) => {
    if (!preventAbort) shutdownWithAction(() => writable.writableStreamAbort(destination, error), true, error);
    else shutdown(true, error);
  });
  whenErrored(destination, writer.closed, (error) => {
    if (!preventCancel) shutdownWithAction(() => readable.readableStreamCancel(source, error), true, error);
    else shutdown(true, error);
  });
  whenClosed(source, reader.closed, () => {
    if (!preventClose) shutdownWithAction(() => writable.writerCloseWithErrorPropagation(writer), false);
    else shutdown(false);
  });
  if (writable.closeQueuedOrInFlight(destination) || state(destination).state === 'closed') {
    const error = new codes.ERR_INVALID_STATE.TypeError('Destination WritableStream is closed');
    if (!preventCancel) shutdownWithAction(() => readable.readableStreamCancel(source, error), true, error);
    else shutdown(true, error);
  }

  return done.promise;
}

module.exports = { pipeTo };
