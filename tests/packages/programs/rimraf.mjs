import { rimraf, rimrafSync, native, manual } from 'rimraf';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rimraf-'));
const plant = (name) => {
  for (let i = 0; i < 5; i++) {
    fs.mkdirSync(path.join(folder, name, `d${i}`, 'deep'), { recursive: true });
    for (let j = 0; j < 4; j++) fs.writeFileSync(path.join(folder, name, `d${i}`, 'deep', `f${j}.txt`), 'x');
  }
  fs.symlinkSync('d0', path.join(folder, name, 'link'));
  return path.join(folder, name);
};
console.log(await rimraf(plant('one')), fs.readdirSync(folder));
console.log(rimrafSync(plant('two')), fs.readdirSync(folder));
console.log(await manual(plant('three')), await native(plant('four')), fs.readdirSync(folder));
plant('five');
console.log(await rimraf(path.join(folder, 'five', 'd[0-2]'), { glob: true }), fs.readdirSync(path.join(folder, 'five')));
const seen = [];
console.log(await rimraf(path.join(folder, 'five'), { filter: (file) => { seen.push(path.basename(file)); return !file.endsWith('f1.txt'); } }));
console.log(seen.length, fs.readdirSync(path.join(folder, 'five')));
console.log(await rimraf(path.join(folder, 'missing')));
await rimraf('/').catch((error) => console.log(error.code, error.message));
console.log(await rimraf([path.join(folder, 'five'), folder]), fs.existsSync(folder));
