// What process has besides its functions: attributes of properties, the main module, execve, capture callbacks.
const describe = (object, key) => {
  const property = Object.getOwnPropertyDescriptor(object, key);
  return property && `${property.writable ? 'w' : '-'}${property.enumerable ? 'e' : '-'}${property.configurable ? 'c' : '-'} ${typeof property.value}`;
};
for (const key of ['version', 'versions', 'arch', 'platform', 'release', 'argv0', 'pid', 'config', 'features', 'mainModule', 'execve', 'addUncaughtExceptionCaptureCallback', 'permission', Symbol.toStringTag]) {
  console.log(key, describe(process, key), typeof process[key] === 'function' ? process[key].length : '');
}
console.log(process.mainModule === module, require.main === module, String(process), Object.hasOwn(Object.getPrototypeOf(process), Symbol.toStringTag));
(function () { process.version = 1; process.pid = 1; process.platform = 'x'; })();
console.log(process.version.startsWith('v26.'), process.pid > 1, process.platform);
Object.defineProperty(process, 'platform', { value: 'win32' });
console.log(process.platform);
Object.defineProperty(process, 'platform', { value: 'linux' });

process.removeAllListeners('warning');
process.on('warning', (warning) => console.log(warning.name, warning.message));
for (const args of [[], ['a', 3], ['a', [3]], ['a', [], 3], ['a', [], { a: 3 }], ['a', ['b\0']], ['/nowhere/at/all', ['a'], {}]]) {
  try {
    process.execve(...args);
  } catch (error) {
    console.log(error.code, error.message, error.errno, error.syscall, error.path);
  }
}
const { spawnSync } = require('child_process');
const run = (text) => spawnSync(process.execPath, ['-e', text], { encoding: 'utf8' });
console.log(run('console.log("before"); process.execve("/bin/sh", ["sh", "-c", "echo $0 $A $B $#; exit 5", "zero", "one"], { A: "a", B: "b c" }); console.log("never")').stdout);
console.log(run('process.execve("/bin/sh", ["sh", "-c", "exit 5"])').status);

// Capture callbacks that are added are asked, the last one first, until one says that it has dealt with the error.
console.log(run(`
process.addUncaughtExceptionCaptureCallback((error) => { console.log('first', error.message); return error.message !== 'c'; });
process.addUncaughtExceptionCaptureCallback((error) => { console.log('second', error.message); return error.message === 'a'; });
process.on('uncaughtException', (error) => console.log('event', error.message));
for (const name of ['a', 'b', 'c']) setTimeout(() => { throw new Error(name); });
console.log(process.hasUncaughtExceptionCaptureCallback());
for (const wrong of [undefined, null, 5]) try { process.addUncaughtExceptionCaptureCallback(wrong); } catch (error) { console.log(error.code); }
`).stdout);
