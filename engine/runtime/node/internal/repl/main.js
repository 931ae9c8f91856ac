// The REPL of the command line: `scrim` on a terminal, `scrim repl`, `scrim -i`.
'use strict';

const repl = require('repl');
const { kStandalone } = require('internal/repl/history');

module.exports = function main(version) {
  const { env } = process;
  const options = { useGlobal: true, ignoreUndefined: false, breakEvalOnSigint: true, [kStandalone]: true };
  if (Number.parseInt(env.NODE_NO_READLINE)) options.terminal = false;
  if (env.NODE_REPL_MODE) options.replMode = { strict: repl.REPL_MODE_STRICT, sloppy: repl.REPL_MODE_SLOPPY }[env.NODE_REPL_MODE.toLowerCase().trim()];
  options.replMode ??= repl.REPL_MODE_SLOPPY;
  const size = Number(env.NODE_REPL_HISTORY_SIZE);
  options.historySize = size > 0 ? size : 1000;
  process.stdout.write(`Welcome to scrim ${version}.\nType ".help" for more information.\n`);
  const server = repl.start(options);
  if (options.terminal !== false && server.terminal) server.setupHistory({ filePath: env.NODE_REPL_HISTORY }, () => {});
  server.on('exit', () => process.exit());
};
