// Errors with Node's codes and messages. https://nodejs.org/api/errors.html
'use strict';

const inspect = (value, options) => internal.inspect(value, options);

function formatList(items, word = 'or') {
  if (items.length <= 1) return items.join('');
  if (items.length === 2) return `${items[0]} ${word} ${items[1]}`;
  return `${items.slice(0, -1).join(', ')}, ${word} ${items[items.length - 1]}`;
}

// How messages name what they got: "an instance of Map", "type string ('a')".
function describeReceived(value) {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'undefined': return 'undefined';
    case 'bigint': return `type bigint (${value}n)`;
    case 'number': return Object.is(value, -0) ? 'type number (-0)' : `type number (${value})`;
    case 'boolean': return `type boolean (${value})`;
    case 'symbol': return `type symbol (${String(value)})`;
    case 'function': return `function ${value.name}`;
    case 'object':
      if (value.constructor && 'name' in value.constructor) return `an instance of ${value.constructor.name}`;
      return inspect(value, { depth: -1 });
    default: {
      const text = value.length > 28 ? `${value.slice(0, 25)}...` : value;
      return text.includes("'") ? `type string (${JSON.stringify(text)})` : `type string ('${text}')`;
    }
  }
}

const kPlainTypes = new Set(['string', 'function', 'number', 'object', 'Function', 'Object', 'boolean', 'bigint', 'symbol']);

function invalidArgType(name, expected, actual) {
  const types = [];
  const instances = [];
  const others = [];
  for (const value of Array.isArray(expected) ? expected : [expected]) {
    if (kPlainTypes.has(value)) types.push(value.toLowerCase());
    else if (/^([A-Z][a-z0-9]*)+$/.test(value)) instances.push(value);
    else others.push(value);
  }
  if (instances.length > 0 && types.includes('object')) {
    types.splice(types.indexOf('object'), 1);
    instances.push('Object');
  }
  let text = name.endsWith(' argument') ? `The ${name} must be ` : `The "${name}" ${name.includes('.') ? 'property' : 'argument'} must be `;
  const parts = [];
  if (types.length > 0) parts.push(`${types.length > 1 ? 'one of type' : 'of type'} ${formatList(types)}`);
  if (instances.length > 0) parts.push(`an instance of ${formatList(instances)}`);
  if (others.length > 1) parts.push(`one of ${formatList(others)}`);
  else if (others.length === 1) parts.push(`${others[0].toLowerCase() === others[0] ? '' : 'an '}${others[0]}`);
  text += parts.join(' or ');
  return `${text}. Received ${describeReceived(actual)}`;
}

function separated(text) {
  const sign = text[0] === '-' ? '-' : '';
  return sign + text.slice(sign.length).replace(/\B(?=(\d{3})+(?!\d))/g, '_');
}

function outOfRange(name, range, received, replace = false) {
  let shown;
  if (Number.isInteger(received) && Math.abs(received) > 2 ** 32) shown = separated(String(received));
  else if (typeof received === 'bigint') {
    shown = String(received);
    if (received > 2n ** 32n || received < -(2n ** 32n)) shown = separated(shown);
    shown += 'n';
  } else shown = inspect(received);
  return `${replace ? name : `The value of "${name}" is out of range.`} It must be ${range}. Received ${shown}`;
}

