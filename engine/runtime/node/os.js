// node:os. https://nodejs.org/api/os.html
'use strict';

const native = internal.binding('os');
const { validateInt32 } = require('internal/validators');
const { make } = require('internal/errors');
const { signals } = require('internal/constants');

const names = native.names();
// What it returns is its value as text too.
const asText = (fn) => {
  fn[Symbol.toPrimitive] = () => fn();
  return fn;
};
const text = (name, value) => {
  return asText({ [name]: () => value }[name]);
};
const read = (path) => {
  try {
    return require('fs').readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

function cpus() {
  const info = read('/proc/cpuinfo').split('\n\n').filter((block) => /^processor/m.test(block));
  const field = (block, name) => new RegExp(`^${name}\\s*: (.*)$`, 'm').exec(block)?.[1];
  const times = read('/proc/stat').split('\n').filter((line) => /^cpu\d/.test(line));
  const tick = 10;  // USER_HZ is 100
  return times.map((line, i) => {
    const [user, nice, sys, idle, , irq] = line.split(/\s+/).slice(1).map((n) => n * tick);
    const block = info[i] ?? '';
    return { model: field(block, 'model name') ?? 'unknown', speed: Math.trunc(+(field(block, 'cpu MHz') ?? 0)), times: { user, nice, sys, idle, irq } };
  });
}

function networkInterfaces() {
  const list = native.interfaces();
  const result = {};
  for (let i = 0; i < list.length; i += 7) {
    const [name, address, netmask, family, mac, isInternal, scopeid] = list.slice(i, i + 7);
    let bits = 0;
    if (family === 'IPv4') bits = netmask.split('.').reduce((sum, part) => sum + (+part).toString(2).replace(/0/g, '').length, 0);
    else {
      const [head, tail] = netmask.split('::');
      const groups = [head, tail].filter(Boolean).flatMap((half) => half.split(':'));
      bits = groups.reduce((sum, part) => sum + parseInt(part, 16).toString(2).replace(/0/g, '').length, 0);
    }
    const entry = { address, netmask, family, mac, internal: isInternal, cidr: `${address}/${bits}` };
    if (family === 'IPv6') entry.scopeid = scopeid;
    (result[name] ??= []).push(entry);
  }
  return result;
}

function userInfo(options) {
  const user = native.user();
  if (!user) throw make('ERR_OPERATION_FAILED', 'uv_os_get_passwd returned ENOENT (no such file or directory)');
  let [username, uid, gid, homedir, shell] = user;
  if (options?.encoding === 'buffer') [username, homedir, shell] = [username, homedir, shell].map((value) => Buffer.from(value));
  return { __proto__: null, uid, gid, username, homedir, shell };
}

function priorityError(result, syscall) {
  const [code, message] = internal.binding('io').errorWords(-1000 - result);
  return require('internal/fs/values').systemError('ERR_SYSTEM_ERROR', 'A system error occurred', { errno: result + 1000, code, message, syscall });
}
function getPriority(pid) {
  pid ??= 0;
  validateInt32(pid, 'pid');
  const result = native.priority(pid, undefined);
  if (result < -999) throw priorityError(result, 'uv_os_getpriority');
  return result;
}
function setPriority(pid, priority) {
  if (priority === undefined) {
    priority = pid;
    pid = 0;
  }
  validateInt32(pid, 'pid');
  validateInt32(priority, 'priority', -20, 19);
  const result = native.priority(pid, priority);
  if (result < -999) throw priorityError(result, 'uv_os_setpriority');
}

const trimmed = (path) => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path);
const tmpdir = () => trimmed(process.env.TMPDIR || process.env.TMP || process.env.TEMP || '/tmp');
asText(tmpdir);
const homedir = () => process.env.HOME || native.user()?.[3];
asText(homedir);

const errno = { __proto__: null };
{
  const list = internal.binding('io').allErrors();
  for (let i = 0; i < list.length; i += 2) {
    // Two that are other names of numbers there are.
    if (list[i] === 'EOVERFLOW') errno.EOPNOTSUPP = 95;
    if (list[i] === 'EXDEV') errno.EWOULDBLOCK = 11;
    errno[list[i]] = list[i + 1];
  }
}
const constants = {
  __proto__: null,
  UV_UDP_REUSEADDR: 4,
  dlopen: Object.freeze({ __proto__: null, RTLD_LAZY: 1, RTLD_NOW: 2, RTLD_GLOBAL: 256, RTLD_LOCAL: 0, RTLD_DEEPBIND: 8 }),
  errno: Object.freeze(errno),
  signals: Object.freeze({ ...signals, __proto__: null }),
  priority: Object.freeze({
    __proto__: null, PRIORITY_LOW: 19, PRIORITY_BELOW_NORMAL: 10, PRIORITY_NORMAL: 0, PRIORITY_ABOVE_NORMAL: -7, PRIORITY_HIGH: -14, PRIORITY_HIGHEST: -20,
  }),
};
Object.defineProperty(constants, 'UV_UDP_REUSEADDR', { writable: false, configurable: false });

module.exports = {
  arch: text('arch', process.arch),
  availableParallelism: asText(() => native.parallelism()),
  cpus,
  endianness: text('endianness', 'LE'),
  freemem: asText(() => native.state()[1]),
  getPriority,
  homedir,
  hostname: asText(() => native.names()[1]),
  loadavg: () => native.state().slice(3),
  networkInterfaces,
  platform: text('platform', 'linux'),
  release: text('release', names[2]),
  setPriority,
  tmpdir,
  totalmem: asText(() => native.state()[0]),
  type: text('type', names[0]),
  userInfo,
  uptime: asText(() => native.state()[2]),
  version: text('version', names[3]),
  machine: text('machine', names[4]),
};
Object.defineProperties(module.exports, {
  constants: { configurable: false, enumerable: true, value: constants },
  EOL: { configurable: true, enumerable: true, writable: false, value: '\n' },
  devNull: { configurable: true, enumerable: true, writable: false, value: '/dev/null' },
});
