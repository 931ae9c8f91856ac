// process.exit is obeyed wherever it is called: nothing of the program runs after it.
const { spawnSync } = require('child_process');
const programs = `
(async () => { await 1; process.reallyExit(7); })()
async function* g() { yield 1; process.exit(7); } (async () => { for await (const x of g()); })()
async function* g() { process.exit(7); } g().next()
async function* g() { await 1; process.exit(7); } g().next()
async function* g() { try { yield 1; } finally { process.exit(7); } } (async () => { for await (const x of g()) break; })()
async function* g() { yield { get then() { process.exit(7); } }; } g().next()
async function* g() { yield* { [Symbol.asyncIterator]() { process.exit(7); } }; } g().next()
async function* g() { yield* { [Symbol.iterator]: () => ({ next() { process.exit(7); } }) }; } g().next()
async function* g() { return { get then() { process.exit(7); } }; } g().next()
async function* g() { yield 1; } g().return({ get then() { process.exit(7); } })
async function* g() { yield 1; } const p = Promise.resolve(); Object.defineProperty(p, 'constructor', { get() { process.exit(7); } }); g().return(p)
(async () => ({ get then() { process.exit(7); } }))()
(async () => { await 1; await { get then() { process.exit(7); } }; })()
(async () => { await { then() { process.exit(7); } }; })()
Promise.resolve(1).then(() => ({ get then() { process.exit(7); } }))
setTimeout(() => Promise.resolve().then(async () => { await 1; process.exit(7); }))
import('data:text/javascript,await 1; process.exit(7)')
(async () => { await using x = { async [Symbol.asyncDispose]() { process.exit(7); } }; })()
(async () => { using x = { [Symbol.dispose]() { process.exit(7); } }; })()
class P extends Promise { static get [Symbol.species]() { process.exit(7); } } P.resolve(1).then(() => {})
Array.fromAsync({ [Symbol.asyncIterator]: () => ({ next() { process.exit(7); } }) })
Array.fromAsync([1], () => process.exit(7))
new AsyncDisposableStack().adopt(1, () => process.exit(7)); const s = new AsyncDisposableStack(); s.defer(() => process.exit(7)); s.disposeAsync()
[3, 1].sort(() => process.exit(7))
new Proxy({}, { get() { process.exit(7); } }).x
const e = new Error('x'); Error.prepareStackTrace = () => process.exit(7); e.stack
process.on('uncaughtException', () => process.exit(7)); throw 1
process.on('unhandledRejection', () => process.exit(7)); Promise.reject(1)
console.log({ [Symbol.for('nodejs.util.inspect.custom')]() { process.exit(7); } })
JSON.parse('[1]', () => process.exit(7))
'a'.replace(/a/, () => process.exit(7))
for (const x of { [Symbol.iterator]: () => ({ next: () => ({ value: 1 }), return() { process.exit(7); } }) }) break
const [q] = { [Symbol.iterator]: () => ({ next: () => ({ value: 1 }), return() { process.exit(7); } }) }
with ({ get x() { process.exit(7); } }) x
new (require('stream').Readable)({ read() { process.exit(7); } }).resume()
require('fs').promises.readFile(process.execPath).then(() => process.exit(7))
require('child_process').exec('true', () => process.exit(7))
new ReadableStream({ pull() { process.exit(7); } }).getReader().read()
const c = new AbortController(); c.signal.onabort = () => process.exit(7); c.abort()
const it = { [Symbol.iterator]: () => ({ next: () => ({ done: false, get value() { process.exit(7); } }), return() { console.log("return"); } }) }; (async () => { for await (const x of it); })(); console.log("went on")
const it = { [Symbol.iterator]: () => ({ next: () => ({ get done() { process.exit(7); } }) }) }; (async function* () { yield* it; })().next(); console.log("went on")
Promise.all({ [Symbol.iterator]: () => ({ next() { process.exit(7); } }) }); console.log("went on")
Array.fromAsync([{ get then() { process.exit(7); } }]); console.log("went on")
process.nextTick(() => process.exit(7)); process.nextTick(() => console.log("went on")); Promise.resolve().then(() => console.log("went on"))
console.log(\`\${{ [Symbol.toPrimitive]() { process.exit(7); } }}\`)
process.on('exit', () => { process.exit(7); }); process.exit(3)
`.trim().split('\n');
for (const program of programs) {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ['-e', `${program}\n;process.on('exit', () => console.log('at exit'))`], { encoding: 'utf8' });
  console.log(status, signal, stdout.trim(), stderr.trim(), program);
}
