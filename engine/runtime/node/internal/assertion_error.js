// AssertionError: the differences between two values, line by line. https://nodejs.org/api/assert.html#class-assertassertionerror
'use strict';
const { validateObject } = require('internal/validators');
const { myersDiff } = require('internal/diff');
const custom = Symbol.for('nodejs.util.inspect.custom');

const kOperators = {
  __proto__: null,
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  partialDeepStrictEqual: 'Expected values to be partially and strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
  notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
};
const kMaxShort = 12;   // characters of two values on one line
const kCollapse = 5;    // unchanged lines before they are left out
const kMaxLines = 50;

function inspectValue(value) {
  // Where an error came from makes no difference.
  if (typeof value === 'object' && value !== null && internal.classOf(value) === 'Error') {
    const { message, cause } = value;
    const own = Object.hasOwn(value, 'cause');
    value = Object.assign(Object.create(Object.getPrototypeOf(value)), value);
    Object.defineProperty(value, 'message', { value: message });
    if (own) Object.defineProperty(value, 'cause', { value: cause });
  }
  return internal.inspect(value, {
    compact: false, customInspect: false, depth: 1000, maxArrayLength: Infinity, showHidden: false, showProxy: false,
    sorted: true, getters: true,
  });
}

const isObject = (value) => typeof value === 'object' && value !== null;

const toTerminal = () => internal.binding('web').isTerminal(2);
function palette() {
  const { env } = process;
  const colored = toTerminal() && env.NO_COLOR === undefined && env.NODE_DISABLE_COLORS === undefined;
  return colored ? { green: '\u001b[32m', red: '\u001b[31m', white: '\u001b[39m', blue: '\u001b[34m' } : { green: '', red: '', white: '', blue: '' };
}

function stacked(actual, expected, areStrings) {
  const { green, red, white } = palette();
  let message = `\n${green}+${white} ${actual}\n${red}-${white} ${expected}`;
  const width = toTerminal() ? process.stderr.columns : 80;
  if (areStrings && actual.length + expected.length <= width) {
    let at = 0;
    while (at < actual.length && actual[at] === expected[at]) ++at;
    if (at >= 3 && at < actual.length) message += `\n${' '.repeat(at + 2)}^`;
  }
  return message;
}

function lineDiff(actual, expected) {
  const { green, red, white, blue } = palette();
  const edits = myersDiff(actual, expected, true);
  let message = '';
  let skipped = false;
  let unchanged = 0;
  for (let i = edits.length - 1; i >= 0; --i) {
    const [operation, value] = edits[i];
    const before = i < edits.length - 1 ? edits[i + 1][0] : null;
    if (before === 0 && operation !== 0) {
      // One or two lines are not worth leaving out.
      if (unchanged === kCollapse + 1) message += `${white}  ${edits[i + 1][1]}\n`;
      else if (unchanged === kCollapse + 2) message += `${white}  ${edits[i + 2][1]}\n${white}  ${edits[i + 1][1]}\n`;
      else if (unchanged > kCollapse + 2) {
        message += `${blue}...${white}\n${white}  ${edits[i + 1][1]}\n`;
        skipped = true;
      }
      unchanged = 0;
    }
    if (operation === 1) message += `${green}+${white} ${value}\n`;
    else if (operation === -1) message += `${red}-${white} ${value}\n`;
    else {
      if (unchanged < kCollapse) message += `${white}  ${value}\n`;
      ++unchanged;
    }
  }
  return { message: `\n${message.trimEnd()}`, skipped };
}

