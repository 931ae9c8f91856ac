// Readable's array-like methods. https://nodejs.org/api/stream.html#readablemapfn-options
'use strict';

const { make, AbortError } = require('internal/errors');
const { validateAbortSignal, validateInteger, validateObject } = require('internal/validators');

const kEmpty = Symbol('kEmpty');
const kEnd = Symbol('kEof');

function checkFunction(fn) {
  if (typeof fn !== 'function') throw make('ERR_INVALID_ARG_TYPE', 'fn', 'Function', fn);
}
function checkOptions(options) {
  if (options != null) validateObject(options, 'options');
  if (options?.signal != null) validateAbortSignal(options.signal, 'options.signal');
}

function map(fn, options) {
  checkFunction(fn);
  checkOptions(options);
  let concurrency = 1;
  if (options?.concurrency != null) concurrency = Math.floor(options.concurrency);
  let highWaterMark = concurrency - 1;
  if (options?.highWaterMark != null) highWaterMark = Math.floor(options.highWaterMark);
  validateInteger(concurrency, 'options.concurrency', 1);
  validateInteger(highWaterMark, 'options.highWaterMark', 0);
  highWaterMark += concurrency;
  return (async function* mapped() {
    const signal = AbortSignal.any([options?.signal].filter(Boolean));
    const stream = this;
    const queue = [];
    const callOptions = { signal };
    let next;
    let resume;
    let done = false;
    let running = 0;
    const onCatch = () => {
      done = true;
      afterItem();
    };
    const afterItem = () => {
      --running;
      maybeResume();
    };
    const maybeResume = () => {
      if (resume && !done && running < concurrency && queue.length < highWaterMark) {
        const go = resume;
        resume = null;
        go();
      }
    };
    async function pump() {
      try {
        for await (let value of stream) {
          if (done) return;
          if (signal.aborted) throw new AbortError();
          try {
            value = fn(value, callOptions);
            if (value === kEmpty) continue;
            value = Promise.resolve(value);
          } catch (error) {
            value = Promise.reject(error);
          }
          ++running;
          value.then(afterItem, onCatch);
          queue.push(value);
          if (next) {
            next();
            next = null;
          }
          if (!done && (queue.length >= highWaterMark || running >= concurrency)) await new Promise((resolve) => { resume = resolve; });
        }
        queue.push(kEnd);
      } catch (error) {
        const value = Promise.reject(error);
        value.then(afterItem, onCatch);
        queue.push(value);
      } finally {
        done = true;
        if (next) {
          next();
          next = null;
        }
      }
    }
    pump();
    try {
      for (;;) {
        while (queue.length > 0) {
          const value = await queue[0];
          if (value === kEnd) return;
          if (signal.aborted) throw new AbortError();
          if (value !== kEmpty) yield value;
          queue.shift();
          maybeResume();
        }
        await new Promise((resolve) => { next = resolve; });
      }
    } finally {
      done = true;
      if (resume) {
        resume();
        resume = null;
      }
    }
  }).call(this);
}

function asIndexedPairs(options) {
  checkOptions(options);
  return (async function* pairs() {
    let index = 0;
    for await (const value of this) {
      if (options?.signal?.aborted) throw new AbortError(undefined, { cause: options.signal.reason });
      yield [index++, value];
    }
  }).call(this);
}
function filter(fn, options) {
  checkFunction(fn);
  return map.call(this, async (value, callOptions) => ((await fn(value, callOptions)) ? value : kEmpty), options);
}
async function some(fn, options) {
  for await (const _ of filter.call(this, fn, options)) return true;
  return false;
}
async function every(fn, options) {
  checkFunction(fn);
  return !(await some.call(this, async (...args) => !(await fn(...args)), options));
}
async function find(fn, options) {
  for await (const value of filter.call(this, fn, options)) return value;
  return undefined;
}
async function forEach(fn, options) {
  checkFunction(fn);
  for await (const _ of map.call(this, async (value, callOptions) => {
    await fn(value, callOptions);
    return kEmpty;
  }, options));
}
async function reduce(fn, initial, options) {
  checkFunction(fn);
  checkOptions(options);
  let has = arguments.length > 1;
  if (options?.signal?.aborted) {
    const error = new AbortError(undefined, { cause: options.signal.reason });
    this.once('error', () => {});
    await require('internal/stream/finished').finished(this.destroy(error)).catch(() => {});
    throw error;
  }
  const controller = new AbortController();
  let any = false;
  try {
    for await (const value of this) {
      any = true;
      if (options?.signal?.aborted) throw new AbortError();
      if (!has) {
        initial = value;
        has = true;
      } else {
        initial = await fn(initial, value, { signal: controller.signal });
      }
    }
    if (!any && !has) throw reduceAware();
  } finally {
    controller.abort();
  }
  return initial;
}
function reduceAware() {
  return Object.assign(new TypeError('Reduce of an empty stream requires an initial value'), { code: 'ERR_MISSING_ARGS' });
}
async function toArray(options) {
  checkOptions(options);
  const result = [];
  for await (const value of this) {
    if (options?.signal?.aborted) throw new AbortError(undefined, { cause: options.signal.reason });
    result.push(value);
  }
  return result;
}
function flatMap(fn, options) {
  const values = map.call(this, fn, options);
  return (async function* flat() {
    for await (const value of values) yield* value;
  }).call(this);
}
function count(number) {
  number = Number(number);
  if (Number.isNaN(number)) return 0;
  if (number < 0) throw make('ERR_OUT_OF_RANGE', 'number', '>= 0', number);
  return number;
}
function drop(number, options) {
  checkOptions(options);
  number = count(number);
  return (async function* dropped() {
    if (options?.signal?.aborted) throw new AbortError();
    for await (const value of this) {
      if (options?.signal?.aborted) throw new AbortError();
      if (number-- <= 0) yield value;
    }
  }).call(this);
}
function take(number, options) {
  checkOptions(options);
  number = count(number);
  return (async function* taken() {
    if (options?.signal?.aborted) throw new AbortError();
    for await (const value of this) {
      if (options?.signal?.aborted) throw new AbortError();
      if (number-- > 0) yield value;
      if (number <= 0) return;
    }
  }).call(this);
}
function compose(stream, options) {
  checkOptions(options);
  const base = require('internal/stream/state');
  if (base.isNode(stream) && !base.isWritable(stream)) throw make('ERR_INVALID_ARG_VALUE', 'stream', stream, 'must be writable');
  const composed = require('internal/stream/duplex').compose(this, stream);
  if (options?.signal) base.attachSignal(options.signal, composed);
  return composed;
}


module.exports = {
  streams: { drop, filter, flatMap, map, take, compose, asIndexedPairs },
  promises: { every, forEach, reduce, toArray, some, find },
};
