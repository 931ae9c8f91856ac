// node:assert. https://nodejs.org/api/assert.html
'use strict';
const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');
const { AssertionError } = require('internal/assertion_error');
const comparisons = require('internal/comparisons');
const { isPromise, isRegExp } = require('util/types');

const { inspect, format } = require('util');

// A failed assertion. `message` is what the caller gave after the values: nothing, a text (with values for it), an
// error to throw instead, or a function that makes the text.
function fail(details) {
  const { message } = details;
  if (message.length > 0) {
    const [first] = message;
    if (typeof first === 'string') details.message = message.length > 1 ? format(...message) : first;
    else if (internal.classOf(first) === 'Error') throw first;
    else if (typeof first === 'function') {
      const made = first(details.actual, details.expected);
      details.message = typeof made === 'string' ? made : undefined;
    } else throw new codes.ERR_INVALID_ARG_TYPE('message', ['string', 'function'], first);
  } else details.message = undefined;
  throw new AssertionError(details);
}

function needTwo(args) {
  if (args < 2) throw new codes.ERR_MISSING_ARGS('actual', 'expected');
}

// The text of the call of an assertion: its first line, as it stands in the source.
function failedExpression(fn) {
  const holder = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(holder, fn);
  Error.stackTraceLimit = limit;
  const place = /\(?((?:file:\/\/)?\/[^\n]*?):(\d+):(\d+)\)?$/.exec(holder.stack);
  if (!place) return undefined;
  let text;
  try {
    text = require('fs').readFileSync(place[1].startsWith('file:') ? new URL(place[1]) : place[1], 'utf8');
  } catch {
    return undefined;
  }
  const line = text.split('\n')[place[2] - 1];
  if (line === undefined) return undefined;
  let begin = place[3] - 1;
  while (begin > 0 && /[\w$.]/.test(line[begin - 1])) --begin;
  const open = line.indexOf('(', place[3] - 1);
  if (open < 0) return line.slice(begin);
  let depth = 0;
  let quote = '';
  for (let i = open; i < line.length; ++i) {
    const c = line[i];
    if (quote) {
      if (c === '\\') ++i;
      else if (c === quote) quote = '';
    } else if (c === '"' || c === "'" || c === '`') quote = c;
    else if ('([{'.includes(c)) ++depth;
    else if (')]}'.includes(c) && --depth === 0) return line.slice(begin, i + 1);
  }
  return line.slice(begin);
}

function check(fn, count, value, message) {
  if (value) return;
  let generated = false;
  if (count === 0) {
    generated = true;
    message = 'No value argument passed to `assert.ok()`';
  } else if (message == null) {
    generated = true;
    const text = failedExpression(fn);
    message = text === undefined ? 'The expression evaluated to a falsy value' : `The expression evaluated to a falsy value:\n\n  ${text}\n`;
  } else if (internal.classOf(message) === 'Error') throw message;
  const error = new AssertionError({ actual: value, expected: true, message, operator: '==', stackStartFn: fn });
  error.generatedMessage = generated;
  throw error;
}

function ok(value, message) { check(ok, arguments.length, value, message); }
function assert(value, message) { check(assert, arguments.length, value, message); }

assert.fail = function fail(message) {
  if (internal.classOf(message) === 'Error') throw message;
  const error = new AssertionError({ message: message ?? 'Failed', operator: 'fail', stackStartFn: fail });
  error.generatedMessage = message === undefined;
  throw error;
};
assert.AssertionError = AssertionError;
assert.ok = ok;

function define(name, operator, holds) {
  const method = {
    [name](actual, expected, ...message) {
      needTwo(arguments.length);
      if (!holds(actual, expected)) fail({ actual, expected, message, operator, stackStartFn: method });
    },
  }[name];
  assert[name] = method;
}
define('equal', '==', (a, b) => a == b || (Number.isNaN(a) && Number.isNaN(b)));
define('notEqual', '!=', (a, b) => a != b && !(Number.isNaN(a) && Number.isNaN(b)));
define('deepEqual', 'deepEqual', comparisons.isDeepEqual);
define('notDeepEqual', 'notDeepEqual', (a, b) => !comparisons.isDeepEqual(a, b));
define('deepStrictEqual', 'deepStrictEqual', comparisons.isDeepStrictEqual);
define('notDeepStrictEqual', 'notDeepStrictEqual', (a, b) => !comparisons.isDeepStrictEqual(a, b));
define('strictEqual', 'strictEqual', Object.is);
define('notStrictEqual', 'notStrictEqual', (a, b) => !Object.is(a, b));
define('partialDeepStrictEqual', 'partialDeepStrictEqual', comparisons.isPartialStrictEqual);