function differences(actual, expected, operator, customMessage) {
  const { green, red, white } = palette();
  if (operator === 'strictEqual' && ((isObject(actual) && isObject(expected)) || (typeof actual === 'function' && typeof expected === 'function'))) operator = 'strictEqualObject';
  const actualText = inspectValue(actual);
  const expectedText = inspectValue(expected);
  const actualLines = actualText.split('\n');
  const expectedLines = expectedText.split('\n');
  let skipped = false;
  let message;
  let header = `${green}+ actual${white} ${red}- expected${white}`;
  const simple = actualLines.length === 1 && expectedLines.length === 1 && (!isObject(actual) || !isObject(expected));
  if (simple) {
    const size = actualText.length + expectedText.length - (typeof actual === 'string' ? 2 : 0) - (typeof expected === 'string' ? 2 : 0);
    if (size <= kMaxShort && (actual !== 0 || expected !== 0)) {
      message = `${actualText} !== ${expectedText}`;
      header = '';
    } else message = stacked(actualText, expectedText, typeof actual === 'string' && typeof expected === 'string');
    if (header === '') return `${customMessage ?? kOperators[operator]}\n\n${message}\n`;
  } else if (actualText === expectedText) {
    operator = 'notIdentical';
    if (actualLines.length > kMaxLines) {
      message = `${actualLines.slice(0, kMaxLines).join('\n')}\n...}`;
      skipped = true;
    } else message = actualLines.join('\n');
    return `${customMessage ?? kOperators[operator]}\n${skipped ? '... Skipped lines\n' : ''}\n${message}\n`;
  } else {
    ({ message, skipped } = lineDiff(actualLines, expectedLines));
  }
  return `${customMessage ?? kOperators[operator]}\n${header}${skipped ? '\n... Skipped lines' : ''}\n${message}\n`;
}

function cut(text, limit) {
  return text.length > limit ? `${text.slice(0, limit - 3)}...` : text;
}

function describe(actual, expected, operator) {
  if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') {
    let base = kOperators[operator];
    const lines = inspectValue(actual).split('\n');
    if (operator === 'notStrictEqual' && (isObject(actual) || typeof actual === 'function')) base = kOperators.notStrictEqualObject;
    if (lines.length > kMaxLines) lines.splice(46, lines.length, '...');
    return lines.length === 1 ? `${base}${lines[0].length > 5 ? '\n\n' : ' '}${lines[0]}` : `${base}\n\n${lines.join('\n')}\n`;
  }
  let text = inspectValue(actual);
  let other = inspectValue(expected);
  if (operator === 'notDeepEqual' && text === other) return cut(`${kOperators[operator]}\n\n${text}`, 1024);
  text = cut(text, 512);
  other = cut(other, 512);
  if (operator === 'deepEqual') return `${kOperators.deepEqual}\n\n${text}\n\nshould loosely deep-equal\n\n${other}`;
  if (operator === 'notDeepEqual') return `${kOperators.notDeepEqualUnequal}\n\n${text}\n\nshould not loosely deep-equal\n\n${other}`;
  return `${text} ${operator} ${other}`;
}

class AssertionError extends Error {
  constructor(options) {
    validateObject(options, 'options');
    const { message, operator, stackStartFn, details, stackStartFunction } = options;
    let { actual, expected } = options;
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    const hasDiff = operator === 'deepStrictEqual' || operator === 'strictEqual' || operator === 'partialDeepStrictEqual';
    if (hasDiff) super(differences(actual, expected, operator, message == null ? undefined : String(message)));
    else super(message != null ? String(message) : describe(actual, expected, operator));
    Error.stackTraceLimit = limit;
    this.generatedMessage = !message;
    Object.defineProperty(this, 'name', { value: 'AssertionError [ERR_ASSERTION]', enumerable: false, writable: true, configurable: true });
    this.code = 'ERR_ASSERTION';
    if (details) {
      this.actual = undefined;
      this.expected = undefined;
      this.operator = undefined;
      details.forEach((one, i) => {
        this[`message ${i}`] = one.message;
        this[`actual ${i}`] = one.actual;
        this[`expected ${i}`] = one.expected;
        this[`operator ${i}`] = one.operator;
        this[`stack trace ${i}`] = one.stack;
      });
    } else {
      this.actual = actual;
      this.expected = expected;
      this.operator = operator;
    }
    this.diff = options.diff ?? 'simple';
    Error.captureStackTrace(this, stackStartFn || stackStartFunction || AssertionError);
    void this.stack;
    this.name = 'AssertionError';
  }
  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
  [custom](recurseTimes, options, inspect) {
    const { actual, expected } = this;
    for (const name of ['actual', 'expected']) {
      if (typeof this[name] !== 'string') continue;
      const lines = this[name].split('\n');
      if (lines.length > 10) this[name] = `${lines.slice(0, 10).join('\n')}\n...`;
      else if (this[name].length > 512) this[name] = `${this[name].slice(0, 512)}...`;
    }
    const result = inspect(this, { ...options, customInspect: false, depth: 0 });
    this.actual = actual;
    this.expected = expected;
    return result;
  }
}

module.exports = { AssertionError, inspectValue };
