// Files that are not there, may not be opened, or are something else: codes, messages and fields of every form of call.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'faults-'));
const at = (...parts) => path.join(folder, ...parts);
const plain = (text) => String(text).replaceAll(folder, '<tmp>');
fs.writeFileSync(at('file'), 'content');
fs.mkdirSync(at('folder/inner'), { recursive: true });
fs.writeFileSync(at('locked'), 'secret');
fs.chmodSync(at('locked'), 0);
fs.mkdirSync(at('closed'));
fs.writeFileSync(at('closed/in'), 'x');
fs.chmodSync(at('closed'), 0o600);
fs.symlinkSync('loop', at('loop'));
fs.symlinkSync('nowhere', at('dangling'));
fs.chmodSync(folder, 0o777);
process.on('exit', () => { if (process.seteuid && process.getuid() === 0) process.seteuid(0); fs.rmSync(folder, { recursive: true, force: true }); });
// As somebody who may not do everything.
if (process.getuid() === 0) process.seteuid(65534);
const fields = (e) => plain(`${e.name} ${e.code} ${e.errno} ${e.syscall} ${e.path} ${e.dest} | ${e.message}`);
const calls = [
  ['readFile', at('missing')], ['readFile', at('folder')], ['readFile', at('locked')], ['readFile', at('closed/in')], ['readFile', at('file/below')], ['readFile', at('loop')], ['readFile', at('dangling')], ['readFile', at('x'.repeat(300))],
  ['readFile', at('missing'), 'utf8'], ['writeFile', at('missing/below'), 'x'], ['writeFile', at('folder'), 'x'], ['writeFile', at('locked'), 'x'], ['appendFile', at('folder'), 'x'], ['open', at('missing'), 'r'], ['open', at('file'), 'wx'], ['open', at('missing'), 'r+'],
  ['stat', at('missing')], ['lstat', at('missing/a')], ['access', at('missing')], ['access', at('locked'), fs.constants.R_OK], ['readdir', at('missing')], ['readdir', at('file')], ['readdir', at('closed')], ['mkdir', at('folder')], ['mkdir', at('missing/a')], ['mkdir', at('file/a'), { recursive: true }], ['mkdir', at('file'), { recursive: true }],
  ['rmdir', at('folder')], ['rmdir', at('file')], ['rmdir', at('missing')], ['unlink', at('missing')], ['unlink', at('folder')], ['rename', at('missing'), at('new')], ['rename', at('file'), at('folder')], ['rename', at('folder'), at('folder/inner/x')], ['copyFile', at('missing'), at('new')], ['copyFile', at('file'), at('missing/x')], ['copyFile', at('file'), at('file2'), fs.constants.COPYFILE_EXCL],
  ['link', at('missing'), at('new')], ['link', at('file'), at('locked')], ['symlink', 'a', at('file')], ['readlink', at('file')], ['readlink', at('missing')], ['truncate', at('missing')], ['truncate', at('folder')], ['chmod', at('missing'), 0o600], ['chmod', '/', 0o777], ['chown', at('file'), 0, 0], ['utimes', at('missing'), 1, 1], ['rm', at('missing')], ['rm', at('folder')], ['opendir', at('file')], ['opendir', at('missing')], ['cp', at('missing'), at('new')], ['statfs', at('missing')],
];
const once = [
  () => fs.readSync(9999, Buffer.alloc(1)), () => fs.closeSync(9999), () => fs.writeSync(9999, 'x'), () => fs.fstatSync(9999), () => fs.readFileSync('a\0b'), () => fs.readFileSync({}), () => fs.openSync(at('file'), 'bad flag'), () => fs.mkdirSync(at('new'), 'nine'), () => fs.readFileSync(at('file'), 'no-encoding'), () => fs.existsSync(at('missing')),
  () => fs.writeSync(fs.openSync(at('file'), 'r'), 'x'), () => fs.readSync(fs.openSync(at('folder'), 'r'), Buffer.alloc(1)), () => fs.ftruncateSync(9999), () => fs.createReadStream(at('file'), { start: 5, end: 2 }),
];
(async () => {
  fs.writeFileSync(at('file2'), '2');
  for (const [name, ...args] of calls) {
    let sync;
    try { sync = `returned ${plain(fs[`${name}Sync`](...args))}`; } catch (error) { sync = fields(error); }
    const later = await new Promise((resolve) => { try { fs[name](...args, (error, value) => resolve(error ? fields(error) : `returned ${plain(value)}`)); } catch (error) { resolve(`threw ${fields(error)}`); } });
    const promised = await fs.promises[name]?.(...args).then((value) => `returned ${plain(value)}`, fields);
    console.log(`${name} ${plain(args.map((arg) => (typeof arg === 'object' ? JSON.stringify(arg) : String(arg).slice(0, 60))).join(' '))}\n  ${sync}`);
    if (later !== sync) console.log(`  callback: ${later}`);
    if (promised !== sync) console.log(`  promise: ${promised}`);
  }
  for (const call of once) try { console.log('returned', plain(call())); } catch (error) { console.log(fields(error)); }
  for (const make of [() => fs.createReadStream(at('missing')), () => fs.createReadStream(at('folder')), () => fs.createReadStream(at('locked')), () => fs.createWriteStream(at('missing/x')), () => fs.createWriteStream(at('folder')), () => fs.createWriteStream('/dev/full')]) {
    await new Promise((resolve) => {
      const stream = make();
      for (const event of ['open', 'ready', 'end', 'finish']) stream.on(event, () => console.log('event', event));
      stream.on('error', (error) => console.log('error', fields(error))).on('close', () => resolve(console.log('close', stream.destroyed, stream.errored?.code)));
      if (stream.write) stream.end('some bytes');
      else stream.resume();
    });
  }
  for (const call of [() => fs.writeFileSync('/dev/full', 'x'), () => fs.writeSync(fs.openSync('/dev/full', 'w'), 'x'), () => fs.appendFileSync('/dev/full', 'x'), () => fs.copyFileSync(at('file'), '/dev/full')]) try { console.log('returned', call()); } catch (error) { console.log(fields(error)); }
  await fs.promises.writeFile('/dev/full', 'x').catch((error) => console.log(fields(error)));
  try { require(at('missing.js')); } catch (error) { console.log(error.code, plain(error.message.split('\n')[0])); }
  try { require(at('folder')); } catch (error) { console.log(error.code, plain(error.message.split('\n')[0])); }
  await import(at('missing.mjs')).catch((error) => console.log(error.code, plain(error.message.split('\n')[0])));
})();
