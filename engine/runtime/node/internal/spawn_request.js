// From the options that ChildProcess.prototype.spawn and the binding's spawn get, as Node names them, to what the native
// half is asked.
'use strict';

const native = internal.binding('spawn');

function requestOf({ file, args = [], envPairs, cwd, detached, uid, gid }) {
  return { file, args, env: envPairs ?? Object.entries(process.env).map(([key, value]) => `${key}=${value}`), cwd: cwd ?? undefined, detached, uid, gid };
}
// process.binding('spawn_sync'): packages that follow child processes (nyc) put themselves around its one function.
const syncBinding = {
  spawn(options) {
    const { stdio, timeout, killSignal, maxBuffer } = options;
    return native.spawnSync(requestOf(options), stdio, timeout, killSignal, maxBuffer === Infinity ? undefined : maxBuffer);
  },
};

module.exports = { requestOf, syncBinding };
