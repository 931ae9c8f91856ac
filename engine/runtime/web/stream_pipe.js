// https://streams.spec.whatwg.org/#readable-stream-pipe-to
'use strict';
const { state, deferred, resolved, setPromiseHandled } = require('internal/web/stream_support');
const readable = require('internal/web/readable_stream');
const writable = require('internal/web/writable_stream');
const { codes } = require('internal/errors');

function pipeTo(source, destination, preventClose, preventAbort, preventCancel, signal) {
  const reader = new readable.ReadableStreamDefaultReader(source);
  const writer = new writable.WritableStreamDefaultWriter(destination);
  state(source).disturbed = true;
  const done = deferred();
  let shuttingDown = false;
  let lastWrite = resolved();
  let onAbort;

  if (signal !== undefined) {
    onAbort = () => {
      const { reason } = signal;
      const actions = [];
      if (!preventAbort) actions.push(() => (state(destination).state === 'writable' ? writable.writableStreamAbort(destination, reason) : resolved()));
      if (!preventCancel) actions.push(() => (state(source).state === 'readable' ? readable.readableStreamCancel(source, reason) : resolved()));
      shutdownWithAction(() => Promise.all(actions.map((action) => action())), true, reason);
    };
    if (signal.aborted) {
      onAbort();
      return done.promise;
    }
    signal.addEventListener('abort', onAbort);
  }

  function finalize(failed, error) {
    writable.writerRelease(writer);
    readable.defaultReaderRelease(reader);
    if (signal !== undefined) signal.removeEventListener('abort', onAbort);
    if (failed) done.reject(error);
    else done.resolve(undefined);
  }
  // Chunks read are written before anything else happens.
  async function waitForWrites() {
    let seen;
    do {
      seen = lastWrite;
      try {
        await seen;
      } catch { /* the destination's error is looked at elsewhere */ }
    } while (seen !== lastWrite);
  }
  function shutdownWithAction(action, failed, error) {
    if (shuttingDown) return;
    shuttingDown = true;
    const run = () => action().then(() => finalize(failed, error), (newError) => finalize(true, newError));
    if (state(destination).state === 'writable' && !writable.closeQueuedOrInFlight(destination)) waitForWrites().then(run);
    else run();
  }
  function shutdown(failed, error) {
    if (shuttingDown) return;
    shuttingDown = true;
    if (state(destination).state === 'writable' && !writable.closeQueuedOrInFlight(destination)) waitForWrites().then(() => finalize(failed, error));
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

  async function loop() {
    while (!shuttingDown) {
      await writer.ready;
      if (shuttingDown) return;
      const more = await new Promise((resolve, reject) => {
        readable.defaultReaderRead(reader, {
          chunk(chunk) {
            lastWrite = writable.writerWrite(writer, chunk);
            setPromiseHandled(lastWrite);
            resolve(true);
          },
          close: () => resolve(false),
          error: reject,
        });
      });
      if (!more) return;
    }
  }
  setPromiseHandled(loop());
  return done.promise;
}

module.exports = { pipeTo };
