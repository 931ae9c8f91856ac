// What Node warns of when it is used, each once, with its code.
const fs = require('fs');
const os = require('os');
const path = require('path');

const warnings = [];
process.removeAllListeners('warning');
process.on('warning', (warning) => warnings.push(`${warning.name} ${warning.code} ${warning.message}`));
const uses = {
  'Buffer()': () => Buffer(3),
  'new Buffer()': () => new Buffer('x'),
  'util.isArray': () => require('util').isArray([]),
  'util._extend': () => require('util')._extend({}, {}),
  punycode: () => require('punycode'),
  sys: () => require('sys') === require('util'),
  'url.parse': () => require('url').parse('http://a'),
  'url.resolve': () => require('url').resolve('http://a', 'b'),
  'url.format': () => require('url').format({ host: 'a' }),
  'promisify(async)': () => require('util').promisify(async () => {})(() => {}),
  'new Hash': () => new (require('crypto').Hash)('md5').update('a').digest('hex'),
  'Hash()': () => require('crypto').Hash('md5') instanceof require('crypto').Hash,
  createHash: () => require('crypto').createHash('md5') instanceof require('crypto').Hash,
  'Hmac()': () => require('crypto').Hmac('md5', 'k') instanceof require('crypto').Hmac,
  'crypto.fips': () => require('crypto').fips,
  'fs.Stats()': () => new fs.Stats() instanceof fs.Stats,
  statSync: () => fs.statSync(__filename) instanceof fs.Stats,
  'existsSync({})': () => fs.existsSync({}),
  'shell with arguments': () => require('child_process').spawnSync('echo', ['a'], { shell: true, encoding: 'utf8' }).stdout,
  'shell alone': () => require('child_process').spawnSync('echo b', { shell: true, encoding: 'utf8' }).stdout,
  'zlib.Gzip()': () => require('zlib').Gzip() instanceof require('zlib').Gzip,
  'util.deprecate': () => { const f = require('util').deprecate(() => 5, 'no f', 'DEP_F'); return f() + f(); },
  'many listeners': () => { const e = new (require('events'))(); for (let i = 0; i < 12; ++i) e.on('x', () => {}); return e.listenerCount('x'); },
  'many listeners of a target': () => { const e = new EventTarget(); for (let i = 0; i < 12; ++i) e.addEventListener('x', () => {}); },
  'many listeners of a signal': () => { const { signal } = new AbortController(); for (let i = 0; i < 12; ++i) signal.addEventListener('abort', () => {}); return require('events').getMaxListeners(signal); },
  'a limit for a signal': () => { const { signal } = new AbortController(); require('events').setMaxListeners(1, signal); for (let i = 0; i < 3; ++i) signal.addEventListener('abort', () => {}); return require('events').getMaxListeners(signal); },
};
// In packages their authors are meant, not who runs them.
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'deprecations-'));
fs.mkdirSync(path.join(folder, 'node_modules/p'), { recursive: true });
fs.writeFileSync(path.join(folder, 'node_modules/p/index.js'), 'exports.use = () => { require("punycode"); require("url").parse("http://a"); require("url").resolve("http://a", "b"); return Buffer(3).length; };');
fs.writeFileSync(path.join(folder, 'main.js'), `process.on('warning', (w) => console.log('warned', w.code)); console.log(require('p').use()); setTimeout(() => { console.log('own'); require('url').parse('http://b'); Buffer(2); });`);
(async () => {
  for (const [name, use] of Object.entries(uses)) {
    const result = use();
    await new Promise(setImmediate);
    console.log(name, typeof result === 'object' ? '' : result, warnings.splice(0));
  }
  console.log(require('child_process').spawnSync(process.execPath, ['main.js'], { cwd: folder, encoding: 'utf8' }).stdout);
  fs.rmSync(folder, { recursive: true });
})();
