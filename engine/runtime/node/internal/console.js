// console.Console: a console over streams of the program's own. https://nodejs.org/api/console.html#class-console
'use strict';

const util = require('util');
const { make } = require('internal/errors');
const { validateObject, validateInteger, validateOneOf } = require('internal/validators');

const ignore = () => {};

function Console(options, ...rest) {
  if (!new.target) return Reflect.construct(Console, [options, ...rest]);
  if (!options || typeof options.write === 'function') options = { stdout: options, stderr: rest[0], ignoreErrors: rest[1] };
  const { stdout, stderr = stdout, ignoreErrors = true, colorMode = 'auto', inspectOptions, groupIndentation = 2 } = options;
  if (!stdout || typeof stdout.write !== 'function') throw make('ERR_CONSOLE_WRITABLE_STREAM', 'stdout');
  if (!stderr || typeof stderr.write !== 'function') throw make('ERR_CONSOLE_WRITABLE_STREAM', 'stderr');
  validateOneOf(colorMode, 'colorMode', ['auto', true, false]);
  validateInteger(groupIndentation, 'groupIndentation', 0, 1000);
  if (inspectOptions !== undefined) {
    validateObject(inspectOptions, 'options.inspectOptions');
    if (inspectOptions.colors !== undefined && options.colorMode !== undefined) throw make('ERR_INCOMPATIBLE_OPTION_PAIR', 'options.inspectOptions.color', 'colorMode');
  }
  let indentation = '';
  const counts = new Map();
  const timers = new Map();
  const colorsOf = (stream) => (colorMode === 'auto' ? !!(stream.isTTY && (typeof stream.getColorDepth !== 'function' || stream.getColorDepth() > 2)) : colorMode);
  const format = (stream, args) => util.formatWithOptions({ colors: colorsOf(stream), ...(inspectOptions instanceof Map ? inspectOptions.get(stream) : inspectOptions) }, ...args);
  function write(stream, text) {
    if (indentation !== '') text = indentation + text.replaceAll('\n', `\n${indentation}`);
    text += '\n';
    if (!ignoreErrors) return void stream.write(text);
    if (typeof stream.once !== 'function') return void stream.write(text);
    stream.once('error', ignore);
    try {
      stream.write(text, (error) => { if (error && stream.listenerCount('error') === 0) stream.once('error', ignore); });
    } finally {
      stream.removeListener('error', ignore);
    }
    return undefined;
  }
  const out = (...args) => write(stdout, format(stdout, args));
  const err = (...args) => write(stderr, format(stderr, args));
  const elapsed = (label, name) => {
    const begun = timers.get(label);
    if (begun === undefined) {
      process.emitWarning(`No such label '${label}' for console.${name}()`);
      return undefined;
    }
    const ms = Number(process.hrtime.bigint() - begun) / 1e6;
    return ms >= 1000 ? `${(ms / 1000).toFixed(3)}s` : `${Number(ms.toFixed(3))}ms`;
  };
  const methods = {
    log: out, warn: err, error: err, info: out, debug: out, dirxml: out,
    dir(value, dirOptions) { write(stdout, util.inspect(value, { customInspect: false, ...inspectOptions, ...dirOptions })); },
    time(label = 'default') {
      label = `${label}`;
      if (timers.has(label)) process.emitWarning(`Label '${label}' already exists for console.time()`);
      else timers.set(label, process.hrtime.bigint());
    },
    timeEnd(label = 'default') {
      const text = elapsed(`${label}`, 'timeEnd');
      if (text !== undefined) out('%s: %s', `${label}`, text);
      timers.delete(`${label}`);
    },
    timeLog(label = 'default', ...data) {
      const text = elapsed(`${label}`, 'timeLog');
      if (text !== undefined) out('%s: %s', `${label}`, text, ...data);
    },
    trace: function trace(...args) {
      const error = { name: 'Trace', message: format(stderr, args) };
      Error.captureStackTrace(error, trace);
      err(error.stack);
    },
    assert(condition, ...args) {
      if (condition) return;
      args[0] = `Assertion failed${args.length === 0 ? '' : `: ${args[0]}`}`;
      err(...args);
    },
    clear() {
      if (stdout.isTTY && process.env.TERM !== 'dumb') {
        const { cursorTo, clearScreenDown } = require('readline');
        cursorTo(stdout, 0, 0);
        clearScreenDown(stdout);
      }
    },
    count(label = 'default') {
      label = `${label}`;
      counts.set(label, (counts.get(label) ?? 0) + 1);
      out(`${label}: ${counts.get(label)}`);
    },
    countReset(label = 'default') {
      label = `${label}`;
      if (!counts.has(label)) process.emitWarning(`Count for '${label}' does not exist`);
      counts.delete(label);
    },
    group(...data) {
      if (data.length > 0) out(...data);
      indentation += ' '.repeat(groupIndentation);
    },
    groupEnd() { indentation = indentation.slice(0, indentation.length - groupIndentation); },
    table(data, columns) {
      if (data === null || typeof data !== 'object') {
        out(data);
        return;
      }
      const text = internal.binding('console').table(data, columns);
      write(stdout, text.replace(/\n$/, ''));
    },
  };
  methods.groupCollapsed = methods.group;
  for (const name of Object.keys(methods)) {
    const own = this[name];
    const bound = typeof own === 'function' && own !== Console.prototype[name] ? own.bind(this) : methods[name];
    Object.defineProperty(bound, 'name', { value: name, configurable: true });
    Object.defineProperty(this, name, { value: bound, writable: true, enumerable: true, configurable: true });
  }
  for (const [name, value] of [['_stdout', stdout], ['_stderr', stderr], ['_ignoreErrors', ignoreErrors], ['_times', timers]]) {
    Object.defineProperty(this, name, { value, writable: true, enumerable: false, configurable: true });
  }
}
// So that classes that extend it find something to call.
for (const name of ['log', 'warn', 'error', 'info', 'debug', 'dir', 'dirxml', 'time', 'timeEnd', 'timeLog', 'trace', 'assert', 'clear', 'count', 'countReset', 'group', 'groupCollapsed', 'groupEnd', 'table']) {
  Console.prototype[name] = { [name]() {} }[name];
}
Object.defineProperty(Console.prototype, Symbol.toStringTag, { value: 'console', configurable: true });
Object.defineProperty(Console, Symbol.hasInstance, { value: (object) => object === console || Function.prototype[Symbol.hasInstance].call(Console, object) });

module.exports = { Console };
