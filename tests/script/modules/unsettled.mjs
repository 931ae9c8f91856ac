// What is said of an await at the top level that nothing will end.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
const file = fileURLToPath(new URL('./fixtures/unsettled.mjs', import.meta.url));
const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
console.log(status, stdout);
console.log(stderr.replace(/file:.*unsettled/, 'unsettled'));