function matchOperation(name, wanted) {
  const method = {
    [name](string, regexp, ...message) {
      if (!isRegExp(regexp)) throw new codes.ERR_INVALID_ARG_TYPE('regexp', 'RegExp', regexp);
      if (typeof string === 'string' && (regexp.exec(string) !== null) === wanted) return;
      if (message.length > 0 && internal.classOf(message[0]) === 'Error') throw message[0];
      const generated = message.length === 0;
      let text = generated ? undefined : typeof message[0] === 'function' ? message[0](string, regexp) : message.length > 1 ? format(...message) : message[0];
      text ??= typeof string !== 'string'
        ? `The "string" argument must be of type string. Received ${require('internal/errors').describeReceived(string)}`
        : `${wanted ? 'The input did not match the regular expression ' : 'The input was expected to not match the regular expression '}${inspect(regexp)}. Input:\n\n${inspect(string)}\n`;
      const error = new AssertionError({ actual: string, expected: regexp, message: text, operator: name, stackStartFn: method });
      error.generatedMessage = generated;
      throw error;
    },
  }[name];
  assert[name] = method;
}

// --- throws and its family

const kNothing = Symbol('nothing thrown');

class Comparison {
  constructor(object, keys, actual) {
    for (const key of keys) {
      if (!(key in object)) continue;
      if (actual !== undefined && typeof actual[key] === 'string' && isRegExp(object[key]) && object[key].exec(actual[key]) !== null) this[key] = actual[key];
      else this[key] = object[key];
    }
  }
}

function compareKey(actual, expected, key, message, keys, fn) {
  if (key in actual && comparisons.isDeepStrictEqual(actual[key], expected[key])) return;
  if (!message) {
    const error = new AssertionError({
      actual: new Comparison(actual, keys), expected: new Comparison(expected, keys, actual), operator: 'deepStrictEqual', stackStartFn: fn,
    });
    error.actual = actual;
    error.expected = expected;
    error.operator = fn.name;
    throw error;
  }
  fail({ actual, expected, message: [message], operator: fn.name, stackStartFn: fn });
}

function checkThrown(actual, expected, message, fn) {
  let generated = false;
  let throwing = false;
  if (typeof expected !== 'function') {
    if (isRegExp(expected)) {
      const text = String(actual);
      if (expected.exec(text) !== null) return;
      if (!message) {
        generated = true;
        message = `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(text)}\n`;
      }
      throwing = true;
    } else if (typeof actual !== 'object' || actual === null) {
      const error = new AssertionError({ actual, expected, message, operator: 'deepStrictEqual', stackStartFn: fn });
      error.operator = fn.name;
      throw error;
    } else {
      const keys = Object.keys(expected);
      if (internal.classOf(expected) === 'Error') keys.push('name', 'message');
      else if (keys.length === 0) throw new codes.ERR_INVALID_ARG_VALUE('error', expected, 'may not be an empty object');
      for (const key of keys) {
        if (typeof actual[key] === 'string' && isRegExp(expected[key]) && expected[key].exec(actual[key]) !== null) continue;
        compareKey(actual, expected, key, message, keys, fn);
      }
      return;
    }
  } else if (expected.prototype !== undefined && actual instanceof expected) {
    return;
  } else if (expected === Error || Object.prototype.isPrototypeOf.call(Error, expected)) {
    if (!message) {
      generated = true;
      message = `The error is expected to be an instance of "${expected.name}". Received `;
      if (internal.classOf(actual) === 'Error') message += `"${actual.name}"`;
      else message += `"${inspect(actual, { depth: -1 })}"`;
      if (internal.classOf(actual) === 'Error') message += `\n\nError message:\n\n${actual.message}`;
    }
    throwing = true;
  } else {
    const result = Reflect.apply(expected, {}, [actual]);
    if (result !== true) {
      if (!message) {
        generated = true;
        const name = expected.name ? `"${expected.name}" ` : '';
        message = `The ${name}validation function is expected to return "true". Received ${inspect(result)}`;
        if (internal.classOf(actual) === 'Error') message += `\n\nCaught error:\n\n${actual}`;
      }
      throwing = true;
    }
  }
  if (throwing) {
    const error = new AssertionError({ actual, expected, message, operator: fn.name, stackStartFn: fn });
    error.generatedMessage = generated;
    throw error;
  }
}

function resultOf(fn) {
  validateFunction(fn, 'fn');
  try {
    fn();
  } catch (error) {
    return error;
  }
  return kNothing;
}
const isThenable = (value) => isPromise(value) || (value !== null && typeof value === 'object' && typeof value.then === 'function' && typeof value.catch === 'function');
async function rejectionOf(promiseFn) {
  let promise;
  if (typeof promiseFn === 'function') {
    promise = promiseFn();
    if (!isThenable(promise)) throw new codes.ERR_INVALID_RETURN_VALUE('instance of Promise', 'promiseFn', promise);
  } else if (isThenable(promiseFn)) promise = promiseFn;
  else throw new codes.ERR_INVALID_ARG_TYPE('promiseFn', ['Function', 'Promise'], promiseFn);
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return kNothing;
}

