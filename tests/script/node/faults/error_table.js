// Every function of fs that takes a path or a descriptor, times what can be wrong with it: code, errno, syscall, path,
// dest and message, in the synchronous, callback and promise forms.
const fs = require('fs');
const os = require('os');
const path = require('path');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'faults-')));
const at = (name) => path.join(root, name);
process.on('exit', () => {
  if (process.getuid() === 0) process.seteuid(0);  // LeakSanitizer can look at the process again
  for (const name of ['locked', 'folder', 'empty']) fs.chmodSync(at(name), 0o755);
  fs.rmSync(root, { recursive: true });
});
fs.writeFileSync(at('file'), 'text');
fs.writeFileSync(at('other'), 'text');
fs.writeFileSync(at('unreadable'), 'text', { mode: 0 });
fs.mkdirSync(at('folder/inner'), { recursive: true });
fs.writeFileSync(at('folder/inner/x'), '');
fs.mkdirSync(at('empty'));
fs.mkdirSync(at('locked'));
fs.writeFileSync(at('locked/file'), 'text');
fs.symlinkSync('loop', at('loop'));
fs.symlinkSync('nowhere', at('dangling'));
fs.chmodSync(at('unreadable'), 0);
fs.chmodSync(at('locked'), 0);
// As somebody who may not do everything.
if (process.getuid() === 0) {
  fs.chownSync(root, 65534, 65534);
  for (const name of ['file', 'other', 'unreadable', 'folder', 'folder/inner', 'folder/inner/x', 'empty', 'locked']) fs.chownSync(at(name), 65534, 65534);
  process.setegid(65534);
  process.seteuid(65534);
}

const places = {
  missing: at('missing'), 'below missing': at('missing/x'), 'below a file': at('file/x'), folder: at('folder'), file: at('file'), loop: at('loop'), dangling: at('dangling'),
  long: at('n'.repeat(300)), 'too long': `/${'n/'.repeat(3000)}`, unreadable: at('unreadable'), 'in locked': at('locked/file'), locked: at('locked'), empty: '', slash: `${at('file')}/`,
};
const onePath = {
  access: [], appendFile: ['x'], chmod: [0o600], chown: [0, 0], lchown: [0, 0], lstat: [], mkdir: [], open: ['r'], opendir: [], readFile: [], readdir: [], readlink: [], realpath: [], rm: [], rmdir: [],
  stat: [], statfs: [], truncate: [1], unlink: [], utimes: [1, 1], lutimes: [1, 1], writeFile: ['x'], cp: [at('copied')], copyFile: [at('copied')], link: [at('linked')], rename: [at('renamed')], symlink: [at('file')], mkdtemp: [], exists: [],
};
const variants = {
  'open w': ['open', 'w'], 'open wx': ['open', 'wx'], 'open r+': ['open', 'r+'], 'readFile utf8': ['readFile', 'utf8'], 'mkdir recursive': ['mkdir', { recursive: true }], 'rm force': ['rm', { force: true }],
  'readdir withFileTypes': ['readdir', { withFileTypes: true }], 'access w': ['access', fs.constants.W_OK], 'realpath native': ['realpath', 'native'], 'stat no throw': ['stat', { throwIfNoEntry: false }], 'rm recursive retry': ['readdir', { recursive: true }],
};
const calls = Object.entries(onePath).map(([name, rest]) => [name, name, rest]).concat(Object.entries(variants).map(([title, [name, ...rest]]) => [title, name, rest]));

