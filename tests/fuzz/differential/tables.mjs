// What generated programs call: by the kind of the receiver, each method with the kinds of its arguments and of its
// result. "any" stands for all kinds; "fn1", "fn2" are functions that take so many arguments.
const method = (text) => {
  const [, name, args, result] = /^([\w.]+)\((.*)\) (\w+)$/.exec(text);
  return { name, args: args ? args.split(',') : [], result };
};
const methods = (lines) => lines.trim().split('\n').map((line) => method(line.trim()));

export const receivers = {
  arr: methods(`
    push(any) num
    push(any,any) num
    pop() any
    shift() any
    unshift(any) num
    slice(int) arr
    slice(int,int) arr
    splice(int,int) arr
    splice(int,int,any,any) arr
    concat(any) arr
    concat(arr,any) arr
    indexOf(any) num
    lastIndexOf(any) num
    includes(any) bool
    join(str) str
    join() str
    reverse() arr
    sort() arr
    sort(compare) arr
    map(fn1) arr
    filter(fn1) arr
    forEach(fn1) any
    reduce(fn2,any) any
    reduceRight(fn2) any
    flat() arr
    flat(int) arr
    flatMap(fn1) arr
    find(fn1) any
    findIndex(fn1) num
    findLast(fn1) any
    findLastIndex(fn1) num
    every(fn1) bool
    some(fn1) bool
    fill(any,int,int) arr
    fill(any) arr
    copyWithin(int,int,int) arr
    at(int) any
    keys() iter
    values() iter
    entries() iter
    with(int,any) arr
    toSorted() arr
    toSorted(compare) arr
    toSpliced(int,int,any) arr
    toReversed() arr
    toString() str`),
  str: methods(`
    charAt(int) str
    charCodeAt(int) num
    codePointAt(int) num
    at(int) str
    concat(any) str
    endsWith(str) bool
    startsWith(str,int) bool
    includes(str) bool
    indexOf(str) num
    lastIndexOf(str) num
    localeCompare(str) num
    match(re) any
    matchAll(gre) iter
    normalize() str
    padEnd(small,str) str
    padStart(small,str) str
    repeat(small) str
    replace(re,str) str
    replace(str,str) str
    replace(re,fn1) str
    replaceAll(str,str) str
    replaceAll(gre,fn2) str
    search(re) num
    slice(int,int) str
    slice(int) str
    split(str) arr
    split(re) arr
    split(str,int) arr
    substring(int,int) str
    substr(int,int) str
    toLowerCase() str
    toUpperCase() str
    trim() str
    trimEnd() str
    trimStart() str
    isWellFormed() bool
    toWellFormed() str
    toString() str
    anchor(str) str`),
  num: methods(`
    toString() str
    toString(radix) str
    toFixed(digits) str
    toPrecision(precision) str
    toExponential(digits) str
    valueOf() num`),
  big: methods(`
    toString() str
    toString(radix) str`),
  re: methods(`
    test(str) bool
    exec(str) any
    toString() str`),
  map: methods(`
    set(any,any) map
    get(any) any
    has(any) bool
    delete(any) bool
    clear() any
    forEach(fn2) any
    keys() iter
    values() iter
    entries() iter`),
  set: methods(`
    add(any) set
    has(any) bool
    delete(any) bool
    forEach(fn1) any
    values() iter
    union(set) set
    intersection(set) set
    difference(set) set
    symmetricDifference(set) set
    isSubsetOf(set) bool
    isDisjointFrom(set) bool`),
  typed: methods(`
    set(arr,small) any
    subarray(int,int) typed
    slice(int,int) typed
    fill(num,int) typed
    map(fn1) typed
    filter(fn1) typed
    join(str) str
    indexOf(num) num
    includes(num) bool
    reverse() typed
    sort() typed
    at(int) any
    with(small,num) typed
    toSorted() typed
    reduce(fn2,num) any
    copyWithin(int,int) typed`),
  iter: methods(`
    next() obj
    map(fn1) iter
    filter(fn1) iter
    take(small) iter
    drop(small) iter
    toArray() arr
    reduce(fn2,any) any
    some(fn1) bool
    find(fn1) any
    flatMap(fnarr) iter
    forEach(fn1) any`),
  obj: methods(`
    hasOwnProperty(key) bool
    propertyIsEnumerable(key) bool
    toString() str
    valueOf() any
    isPrototypeOf(any) bool`),
  fn: methods(`
    call(any,any) any
    apply(any,arr) any
    bind(any,any) fn
    toString() str`),
  sym: methods(`
    toString() str`),
};

export const functions = methods(`
  Object.keys(any) arr
  Object.values(any) arr
  Object.entries(any) arr
  Object.assign(obj,any) obj
  Object.assign(obj,obj,any) obj
  Object.create(obj) obj
  Object.freeze(obj) obj
  Object.seal(obj) obj
  Object.preventExtensions(obj) obj
  Object.isFrozen(any) bool
  Object.isSealed(any) bool
  Object.isExtensible(any) bool
  Object.fromEntries(entries) obj
  Object.getOwnPropertyNames(any) arr
  Object.getOwnPropertySymbols(obj) arr
  Object.getOwnPropertyDescriptor(any,key) any
  Object.getOwnPropertyDescriptors(obj) obj
  Object.getPrototypeOf(any) any
  Object.setPrototypeOf(obj,obj) obj
  Object.defineProperty(obj,key,descriptor) obj
  Object.defineProperties(obj,descriptors) obj
  Object.hasOwn(any,key) bool
  Object.is(any,any) bool
  Object.groupBy(arr,fn1) obj
  Map.groupBy(arr,fn1) map
  Object(any) obj
  Reflect.ownKeys(obj) arr
  Reflect.get(obj,key) any
  Reflect.get(obj,key,any) any
  Reflect.set(obj,key,any) bool
  Reflect.set(obj,key,any,obj) bool
  Reflect.has(obj,key) bool
  Reflect.deleteProperty(obj,key) bool
  Reflect.apply(fn,any,arr) any
  Reflect.construct(fn,arr) any
  Reflect.defineProperty(obj,key,descriptor) bool
  Array.from(any) arr
  Array.from(any,fn1) arr
  Array.from(lengthy) arr
  Array.of(any,any) arr
  Array.isArray(any) bool
  Array(small) arr
  String(any) str
  String.fromCharCode(num,num) str
  String.fromCodePoint(small) str
  String.raw(obj,any) str
  Number(any) num
  Number.isInteger(any) bool
  Number.isSafeInteger(any) bool
  Number.isNaN(any) bool
  Number.parseFloat(str) num
  parseInt(str,radix) num
  parseInt(any) num
  parseFloat(any) num
  isNaN(any) bool
  isFinite(any) bool
  Boolean(any) bool
  BigInt(int) big
  BigInt(any) big
  BigInt.asIntN(small,big) big
  BigInt.asUintN(small,big) big
  Symbol(str) sym
  Symbol.for(str) sym
  Math.abs(any) num
  Math.max(num,num) num
  Math.min(num,any) num
  Math.floor(num) num
  Math.ceil(num) num
  Math.round(num) num
  Math.trunc(any) num
  Math.sign(num) num
  Math.sqrt(num) num
  Math.imul(num,num) num
  Math.clz32(num) num
  Math.fround(num) num
  Math.hypot(num,num) num
  JSON.stringify(any) any
  JSON.stringify(any,null,small) any
  JSON.stringify(any,fn2) any
  JSON.stringify(any,arr) any
  JSON.parse(json) any
  JSON.parse(json,fn2) any
  structuredCopy(any) any
  encodeURIComponent(str) str
  escape(str) str
  Iterator.from(arr) iter`).filter((f) => f.name !== 'structuredCopy');

export const constructors = methods(`
  Map(entries) map
  Map() map
  Set(arr) set
  Set(str) set
  WeakMap() obj
  Array(small) arr
  Array(any,any) arr
  Uint8Array(arr) typed
  Int16Array(small) typed
  Float64Array(arr) typed
  Uint8ClampedArray(arr) typed
  Error(str) obj
  TypeError(str,obj) obj
  Object(any) obj
  Number(num) obj
  String(str) obj
  Boolean(any) obj
  Proxy(obj,handler) obj
  Proxy(arr,handler) obj
  RegExp(str) re`);