function expectThrown(fn, actual, error, message) {
  if (typeof error === 'string') {
    if (arguments.length === 4 && message !== undefined) throw new codes.ERR_INVALID_ARG_TYPE('error', ['Object', 'Error', 'Function', 'RegExp'], error);
    if (typeof actual === 'object' && actual !== null) {
      if (actual.message === error) throw new codes.ERR_AMBIGUOUS_ARGUMENT('error/message', `The error message "${actual.message}" is identical to the message.`);
    } else if (actual === error) throw new codes.ERR_AMBIGUOUS_ARGUMENT('error/message', `The error "${actual}" is identical to the message.`);
    message = error;
    error = undefined;
  } else if (error != null && typeof error !== 'object' && typeof error !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('error', ['Object', 'Error', 'Function', 'RegExp'], error);
  }
  if (actual === kNothing) {
    let details = '';
    if (error?.name) details += ` (${error.name})`;
    details += message ? `: ${message}` : '.';
    const what = fn === assert.rejects ? 'rejection' : 'exception';
    fail({ actual: undefined, expected: error, operator: fn.name, message: [`Missing expected ${what}${details}`], stackStartFn: fn });
  }
  if (error) checkThrown(actual, error, message, fn);
}
function matches(actual, expected) {
  if (typeof expected !== 'function') {
    if (isRegExp(expected)) return expected.exec(String(actual)) !== null;
    throw new codes.ERR_INVALID_ARG_TYPE('expected', ['Function', 'RegExp'], expected);
  }
  if (expected.prototype !== undefined && actual instanceof expected) return true;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
  return Reflect.apply(expected, {}, [actual]) === true;
}
function expectNothing(fn, actual, error, message) {
  if (actual === kNothing) return;
  if (typeof error === 'string') {
    message = error;
    error = undefined;
  }
  if (!error || matches(actual, error)) {
    const details = message ? `: ${message}` : '.';
    const what = fn === assert.doesNotReject ? 'rejection' : 'exception';
    fail({
      actual, expected: error, operator: fn.name, stackStartFn: fn,
      message: [`Got unwanted ${what}${details}\nActual message: "${actual?.message}"`],
    });
  }
  throw actual;
}
assert.throws = function throws(fn, ...args) { expectThrown(throws, resultOf(fn), ...args); };
assert.rejects = async function rejects(promiseFn, ...args) { expectThrown(rejects, await rejectionOf(promiseFn), ...args); };
assert.doesNotThrow = function doesNotThrow(fn, ...args) { expectNothing(doesNotThrow, resultOf(fn), ...args); };
assert.doesNotReject = async function doesNotReject(fn, ...args) { expectNothing(doesNotReject, await rejectionOf(fn), ...args); };

assert.ifError = function ifError(error) {
  if (error === null || error === undefined) return;
  let message = 'ifError got unwanted exception: ';
  if (typeof error === 'object' && typeof error.message === 'string') {
    message += error.message.length === 0 && error.constructor ? error.constructor.name : error.message;
  } else message += inspect(error);
  const made = new AssertionError({ actual: error, expected: null, operator: 'ifError', message, stackStartFn: ifError });
  made.generatedMessage = false;
  // Where the error itself came from goes first.
  if (typeof error?.stack === 'string') {
    const frames = error.stack.indexOf('\n    at');
    if (frames !== -1) {
      const own = made.stack.split('\n');
      const theirs = error.stack.slice(frames + 1).split('\n');
      let shared = own.length;
      for (const frame of theirs) {
        const position = own.indexOf(frame);
        if (position !== -1) {
          shared = position;
          break;
        }
      }
      made.stack = `${own.slice(0, shared).join('\n')}\n${theirs.join('\n')}`;
    }
  }
  throw made;
};
matchOperation('match', true);
matchOperation('doesNotMatch', false);

// --- strict mode, and instances with options

function strict(value, message) { check(strict, arguments.length, value, message); }
assert.strict = Object.assign(strict, assert, {
  equal: assert.strictEqual, deepEqual: assert.deepStrictEqual, notEqual: assert.notStrictEqual, notDeepEqual: assert.notDeepStrictEqual,
});
assert.strict.strict = assert.strict;

class Assert {
  constructor(options = {}) {
    if (options === null || typeof options !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    const { diff = 'simple', strict: isStrict = true } = options;
    require('internal/validators').validateOneOf(diff, 'options.diff', ['simple', 'full']);
    this.AssertionError = AssertionError;
    Object.assign(this, isStrict ? assert.strict : assert);
    delete this.strict;
  }
}
Object.defineProperty(assert, 'Assert', { value: Assert, enumerable: true, writable: true, configurable: true });
assert.strict.Assert = Assert;

module.exports = assert;
