import fs from 'fs-extra';
import os from 'node:os';
import path from 'node:path';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'extra-'));
const at = (...parts) => path.join(folder, ...parts);
try {
  await fs.outputFile(at('a/b/c.txt'), 'hello');
  await fs.outputJson(at('a/data.json'), { name: 'fs-extra', list: [1, 2] }, { spaces: 2 });
  console.log(await fs.readJson(at('a/data.json')), fs.readFileSync(at('a/data.json'), 'utf8'));
  await fs.copy(at('a'), at('copy'), { filter: (from) => !from.endsWith('.json') });
  console.log(await fs.pathExists(at('copy/b/c.txt')), fs.pathExistsSync(at('copy/data.json')));
  await fs.move(at('copy/b/c.txt'), at('moved.txt'));
  await fs.ensureSymlink(at('moved.txt'), at('links/one'));
  await fs.ensureLink(at('moved.txt'), at('links/two'));
  console.log(fs.readlinkSync(at('links/one')) === at('moved.txt'), (await fs.stat(at('links/two'))).nlink);
  fs.ensureDirSync(at('deep/er/and/deeper'), { mode: 0o755 });
  await fs.emptyDir(at('deep'));
  console.log(fs.readdirSync(folder).sort(), fs.readdirSync(at('deep')));
  await new Promise((resolve) => fs.copy(at('a'), at('a/inside'), (error) => {
    console.log(error.message.replaceAll(folder, '<tmp>'));
    resolve();
  }));
  await fs.readJson(at('missing.json')).catch((failure) => console.log(failure.code, failure.syscall));
  await fs.move(at('moved.txt'), at('a/data.json')).catch((error) => console.log(error.message));
  await fs.writeFile(at('broken.json'), '{"a": 1,}');
  await fs.readJson(at('broken.json')).catch((error) => console.log(error.name, error.message.replaceAll(folder, '<tmp>')));
} finally {
  await fs.remove(folder);
  console.log(await fs.pathExists(folder));
}
