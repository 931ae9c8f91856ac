// --run NAME: a script of the nearest package.json, in a shell, with the packages' own programs on the PATH.
// https://nodejs.org/api/cli.html#--run
#include "engine/cli/commands.h"

namespace scrim::cli {

namespace {

// process.argv: the script's name, then what it is given.
constexpr const char* kProgram = R"js('use strict';
const fs = require('fs');
const path = require('path');
const [, name, ...given] = process.argv;
const parents = [];
for (let at = process.cwd(); ; at = path.dirname(at)) {
  parents.push(at);
  if (at === path.dirname(at)) break;
}
const home = parents.find((folder) => fs.existsSync(path.join(folder, 'package.json')));
const fail = (text) => {
  process.stderr.write(`${text}\n`);
  process.exit(1);
};
if (home === undefined) fail(`Can't find package.json for directory ${process.cwd()}\n`);
const file = path.join(home, 'package.json');
let parsed;
try {
  parsed = JSON.parse(fs.readFileSync(file, 'utf8'));
} catch {
  fail(`Can't parse ${file}\n`);
}
const { scripts } = parsed;
if (scripts === null || typeof scripts !== 'object') fail(`Can't find "scripts" field in ${file}\n`);
const script = scripts[name];
if (script === undefined) {
  const lines = Object.entries(scripts).filter(([, text]) => typeof text === 'string').map(([key, text]) => `\n  ${key}: ${text}`);
  fail(`Missing script: "${name}" for ${file}\n\nAvailable scripts are:${lines.join('')}`);
}
if (typeof script !== 'string') fail(`Script "${name}" is unexpectedly malformed for ${file}\n`);
const quoted = (text) => (/^[A-Za-z0-9_%+=:,./-]+$/.test(text) ? text : text === '' ? "''" : `'${text.replaceAll("'", "'\"'\"'")}'`);
const folders = parents.map((folder) => path.join(folder, 'node_modules/.bin')).filter((folder) => fs.existsSync(folder));
const made = require('child_process').spawnSync('/bin/sh', ['-c', [script, ...given.map(quoted)].join(' ')], {
  cwd: home, stdio: 'inherit',
  env: { ...process.env, PATH: [...folders, process.env.PATH ?? ''].join(':'), NODE_RUN_SCRIPT_NAME: name, NODE_RUN_PACKAGE_JSON_PATH: file },
});
if (made.signal) process.kill(process.pid, made.signal);
process.exitCode = made.status ?? 1;
)js";

}  // namespace

int run_package_script(RunRequest& request) {
  std::vector<std::string>& arguments = request.runtime.arguments;
  arguments.insert(arguments.begin(), request.script);
  request.runtime.input_type = "commonjs";
  Runtime runtime(request.runtime);
  return runtime.run_text(kProgram, "node:internal/run_script", false);
}

}  // namespace scrim::cli
