// node:util/types: what the engine knows a value to be. https://nodejs.org/api/util.html#utiltypes
'use strict';

const is = (...kinds) => (value) => typeof value === 'object' && value !== null && kinds.includes(internal.classOf(value));
const isFunctionKind = (...kinds) => (value) => typeof value === 'function' && kinds.includes(internal.classOf(value));
const tagOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const isTyped = (name) => (value) => tagOf.call(value) === name;
const isIterator = (tag) => (value) => typeof value === 'object' && value !== null && internal.classOf(value) === 'Iterator' && value[Symbol.toStringTag] === tag;

const types = {
  isArgumentsObject: is('Arguments', 'MappedArguments'),
  isArrayBuffer: is('ArrayBuffer'),
  isAsyncFunction: isFunctionKind('AsyncFunction', 'AsyncGeneratorFunction'),
  isBigIntObject: is('BigIntObject'),
  isBooleanObject: is('BooleanObject'),
  isDate: is('Date'),
  isExternal: () => false,
  isGeneratorFunction: isFunctionKind('GeneratorFunction', 'AsyncGeneratorFunction'),
  isGeneratorObject: is('Generator', 'AsyncGenerator'),
  isMap: is('Map'),
  isMapIterator: isIterator('Map Iterator'),
  isModuleNamespaceObject: is('ModuleNamespace'),
  isNativeError: is('Error'),
  isNumberObject: is('NumberObject'),
  isPromise: is('Promise'),
  isProxy: (value) => (typeof value === 'object' && value !== null || typeof value === 'function') && internal.classOf(value) === 'Proxy',
  isRegExp: is('RegExp'),
  isSet: is('Set'),
  isSetIterator: isIterator('Set Iterator'),
  isSharedArrayBuffer: is('SharedArrayBuffer'),
  isStringObject: is('StringObject'),
  isSymbolObject: is('SymbolObject'),
  isWeakMap: is('WeakMap'),
  isWeakSet: is('WeakSet'),
  isAnyArrayBuffer: is('ArrayBuffer', 'SharedArrayBuffer'),
  isBoxedPrimitive: is('NumberObject', 'StringObject', 'BooleanObject', 'SymbolObject', 'BigIntObject'),
  isArrayBufferView: (value) => ArrayBuffer.isView(value),
  isDataView: is('DataView'),
  isTypedArray: (value) => tagOf.call(value) !== undefined,
};
for (const name of ['Uint8', 'Uint8Clamped', 'Uint16', 'Uint32', 'Int8', 'Int16', 'Int32', 'Float16', 'Float32', 'Float64', 'BigInt64', 'BigUint64']) {
  types[`is${name}Array`] = isTyped(`${name}Array`);
}
types.isKeyObject = (value) => value?.[Symbol.for('scrim.KeyObject')] === true;
types.isCryptoKey = (value) => value?.[Symbol.for('scrim.CryptoKey')] === true;
for (const name of Object.keys(types)) Object.defineProperty(types[name], 'name', { value: name });

module.exports = types;