// code -> [class, message or a function that makes it]
const kMessages = {
  __proto__: null,
  ABORT_ERR: [Error, 'The operation was aborted'],
  ERR_AMBIGUOUS_ARGUMENT: [TypeError, (name, reason) => `The "${name}" argument is ambiguous. ${reason}`],
  ERR_ARG_NOT_ITERABLE: [TypeError, (name) => `${name} must be iterable`],
  ERR_ASSERTION: [Error, (message) => message],
  ERR_ASYNC_CALLBACK: [TypeError, (name) => `${name} must be a function`],
  ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED: [Error, 'Async loader request never settled'],
  ERR_ASYNC_TYPE: [TypeError, (type) => `Invalid name for async "type": ${type}`],
  ERR_BROTLI_INVALID_PARAM: [RangeError, (name) => `${name} is not a valid Brotli parameter`],
  ERR_BUFFER_OUT_OF_BOUNDS: [RangeError, (name) => (name ? `"${name}" is outside of buffer bounds` : 'Attempt to access memory outside buffer bounds')],
  ERR_BUFFER_TOO_LARGE: [RangeError, (size) => `Cannot create a Buffer larger than ${size} bytes`],
  ERR_CHILD_CLOSED_BEFORE_REPLY: [Error, 'Child closed before reply received'],
  ERR_CHILD_PROCESS_IPC_REQUIRED: [Error, (name) => `Forked processes must have an IPC channel, missing value 'ipc' in ${name}`],
  ERR_CHILD_PROCESS_STDIO_MAXBUFFER: [RangeError, (name) => `${name} maxBuffer length exceeded`],
  ERR_CONSOLE_WRITABLE_STREAM: [TypeError, (name) => `Console expects a writable stream instance for ${name}`],
  ERR_CONSTRUCT_CALL_INVALID: [TypeError, () => 'Constructor cannot be called'],
  ERR_CONSTRUCT_CALL_REQUIRED: [TypeError, (name) => `Class constructor ${name} cannot be invoked without \`new\``],
  ERR_CONTEXT_NOT_INITIALIZED: [Error, () => 'context used is not initialized'],
  ERR_CRYPTO_HASH_FINALIZED: [Error, () => 'Digest already called'],
  ERR_CRYPTO_HASH_UPDATE_FAILED: [Error, () => 'Hash update failed'],
  ERR_CRYPTO_INVALID_DIGEST: [TypeError, (name) => `Invalid digest: ${name}`],
  ERR_CRYPTO_INVALID_KEYLEN: [RangeError, () => 'Invalid key length'],
  ERR_CRYPTO_INVALID_SCRYPT_PARAMS: [RangeError, (more) => (more ? `Invalid scrypt params: ${more}` : 'Invalid scrypt params')],
  ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH: [RangeError, () => 'Input buffers must have the same byte length'],
  ERR_CRYPTO_UNKNOWN_CIPHER: [Error, () => 'Unknown cipher'],
  ERR_DIR_CLOSED: [Error, 'Directory handle was closed'],
  ERR_DIR_CONCURRENT_OPERATION: [Error, 'Cannot do synchronous work on directory handle with concurrent asynchronous operations'],
  ERR_ENCODING_INVALID_ENCODED_DATA: [TypeError, (encoding) => `The encoded data was not valid for encoding ${encoding}`],
  ERR_ENCODING_NOT_SUPPORTED: [RangeError, (encoding) => `The "${encoding}" encoding is not supported`],
  ERR_EVENT_RECURSION: [Error, (name) => `The event "${name}" is already being dispatched`],
  ERR_FALSY_VALUE_REJECTION: [Error, 'Promise was rejected with falsy value'],
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM: [TypeError, (name) => `The feature ${name} is unavailable on the current platform, which is being used to run Node.js`],
  ERR_FS_CP_DIR_TO_NON_DIR: [Error, (a) => `Cannot overwrite non-directory with directory: ${a}`],
  ERR_FS_CP_EEXIST: [Error, (a) => `Target already exists: ${a}`],
  ERR_FS_CP_EINVAL: [Error, (a) => `Invalid src or dest: ${a}`],
  ERR_FS_CP_NON_DIR_TO_DIR: [Error, (a) => `Cannot overwrite directory with non-directory: ${a}`],
  ERR_FS_EISDIR: [Error, (a) => `Path is a directory: ${a}`],
  ERR_FS_FILE_TOO_LARGE: [RangeError, (size) => `File size (${size}) is greater than 2 GiB`],
  ERR_ILLEGAL_CONSTRUCTOR: [TypeError, 'Illegal constructor'],
  ERR_IMPORT_ATTRIBUTE_MISSING: [TypeError, (url, key, type) => `Module "${url}" needs an import attribute of "${key}: ${type}"`],
  ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE: [TypeError, (url, type) => `Module "${url}" is not of type "${type}"`],
  ERR_IMPORT_ATTRIBUTE_UNSUPPORTED: [TypeError, (key, value, url) => `Import attribute "${key}" with value "${value}" is not supported in ${url}`],
  ERR_INCOMPATIBLE_OPTION_PAIR: [TypeError, (a, b) => `Option "${a}" cannot be used in combination with option "${b}"`],
  ERR_INSPECTOR_NOT_AVAILABLE: [Error, () => 'Inspector is not available'],
  ERR_INVALID_ARG_TYPE: [TypeError, invalidArgType],
  ERR_INVALID_ARG_VALUE: [TypeError, (name, value, reason = 'is invalid') => {
    let shown = inspect(value);
    if (shown.length > 128) shown = `${shown.slice(0, 128)}...`;
    return `The ${name.includes('.') ? 'property' : 'argument'} '${name}' ${reason}. Received ${shown}`;
  }],
  ERR_INVALID_BUFFER_SIZE: [RangeError, (bits) => `Buffer size must be a multiple of ${bits}`],
  ERR_INVALID_CHAR: [TypeError, (name, field) => `Invalid character in ${name}${field === undefined ? '' : ` ["${field}"]`}`],
  ERR_INVALID_CURSOR_POS: [TypeError, 'Cannot set cursor row without setting its column'],
  ERR_INVALID_FD: [RangeError, (fd) => `"fd" must be a positive integer: ${fd}`],
  ERR_INVALID_FD_TYPE: [TypeError, (type) => `Unsupported fd type: ${type}`],
  ERR_INVALID_FILE_URL_HOST: [TypeError, (platform) => `File URL host must be "localhost" or empty on ${platform}`],
  ERR_INVALID_FILE_URL_PATH: [TypeError, (reason) => `File URL path ${reason}`],
  ERR_INVALID_HANDLE_TYPE: [TypeError, () => 'This handle type cannot be sent'],
  ERR_INVALID_MIME_SYNTAX: [TypeError, (production, text, position) => `The MIME syntax for a ${production} in ${JSON.stringify(text)} is invalid${position !== -1 ? ` at ${position}` : ''}`],
  ERR_INVALID_OBJECT_DEFINE_PROPERTY: [TypeError, (message) => message],
  ERR_INVALID_OPT_VALUE: [TypeError, (name, value) => `The value "${String(value)}" is invalid for option "${name}"`],
  ERR_INVALID_OPT_VALUE_ENCODING: [TypeError, (value) => `The value "${String(value)}" is invalid for option "encoding"`],
  ERR_INVALID_RETURN_PROPERTY_VALUE: [TypeError, (input, name, property, value) => `Expected ${input} to be returned for the "${property}" from the "${name}" hook but got ${describeReceived(value)}.`],
  ERR_INVALID_RETURN_VALUE: [TypeError, (input, name, value) => `Expected ${input} to be returned from the "${name}" function but got ${describeReceived(value)}.`],
  ERR_INTERNAL_ASSERTION: [Error, (text) => `${text}\nThis is caused by either a bug in Node.js or incorrect usage of Node.js internals.\nPlease open an issue with this stack trace at https://github.com/nodejs/node/issues\n`],
  ERR_INVALID_STATE: [Error, (text) => `Invalid state: ${text}`],
  ERR_INVALID_SYNC_FORK_INPUT: [TypeError, (value) => `Asynchronous forks do not support Buffer, TypedArray, DataView or string input: ${value}`],
  ERR_INVALID_THIS: [TypeError, (type) => `Value of "this" must be of type ${type}`],
  ERR_INVALID_TUPLE: [TypeError, (name, types) => `${name} must be an iterable ${types} tuple`],
  ERR_INVALID_URI: [URIError, 'URI malformed'],
  ERR_INVALID_URL: [TypeError, () => 'Invalid URL'],
  ERR_INVALID_URL_SCHEME: [TypeError, (expected) => `The URL must be ${[].concat(expected).length > 1 ? 'one of scheme' : 'of scheme'} ${formatList([].concat(expected))}`],
  ERR_IPC_CHANNEL_CLOSED: [Error, 'Channel closed'],
  ERR_IPC_DISCONNECTED: [Error, 'IPC channel is already disconnected'],
  ERR_IPC_ONE_PIPE: [Error, 'Child process can have only one IPC pipe'],
  ERR_IPC_SYNC_FORK: [Error, 'IPC cannot be used with synchronous forks'],
  ERR_LOADER_CHAIN_INCOMPLETE: [Error, (name) => `"${name}" did not call the next hook in its chain and did not explicitly signal a short circuit. If this is intentional, include \`shortCircuit: true\` in the hook's return.`],
  ERR_METHOD_NOT_IMPLEMENTED: [Error, (name) => `The ${name} method is not implemented`],
  ERR_MISSING_ARGS: [TypeError, (...names) => {
    const quoted = names.map((name) => (Array.isArray(name) ? name.map((one) => `"${one}"`).join(' or ') : `"${name}"`));
    return `The ${formatList(quoted, 'and')} argument${names.length > 1 ? 's' : ''} must be specified`;
  }],
  ERR_MISSING_OPTION: [TypeError, (name) => `${name} is required`],
  ERR_MULTIPLE_CALLBACK: [Error, 'Callback called multiple times'],
  ERR_NO_CRYPTO: [Error, 'Node.js is not compiled with OpenSSL crypto support'],
  ERR_OPERATION_FAILED: [Error, (reason) => `Operation failed: ${reason}`],
  ERR_OUT_OF_RANGE: [RangeError, outOfRange],
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: [TypeError, (message) => message],
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: [TypeError, (text) => `Unexpected argument '${text}'. This command does not take positional arguments`],
  ERR_PARSE_ARGS_UNKNOWN_OPTION: [TypeError, (option, positionals) => `Unknown option '${option}'${positionals ? `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- ${JSON.stringify(option).replaceAll('"', '\"')}` : ''}`],
  ERR_NOT_BUILDING_SNAPSHOT: [Error, 'Operation cannot be invoked when not building startup snapshot'],
  ERR_INVALID_REPL_EVAL_CONFIG: [TypeError, 'Cannot specify both "breakEvalOnSigint" and "eval" for REPL'],
  ERR_SCRIPT_EXECUTION_INTERRUPTED: [Error, () => 'Script execution was interrupted by `SIGINT`'],
  ERR_SCRIPT_EXECUTION_TIMEOUT: [Error, (ms) => `Script execution timed out after ${ms}ms`],
  ERR_SOCKET_CLOSED: [Error, 'Socket is closed'],
  ERR_STREAM_ALREADY_FINISHED: [Error, (name) => `Cannot call ${name} after a stream was finished`],
  ERR_STREAM_CANNOT_PIPE: [Error, 'Cannot pipe, not readable'],
  ERR_STREAM_DESTROYED: [Error, (name) => `Cannot call ${name} after a stream was destroyed`],
  ERR_STREAM_ITER_MISSING_FLAG: [TypeError, 'The stream iteration API is behind a flag'],
  ERR_STREAM_NULL_VALUES: [TypeError, 'May not write null values to stream'],
  ERR_STREAM_PREMATURE_CLOSE: [Error, 'Premature close'],
  ERR_STREAM_PUSH_AFTER_EOF: [Error, 'stream.push() after EOF'],
  ERR_STREAM_UNABLE_TO_PIPE: [Error, 'Cannot pipe to a closed or destroyed stream'],
  ERR_STREAM_UNSHIFT_AFTER_END_EVENT: [Error, 'stream.unshift() after end event'],
  ERR_STREAM_WRITE_AFTER_END: [Error, 'write after end'],
  ERR_STRING_TOO_LONG: [Error, () => 'Cannot create a string longer than 0x1fffffe8 characters'],
  ERR_SYNTHETIC: [Error, 'JavaScript Callstack'],
  ERR_TEST_FAILURE: [Error, (error) => error?.message ?? String(error)],
  ERR_TTY_INIT_FAILED: [Error, 'TTY initialization failed'],
  ERR_UNAVAILABLE_DURING_EXIT: [Error, 'Cannot call function in process exit handler'],
  ERR_UNESCAPED_CHARACTERS: [TypeError, (name) => `${name} contains unescaped characters`],
  ERR_UNHANDLED_ERROR: [Error, (shown) => (shown === undefined ? 'Unhandled error.' : `Unhandled error. (${shown})`)],
  ERR_UNHANDLED_REJECTION: [Error, (reason) => 'This error originated either by throwing inside of an async function without a catch block, ' +
    `or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason "${reason}".`],
  ERR_UNKNOWN_BUILTIN_MODULE: [Error, (name) => `No such built-in module: ${name}`],
  ERR_UNKNOWN_ENCODING: [TypeError, (name) => `Unknown encoding: ${name}`],
  ERR_UNKNOWN_MODULE_FORMAT: [RangeError, (format, url) => `Unknown module format: ${format} for URL ${url}`],
  ERR_UNKNOWN_SIGNAL: [TypeError, (name) => `Unknown signal: ${name}`],
  ERR_UNSUPPORTED_ESM_URL_SCHEME: [Error, (known, protocol) => `Only URLs with a scheme in: ${known} are supported by the default ESM loader. Received protocol '${protocol}'`],
  ERR_UNSUPPORTED_OPERATION: [Error, () => 'The requested operation is not supported'],
  ERR_USE_AFTER_CLOSE: [Error, (name) => `${name} was closed`],
  ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING: [TypeError, () => 'A dynamic import callback was not specified.'],
  ERR_TRAILING_JUNK_AFTER_STREAM_END: [TypeError, 'Trailing junk found after the end of the compressed stream'],
  ERR_ZLIB_INITIALIZATION_FAILED: [Error, 'Initialization failed'],
  ERR_ZSTD_INVALID_PARAM: [RangeError, (name) => `${name} is not a valid zstd parameter`],
};

