// A fresh directory that is removed at the end.
const fs = require('fs'); const os = require('os'); const path = require('path');
exports.fresh = () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-test-'));
  process.on('exit', () => fs.rmSync(dir, { recursive: true, force: true }));
  process.chdir(dir);
  return dir;
};
