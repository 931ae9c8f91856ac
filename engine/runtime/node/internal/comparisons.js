// Deep equality: loose, strict and partial, as node:assert and util.isDeepStrictEqual have it.
// https://nodejs.org/api/assert.html#comparison-details_1
'use strict';

const kLoose = 0;
const kStrict = 1;
const kPartial = 2;  // strict, but b may have more than is expected... see partialDeepStrictEqual: a holds all of b

const isEnumerable = (object, key) => Object.prototype.propertyIsEnumerable.call(object, key);
const tagOf = (value) => Object.prototype.toString.call(value);

function equalBytes(a, b) {
  if (a.byteLength !== b.byteLength) return false;
  const x = new Uint8Array(a.buffer ?? a, a.byteOffset ?? 0, a.byteLength);
  const y = new Uint8Array(b.buffer ?? b, b.byteOffset ?? 0, b.byteLength);
  for (let i = 0; i < x.length; ++i) if (x[i] !== y[i]) return false;
  return true;
}
function equalNumbers(a, b, mode) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; ++i) {
    if (mode === kLoose ? a[i] !== b[i] && !(a[i] !== a[i] && b[i] !== b[i]) : !Object.is(a[i], b[i])) return false;
  }
  return true;
}

function isPrimitiveWrapperEqual(kind, a, b) {
  switch (kind) {
    case 'NumberObject': return internal.classOf(b) === kind && Object.is(Number.prototype.valueOf.call(a), Number.prototype.valueOf.call(b));
    case 'StringObject': return internal.classOf(b) === kind && String.prototype.valueOf.call(a) === String.prototype.valueOf.call(b);
    case 'BooleanObject': return internal.classOf(b) === kind && Boolean.prototype.valueOf.call(a) === Boolean.prototype.valueOf.call(b);
    case 'BigIntObject': return internal.classOf(b) === kind && BigInt.prototype.valueOf.call(a) === BigInt.prototype.valueOf.call(b);
    default: return internal.classOf(b) === kind && Symbol.prototype.valueOf.call(a) === Symbol.prototype.valueOf.call(b);
  }
}

function compare(a, b, mode, memo) {
  if (a === b) return a !== 0 || Object.is(a, b) || mode === kLoose;
  if (mode !== kLoose) {
    if (typeof a !== 'object') return typeof a === 'number' && Number.isNaN(a) && Number.isNaN(b);
    if (typeof b !== 'object' || a === null || b === null) return false;
    if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  } else {
    if (a === null || typeof a !== 'object') {
      return (b === null || typeof b !== 'object') && (a == b || (Number.isNaN(a) && Number.isNaN(b)));
    }
    if (b === null || typeof b !== 'object') return false;
  }
  const kind = internal.classOf(a);
  const otherKind = internal.classOf(b);
  if (tagOf(a) !== tagOf(b)) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || (mode === kPartial ? a.length < b.length : a.length !== b.length)) return false;
    if (mode === kPartial) return partialArray(a, b, memo);
    return compareKeys(a, b, mode, memo, 'array', keysOf(a, mode, true), keysOf(b, mode, true));
  }
  switch (kind) {
    case 'Date':
      if (otherKind !== kind || !Object.is(Date.prototype.getTime.call(a), Date.prototype.getTime.call(b))) return false;
      break;
    case 'RegExp':
      if (otherKind !== kind || a.source !== b.source || a.flags !== b.flags || a.lastIndex !== b.lastIndex) return false;
      break;
    case 'Error':
      if (otherKind !== kind || !sameErrorField(a, b, 'message', memo, mode) || !sameErrorField(a, b, 'name', memo, mode) ||
          !sameErrorField(a, b, 'cause', memo, mode) || !sameErrorField(a, b, 'errors', memo, mode)) return false;
      break;
    case 'TypedArray':
    case 'DataView': {
      if (otherKind !== kind) return false;
      const floats = kind === 'TypedArray' && /Float/.test(a[Symbol.toStringTag]);
      if (mode === kPartial && kind === 'TypedArray') {
        let at = 0;
        for (let i = 0; i < b.length; ++i, ++at) {
          while (at < a.length && !Object.is(a[at], b[i])) ++at;
          if (at === a.length) return false;
        }
      } else if (floats ? !equalNumbers(a, b, mode) : !equalBytes(a, b)) return false;
      return compareKeys(a, b, mode, memo, 'typed', keysOf(a, mode, true), keysOf(b, mode, true));
    }
    case 'ArrayBuffer':
    case 'SharedArrayBuffer':
      if (otherKind !== kind || !equalBytes(a, b)) return false;
      break;
    case 'Set':
      if (otherKind !== kind || (mode === kPartial ? a.size < b.size : a.size !== b.size)) return false;
      return compareKeys(a, b, mode, memo, 'set', keysOf(a, mode), keysOf(b, mode));
    case 'Map':
      if (otherKind !== kind || (mode === kPartial ? a.size < b.size : a.size !== b.size)) return false;
      return compareKeys(a, b, mode, memo, 'map', keysOf(a, mode), keysOf(b, mode));
    case 'NumberObject': case 'StringObject': case 'BooleanObject': case 'BigIntObject': case 'SymbolObject':
      if (!isPrimitiveWrapperEqual(kind, a, b)) return false;
      break;
    case 'WeakMap': case 'WeakSet': case 'WeakRef': case 'Promise':
      if (mode !== kLoose) return false;
      break;
    default:
      if (Array.isArray(b) || ['Date', 'RegExp', 'Error', 'Set', 'Map', 'TypedArray', 'ArrayBuffer', 'NumberObject', 'StringObject', 'BooleanObject'].includes(otherKind)) return false;
      if (typeof URL === 'function' && a instanceof URL && (!(b instanceof URL) || a.href !== b.href)) return false;
  }
  return compareKeys(a, b, mode, memo, 'object', keysOf(a, mode), keysOf(b, mode));
}

