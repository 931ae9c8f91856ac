// node:timers/promises. https://nodejs.org/api/timers.html#timers-promises-api
'use strict';
const { codes, AbortError } = require('internal/errors');
const { validateAbortSignal, validateBoolean, validateObject, validateNumber } = require('internal/validators');

function checked(delay, options) {
  if (delay !== undefined) validateNumber(delay, 'delay');
  validateObject(options, 'options');
  const { signal, ref = true } = options;
  validateAbortSignal(signal, 'options.signal');
  validateBoolean(ref, 'options.ref');
  return { signal, ref };
}
const abortion = (signal) => new AbortError(undefined, { cause: signal.reason });

// start(resolve) begins it and returns what cancel takes.
function wait(start, cancel, value, signal, ref) {
  if (signal?.aborted) return Promise.reject(abortion(signal));
  let onAbort;
  const waiting = new Promise((resolve, reject) => {
    const timer = start(() => resolve(value));
    if (!ref) timer.unref();
    if (signal) {
      onAbort = () => {
        cancel(timer);
        reject(abortion(signal));
      };
      signal.addEventListener('abort', onAbort, { once: true });
    }
  });
  return onAbort ? waiting.finally(() => signal.removeEventListener('abort', onAbort)) : waiting;
}

function setTimeoutPromise(delay, value, options = {}) {
  try {
    const { signal, ref } = checked(delay, options);
    return wait((done) => globalThis.setTimeout(done, delay), clearTimeout, value, signal, ref);
  } catch (error) {
    return Promise.reject(error);
  }
}
function setImmediatePromise(value, options = {}) {
  try {
    const { signal, ref } = checked(undefined, options);
    return wait((done) => globalThis.setImmediate(done), clearImmediate, value, signal, ref);
  } catch (error) {
    return Promise.reject(error);
  }
}
async function* setIntervalPromise(after, value, options = {}) {
  const { signal, ref } = checked(after, options);
  if (signal?.aborted) throw abortion(signal);
  let ready = 0;
  let wake;
  const timer = globalThis.setInterval(() => {
    ++ready;
    wake?.();
    wake = undefined;
  }, after);
  if (!ref) timer.unref();
  const onAbort = () => {
    clearInterval(timer);
    wake?.(Promise.reject(abortion(signal)));
    wake = undefined;
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    while (!signal?.aborted) {
      if (ready === 0) await new Promise((resolve) => { wake = resolve; });
      for (; ready > 0; --ready) yield value;
    }
    throw abortion(signal);
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

const kSecret = Symbol('scheduler');
class Scheduler {
  constructor(secret) {
    if (secret !== kSecret) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }
  wait(delay, options) { return setTimeoutPromise(delay, undefined, options); }
  yield() { return setImmediatePromise(); }
}

for (const [fn, name] of [[setTimeoutPromise, 'setTimeout'], [setImmediatePromise, 'setImmediate'], [setIntervalPromise, 'setInterval']]) {
  Object.defineProperty(fn, 'name', { value: name });
}
module.exports = { setTimeout: setTimeoutPromise, setImmediate: setImmediatePromise, setInterval: setIntervalPromise, scheduler: new Scheduler(kSecret) };
