// Names of built-in modules: which there are, and what names that only look like one are told, by each door.
import { builtinModules, createRequire, isBuiltin } from 'node:module';
import process from 'node:process';
const require = createRequire(import.meta.url);
console.log(builtinModules.filter((name) => name !== 'node:ffi').join(' '));
for (const name of ['net', 'node:net', 'node:http2', 'sqlite', 'node:sqlite', 'node:test/reporters', 'test/reporters', 'node:nope', 'nope', 'node:', 'node:fs/nope', 'NODE:fs', 'node:FS']) {
  console.log(name, isBuiltin(name), builtinModules.includes(name));
}
for (const name of ['sqlite', 'node:nope', 'nope', 'node:fs/nope']) {
  console.log(name, process.getBuiltinModule(name));
  try {
    require(name);
  } catch (error) {
    console.log(error instanceof Error, error.name, error.code, error.message.split('\n')[0]);
  }
  await import(name).catch((error) => console.log(error instanceof Error, error.name, error.code, error.message.split('\n')[0].replace(import.meta.filename, '<here>')));
}
for (const name of ['net', 'node:net', 'node:sqlite']) console.log(require.resolve(name), import.meta.resolve(name));
