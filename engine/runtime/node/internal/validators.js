// Argument checks with Node's errors.
'use strict';

const make = (...args) => require('internal/errors').make(...args); // most programs make none

const type = (value, name, expected) => {
  throw make('ERR_INVALID_ARG_TYPE', name, expected, value);
};
const validateString = (value, name) => typeof value === 'string' || type(value, name, 'string');
const validateFunction = (value, name) => typeof value === 'function' || type(value, name, 'function');
const validateBoolean = (value, name) => typeof value === 'boolean' || type(value, name, 'boolean');

function validateInteger(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
  if (typeof value !== 'number') type(value, name, 'number');
  if (!Number.isInteger(value)) throw make('ERR_OUT_OF_RANGE', name, 'an integer', value);
  if (value < min || value > max) throw make('ERR_OUT_OF_RANGE', name, `>= ${min} && <= ${max}`, value);
}
const validateInt32 = (value, name, min = -2147483648, max = 2147483647) => validateInteger(value, name, min, max);
function validateUint32(value, name, positive = false) {
  validateInteger(value, name, positive ? 1 : 0, 4294967295);
}
function validateNumber(value, name, min, max) {
  if (typeof value !== 'number') type(value, name, 'number');
  if ((min != null && value < min) || (max != null && value > max) || ((min != null || max != null) && Number.isNaN(value))) {
    const low = min == null ? '' : `>= ${min}`;
    const high = max == null ? '' : `<= ${max}`;
    throw make('ERR_OUT_OF_RANGE', name, low && high ? `${low} && ${high}` : low || high, value);
  }
}
function validateOneOf(value, name, allowed) {
  if (allowed.includes(value)) return;
  const shown = allowed.map((one) => (typeof one === 'string' ? `'${one}'` : String(one))).join(', ');
  throw make('ERR_INVALID_ARG_VALUE', name, value, `must be one of: ${shown}`);
}
// options: { nullable, allowArray, allowFunction }
function validateObject(value, name, options = {}) {
  if (value === null ? !options.nullable : (Array.isArray(value) && !options.allowArray) ||
      (typeof value !== 'object' && !(options.allowFunction && typeof value === 'function'))) type(value, name, 'Object');
}
function validateArray(value, name, min = 0) {
  if (!Array.isArray(value)) type(value, name, 'Array');
  if (value.length < min) throw make('ERR_INVALID_ARG_VALUE', name, value, `must be longer than ${min}`);
}
function validateStringArray(value, name) {
  validateArray(value, name);
  value.forEach((item, index) => validateString(item, `${name}[${index}]`));
}
function validateAbortSignal(signal, name) {
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) type(signal, name, 'AbortSignal');
}
function validateBuffer(value, name = 'buffer') {
  if (!ArrayBuffer.isView(value)) type(value, name, ['Buffer', 'TypedArray', 'DataView']);
}
function validateEncoding(data, encoding) {
  const normal = String(encoding).toLowerCase();
  if (normal === 'hex' && data.length % 2 !== 0) throw make('ERR_INVALID_ARG_VALUE', 'encoding', encoding, `is invalid for data of length ${data.length}`);
}
function validateSignalName(signal, name = 'signal') {
  validateString(signal, name);
  if (require('internal/constants').signals[signal] === undefined) {
    if (require('internal/constants').signals[signal.toUpperCase()] !== undefined) throw make('ERR_UNKNOWN_SIGNAL', `${signal} (signals must use all capital letters)`);
    throw make('ERR_UNKNOWN_SIGNAL', signal);
  }
}
// A file mode: an integer or octal digits.
function parseFileMode(value, name, fallback) {
  const mode = value ?? fallback;
  if (typeof mode === 'string') {
    if (!/^[0-7]+$/.test(mode)) throw make('ERR_INVALID_ARG_VALUE', name, mode, 'must be a 32-bit unsigned integer or an octal string');
    return parseInt(mode, 8);
  }
  validateUint32(mode, name);
  return mode;
}

module.exports = {
  validateString, validateFunction, validateBoolean, validateInteger, validateInt32, validateUint32, validateNumber,
  validateOneOf, validateObject, validateArray, validateStringArray, validateAbortSignal, validateBuffer, validateEncoding,
  validateSignalName, parseFileMode,
};
