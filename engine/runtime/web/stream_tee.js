// https://streams.spec.whatwg.org/#abstract-opdef-readablestreamtee
'use strict';
const { state, deferred, soon } = require('internal/web/stream_support');
const readable = require('internal/web/readable_stream');

function teeDefault(stream) {
  const reader = new readable.ReadableStreamDefaultReader(stream);
  let reading = false;
  const canceled = [false, false];
  const reasons = [];
  const cancelPromise = deferred();
  let branches = [];
  const controllers = () => branches.map((branch) => state(branch).controller);
  function pull() {
    if (reading) return;
    reading = true;
    readable.defaultReaderRead(reader, {
      chunk(chunk) {
        soon(() => {
          reading = false;
          controllers().forEach((controller, i) => { if (!canceled[i]) readable.defaultControllerEnqueue(controller, chunk); });
        });
      },
      close() {
        // As in Node, not before the next tick.
        process.nextTick(() => {
          reading = false;
          controllers().forEach((controller, i) => { if (!canceled[i]) readable.defaultControllerClose(controller); });
          if (!canceled[0] || !canceled[1]) cancelPromise.resolve();
        });
      },
      error() { reading = false; },
    });
  }
  const cancel = (i) => (reason) => {
    canceled[i] = true;
    reasons[i] = reason;
    if (canceled[0] && canceled[1]) cancelPromise.resolve(readable.readableStreamCancel(stream, reasons));
    return cancelPromise.promise;
  };
  branches = [0, 1].map((i) => readable.createReadableStream(() => {}, pull, cancel(i)));
  reader.closed.then(undefined, (error) => {
    for (const controller of controllers()) readable.defaultControllerError(controller, error);
    if (!canceled[0] || !canceled[1]) cancelPromise.resolve();
  });
  return branches;
}

function teeBytes(stream) {
  let reader = new readable.ReadableStreamDefaultReader(stream);
  let byob = false;
  let reading = false;
  const again = [false, false];
  const canceled = [false, false];
  const reasons = [];
  const cancelPromise = deferred();
  let branches = [];
  const controller = (i) => state(branches[i]).controller;
  function forward(thisReader) {
    thisReader.closed.then(undefined, (error) => {
      if (thisReader !== reader) return;
      for (const i of [0, 1]) readable.byteControllerError(controller(i), error);
      if (!canceled[0] || !canceled[1]) cancelPromise.resolve();
    });
  }
  function next() {
    reading = false;
    if (again[0]) pull(0);
    else if (again[1]) pull(1);
  }
  function closed() {
    reading = false;
    for (const i of [0, 1]) if (!canceled[i]) readable.byteControllerClose(controller(i));
    for (const i of [0, 1]) if (state(controller(i)).pendingPullIntos.length > 0) readable.byteControllerRespond(controller(i), 0);
    if (!canceled[0] || !canceled[1]) cancelPromise.resolve();
  }
  function pullWithDefaultReader() {
    if (byob) {
      readable.byobReaderRelease(reader);
      reader = new readable.ReadableStreamDefaultReader(stream);
      byob = false;
      forward(reader);
    }
    readable.defaultReaderRead(reader, {
      chunk(chunk) {
        soon(() => {
          again[0] = again[1] = false;
          if (!canceled[0] && !canceled[1]) {
            const copy = new Uint8Array(chunk);
            readable.byteControllerEnqueue(controller(0), chunk);
            readable.byteControllerEnqueue(controller(1), copy);
          } else for (const i of [0, 1]) if (!canceled[i]) readable.byteControllerEnqueue(controller(i), chunk);
          next();
        });
      },
      close: closed,
      error() { reading = false; },
    });
  }
  function pullWithByobReader(view, i) {
    if (!byob) {
      readable.defaultReaderRelease(reader);
      reader = new readable.ReadableStreamBYOBReader(stream);
      byob = true;
      forward(reader);
    }
    const other = 1 - i;
    readable.byobReaderRead(reader, view, 1, {
      chunk(chunk) {
        soon(() => {
          again[0] = again[1] = false;
          if (!canceled[other]) {
            const copy = new Uint8Array(chunk);
            if (!canceled[i]) readable.byteControllerRespondWithNewView(controller(i), chunk);
            readable.byteControllerEnqueue(controller(other), copy);
          } else if (!canceled[i]) readable.byteControllerRespondWithNewView(controller(i), chunk);
          next();
        });
      },
      close(chunk) {
        reading = false;
        for (const k of [i, other]) if (!canceled[k]) readable.byteControllerClose(controller(k));
        if (chunk !== undefined) {
          if (!canceled[i]) readable.byteControllerRespondWithNewView(controller(i), chunk);
          if (!canceled[other] && state(controller(other)).pendingPullIntos.length > 0) readable.byteControllerRespond(controller(other), 0);
        }
        if (!canceled[0] || !canceled[1]) cancelPromise.resolve();
      },
      error() { reading = false; },
    });
  }
  function pull(i) {
    if (reading) {
      again[i] = true;
      return;
    }
    reading = true;
    const request = controller(i).byobRequest;
    if (request === null) pullWithDefaultReader();
    else pullWithByobReader(request.view, i);
  }
  const cancel = (i) => (reason) => {
    canceled[i] = true;
    reasons[i] = reason;
    if (canceled[0] && canceled[1]) cancelPromise.resolve(readable.readableStreamCancel(stream, reasons));
    return cancelPromise.promise;
  };
  branches = [0, 1].map((i) => readable.createReadableByteStream(() => {}, () => pull(i), cancel(i)));
  forward(reader);
  return branches;
}

module.exports = { teeDefault, teeBytes };
