// process.emitWarning, and how warnings are shown.
'use strict';

const { make } = require('internal/errors');
const { validateString } = require('internal/validators');
const io = internal.binding('io');

let hinted = false;
function write(self, warning) {
  const isDeprecation = warning.name === 'DeprecationWarning';
  if (isDeprecation && self.noDeprecation) return;
  const trace = self.traceProcessWarnings || (isDeprecation && self.traceDeprecation);
  let text = `(scrim:${self.pid}) `;
  if (warning.code) text += `[${warning.code}] `;
  if (trace && warning.stack) text += warning.stack;
  else text += typeof warning.toString === 'function' ? Error.prototype.toString.call(warning) : String(warning);
  if (typeof warning.detail === 'string') text += `\n${warning.detail}`;
  if (!trace && !hinted) {
    const flagName = isDeprecation ? '--trace-deprecation' : '--trace-warnings';
    text += `\n(Use \`scrim ${flagName} ...\` to show where the warning was created)`;
    hinted = true;
  }
  io.writeAll(2, Buffer.from(`${text}\n`));
}
function emit(self, warning, type, code, constructor) {
  let detail;
  if (type !== null && typeof type === 'object' && !Array.isArray(type)) {
    constructor = type.ctor;
    code = type.code;
    if (typeof type.detail === 'string') detail = type.detail;
    type = type.type || 'Warning';
  } else if (typeof type === 'function') {
    constructor = type;
    code = '';
    type = 'Warning';
  }
  if (type !== undefined) validateString(type, 'type');
  if (typeof code === 'function') {
    constructor = code;
    code = '';
  } else if (code !== undefined) {
    validateString(code, 'code');
  }
  if (typeof warning === 'string') {
    const text = warning;
    warning = new Error(text);
    warning.name = String(type || 'Warning');
    if (code !== undefined) warning.code = code;
    if (detail !== undefined) warning.detail = detail;
    Error.captureStackTrace(warning, constructor || self.emitWarning);
  } else if (!(warning instanceof Error)) {
    throw make('ERR_INVALID_ARG_TYPE', 'warning', ['Error', 'string'], warning);
  }
  if (warning.name === 'DeprecationWarning') {
    if (self.noDeprecation) return;
    if (self.throwDeprecation) {
      self.nextTick(() => { throw warning; });
      return;
    }
  }
  const disabled = internal.nodeOptions().some(([name, value]) => name === '--disable-warning' && (value === warning.code || value === warning.name));
  if (!disabled) self.nextTick(() => self.emit('warning', warning));
}

module.exports = { emit, write };