function sameErrorField(a, b, name, memo, mode) {
  // Fields that are shown are compared with the other keys.
  const hidden = !isEnumerable(a, name);
  if (hidden !== !isEnumerable(b, name)) return false;
  if (!hidden) return true;
  if (name === 'cause' && Object.hasOwn(a, name) !== Object.hasOwn(b, name)) return false;
  return compare(a[name], b[name], mode, memo);
}

function keysOf(object, mode, skipIndices = false) {
  let keys = Object.keys(object);
  if (skipIndices) {
    keys = keys.filter((key) => {
      const number = Number(key);
      return !(String(number >>> 0) === key && (number >>> 0) !== 4294967295);
    });
  }
  if (mode !== kLoose) for (const symbol of Object.getOwnPropertySymbols(object)) if (isEnumerable(object, symbol)) keys.push(symbol);
  return keys;
}

function compareKeys(a, b, mode, memo, shape, aKeys, bKeys) {
  if (mode === kPartial ? aKeys.length < bKeys.length : aKeys.length !== bKeys.length) return false;
  for (const key of bKeys) if (!isEnumerable(a, key)) return false;
  // Objects already being compared are equal if they are compared with each other again.
  if (!memo) memo = { a: new Map(), b: new Map(), depth: 0 };
  else {
    const known = memo.a.get(a);
    if (known !== undefined) {
      const other = memo.b.get(b);
      if (other !== undefined) return known === other;
    }
  }
  const depth = ++memo.depth;
  memo.a.set(a, depth);
  memo.b.set(b, depth);
  const result = compareContents(a, b, mode, memo, shape, bKeys);
  memo.a.delete(a);
  memo.b.delete(b);
  return result;
}

function compareContents(a, b, mode, memo, shape, keys) {
  if (shape === 'set' && !equalSets(a, b, mode, memo)) return false;
  if (shape === 'map' && !equalMaps(a, b, mode, memo)) return false;
  if (shape === 'array') {
    for (let i = 0; i < a.length; ++i) {
      if (Object.hasOwn(a, i)) {
        if (!Object.hasOwn(b, i) || !compare(a[i], b[i], mode, memo)) return false;
      } else if (Object.hasOwn(b, i)) return false;
      else {
        // Holes: only what is there.
        const rest = Object.keys(a).filter((key) => Number(key) >= i);
        const others = Object.keys(b).filter((key) => Number(key) >= i);
        if (rest.length !== others.length) return false;
        for (const key of rest) if (!Object.hasOwn(b, key) || !compare(a[key], b[key], mode, memo)) return false;
        break;
      }
    }
  }
  for (const key of keys) if (!compare(a[key], b[key], mode, memo)) return false;
  return true;
}

// Expected elements in order, others between them.
function partialArray(a, b, memo) {
  memo ??= { a: new Map(), b: new Map(), depth: 0 };
  let at = 0;
  for (let i = 0; i < b.length; ++i) {
    if (!Object.hasOwn(b, i) && i in b === false) continue;
    while (at < a.length && !compare(a[at], b[i], kPartial, memo)) ++at;
    if (at++ >= a.length) return false;
  }
  const keys = keysOf(b, kPartial, true);
  return keys.every((key) => isEnumerable(a, key) && compare(a[key], b[key], kPartial, memo));
}

const isObject = (value) => typeof value === 'object' && value !== null;

function equalSets(a, b, mode, memo) {
  let unmatched = null;
  for (const value of b) {
    if (isObject(value)) (unmatched ??= new Set()).add(value);
    else if (!a.has(value)) {
      if (mode !== kLoose) return false;
      (unmatched ??= new Set()).add(value);
    }
  }
  if (!unmatched) return true;
  for (const value of unmatched) if (a.has(value) && isObject(value)) unmatched.delete(value);
  const candidates = [...a].filter((value) => isObject(value) ? !b.has(value) : mode === kLoose && !b.has(value));
  for (const wanted of unmatched) {
    const index = candidates.findIndex((value) => compare(value, wanted, mode, memo));
    if (index < 0) return false;
    candidates.splice(index, 1);
  }
  return true;
}

function equalMaps(a, b, mode, memo) {
  let unmatched = null;
  for (const [key, value] of b) {
    if (isObject(key)) {
      if (a.has(key) && compare(a.get(key), value, mode, memo)) continue;
      (unmatched ??= []).push([key, value]);
    } else if (a.has(key) && compare(a.get(key), value, mode, memo)) {
      continue;
    } else {
      if (mode !== kLoose) return false;
      (unmatched ??= []).push([key, value]);
    }
  }
  if (!unmatched) return true;
  const candidates = [...a].filter(([key]) => !b.has(key) || isObject(key));
  for (const [key, value] of unmatched) {
    const index = candidates.findIndex(([k, v]) => compare(k, key, mode, memo) && compare(v, value, mode, memo));
    if (index < 0) return false;
    candidates.splice(index, 1);
  }
  return true;
}

module.exports = {
  isDeepEqual: (a, b) => compare(a, b, kLoose),
  isDeepStrictEqual: (a, b) => compare(a, b, kStrict),
  isPartialStrictEqual: (a, b) => compare(a, b, kPartial),
};
