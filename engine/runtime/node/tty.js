// node:tty. https://nodejs.org/api/tty.html
'use strict';

const io = internal.binding('io');
const { make } = require('internal/errors');
const { validateInteger } = require('internal/validators');
const { Pipe, handleError } = require('internal/pipe');

function isatty(fd) {
  return Number.isInteger(fd) && fd >= 0 && fd <= 2147483647 && io.isTerminal(fd);
}
function checkTerminal(fd) {
  if (fd >> 0 !== fd || fd < 0) throw make('ERR_INVALID_FD', fd);
  if (!io.isTerminal(fd)) {
    const error = make('ERR_TTY_INIT_FAILED');
    error.message += ': TTY initialization failed';
    throw error;
  }
}

class ReadStream extends Pipe {
  constructor(fd, options) {
    checkTerminal(fd);
    super({ ...options, fd, readable: true, writable: false, highWaterMark: 0 });
    this.isRaw = false;
    this.isTTY = true;
  }
  setRawMode(flag) {
    flag = !!flag;
    const result = io.rawMode(this.fd, flag);
    if (result < 0) {
      this.emit('error', handleError(result, 'setRawMode'));
      return this;
    }
    this.isRaw = flag;
    return this;
  }
}

class WriteStream extends Pipe {
  constructor(fd) {
    checkTerminal(fd);
    super({ fd, readable: false, writable: true, sync: true });
    this.isTTY = true;
    const size = io.windowSize(fd);
    if (size) [this.columns, this.rows] = size;
  }
  _refreshSize() {
    const size = io.windowSize(this.fd);
    if (!size || (size[0] === this.columns && size[1] === this.rows)) return;
    [this.columns, this.rows] = size;
    this.emit('resize');
  }
  getWindowSize() { return [this.columns, this.rows]; }
  cursorTo(x, y, callback) { return require('readline').cursorTo(this, x, y, callback); }
  moveCursor(dx, dy, callback) { return require('readline').moveCursor(this, dx, dy, callback); }
  clearLine(direction, callback) { return require('readline').clearLine(this, direction, callback); }
  clearScreenDown(callback) { return require('readline').clearScreenDown(this, callback); }
}
WriteStream.prototype.isTTY = true;

// Bits of colour a terminal has, by what the environment says of it.
const k16Terminals = /^(eterm|cons25|console|cygwin|dtterm|gnome|hurd|jfbterm|konsole|kterm|mlterm|mosh|putty|st|rxvt-unicode-24bit|terminator|xterm-kitty)$/;
const kTerminalDepths = { 'rxvt-unicode-24bit': 24, terminator: 24, 'xterm-kitty': 24, mosh: 24 };
const kBuildServers = [
  ['APPVEYOR', 8], ['BUILDKITE', 8], ['CIRCLECI', 24], ['DRONE', 8], ['GITEA_ACTIONS', 24], ['GITHUB_ACTIONS', 24], ['GITLAB_CI', 8], ['TRAVIS', 8],
];
function getColorDepth(env = process.env) {
  if (env.FORCE_COLOR !== undefined) {
    switch (env.FORCE_COLOR) {
      case '': case '1': case 'true': return 4;
      case '2': return 8;
      case '3': return 24;
      default: return 1;
    }
  }
  if ((env.NODE_DISABLE_COLORS !== undefined && env.NODE_DISABLE_COLORS !== '') || (env.NO_COLOR !== undefined && env.NO_COLOR !== '') || env.TERM === 'dumb') return 1;
  if (env.TMUX) return 24;
  if ('TF_BUILD' in env && 'AGENT_NAME' in env) return 4;
  if ('CI' in env) {
    for (const [name, depth] of kBuildServers) if (name in env) return depth;
    if (env.CI_NAME === 'codeship') return 8;
    return 1;
  }
  if ('TEAMCITY_VERSION' in env) return /^(9\.(0*[1-9]\d*)\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION) ? 4 : 1;
  switch (env.TERM_PROGRAM) {
    case 'iTerm.app': return !env.TERM_PROGRAM_VERSION || /^[0-2]\./.test(env.TERM_PROGRAM_VERSION) ? 8 : 24;
    case 'HyperTerm': case 'MacTerm': return 24;
    case 'Apple_Terminal': return 8;
    default: break;
  }
  if (env.COLORTERM === 'truecolor' || env.COLORTERM === '24bit') return 24;
  if (env.TERM) {
    if (/truecolor/.test(env.TERM)) return 24;
    if (/^xterm-256/.test(env.TERM) || /256color/.test(env.TERM)) return 8;
    const term = env.TERM.toLowerCase();
    if (kTerminalDepths[term]) return kTerminalDepths[term];
    if (k16Terminals.test(term)) return 4;
    if (/ansi|color|linux|direct|^con[0-9]*x[0-9]|^rxvt|^screen|^xterm|^vt100|^vt220/i.test(env.TERM)) return 4;
  }
  if (env.COLORTERM) return 4;
  return 1;
}
function hasColors(count, env) {
  if (env === undefined && (count === undefined || (typeof count === 'object' && count !== null))) {
    env = count;
    count = 16;
  } else {
    validateInteger(count, 'count', 2);
  }
  return count <= 2 ** getColorDepth(env);
}
WriteStream.prototype.getColorDepth = getColorDepth;
WriteStream.prototype.hasColors = hasColors;

module.exports = { isatty, ReadStream, WriteStream };
