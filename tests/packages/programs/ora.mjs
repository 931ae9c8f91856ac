import ora, { oraPromise, spinners } from 'ora';

const spinner = ora({ text: 'Loading unicorns', color: 'yellow', prefixText: '[1/2]' }).start();
await new Promise((resolve) => setTimeout(resolve, 30));
spinner.color = 'green';
spinner.text = 'Loading rainbows';
console.log(spinner.isSpinning, spinner.isEnabled, spinner.indent);
spinner.succeed('Loaded');
ora('second').start().fail();
ora({ text: 'noted', isSilent: false }).info();
ora('careful').warn('carefully');
ora('stored').start().stopAndPersist({ symbol: '🦄', text: 'kept' });
console.log(await oraPromise(async () => 42, { text: 'Working', successText: (n) => `found ${n}` }));
await oraPromise(Promise.reject(new Error('no luck')), { text: 'Trying', failText: (error) => `failed: ${error.message}` }).catch((error) => console.log('caught', error.message));
console.log(spinners.dots.frames.join(''));
// A terminal's output, kept.
const written = [];
const stream = { isTTY: true, columns: 40, write: (text) => (written.push(text), true), clearLine: () => (written.push('<clear>'), true), cursorTo: (n) => (written.push(`<to ${n}>`), true), moveCursor: (x, y) => (written.push(`<move ${x},${y}>`), true) };
const drawn = ora({ text: 'drawn', stream, isEnabled: true, hideCursor: false, discardStdin: false, interval: 1_000_000 });
drawn.render();
drawn.text = 'drawn again, wide: 日本';
drawn.render().clear();
drawn.stop();
console.log(JSON.stringify(written));