const tell = (error) => {
  if (!(error instanceof Error)) return 'ok';
  const seen = ['code', 'errno', 'syscall', 'path', 'dest'].filter((key) => key in error).map((key) => `${key}=${error[key]}`).join(' ');
  return `${error.name}: ${error.message} {${seen}} [${Object.keys(error).sort()}]`.replaceAll(root, '<root>').replace(/n{300}/g, '<300>').replace(/(n\/){3000}/g, '<6000>').replace(/(mkdtemp.*?)[a-zA-Z0-9]{6}('.*?)[a-zA-Z0-9]{6}}/g, '$1XXXXXX$2XXXXXX}').replace(/faults-\d+/g, 'faults');
};
const tidy = () => {
  for (const name of ['copied', 'linked', 'renamed']) fs.rmSync(at(name), { recursive: true, force: true });
};
function shape(name, place, rest) {
  if (name === 'symlink') return [...rest, place];
  return [place, ...rest];
}
async function forms(title, name, args) {
  const results = [];
  const sync = name === 'realpath' && args[1] === 'native' ? fs.realpathSync.native : fs[`${name}Sync`];
  const callback = name === 'realpath' && args[1] === 'native' ? fs.realpath.native : fs[name];
  if (args[1] === 'native') args = [args[0]];
  try {
    const value = sync(...args);
    if (name === 'open') fs.closeSync(value);
    if (name === 'opendir') value.closeSync();
    results.push('ok');
  } catch (error) {
    results.push(tell(error));
  }
  tidy();
  results.push(await new Promise((done) => {
    try {
      callback(...args, (error, value) => {
        if (!error && name === 'open') fs.closeSync(value);
        if (!error && name === 'opendir') value.closeSync();
        done(tell(error));
      });
    } catch (error) {
      done(`thrown ${tell(error)}`);
    }
  }));
  tidy();
  if (name !== 'exists' && callback !== fs.realpath.native) {
    results.push(await fs.promises[name](...args).then(async (value) => {
      if (name === 'open' || name === 'opendir') await value.close();
      return 'ok';
    }, tell));
    tidy();
  }
  const [first] = results;
  console.log(`${title}: ${results.every((one) => one === first) ? first : results.join('\n    ')}`);
}

// What may not be changed on the way stays: those that succeed in removing are left out.
const removes = new Set(['rm', 'rmdir', 'unlink', 'rename', 'mkdtemp']);
const harmless = (name, place) => !(removes.has(name) && ['folder', 'file', 'loop', 'dangling', 'unreadable', 'locked'].includes(place)) &&
  !(name === 'chmod' && place === 'folder') && !(name === 'cp' && ['loop', 'dangling'].includes(place)) &&
  !(['mkdir', 'mkdir recursive', 'appendFile', 'writeFile', 'open', 'symlink', 'chmod', 'lchown', 'chown'].includes(name) && ['missing', 'unreadable', 'locked', 'dangling'].includes(place)) && !(name === 'mkdtemp' && place === 'empty');
async function main() {
  for (const [title, name, rest] of calls) {
    for (const [place, where] of Object.entries(places)) {
      if (harmless(name, place)) await forms(`${title} ${place}`, name, shape(name, where, rest));
    }
  }
  // Two places.
  const two = [['rename', 'file', 'folder'], ['rename', 'folder', 'file'], ['rename', 'empty', 'folder'], ['rename', 'folder', 'folder/inner/y'], ['link', 'file', 'other'], ['link', 'folder', 'x'], ['symlink', 'file', 'other'],
    ['copyFile', 'file', 'folder'], ['copyFile', 'folder', 'x'], ['copyFile', 'file', 'other', fs.constants.COPYFILE_EXCL], ['copyFile', 'file', 'missing/x'], ['rmdir', 'folder'], ['rmdir', 'file'], ['rm', 'folder'], ['unlink', 'folder'],
    ['cp', 'folder', 'x'], ['cp', 'folder', 'file', { recursive: true }], ['cp', 'file', 'folder'], ['cp', 'file', 'other', { errorOnExist: true, force: false }], ['cp', 'folder', 'folder/inner/z', { recursive: true }], ['cp', 'file', 'file'],
    ['mkdir', 'file'], ['mkdir', 'folder'], ['mkdir', 'file', { recursive: true }], ['mkdir', 'file/x', { recursive: true }], ['mkdir', 'locked/x'], ['mkdtemp', 'missing/x-'], ['mkdtemp', 'locked/x-'], ['truncate', 'folder'], ['readlink', 'file'],
    ['rename', 'file', 'locked/x'], ['unlink', 'locked/file'], ['copyFile', 'unreadable', 'x'], ['cp', 'unreadable', 'x'], ['rename', 'locked/file', 'x'], ['link', 'locked/file', 'x'], ['rm', 'locked', { recursive: true }]];
  for (const [name, a, b, ...rest] of two) await forms(`${name} ${a} ${typeof b === 'string' ? b : ''}`, name, typeof b === 'string' ? (name === 'symlink' ? [at(a), at(b), ...rest] : [at(a), at(b), ...rest]) : b === undefined ? [at(a)] : [at(a), b]);
  // Another file system.
  if (fs.existsSync('/dev/shm') && fs.statSync('/dev/shm').dev !== fs.statSync(root).dev) {
    for (const name of ['rename', 'link']) await forms(`${name} elsewhere`, name, [at('file'), `/dev/shm/faults-${process.pid}`]);
  }
  // Descriptors.
  const descriptors = { read: [Buffer.alloc(4), 0, 4, 0], write: [Buffer.alloc(4)], readv: [[Buffer.alloc(4)]], writev: [[Buffer.alloc(4)]], fstat: [], ftruncate: [1], fsync: [], fdatasync: [], fchmod: [0o600], fchown: [0, 0], futimes: [1, 1], close: [], readFile: [], writeFile: ['x'], appendFile: ['x'] };
  const file = fs.openSync(at('file'), 'r');
  const folder = fs.openSync(at('folder'), 'r');
  const full = fs.openSync('/dev/full', 'w');
  for (const [name, rest] of Object.entries(descriptors)) {
    for (const [which, descriptor] of Object.entries({ bad: 9999, file, folder, full, 'no integer': 1.5, negative: -1, string: 'x' })) {
      if (name === 'close' && which !== 'bad' && typeof descriptor === 'number' && descriptor > 0 && descriptor < 1000) continue;
      if (name === 'readFile' && ['bad', 'folder'].includes(which)) continue;
      if (['readFile', 'writeFile', 'appendFile'].includes(name) && ['string', 'negative', 'no integer'].includes(which)) continue;
      if (name === 'fchown' || (which === 'full' && /^f|read/.test(name))) continue;
      const results = [];
      try {
        fs[`${name}Sync`](descriptor, ...rest);
        results.push('ok');
      } catch (error) {
        results.push(tell(error));
      }
      results.push(await new Promise((done) => {
        try {
          fs[name](descriptor, ...rest, (error) => done(tell(error)));
        } catch (error) {
          done(`${tell(error)}`);
        }
      }));
      console.log(`${name} ${which}: ${results[0] === results[1] ? results[0] : results.join('\n    ')}`);
    }
  }
  // Streams.
  for (const [kind, make] of [['read', fs.createReadStream], ['write', fs.createWriteStream]]) {
    for (const place of ['missing', 'folder', 'loop', 'long', 'unreadable', 'in locked', 'below a file']) {
      if (kind === 'write' && place === 'missing') continue;
      console.log(`${kind} stream ${place}: ${tell(await new Promise((done) => make(places[place]).on('error', done).on('ready', () => kind === 'write' && done()).on('data', () => {})))}`);
    }
  }
  for (const [name, ...args] of [['watch', places.missing], ['watchFile', places.missing, () => {}], ['glob', 1], ['opendir', 5], ['readFile', null], ['writeFile', at('x'), Symbol('s')], ['mkdir', at('q'), 'bad'], ['open', at('file'), 'zz'], ['chmod', at('file'), 'x9'], ['utimes', at('file'), 'a', 'b'], ['access', at('file'), 99], ['readdir', at('folder'), 'nope'], ['mkdtemp', 5], ['rm', at('x'), { retryDelay: 'a' }], ['cp', at('file'), at('x'), { filter: 1 }], ['copyFile', at('file'), at('x'), 99], ['truncate', at('file'), 'x'], ['symlink', 'a', at('s'), 'strange'], ['readFile', '\0']]) {
    if (name === 'watchFile') continue;
    const results = [];
    for (const f of [() => (fs[`${name}Sync`] ?? fs[name])(...args), () => fs[name](...args, () => {}), () => fs.promises[name]?.(...args)]) {
      try {
        const value = f();
        if (typeof value?.catch === 'function') results.push(await value.then(() => 'ok', tell));
        else results.push('ok');
        if (value?.close) value.close();
      } catch (error) {
        results.push(tell(error));
      }
    }
    console.log(`${name} ${String(args[0]).replace(root, '')}: ${results.join('\n    ')}`);
  }
}
main();

// A process that gives up its rights cannot be looked through for leaks:
