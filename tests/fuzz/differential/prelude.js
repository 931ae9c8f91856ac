// What every generated program may rely on: log(), burn(), later(), tag(); run() calls one and prints what it logged.
'use strict';
var fuel, out, deferred;
var messages = false; // whether errors are compared by their texts too
var keep = { source: Function.prototype.toString, write: (text) => console.log(text), ownKeys: Reflect.ownKeys, descriptor: Object.getOwnPropertyDescriptor, prototype: Object.getPrototypeOf };

var native = /\{\s+\[native code\]\s+\}$/;

function burn() {
  if (--fuel < 0) throw new Error('out of fuel');
}

// A value as text, without calling anything of the program's but proxies' traps.
function show(value, depth = 0, seen = []) {
  switch (typeof value) {
    case 'string': return value.length > 300 ? JSON.stringify(value.slice(0, 300)) + '... ' + value.length : JSON.stringify(value);
    case 'number': return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint': { const text = String(value); return (text.length > 100 ? text.slice(0, 100) + '... ' + text.length : text) + 'n'; }
    case 'symbol': return String(value);
    case 'function': {
      const name = keep.descriptor(value, 'name'), length = keep.descriptor(value, 'length');
      return `function ${name && typeof name.value === 'string' ? name.value : '?'}/${length && typeof length.value === 'number' ? length.value : '?'}`;
    }
    case 'object': break;
    default: return String(value);
  }
  if (value === null) return 'null';
  if (value === globalThis) return 'globalThis';
  const own_constructor = keep.descriptor(value, 'constructor')?.value;
  if (typeof own_constructor === 'function' && own_constructor.prototype === value && native.test(keep.source.call(own_constructor))) {
    return `${own_constructor.name}.prototype`; // engines make its properties in orders of their own
  }
  if (seen.includes(value)) return '<cycle>';
  if (depth > 3) return '...';
  seen = [...seen, value];
  let text = '';
  if (value instanceof Error) {
    const message = keep.descriptor(value, 'message');
    text = `${value.constructor && value.constructor.name}: ${messages && message ? message.value : message ? 'message' : 'no message'} `;
  } else if (value instanceof Map) {
    text = `Map(${[...Map.prototype.entries.call(value)].slice(0, 20).map((e) => show(e, depth + 1, seen)).join(', ')}) `;
  } else if (value instanceof Set) {
    text = `Set(${[...Set.prototype.values.call(value)].slice(0, 20).map((e) => show(e, depth + 1, seen)).join(', ')}) `;
  } else if (value instanceof RegExp) {
    text = `${RegExp.prototype.toString.call(value)} `;
  }
  const own = keep.ownKeys(value);
  const parts = [];
  for (const key of own.slice(0, 30)) {
    if (value instanceof Error && (key === 'stack' || key === 'message')) continue;
    const d = keep.descriptor(value, key);
    if (key === 'stack' && d && !d.enumerable) continue; // of an error that is no Error any more
    if (!d) { parts.push(`${String(key)}: <gone>`); continue; }
    const flags = (d.enumerable ? '' : 'e') + (d.configurable ? '' : 'c') + ('value' in d && !d.writable ? 'w' : '');
    const shown = 'value' in d ? show(d.value, depth + 1, seen) : `<${d.get ? 'get' : ''}${d.set ? 'set' : ''}>`;
    parts.push(`${String(key)}${flags && `!${flags}`}: ${shown}`);
  }
  if (own.length > 30) parts.push(`... ${own.length}`);
  if (!Object.isExtensible(value)) parts.push('!extensible');
  const prototype = keep.prototype(value);
  const constructor = prototype === null ? 'null' : keep.descriptor(prototype, 'constructor');
  const kind = prototype === null ? 'null' : constructor && typeof constructor.value === 'function' ? keep.descriptor(constructor.value, 'name')?.value : '?';
  return `${Array.isArray(value) ? 'array ' : ''}${String(kind)} ${text}{${parts.join(', ')}}`;
}

function log(...values) {
  if (out.length > 400) return;
  out.push(values.map((v) => { try { return show(v); } catch (e) { return `<show: ${e && e.name}>`; } }).join(' '));
}

function later(job) {
  deferred.push(job);
}

function tag(strings, ...values) {
  return strings.raw.join('|') + values.length;
}

async function run(id, program) {
  fuel = 400;
  out = [];
  deferred = [];
  try {
    const result = program.call({ self: 1 });
    if (result && typeof result.then === 'function') {
      let done = false;
      result.then((v) => { done = true; log('result', v); }, (e) => { done = true; log('threw', e); });
      for (let i = 0; i < 300 && !done; i++) await null;
    } else {
      log('result', result);
    }
  } catch (e) {
    log('threw', e);
  }
  fuel = 400;
  for (const job of deferred) try { job(); } catch (e) { log('later threw', e); }
  for (let i = 0; i < 60; i++) await null;
  keep.write(`#${id}\n${out.join('\n')}`);
}
process.on('unhandledRejection', () => {});
