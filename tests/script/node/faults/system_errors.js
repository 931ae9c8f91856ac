// Errors of calls without a path, those of several parts with their info, and what throwIfNoEntry lets pass.
const fs = require('fs');
const os = require('os');
const path = require('path');
const { spawn } = require('child_process');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-system-errors-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const clean = (text) => text?.replaceAll?.(folder, '<folder>') ?? text;
const shown = (error) => {
  const { stack, ...own } = error;
  return [error.name, clean(error.message), JSON.parse(JSON.stringify(own, (key, value) => clean(value)))];
};
const attempt = (name, run) => {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, ...shown(error));
  }
};

fs.mkdirSync(`${folder}/sub`);
attempt('os.getPriority', () => os.getPriority(99999999));
attempt('fs.rmSync', () => fs.rmSync(folder));
attempt('fs.rmSync force', () => fs.rmSync(`${folder}/none`, { force: true }));
for (const missing of ['none', 'sub/none', 'x'.repeat(300)]) {
  for (const name of ['statSync', 'lstatSync']) attempt(`fs.${name}`, () => fs[name](`${folder}/${missing}`, { throwIfNoEntry: false }));
}
(async () => {
  await new Promise((done) => spawn(`${folder}/none`).on('error', (error) => done(console.log('child_process.spawn', ...shown(error)))));
  await new Promise((done) => fs.cp(folder, `${folder}-copy`, (error) => done(console.log('fs.cp', ...shown(error)))));
  console.log('fs.promises.stat', await fs.promises.stat(`${folder}/none`, { throwIfNoEntry: false }));
  const handle = await fs.promises.open(__filename);
  await handle.close();
  for (const name of ['stat', 'readFile']) await handle[name]().catch((error) => console.log(`FileHandle.${name}`, ...shown(error)));
})();