// The header of the stack carries the code; `name` itself does not.
function withCode(error, code) {
  const name = error.name;
  Object.defineProperty(error, 'name', { value: `${name} [${code}]`, configurable: true, writable: true, enumerable: false });
  void error.stack;
  delete error.name;
  error.code = code;
  return error;
}

// A Node error by its code: class and message come from the table. Stacks start at the caller of `until`.
function make(code, ...args) {
  const [Class, message] = kMessages[code];
  const limit = Error.stackTraceLimit;
  const error = new Class(typeof message === 'function' ? message(...args) : message);
  if (limit !== 0) Error.captureStackTrace(error, make);
  return withCode(withToString(error, code), code);
}
const withToString = (error, code) => Object.defineProperty(error, 'toString', {
  value() { return `${this.name} [${code}]: ${this.message}`; }, enumerable: false, writable: true, configurable: true,
});
// With another class than the table's, for codes Node throws with several.
function makeAs(Class, code, ...args) {
  const message = kMessages[code][1];
  return withCode(withToString(new Class(typeof message === 'function' ? message(...args) : message), code), code);
}

// The same as classes, for `throw new codes.ERR_X(...)`.
let classes;
function makeClasses() {
  const codes = {};
  for (const code of Object.keys(kMessages)) {
    const Class = function (...args) { return make(code, ...args); };
    Object.defineProperty(Class, 'name', { value: kMessages[code][0].name });
    codes[code] = Class;
  }
  codes.ERR_INVALID_ARG_VALUE.RangeError = function (...args) { return makeAs(RangeError, 'ERR_INVALID_ARG_VALUE', ...args); };
  codes.ERR_INVALID_STATE.TypeError = function (...args) { return makeAs(TypeError, 'ERR_INVALID_STATE', ...args); };
  codes.ERR_INVALID_STATE.RangeError = function (...args) { return makeAs(RangeError, 'ERR_INVALID_STATE', ...args); };
  return codes;
}

// An error of any code and class with a ready message.
function coded(Class, code, message) {
  return withCode(new Class(message), code);
}

// What belongs to a part of Node that is not there yet says so.
function notYet(what) {
  const error = new Error(`scrim has no ${what} yet`);
  error.code = 'ERR_SCRIM_NOT_YET';
  return error;
}

class AbortError extends Error {
  constructor(message = 'The operation was aborted', options = undefined) {
    if (options !== undefined && typeof options !== 'object') throw make('ERR_INVALID_ARG_TYPE', 'options', 'Object', options);
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

function aggregateTwo(inner, outer) {
  if (inner && outer && inner !== outer) {
    if (Array.isArray(outer.errors)) {
      outer.errors.push(inner);
      return outer;
    }
    const error = new AggregateError([outer, inner], outer.message);
    error.code = outer.code;
    return error;
  }
  return inner || outer;
}

const received = (value) => ` Received ${describeReceived(value)}`;

module.exports = {
  get codes() { return (classes ??= makeClasses()); },
  coded, received, shortType: describeReceived, oneOf: formatList, notYet, make, makeAs, withCode, describeReceived, formatList, AbortError, aggregateTwo, invalidArgType, outOfRange, messages: kMessages,
};
