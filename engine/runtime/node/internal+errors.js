// Errors with a code, as Node words them. https://nodejs.org/api/errors.html
'use strict';

function oneOf(list, last) {
  if (list.length > 2) return `${list.slice(0, -1).join(', ')}, ${last} ${list.at(-1)}`;
  return list.join(` ${last} `);
}

// "Received an instance of Foo", "Received type string ('abc')"
function received(value) {
  if (value == null) return ` Received ${value}`;
  if (typeof value === 'function') return ` Received function ${value.name}`;
  if (typeof value === 'object') {
    if (value.constructor?.name) return ` Received an instance of ${value.constructor.name}`;
    return ` Received ${internal.inspect(value, { depth: -1 })}`;
  }
  let shown = internal.inspect(value, { colors: false });
  if (shown.length > 28) shown = `${shown.slice(0, 25)}...`;
  return ` Received type ${typeof value} (${shown})`;
}

const kTypes = ['string', 'function', 'number', 'object', 'Function', 'Object', 'boolean', 'bigint', 'symbol'];

function invalidArgType(name, expected, actual) {
  let message = 'The ';
  if (name.endsWith(' argument')) message += `${name} `;
  else message += `"${name}" ${name.includes('.') ? 'property' : 'argument'} `;
  message += 'must be ';
  const types = [];
  const instances = [];
  const other = [];
  for (const one of [].concat(expected)) {
    if (kTypes.includes(one)) types.push(one.toLowerCase());
    else if (/^([A-Z][a-z0-9]*)+$/.test(one)) instances.push(one);
    else other.push(one);
  }
  if (instances.length > 0 && types.includes('object')) {
    types.splice(types.indexOf('object'), 1);
    instances.push('Object');
  }
  if (types.length > 0) {
    message += `${types.length > 1 ? 'one of type' : 'of type'} ${oneOf(types, 'or')}`;
    if (instances.length > 0 || other.length > 0) message += ' or ';
  }
  if (instances.length > 0) {
    message += `an instance of ${oneOf(instances, 'or')}`;
    if (other.length > 0) message += ' or ';
  }
  if (other.length > 1) message += `one of ${oneOf(other, 'or')}`;
  else if (other.length === 1) message += `${other[0].toLowerCase() !== other[0] ? 'an ' : ''}${other[0]}`;
  return `${message}.${received(actual)}`;
}

function invalidArgValue(name, value, reason = 'is invalid') {
  let shown = internal.inspect(value);
  if (shown.length > 128) shown = `${shown.slice(0, 128)}...`;
  return `The ${name.includes('.') ? 'property' : 'argument'} '${name}' ${reason}. Received ${shown}`;
}

function withSeparators(text) {
  return text.replace(/\B(?=(\d{3})+(?!\d))/g, '_');
}

function outOfRange(name, range, input) {
  let shown;
  if (Number.isInteger(input) && Math.abs(input) > 2 ** 32) shown = withSeparators(String(input));
  else if (typeof input === 'bigint') {
    shown = String(input);
    if (input > 2n ** 32n || input < -(2n ** 32n)) shown = withSeparators(shown);
    shown += 'n';
  } else shown = internal.inspect(input);
  return `The value of "${name}" is out of range. It must be ${range}. Received ${shown}`;
}

