// The REPL's lines of earlier sessions: a file with the newest first. An entry of several rows is one line of the file,
// its rows last to first with carriage returns between.
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');
const kDelay = 15;
const kStandalone = Symbol('standalone');  // the option that says: this is the command line's

const encode = (entry) => entry.split('\n').reverse().join('\r');
const decode = (line) => line.split('\r').reverse().join('\n');

function setupHistory(server, file, ready) {
  if (typeof file === 'string') file = file.trim();
  if (file === '') {
    server._historyFile = undefined;
    return process.nextTick(ready, null, server);
  }
  if (!file) {
    try {
      file = path.join(os.homedir(), '.scrim_repl_history');
    } catch {
      server.output.write('\nError: Could not get the home directory.\nREPL session history will not be persisted.\n');
      return process.nextTick(ready, null, server);
    }
  }
  let text;
  try {
    fs.closeSync(fs.openSync(file, 'a+', 0o600));
    text = fs.readFileSync(file, 'utf8');
  } catch {
    server.output.write('\nError: Could not open history file.\nREPL session history will not be persisted.\n');
    return process.nextTick(ready, null, server);
  }
  if (text) server.history.push(...text.split(/\r?\n+/).slice(0, server.historySize).map(decode));
  let timer;
  let changed = false;
  const write = () => {
    timer = undefined;
    if (!changed) return;
    changed = false;
    try {
      fs.writeFileSync(file, server.history.map(encode).join('\n'), { mode: 0o600 });
    } catch { /* the session goes on without */ }
    server.emit('flushHistory');
  };
  server.on('line', () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(write, kDelay);
    timer.unref();
  });
  server.once('exit', () => {
    clearTimeout(timer);
    write();
  });
  process.nextTick(ready, null, server);
  return undefined;
}

module.exports = { setupHistory, kStandalone };