export const binary = ['+', '-', '*', '/', '%', '**', '&', '|', '^', '<<', '>>', '>>>', '<', '>', '<=', '>=', '==', '!=', '===', '!=='];
export const assignment = ['=', '+=', '-=', '*=', '/=', '%=', '**=', '&=', '|=', '^=', '<<=', '>>=', '>>>=', '&&=', '||=', '??='];
export const literals = {
  num: ['0', '-0', '1', '-1', '2', '3', '7', '10', '100', '255', '256', '0.5', '-1.5', '1e21', '1e-7', '123456789', '2147483647', '-2147483648', '4294967295', '9007199254740993', 'NaN', 'Infinity', '-Infinity', '0x1f', '0b101', '1_000', '5e-324'],
  int: ['0', '1', '2', '3', '-1', '-2', '5', '1.7', 'undefined', 'Infinity', "'1'"],
  small: ['0', '1', '2', '3', '4', '5', '8'],
  radix: ['2', '8', '10', '16', '36', '3'],
  digits: ['0', '1', '2', '5', '10', '20'],
  precision: ['1', '2', '5', '10', '17', '21'],
  str: ["''", "'a'", "'abc'", "'Hello, World'", "'1'", "'-1.5e3'", "' 12 '", "'0x1f'", "'é'", "'\\u{1F600}x'", "'\\ud800'", "'a,b,,c'", "'length'", "'x'", "'y'", "'__proto__'", "'constructor'", "'\\n\\t\"'", "'aaaabbbb'", "'ß'", "'\\u0130'", '`t`'],
  bool: ['true', 'false'],
  big: ['0n', '1n', '-1n', '10n', '12345678901234567890n', '-(2n ** 64n)', '255n', '0x10n'],
  sym: ['Symbol.iterator', 'Symbol.toStringTag', "Symbol.for('k')", 'Symbol.hasInstance'],
  any: ['undefined', 'null', 'true', 'false', '0', "''", 'NaN', '1', "'s'", '[]', '{}', '1n', 'Symbol.iterator'].map((t) => (t === '{}' ? '({})' : t)),
  re: ['/a/', '/a+/g', '/(a)(b)?/', '/[a-c]+/gi', '/(?<n>\\w)\\w/', '/^\\s*|\\s*$/g', '/./su', '/\\d+/y', '/(?=b)/', '/(?<!a)b/g', '/(a|ab)(c|bcd)(d*)/', '/\\bx/', '/[^]/v', '/(?:)/', '/\\u{1F600}/u', '/(\\w+)\\s\\1/', '/a{2,3}?/g'],
  gre: ['/a/g', '/[a-z]/gi', '/(?<n>.)/g', '/\\w+/g', '/(?:)/g'],
  key: ["'a'", "'b'", "'x'", "'length'", '0', '1', "'1'", "'-1'", "'01'", 'Symbol.iterator', "'constructor'", "'__proto__'", '1.5', '4294967295', "Symbol.for('k')"],
  json: ["'{\"a\":[1,2,{\"b\":null}],\"c\":\"x\"}'", "'[1,2,3]'", "'\"s\"'", "'{\"__proto__\":1}'", "'{bad'", "'[1,]'", "'-0'", "'1e5'", "'{\"a\":1,\"a\":2}'", "'  [ ]  '"],
  compare: ['(p, q) => p - q', '(p, q) => (p < q ? 1 : p > q ? -1 : 0)', '(p, q) => String(p).length - String(q).length', 'undefined', '() => 0'],
  lengthy: ['{ length: 3 }', "{ length: 2, 0: 'a', 1: 'b' }", "{ length: '2', 1: 5 }", 'new Set([1, 2])', "'héy'", 'new Map([[1, 2]])'],
  entries: ["[['a', 1], ['b', 2]]", '[[1, 2], [NaN, 3], [-0, 4]]', 'Object.entries({ q: 1, r: 2 })', '[]', '[[{}, 1]]'],
};
