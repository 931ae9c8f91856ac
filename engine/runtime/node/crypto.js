// node:crypto: hashes, MACs, key derivation, ciphers, random values. https://nodejs.org/api/crypto.html
'use strict';
const { codes, coded, notYet } = require('internal/errors');
const { deprecate } = require('internal/deprecate');
const { validateString, validateFunction, validateInteger, validateObject, validateUint32, validateInt32, validateNumber, validateBoolean } = require('internal/validators');
const native = internal.binding('crypto');

const asBuffer = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const encoded = (bytes, encoding) => (encoding && encoding !== 'buffer' ? asBuffer(bytes).toString(encoding) : asBuffer(bytes));
const isBytes = (value) => ArrayBuffer.isView(value) || ['ArrayBuffer', 'SharedArrayBuffer'].includes(typeof value === 'object' && value !== null ? internal.classOf(value) : '');

// Data as callers give it: text in an encoding, or bytes.
function dataOf(data, encoding, name = 'data') {
  if (typeof data === 'string') return encoding && encoding !== 'utf8' && encoding !== 'utf-8' && encoding !== 'buffer' ? Buffer.from(data, encoding) : data;
  if (!ArrayBuffer.isView(data)) throw new codes.ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  return data;
}
function secretOf(value, name) {
  if (value instanceof KeyObject) return value.export();
  if (typeof value === 'string' || isBytes(value)) return value;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'KeyObject', 'CryptoKey'], value);
}

// --- hashes and HMACs

// Streams too, but only those who use them as streams pay for it: the base is given when a member of it is missed.
class LazyTransform {}
const streamMembers = ['on', 'once', 'off', 'addListener', 'removeListener', 'emit', 'pipe', 'unpipe', 'write', 'end', 'read', 'push',
  'resume', 'pause', 'destroy', 'setEncoding', 'cork', 'uncork', 'listenerCount', 'listeners', 'removeAllListeners', 'prependListener'];
const upgraded = new WeakSet();
for (const name of streamMembers) {
  Object.defineProperty(LazyTransform.prototype, name, {
    value(...args) {
      const { Transform } = require('stream');
      if (!upgraded.has(this)) {
        upgraded.add(this);
        if (Object.getPrototypeOf(LazyTransform.prototype) === Object.prototype) {
          for (const member of streamMembers) delete LazyTransform.prototype[member];
          Object.setPrototypeOf(LazyTransform.prototype, Transform.prototype);
        }
        Reflect.apply(Transform, this, [this[kOptions]]);
      }
      return Reflect.apply(this[name], this, args);
    },
    writable: true, configurable: true,
  });
}
const kOptions = Symbol('options');

const kId = Symbol('id');
const kFinalized = Symbol('finalized');

