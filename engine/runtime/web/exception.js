// DOMException. https://webidl.spec.whatwg.org/#idl-DOMException
'use strict';

const kCodes = [
  ['IndexSizeError', 'INDEX_SIZE_ERR', 1], [null, 'DOMSTRING_SIZE_ERR', 2],
  ['HierarchyRequestError', 'HIERARCHY_REQUEST_ERR', 3], ['WrongDocumentError', 'WRONG_DOCUMENT_ERR', 4],
  ['InvalidCharacterError', 'INVALID_CHARACTER_ERR', 5], [null, 'NO_DATA_ALLOWED_ERR', 6],
  ['NoModificationAllowedError', 'NO_MODIFICATION_ALLOWED_ERR', 7], ['NotFoundError', 'NOT_FOUND_ERR', 8],
  ['NotSupportedError', 'NOT_SUPPORTED_ERR', 9], ['InUseAttributeError', 'INUSE_ATTRIBUTE_ERR', 10],
  ['InvalidStateError', 'INVALID_STATE_ERR', 11], ['SyntaxError', 'SYNTAX_ERR', 12],
  ['InvalidModificationError', 'INVALID_MODIFICATION_ERR', 13], ['NamespaceError', 'NAMESPACE_ERR', 14],
  ['InvalidAccessError', 'INVALID_ACCESS_ERR', 15], [null, 'VALIDATION_ERR', 16],
  ['TypeMismatchError', 'TYPE_MISMATCH_ERR', 17], ['SecurityError', 'SECURITY_ERR', 18],
  ['NetworkError', 'NETWORK_ERR', 19], ['AbortError', 'ABORT_ERR', 20], ['URLMismatchError', 'URL_MISMATCH_ERR', 21],
  ['QuotaExceededError', 'QUOTA_EXCEEDED_ERR', 22], ['TimeoutError', 'TIMEOUT_ERR', 23],
  ['InvalidNodeTypeError', 'INVALID_NODE_TYPE_ERR', 24], ['DataCloneError', 'DATA_CLONE_ERR', 25],
];
const byName = new Map(kCodes.filter(([name]) => name).map(([name, , code]) => [name, code]));

class DOMException {
  constructor(message = '', options = 'Error') {
    // An error of the engine's, so that it has a stack and Error.isError knows it.
    const name = options !== null && typeof options === 'object' ? `${options.name ?? 'Error'}` : `${options}`;
    const error = new Error(`${message}`);
    Object.setPrototypeOf(error, new.target.prototype);
    delete error.message;
    DOMException.#brand(error, name, `${message}`);
    if (options !== null && typeof options === 'object' && 'cause' in options) {
      Object.defineProperty(error, 'cause', { value: options.cause, configurable: true, writable: true, enumerable: false });
    }
    Error.captureStackTrace(error, new.target);
    error.stack;
    return error;
  }
  static #states = new WeakMap();
  static #brand(error, name, message) {
    DOMException.#states.set(error, { name, message });
  }
  static #state(error) {
    const state = DOMException.#states.get(error);
    if (!state) throw new (require('internal/errors').codes.ERR_INVALID_THIS)('DOMException');
    return state;
  }
  get name() { return DOMException.#state(this).name; }
  get message() { return DOMException.#state(this).message; }
  get code() { return byName.get(DOMException.#state(this).name) ?? 0; }
}
Object.setPrototypeOf(DOMException.prototype, Error.prototype);
for (const key of ['name', 'message', 'code']) Object.defineProperty(DOMException.prototype, key, { enumerable: true });
Object.defineProperty(DOMException.prototype, Symbol.toStringTag, { value: 'DOMException', configurable: true });
for (const [, constant, value] of kCodes) {
  Object.defineProperty(DOMException, constant, { value, enumerable: true });
  Object.defineProperty(DOMException.prototype, constant, { value, enumerable: true });
}

module.exports = { DOMException };