const kMessages = {
  ERR_AMBIGUOUS_ARGUMENT: [TypeError, (name, message) => `The "${name}" argument is ambiguous. ${message}`],
  ERR_ARG_NOT_ITERABLE: [TypeError, (what) => `${what} must be iterable`],
  ERR_ASSERTION: [Error, (message) => message],
  ERR_ASYNC_CALLBACK: [TypeError, (name) => `${name} must be a function`],
  ERR_ASYNC_TYPE: [TypeError, (type) => `Invalid name for async "type": ${type}`],
  ERR_BUFFER_OUT_OF_BOUNDS: [RangeError, (name) => (name ? `"${name}" is outside of buffer bounds` : 'Attempt to access memory outside buffer bounds')],
  ERR_BUFFER_TOO_LARGE: [RangeError, (size) => `Cannot create a Buffer larger than ${size} bytes`],
  ERR_CONSTRUCT_CALL_REQUIRED: [TypeError, (name) => `Class constructor ${name} cannot be invoked without \`new\``],
  ERR_CONSTRUCT_CALL_INVALID: [TypeError, () => 'Constructor cannot be called'],
  ERR_CONTEXT_NOT_INITIALIZED: [Error, () => 'context used is not initialized'],
  ERR_CRYPTO_HASH_FINALIZED: [Error, () => 'Digest already called'],
  ERR_CRYPTO_HASH_UPDATE_FAILED: [Error, () => 'Hash update failed'],
  ERR_CRYPTO_INVALID_DIGEST: [TypeError, (name) => `Invalid digest: ${name}`],
  ERR_CRYPTO_INVALID_KEYLEN: [RangeError, () => 'Invalid key length'],
  ERR_CRYPTO_INVALID_SCRYPT_PARAMS: [RangeError, (more) => (more ? `Invalid scrypt params: ${more}` : 'Invalid scrypt params')],
  ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH: [RangeError, () => 'Input buffers must have the same byte length'],
  ERR_CRYPTO_UNKNOWN_CIPHER: [Error, () => 'Unknown cipher'],
  ERR_ENCODING_INVALID_ENCODED_DATA: [TypeError, (encoding) => `The encoded data was not valid for encoding ${encoding}`],
  ERR_ENCODING_NOT_SUPPORTED: [RangeError, (encoding) => `The "${encoding}" encoding is not supported`],
  ERR_EVENT_RECURSION: [Error, (type) => `The event "${type}" is already being dispatched`],
  ERR_FALSY_VALUE_REJECTION: [Error, () => 'Promise was rejected with falsy value'],
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM: [TypeError, (what) => `The feature ${what} is unavailable on the current platform, which is being used to run scrim`],
  ERR_ILLEGAL_CONSTRUCTOR: [TypeError, () => 'Illegal constructor'],
  ERR_INCOMPATIBLE_OPTION_PAIR: [TypeError, (a, b) => `Option "${a}" cannot be used in combination with option "${b}"`],
  ERR_INSPECTOR_NOT_AVAILABLE: [Error, () => 'Inspector is not available'],
  ERR_INVALID_ARG_TYPE: [TypeError, invalidArgType],
  ERR_INVALID_ARG_VALUE: [TypeError, invalidArgValue],
  ERR_INVALID_BUFFER_SIZE: [RangeError, (size) => `Buffer size must be a multiple of ${size}`],
  ERR_INVALID_CHAR: [TypeError, (name, field) => `Invalid character in ${name}${field ? ` ["${field}"]` : ''}`],
  ERR_INVALID_CURSOR_POS: [TypeError, () => 'Cannot set cursor row without setting its column'],
  ERR_INVALID_FILE_URL_HOST: [TypeError, (platform) => `File URL host must be "localhost" or empty on ${platform}`],
  ERR_INVALID_FILE_URL_PATH: [TypeError, (reason) => `File URL path ${reason}`],
  ERR_INVALID_HANDLE_TYPE: [TypeError, () => 'This handle type cannot be sent'],
  ERR_INVALID_MIME_SYNTAX: [TypeError, (production, text, position) => `The MIME syntax for a ${production} in ${JSON.stringify(text)} is invalid${position !== -1 ? ` at ${position}` : ''}`],
  ERR_INVALID_OBJECT_DEFINE_PROPERTY: [TypeError, (message) => message],
  ERR_INVALID_OPT_VALUE: [TypeError, (name, value) => `The value "${String(value)}" is invalid for option "${name}"`],
  ERR_INVALID_RETURN_PROPERTY_VALUE: [TypeError, (input, name, property, value) => `Expected ${input} to be returned for the "${property}" from the "${name}" function but got ${shortType(value)}.`],
  ERR_INVALID_RETURN_VALUE: [TypeError, (input, name, value) => `Expected ${input} to be returned from the "${name}" function but got ${shortType(value)}.`],
  ERR_INVALID_STATE: [Error, (what) => `Invalid state: ${what}`],
  ERR_INVALID_THIS: [TypeError, (type) => `Value of "this" must be of type ${type}`],
  ERR_INVALID_TUPLE: [TypeError, (name, types) => `${name} must be an iterable ${types} tuple`],
  ERR_INVALID_URI: [URIError, () => 'URI malformed'],
  ERR_INVALID_URL: [TypeError, () => 'Invalid URL'],
  ERR_INVALID_URL_SCHEME: [TypeError, (expected) => `The URL must be ${[].concat(expected).length === 1 ? 'of scheme' : 'one of scheme'} ${[].concat(expected).join(' or ')}`],
  ERR_METHOD_NOT_IMPLEMENTED: [Error, (name) => `The ${name} method is not implemented`],
  ERR_MISSING_ARGS: [TypeError, (...names) => {
    const shown = names.map((name) => (Array.isArray(name) ? name.map((one) => `"${one}"`).join(' or ') : `"${name}"`));
    return `The ${oneOf(shown, 'and')} argument${names.length > 1 ? 's' : ''} must be specified`;
  }],
  ERR_MISSING_OPTION: [TypeError, (name) => `${name} is required`],
  ERR_OPERATION_FAILED: [Error, (reason) => `Operation failed: ${reason}`],
  ERR_OUT_OF_RANGE: [RangeError, outOfRange],
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: [TypeError, (message) => message],
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: [TypeError, (text) => `Unexpected argument '${text}'. This command does not take positional arguments`],
  ERR_PARSE_ARGS_UNKNOWN_OPTION: [TypeError, (option, positionals) => `Unknown option '${option}'${positionals ? `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- ${JSON.stringify(option).replaceAll('"', '\"')}` : ''}`],
  ERR_SCRIPT_EXECUTION_INTERRUPTED: [Error, () => 'Script execution was interrupted by `SIGINT`'],
  ERR_SCRIPT_EXECUTION_TIMEOUT: [Error, (ms) => `Script execution timed out after ${ms}ms`],
  ERR_STREAM_PREMATURE_CLOSE: [Error, () => 'Premature close'],
  ERR_TEST_FAILURE: [Error, (error) => error?.message ?? String(error)],
  ERR_UNAVAILABLE_DURING_EXIT: [Error, () => 'Cannot call function in process exit handler'],
  ERR_UNHANDLED_ERROR: [Error, (error) => (error === undefined ? 'Unhandled error.' : `Unhandled error. (${error})`)],
  ERR_UNKNOWN_ENCODING: [TypeError, (name) => `Unknown encoding: ${name}`],
  ERR_UNKNOWN_SIGNAL: [TypeError, (name) => `Unknown signal: ${name}`],
  ERR_UNSUPPORTED_OPERATION: [Error, () => 'The requested operation is not supported'],
  ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING: [TypeError, () => 'A dynamic import callback was not specified.'],
};

