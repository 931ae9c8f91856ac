// crypto: getRandomValues, randomUUID, subtle.digest. https://w3c.github.io/webcrypto/
'use strict';
const { codes, notYet } = require('internal/errors');
const native = internal.binding('crypto');
const kSecret = Symbol('crypto');

const kHashes = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512', 'SHA3-256': 'sha3-256', 'SHA3-384': 'sha3-384', 'SHA3-512': 'sha3-512' };

class SubtleCrypto {
  constructor(secret = undefined) {
    if (secret !== kSecret) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }
  async digest(algorithm, data) {
    if (arguments.length < 2) throw new TypeError(`Failed to execute 'digest' on 'SubtleCrypto': 2 arguments required, but only ${arguments.length} present.`);
    const name = String(typeof algorithm === 'string' ? algorithm : algorithm?.name).toUpperCase();
    if (!(name in kHashes)) throw new DOMException('Unrecognized algorithm name', 'NotSupportedError');
    if (!ArrayBuffer.isView(data) && internal.classOf(data) !== 'ArrayBuffer') {
      throw new TypeError("Failed to execute 'digest' on 'SubtleCrypto': 2nd argument is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.");
    }
    const id = native.hashNew(kHashes[name]);
    native.update(id, data);
    const bytes = native.digest(id);
    return bytes.buffer;
  }
}
const kKeyOperations = 'encrypt 3 decrypt 3 sign 3 verify 4 generateKey 3 deriveKey 5 deriveBits 2 importKey 5 exportKey 2 wrapKey 4 unwrapKey 7';
for (const name of kKeyOperations.match(/[a-z]+/gi)) {
  SubtleCrypto.prototype[name] = { async [name]() { throw notYet(`crypto.subtle.${name}`); } }[name];
}
require('internal/shape').lengths(SubtleCrypto.prototype, kKeyOperations);
Object.defineProperty(SubtleCrypto.prototype, 'digest', { enumerable: true });
Object.defineProperty(SubtleCrypto.prototype, Symbol.toStringTag, { value: 'SubtleCrypto', configurable: true });

class CryptoKey {
  constructor() { throw new codes.ERR_ILLEGAL_CONSTRUCTOR(); }
}

class Crypto {
  #subtle;
  constructor(secret = undefined) {
    if (secret !== kSecret) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#subtle = new SubtleCrypto(kSecret);
  }
  get subtle() { return this.#subtle; }
  getRandomValues(array) {
    if (!(#subtle in this)) throw new codes.ERR_INVALID_THIS('Crypto');
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('array');
    if (internal.classOf(array) !== 'TypedArray' || /Float/.test(array[Symbol.toStringTag])) {
      throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
    }
    if (array.byteLength > 65536) throw new DOMException(`The requested length exceeds 65,536 bytes`, 'QuotaExceededError');
    native.randomFill(array);
    return array;
  }
  randomUUID(options = undefined) {
    return require('crypto').randomUUID(options);
  }
}
for (const name of ['subtle', 'getRandomValues', 'randomUUID']) Object.defineProperty(Crypto.prototype, name, { enumerable: true });
Object.defineProperty(Crypto.prototype, Symbol.toStringTag, { value: 'Crypto', configurable: true });

module.exports = { crypto: new Crypto(kSecret), Crypto, CryptoKey, SubtleCrypto };
