// A file that is removed, replaced, cut off or grows while it is read.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reading-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, 'file');
async function read(title, change) {
  fs.writeFileSync(file, 'abcdefghij'.repeat(10));
  const stream = fs.createReadStream(file, { highWaterMark: 20 });
  let text = '';
  let chunks = 0;
  try {
    for await (const chunk of stream) {
      text += chunk;
      if (++chunks === 1) change();
    }
  } catch (error) { console.log(title, error.code, error.syscall); }
  console.log(title, chunks, text.length, text.slice(-5), stream.bytesRead, fs.existsSync(file));
}
(async () => {
  await read('removed', () => fs.unlinkSync(file));
  await read('replaced', () => { fs.writeFileSync(`${file}2`, 'new'); fs.renameSync(`${file}2`, file); });
  await read('cut off', () => fs.truncateSync(file, 80));
  await read('grown', () => fs.appendFileSync(file, 'MORE!'.repeat(10)));
  const handle = await fs.promises.open(file);
  fs.unlinkSync(file);
  console.log((await handle.readFile('utf8')).length, (await handle.stat()).nlink);
  await handle.close();
  await handle.read(Buffer.alloc(1)).catch((error) => console.log(error.code, error.message));
  const descriptor = fs.openSync(path.join(folder, 'x'), 'w+');
  fs.rmSync(folder, { recursive: true });
  console.log(fs.writeSync(descriptor, 'still'), fs.readFileSync(descriptor).length, fs.fstatSync(descriptor).size);
  fs.closeSync(descriptor);
  try { fs.closeSync(descriptor); } catch (error) { console.log(error.code, error.message); }
})();