function shortType(value) {
  if (value == null) return String(value);
  if (typeof value === 'function' && value.name) return `function ${value.name}`;
  if (typeof value === 'object') return value.constructor?.name ? `an instance of ${value.constructor.name}` : internal.inspect(value, { depth: -1 });
  return `type ${typeof value}`;
}

// The header of the stack says the code, the name does not.
function decorate(error, code) {
  const name = error.name;
  Object.defineProperty(error, 'name', { value: `${name} [${code}]`, configurable: true, writable: true, enumerable: false });
  Error.captureStackTrace(error);
  error.stack;
  delete error.name;
  Object.defineProperty(error, 'toString', {
    value() { return `${this.name} [${code}]: ${this.message}`; }, enumerable: false, writable: true, configurable: true,
  });
  error.code = code;
  return error;
}

const codes = {};
for (const code of Object.keys(kMessages)) {
  const [Base, message] = kMessages[code];
  codes[code] = class NodeError {
    constructor(...args) {
      return decorate(new Base(message(...args)), code);
    }
  };
  Object.defineProperty(codes[code], 'name', { value: Base.name });
}
// Those that may be made of either class.
codes.ERR_INVALID_ARG_VALUE.RangeError = class { constructor(...args) { return decorate(new RangeError(invalidArgValue(...args)), 'ERR_INVALID_ARG_VALUE'); } };
codes.ERR_INVALID_STATE.TypeError = class { constructor(what) { return decorate(new TypeError(`Invalid state: ${what}`), 'ERR_INVALID_STATE'); } };
codes.ERR_INVALID_STATE.RangeError = class { constructor(what) { return decorate(new RangeError(`Invalid state: ${what}`), 'ERR_INVALID_STATE'); } };

// An error of any code and class with a ready message.
function coded(Base, code, message) {
  return decorate(new Base(message), code);
}

class AbortError extends Error {
  constructor(message = 'The operation was aborted', options = undefined) {
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

// What belongs to a part of Node that is not there yet says so.
function notYet(what) {
  const error = new Error(`scrim has no ${what} yet`);
  error.code = 'ERR_SCRIM_NOT_YET';
  return error;
}

module.exports = { codes, coded, received, shortType, oneOf, AbortError, notYet };
