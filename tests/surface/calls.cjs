'use strict';
// What the functions of the node: modules and the globals say to arguments that they were not made for: a line for each
// call, with the class, code and message of the error, thrown or given to a promise; of a result only its type.
const fs = require('fs');
const os = require('os');
const path = require('path');
const modules = [
  'assert', 'async_hooks', 'buffer', 'child_process', 'console', 'crypto', 'diagnostics_channel', 'events', 'fs', 'fs/promises', 'module', 'os', 'path',
  'perf_hooks', 'process', 'punycode', 'querystring', 'readline', 'stream', 'stream/promises', 'string_decoder', 'timers', 'timers/promises', 'tty',
  'url', 'util', 'util/types', 'v8', 'vm', 'zlib',
];
// Calls that end the program, wait for ever, leave something behind, or tell what this program is.
const skipped = /^(process\.(exit|reallyExit|abort|kill|_|binding|dlopen|execve|openStdin|cpuUsage|threadCpuUsage|resourceUsage|hrtime|memoryUsage|cwd|chdir|umask|uptime|set|init|loadEnvFile|on|once|emit|add|prepend|remove|off|listen|raw|eventNames|get|has|assert|constrained|available|report|finalization|ref|unref|features|nextTick|stdin|stdout|stderr)|child_process\.(_|fork|exec|spawn)|console\.|fs\.(_|watch|unwatch|open|exists|mkdtemp|createWriteStream|createReadStream|Utf8|appendFile|writeFile|FileRead|FileWrite|ReadStream|WriteStream|glob|rm|close|fsync|fdatasync|fchown|fchmod|ftruncate|futimes|read$|write$|readSync|writeSync|readv|writev|fstat)|fs\/promises\.(watch|open|mkdtemp|appendFile|writeFile|glob|rm|opendir)|module\.(_|register|runMain|sync|flush|enable|Module|wrap|find|strip)|perf_hooks\.(monitor|create|import)|readline\.|vm\.measure|v8\.(write|getHeapSn|start|stop|take|query|set|GC|promise)|timers\/promises\.(scheduler|setInterval|setTimeout|setImmediate)|tty\.(Read|Write)|crypto\.(generate|secureHeap|setEngine|setFips|Cert|Diffie|ECDH|Sign|Verify|X509|argon|create(Diffie|ECDH|Private|Public|Sign|Verify|Mac)|diffie|get(Diffie|Curves|Macs)|sign|verify|private|public|encaps|decaps|checkPrime|parsePKCS|subtle|webcrypto|hkdf)|zlib\.(Zip|zip|create(Zip|Zstd)|zstd|Zstd|set|getMax)|async_hooks\.(executionAsyncResource|createHook)|globalThis\.|util\.(transferable|setTrace|getCallSites)|events\.(init|_|prototype|usingDomains)|stream\.(_|prototype)|os\.(setPriority|getPriority|loadavg|cpus|network|userInfo))/;

const values = {
  nothing: [], undefined: [undefined], null: [null], true: [true], 4000: [4000], '-1': [-1], NaN: [NaN], 1.5: [1.5], "'text'": ['text'], "''": [''], '{}': [{}], '[]': [[]],
  function: [function given() {}], symbol: [Symbol('given')], '10n': [10n], date: [new Date(0)],
  'text, undefined': ['text', undefined], 'text, 4000': ['text', 4000], 'text, {}': ['text', {}], "text, 'text'": ['text', 'text'], 'text, true': ['text', true], 'text, function': ['text', () => {}],
  '{}, 4000': [{}, 4000], '4000, text': [4000, 'text'], 'function, 4000': [() => {}, 4000], "function, 'text'": [() => {}, 'text'],
};

// Each function is called in a folder of its own. What pool threads do is over before the next one's turn: there is
// one of them (UV_THREADPOOL_SIZE, run.mjs), and it has answered a request made after all the others.
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'calls-'));
let folders = 0;
async function settle() {
  for (let i = 0; i < 3; ++i) {
    await new Promise((resolve) => { fs.stat(folder, resolve); });
    await new Promise(setImmediate);
  }
}
process.on('uncaughtException', () => {});
process.on('unhandledRejection', () => {});
process.removeAllListeners('warning');
process.on('warning', () => {});

