// What node:test says of a file with tests of every outcome, as TAP; times and the runner's own frames left out.
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const file = path.join(__dirname, 'fixtures', 'suite.cjs');
function report(...options) {
  const run = spawnSync(process.execPath, [...options, file], { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  console.log('exit code', run.status);
  const lines = run.stdout.replaceAll(__dirname, '<folder>').split('\n');
  return lines.filter((line) => !/node:|<anonymous>|TestContext\.|^ *at /.test(line)).map((line) => line.replace(/(duration_ms:? |\()[\d.]+/, '$1X')).join('\n');
}
console.log(report('--test-reporter=tap'));
console.log(report('--test-reporter=tap', '--test-name-pattern=child'));
