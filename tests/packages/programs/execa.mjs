import { $, execa, execaSync } from 'execa';

const { stdout } = await execa('echo', ['unicorns']);
console.log(stdout);
console.log((await $`echo ${'with spaces'} ${['a', 'b']}`).stdout);
console.log((await execa({ input: 'piped in' })`cat`).stdout);
console.log((await execa('printf', ['a\\nb\\nc'], { lines: true })).stdout);
const failed = await execa('sh', ['-c', 'echo out; echo err >&2; exit 3'], { reject: false });
console.log(failed.exitCode, failed.failed, failed.stdout, failed.stderr, failed.shortMessage);
try {
  await execa('no-such-command-anywhere');
} catch (error) {
  console.log(error.constructor.name, error.code, error.shortMessage);
}
try {
  execaSync('sh', ['-c', 'exit 2']);
} catch (error) {
  console.log(error.exitCode, error.message);
}
console.log((await execa('sort', { input: 'c\nb\na' }).pipe('head', ['-n', '2'])).stdout);
for await (const line of execa('printf', ['one\\ntwo\\n'])) console.log('line', line);
const controller = new AbortController();
setTimeout(() => controller.abort(), 20);
const cancelled = await execa('sleep', ['20'], { cancelSignal: controller.signal, reject: false });
console.log(cancelled.isCanceled, cancelled.isTerminated, cancelled.signal);
const late = await execa('sleep', ['20'], { timeout: 30, reject: false });
console.log(late.timedOut, late.signal);
console.log((await execa('sh', ['-c', 'echo $FOO'], { env: { FOO: 'bar' } })).stdout);
console.log((await execa({ stdout: function* (line) { yield line.toUpperCase(); } })`echo transformed`).stdout);
console.log((await execa('sh', ['-c', 'echo 1; echo 2 >&2'], { all: true })).all.split('\n').sort());
console.log((await execa(process.execPath, ['programs/_child.cjs', 'x'])).stdout);