class Digester extends LazyTransform {
  constructor(options) {
    super();
    this[kOptions] = options;
  }
  _transform(chunk, encoding, callback) {
    native.update(this[kId], dataOf(chunk, encoding));
    callback();
  }
  _flush(callback) {
    this.push(this.digest());
    callback();
  }
  update(data, encoding) {
    if (this[kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
    if (!native.update(this[kId], dataOf(data, encoding))) throw new codes.ERR_CRYPTO_HASH_UPDATE_FAILED();
    return this;
  }
}
const unsupported = () => new Error('Digest method not supported');
class HashClass extends Digester {
  constructor(algorithm, options = undefined) {
    super(options);
    const length = options?.outputLength;
    if (length !== undefined) validateUint32(length, 'options.outputLength');
    this.length_ = length;
    Object.defineProperty(this, 'length_', { enumerable: false });
    const id = algorithm instanceof HashClass ? native.hashCopy(algorithm[kId]) : native.hashNew(algorithm);
    if (id === undefined) throw unsupported();
    if (/^shake/i.test(algorithm) && length === undefined) process.emitWarning('Creating SHAKE128/256 digests without an explicit options.outputLength is deprecated.', 'DeprecationWarning', 'DEP0198');
    this[kId] = id;
    this[kFinalized] = false;
    if (length !== undefined && !(algorithm instanceof HashClass) && length !== native.digestSize(algorithm) && !/^shake/i.test(algorithm)) {
      const error = new Error('Unsupported state or unable to set output length');
      error.code = 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH';
      throw error;
    }
  }
  copy(options) {
    if (this[kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
    return new HashClass(this, options);
  }
  digest(encoding) {
    if (this[kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
    this[kFinalized] = true;
    return encoded(native.digest(this[kId], this.length_), encoding);
  }
}
Object.defineProperty(HashClass, 'name', { value: 'Hash' });
class HmacClass extends Digester {
  constructor(algorithm, key, options = undefined) {
    validateString(algorithm, 'hmac');
    super(options);
    const id = native.hmacNew(algorithm, secretOf(key, 'key'));
    if (id === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(algorithm);
    this[kId] = id;
    this[kFinalized] = false;
  }
  digest(encoding) {
    if (this[kFinalized]) return encoding && encoding !== 'buffer' ? '' : Buffer.alloc(0);
    this[kFinalized] = true;
    return encoded(native.digest(this[kId]), encoding);
  }
}
Object.defineProperty(HmacClass, 'name', { value: 'Hmac' });
function createHash(algorithm, options) {
  validateString(algorithm, 'algorithm');
  return new HashClass(algorithm, options);
}
const createHmac = (hmac, key, options) => new HmacClass(hmac, key, options);
function hash(algorithm, input, options = 'hex') {
  validateString(algorithm, 'algorithm');
  if (typeof input !== 'string' && !ArrayBuffer.isView(input)) throw new codes.ERR_INVALID_ARG_TYPE('input', ['Buffer', 'TypedArray', 'DataView', 'string'], input);
  const encoding = typeof options === 'string' ? options : options?.outputEncoding ?? 'hex';
  const id = native.hashNew(algorithm);
  if (id === undefined) throw unsupported();
  native.update(id, input);
  return encoded(native.digest(id, options?.outputLength), encoding);
}

// --- random values

function randomBytes(size, callback) {
  validateNumber(size, 'size', 0, 2147483647);
  if (callback !== undefined) validateFunction(callback, 'callback');
  const buffer = Buffer.from(native.randomFill(new Uint8Array(size)).buffer);
  if (callback === undefined) return buffer;
  setImmediate(() => callback(null, buffer));
  return undefined;
}
function rangeOf(buffer, offset = 0, size = undefined) {
  if (!isBytes(buffer)) throw new codes.ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buffer);
  const unit = buffer.BYTES_PER_ELEMENT ?? 1;
  validateNumber(offset, 'offset');
  const begin = offset * unit;
  if (begin > buffer.byteLength || begin < 0) throw new codes.ERR_OUT_OF_RANGE('offset', `>= 0 && <= ${buffer.byteLength}`, begin);
  const length = size === undefined ? buffer.byteLength - begin : size * unit;
  if (length + begin > buffer.byteLength) throw new codes.ERR_OUT_OF_RANGE('size + offset', `<= ${buffer.byteLength}`, length + begin);
  return new Uint8Array(buffer.buffer ?? buffer, (buffer.byteOffset ?? 0) + begin, length);
}
function randomFillSync(buffer, offset = 0, size = undefined) {
  native.randomFill(rangeOf(buffer, offset, size));
  return buffer;
}
function randomFill(buffer, offset, size, callback) {
  if (!isBytes(buffer)) throw new codes.ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buffer);
  if (typeof offset === 'function') [callback, offset, size] = [offset, 0, undefined];
  else if (typeof size === 'function') [callback, size] = [size, undefined];
  validateFunction(callback, 'callback');
  const view = rangeOf(buffer, offset, size);
  setImmediate(() => {
    native.randomFill(view);
    callback(null, buffer);
  });
}
function randomInt(min, max, callback) {
  if (max === undefined || typeof max === 'function') [callback, max, min] = [max, min, 0];
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (!Number.isSafeInteger(min)) throw new codes.ERR_INVALID_ARG_TYPE('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw new codes.ERR_INVALID_ARG_TYPE('max', 'a safe integer', max);
  if (max <= min) throw new codes.ERR_OUT_OF_RANGE('max', `greater than the value of "min" (${min})`, max);
  const range = max - min;
  if (!(range <= 281474976710655)) throw new codes.ERR_OUT_OF_RANGE(arguments.length === 1 || min === 0 ? 'max' : 'max - min', '<= 281474976710655', range);
  const limit = 281474976710656 - (281474976710656 % range);
  let value;
  do value = asBuffer(native.randomFill(new Uint8Array(6))).readUIntBE(0, 6);
  while (value >= limit);
  value = (value % range) + min;
  if (callback === undefined) return value;
  process.nextTick(callback, undefined, value);
  return undefined;
}
const kHex = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));
function formatUuid(b) {
  const h = (i) => kHex[b[i]];
  return `${h(0)}${h(1)}${h(2)}${h(3)}-${h(4)}${h(5)}-${h(6)}${h(7)}-${h(8)}${h(9)}-${h(10)}${h(11)}${h(12)}${h(13)}${h(14)}${h(15)}`;
}
function randomUUID(options = undefined) {
  if (options !== undefined) {
    validateObject(options, 'options');
    if (options.disableEntropyCache !== undefined) validateBoolean(options.disableEntropyCache, 'options.disableEntropyCache');
  }
  const bytes = native.randomFill(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return formatUuid(bytes);
}
function randomUUIDv7() {
  const bytes = native.randomFill(new Uint8Array(16));
  let time = Date.now();
  for (let i = 5; i >= 0; --i) {
    bytes[i] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return formatUuid(bytes);
}
function timingSafeEqual(a, b) {
  for (const [name, value] of [['buf1', a], ['buf2', b]]) {
    if (!isBytes(value)) throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', `The "${name}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
  }
  if (a.byteLength !== b.byteLength) throw new codes.ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH();
  return native.timingSafeEqual(a, b);
}

// --- key derivation

function checkPbkdf2(password, salt, iterations, keylen, digest) {
  validateString(digest, 'digest');
  secretOf(password, 'password');
  secretOf(salt, 'salt');
  validateInt32(iterations, 'iterations', 1);
  validateInt32(keylen, 'keylen', 0);
  if (native.digestSize(digest) === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(digest);
}
function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  checkPbkdf2(password, salt, iterations, keylen, digest);
  return asBuffer(native.pbkdf2(password, salt, iterations, keylen, digest));
}
function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === 'function') [callback, digest] = [digest, undefined];
  checkPbkdf2(password, salt, iterations, keylen, digest);
  validateFunction(callback, 'callback');
  native.pbkdf2(password, salt, iterations, keylen, digest, (key) => callback(null, asBuffer(key)));
}
function scryptOptions(options = {}) {
  const result = { N: 16384, r: 8, p: 1, maxmem: 32 << 20 };
  for (const [name, alias] of [['N', 'cost'], ['r', 'blockSize'], ['p', 'parallelization']]) {
    if (options[name] !== undefined && options[alias] !== undefined) throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR(name, alias);
    const value = options[name] ?? options[alias];
    if (value !== undefined) {
      validateUint32(value, options[name] !== undefined ? name : alias);
      result[name] = value;
    }
  }
  if (options.maxmem !== undefined) {
    validateInteger(options.maxmem, 'maxmem', 0);
    result.maxmem = options.maxmem;
  }
  return result;
}
const kSecret = ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];
function checkScrypt(password, salt, keylen) {
  if (typeof password !== 'string' && !isBytes(password)) throw new codes.ERR_INVALID_ARG_TYPE('password', kSecret, password);
  if (typeof salt !== 'string' && !isBytes(salt)) throw new codes.ERR_INVALID_ARG_TYPE('salt', kSecret, salt);
  validateInt32(keylen, 'keylen', 0);
}
function scryptCall(password, salt, keylen, options, callback) {
  checkScrypt(password, salt, keylen);
  const { N, r, p, maxmem } = scryptOptions(options);
  const result = native.scrypt(password, salt, keylen, N, r, p, maxmem, callback && ((key) => callback(null, asBuffer(key))));
  if (result === false) {
    throw coded(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', 'Invalid scrypt params: memory limit exceeded');
  }
  return callback ? undefined : asBuffer(result);
}
const scryptSync = (password, salt, keylen, options) => scryptCall(password, salt, keylen, options);
function scrypt(password, salt, keylen, options, callback = options) {
  checkScrypt(password, salt, keylen);
  validateFunction(callback, 'callback');
  scryptCall(password, salt, keylen, typeof options === 'function' ? undefined : options, callback);
}

const hmacOnce = (digest, key, ...parts) => {
  const id = native.hmacNew(digest, key);
  for (const part of parts) native.update(id, part);
  return native.digest(id);
};
// RFC 5869
function hkdfSync(digest, key, salt, info, length) {
  validateString(digest, 'digest');
  const secret = secretOf(key, 'ikm');
  secretOf(salt, 'salt');
  secretOf(info, 'info');
  validateInteger(length, 'length', 0, 2147483647);
  const size = native.digestSize(digest);
  if (size === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(digest);
  if ((typeof info === 'string' ? Buffer.byteLength(info) : info.byteLength) > 1024) throw new codes.ERR_OUT_OF_RANGE('info', 'must not contain more than 1024 bytes', info.byteLength);
  if (length > size * 255) throw new codes.ERR_CRYPTO_INVALID_KEYLEN();
  const saltBytes = typeof salt === 'string' ? Buffer.from(salt) : salt;
  const prk = hmacOnce(digest, saltBytes.byteLength ? saltBytes : new Uint8Array(size), secret);
  const out = new Uint8Array(length);
  let block = new Uint8Array(0);
  for (let done = 0, i = 1; done < length; ++i) {
    block = hmacOnce(digest, prk, block, info, new Uint8Array([i]));
    out.set(block.subarray(0, Math.min(block.length, length - done)), done);
    done += block.length;
  }
  return out.buffer;
}
function hkdf(digest, key, salt, info, length, callback) {
  validateFunction(callback, 'callback');
  const result = hkdfSync(digest, key, salt, info, length);
  setImmediate(() => callback(null, result));
}

// --- secret keys

class KeyObject {
  #bytes;
  constructor(type, bytes) {
    if (type !== 'secret') throw notYet(`crypto keys of type ${type}`);
    this.#bytes = Uint8Array.from(bytes);
  }
  get type() { return 'secret'; }
  get symmetricKeySize() { return this.#bytes.length; }
  export(options = undefined) {
    if (options?.format === 'jwk') return { kty: 'oct', k: asBuffer(this.#bytes).toString('base64url') };
    return Buffer.from(this.#bytes);
  }
  equals(other) {
    return other instanceof KeyObject && other.#bytes.length === this.#bytes.length && native.timingSafeEqual(this.#bytes, other.#bytes);
  }
  get [Symbol.for('scrim.KeyObject')]() { return true; }
}
Object.defineProperty(KeyObject.prototype, Symbol.toStringTag, { value: 'KeyObject', configurable: true });
function createSecretKey(key, encoding) {
  return new KeyObject('secret', typeof key === 'string' ? Buffer.from(key, encoding) : rangeOf(key));
}
function generateKeySync(type, { length }) {
  return createSecretKey(randomBytes(length >> 3));
}
function generateKey(type, options, callback) {
  const key = generateKeySync(type, options);
  setImmediate(() => callback(null, key));
}

// --- ciphers

const kModes = { 1: 'ecb', 2: 'cbc', 3: 'cfb', 4: 'ofb', 5: 'ctr', 6: 'gcm', 7: 'ccm', 65537: 'xts', 65538: 'wrap', 65539: 'ocb' };
class CipherBase extends LazyTransform {
  #id;
  #encrypt;
  #aead;
  #tag;
  #done = false;
  constructor(encrypt, name, key, iv, options) {
    super();
    this[kOptions] = options;
    validateString(name, 'cipher');
    const info = native.cipherInfo(name);
    if (info === undefined) throw new codes.ERR_CRYPTO_UNKNOWN_CIPHER();
    const [, , ivLength, keyLength, mode] = info;
    const secret = secretOf(key, 'key');
    const keyBytes = typeof secret === 'string' ? Buffer.from(secret) : secret;
    if (keyBytes.byteLength !== keyLength) throw coded(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
    const ivBytes = iv === null ? Buffer.alloc(0) : typeof iv === 'string' ? Buffer.from(iv) : iv;
    if (!ArrayBuffer.isView(ivBytes) && !isBytes(ivBytes)) throw new codes.ERR_INVALID_ARG_TYPE('iv', ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], iv);
    this.#aead = mode === 6 || mode === 7 || mode === 65539 || /poly1305/i.test(name);
    if (this.#aead ? ivBytes.byteLength === 0 : ivBytes.byteLength !== ivLength) throw coded(TypeError, 'ERR_CRYPTO_INVALID_IV', 'Invalid initialization vector');
    this.#encrypt = encrypt;
    this.#id = native.cipherNew(name, keyBytes, ivBytes, encrypt);
    if (this.#id === undefined) throw notYet(`the cipher ${name}`);
  }
  _transform(chunk, encoding, callback) {
    this.push(this.update(chunk, encoding));
    callback();
  }
  _flush(callback) {
    try {
      this.push(this.final());
      callback();
    } catch (error) {
      callback(error);
    }
  }
  update(data, inputEncoding, outputEncoding) {
    const bytes = native.cipherUpdate(this.#id, dataOf(data, inputEncoding), false);
    if (bytes === undefined) throw coded(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state for operation update');
    return encoded(bytes, outputEncoding);
  }
  final(outputEncoding) {
    if (this.#done) throw coded(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state for operation final');
    const bytes = native.cipherFinal(this.#id);
    if (bytes === undefined) {
      if (this.#aead) throw new Error('Unsupported state or unable to authenticate data');
      const error = new Error(this.#encrypt ? 'error:1C80006A:Provider routines::wrong final block length' : 'error:1C800064:Provider routines::bad decrypt');
      Object.assign(error, { library: 'Provider routines', reason: this.#encrypt ? 'wrong final block length' : 'bad decrypt', code: this.#encrypt ? 'ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH' : 'ERR_OSSL_BAD_DECRYPT' });
      throw error;
    }
    this.#done = true;
    if (this.#aead && this.#encrypt) this.#tag = asBuffer(native.cipherTag(this.#id, 16));
    native.release(this.#id);
    return encoded(bytes, outputEncoding);
  }
  setAutoPadding(on = true) {
    native.cipherPadding(this.#id, !!on);
    return this;
  }
  setAAD(buffer) {
    native.cipherUpdate(this.#id, dataOf(buffer, undefined, 'buffer'), true);
    return this;
  }
  getAuthTag() {
    if (!this.#tag) throw coded(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state for operation getAuthTag');
    return this.#tag;
  }
  setAuthTag(tag, encoding) {
    native.cipherSetTag(this.#id, typeof tag === 'string' ? Buffer.from(tag, encoding) : tag);
    return this;
  }
}
class Cipheriv extends CipherBase { constructor(name, key, iv, options) { super(true, name, key, iv, options); } }
class Decipheriv extends CipherBase { constructor(name, key, iv, options) { super(false, name, key, iv, options); } }
function getCipherInfo(name) {
  const info = native.cipherInfo(String(name));
  if (info === undefined) return undefined;
  const [nid, blockSize, ivLength, keyLength, mode] = info;
  const result = { __proto__: null, mode: kModes[mode] ?? 'stream', name: String(name).toLowerCase(), nid, keyLength };
  if (blockSize > 1) result.blockSize = blockSize;
  if (ivLength > 0) result.ivLength = ivLength;
  return result;
}

const { lengths, accessor, lazily, callable } = require('internal/shape');
const missing = (name) => Object.defineProperty(function () { throw notYet(`crypto.${name}`); }, 'name', { value: name });
const exported = {
  createCipheriv: (...args) => new Cipheriv(...args),
  createDecipheriv: (...args) => new Decipheriv(...args),
  createHash, createHmac, createSecretKey,
  getCiphers: () => [...new Set(native.cipherNames().map((name) => name.toLowerCase()))].sort(),
  getCipherInfo,
  getHashes: () => native.digestNames(),
  hkdf, hkdfSync, pbkdf2, pbkdf2Sync, generateKey, generateKeySync, randomBytes, randomFill, randomFillSync, randomInt,
  randomUUID, randomUUIDv7, scrypt, scryptSync, timingSafeEqual, hash,
  getFips: () => 0,
  secureHeapUsed: () => ({ total: 0, used: 0, utilization: 0, min: 0 }),
  Cipheriv, Decipheriv, Hash: HashClass, Hmac: HmacClass, KeyObject,
  constants: require('internal/crypto_constants'),
};
for (const name of ['checkPrime', 'checkPrimeSync', 'createDiffieHellman', 'createDiffieHellmanGroup', 'createECDH',
  'createPrivateKey', 'createPublicKey', 'createSign', 'createVerify', 'diffieHellman', 'generatePrime',
  'generatePrimeSync', 'getCurves', 'getDiffieHellman', 'generateKeyPair', 'generateKeyPairSync', 'privateDecrypt',
  'privateEncrypt', 'publicDecrypt', 'publicEncrypt', 'setEngine', 'setFips', 'sign', 'verify', 'argon2', 'argon2Sync',
  'encapsulate', 'decapsulate', 'Certificate', 'DiffieHellman', 'DiffieHellmanGroup', 'ECDH', 'Sign', 'Verify', 'X509Certificate']) {
  exported[name] = missing(name);
}
for (const name of ['Cipheriv', 'Decipheriv', 'Hash', 'Hmac']) exported[name] = callable(exported[name]);
lengths(exported, 'Hash 2 Hmac 3');
for (const [name, code] of [['Hash', 'DEP0179'], ['Hmac', 'DEP0181']]) exported[name] = deprecate(exported[name], `crypto.${name} constructor is deprecated.`, code);
lengths(exported, 'argon2 3 argon2Sync 2 checkPrime 1 checkPrimeSync 1 createCipheriv 4 createDecipheriv 4 createDiffieHellman 4 ' +
  'createDiffieHellmanGroup 1 createECDH 1 createPrivateKey 1 createPublicKey 1 createSign 2 createVerify 2 decapsulate 3 diffieHellman 2 ' +
  'DiffieHellman 4 DiffieHellmanGroup 1 ECDH 1 encapsulate 2 generateKeyPair 3 generateKeyPairSync 2 generatePrime 3 generatePrimeSync 1 hash 3 ' +
  'privateDecrypt 2 privateEncrypt 2 publicDecrypt 2 publicEncrypt 2 randomUUID 1 randomUUIDv7 1 scryptSync 3 setEngine 2 setFips 1 sign 4 ' +
  'Sign 2 timingSafeEqual 0 verify 5 Verify 2');
for (const name of ['pseudoRandomBytes', 'prng', 'rng']) lazily(exported, name, () => randomBytes, { enumerable: false });
exported.getDiffieHellman = exported.createDiffieHellmanGroup;
Object.defineProperty(exported, 'constants', { writable: false, configurable: false });
for (const [name, get] of [['webcrypto', () => globalThis.crypto], ['subtle', () => globalThis.crypto.subtle], ['getRandomValues', () => (array) => globalThis.crypto.getRandomValues(array)]]) {
  accessor(exported, name, get, undefined, { configurable: false });
}
Object.defineProperty(exported, 'fips', {
  get: deprecate(exported.getFips, 'The crypto.fips is deprecated. Please use crypto.getFips()', 'DEP0093'),
  set: deprecate(exported.setFips, 'The crypto.fips is deprecated. Please use crypto.setFips()', 'DEP0093'),
  enumerable: false, configurable: false,
});
module.exports = exported;