const lines = [];
const pending = [];
const own = () => path.join(folder, String(folders));
const clean = (text) => String(text).replaceAll(own(), 'FOLDER').replace(/\n[^]*/, ' …');
const ofError = (error) => (error instanceof Error ? `${error.name}${error.code === undefined ? '' : ` ${error.code}`}: ${clean(error.message)}` : `a ${typeof error}`);
const kindOf = (value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

async function check(name, holder, f) {
  ++folders;
  fs.mkdirSync(own());
  process.chdir(own());
  for (const [shown, args] of Object.entries(values)) {
    const at = lines.push('') - 1;
    const line = (text) => { lines[at] = `${name}(${shown})\t${text}`; };
    try {
      const isClass = /^class\b/.test(Function.prototype.toString.call(f)) || /^[A-Z]/.test(name.split('.').at(-1));
      const result = isClass ? new f(...args) : f.apply(holder, args);
      if (result !== null && typeof result === 'object' && typeof result.then === 'function') {
        line('a promise that waits');
        pending.push(Promise.resolve(result).then((value) => line(`a promise of ${kindOf(value)}`), (error) => line(`a promise, rejected: ${ofError(error)}`)));
      } else {
        if (typeof result?.on === 'function' && result !== process) {
          try { result.on('error', () => {}); } catch { /* not that kind */ }
        }
        line(kindOf(result));
      }
    } catch (error) {
      line(`throws ${ofError(error)}`);
    }
  }
  if (/^fs/.test(name)) await settle();
}

const { Buffer } = require('buffer');
const objects = {
  'Buffer': [Buffer, ['from', 'alloc', 'allocUnsafe', 'byteLength', 'concat', 'compare', 'isEncoding', 'isBuffer', 'copyBytesFrom']],
  'buffer': [Buffer.from('some bytes'), ['write', 'toString', 'slice', 'subarray', 'fill', 'indexOf', 'lastIndexOf', 'includes', 'equals', 'compare', 'copy', 'readInt8', 'readUInt16LE', 'readInt32BE', 'readDoubleLE', 'readBigInt64LE', 'readUIntBE', 'readIntLE', 'writeInt8', 'writeUInt16LE', 'writeInt32BE', 'writeDoubleLE', 'writeBigInt64LE', 'writeUIntBE', 'swap16', 'swap32', 'toJSON']],
  'emitter': [() => new (require('events'))(), ['on', 'once', 'off', 'addListener', 'prependListener', 'removeAllListeners', 'setMaxListeners', 'listenerCount', 'listeners', 'rawListeners', 'emit']],
  'url': [() => new URL('http://a.b/c?d'), ['toString', 'toJSON']],
  'URL': [URL, ['canParse', 'parse', 'createObjectURL', 'revokeObjectURL']],
  'params': [() => new URLSearchParams('a=1'), ['append', 'delete', 'get', 'getAll', 'has', 'set', 'forEach', 'sort']],
  'readable': [() => new (require('stream').Readable)({ read() {} }), ['push', 'unshift', 'setEncoding', 'pipe', 'read', 'map', 'filter', 'take', 'drop', 'destroy', 'wrap', 'toArray']],
  'Readable': [require('stream').Readable, ['from']],
  'writable': [() => new (require('stream').Writable)({ write(a, b, c) { c(); } }), ['write', 'end', 'setDefaultEncoding', 'cork', 'pipe', 'destroy']],
  'hash': [() => require('crypto').createHash('sha256'), ['update', 'digest', 'copy']],
  'decoder': [() => new (require('string_decoder').StringDecoder)('utf8'), ['write', 'end']],
  'target': [() => new EventTarget(), ['addEventListener', 'removeEventListener', 'dispatchEvent']],
  'AbortSignal': [AbortSignal, ['abort', 'timeout', 'any']],
  'encoder': [new TextEncoder(), ['encode', 'encodeInto']],
  'decoderOfText': [() => new TextDecoder(), ['decode']],
  'performance': [performance, ['mark', 'measure', 'clearMarks', 'clearMeasures', 'getEntriesByName', 'getEntriesByType', 'timerify']],
  'storage': [() => new (require('async_hooks').AsyncLocalStorage)(), ['run', 'exit', 'enterWith', 'getStore']],
  'process': [process, ['emitWarning', 'nextTick', 'cpuUsage', 'hrtime', 'getBuiltinModule', 'loadEnvFile', 'chdir', 'setSourceMapsEnabled']],
  'fsSync': [fs, ['openSync', 'closeSync', 'readSync', 'writeSync', 'fstatSync', 'rmSync', 'mkdtempSync', 'createReadStream', 'createWriteStream', 'watchFile', 'globSync', 'open', 'read', 'write', 'close', 'fstat', 'appendFileSync', 'existsSync', 'ftruncateSync']],
  'globals': [globalThis, ['atob', 'btoa', 'structuredClone', 'queueMicrotask', 'setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'Event', 'CustomEvent', 'AbortController', 'Blob', 'File', 'URL', 'URLSearchParams', 'TextDecoder', 'TextEncoder', 'ReadableStream', 'WritableStream', 'TransformStream', 'DOMException', 'BroadcastChannel', 'MessageChannel', 'EventTarget', 'AbortSignal', 'CryptoKey', 'Performance']],
};
async function main() {
  for (const module of modules) {
    const holder = require(`node:${module}`);
    if (typeof holder === 'function' && module !== 'events' && module !== 'stream' && module !== 'module') await check(module, undefined, holder);
    for (const key of Object.keys(holder).sort()) {
      const name = `${module}.${key}`;
      if (skipped.test(name)) continue;
      let f;
      try { f = holder[key]; } catch { continue; }
      if (typeof f === 'function') await check(name, holder, f);
    }
  }
  for (const [name, [holder, methods]] of Object.entries(objects)) {
    for (const method of methods) {
      const object = typeof holder === 'function' && !holder.prototype ? holder : { made: holder };
      const one = object.made ?? holder();
      if (name === 'process' && method === 'nextTick') continue;
      if (typeof one[method] === 'function') await check(`${name}.${method}`, one, one[method]);
    }
  }
  process.chdir(os.tmpdir());
  await Promise.race([Promise.all(pending), new Promise((resolve) => { setTimeout(resolve, 1500); })]);
  fs.rmSync(folder, { recursive: true, force: true });
  const bytes = Buffer.from(`${lines.filter(Boolean).join('\n')}\n`);
  for (let at = 0; at < bytes.length;) {
    try {
      at += fs.writeSync(1, bytes, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
  process.reallyExit(0);
}
main();
