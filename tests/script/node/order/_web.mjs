// What the programs about web streams share: a log of what happens, with promise jobs counted in it, and streams that
// note what is done to them.
const log = [];
export const note = (text) => log.push(text);
export const turns = async (n) => { for (let i = 0; i < n; i++) await null; };

// One line: what f does, and which promise job was running (.0 to .39).
export async function run(name, f) {
  log.length = 0;
  const jobs = (async () => {
    for (let i = 0; i < 40; i++) {
      await null;
      note(`.${i}`);
    }
  })();
  try {
    await f();
  } catch (error) {
    note(`threw ${error?.name}: ${error?.message}`);
  }
  await jobs;
  await new Promise(setImmediate);
  console.log(name, log.join(' '));
}

// n - 1 down to 0.
export const source = (n, more = {}, strategy = undefined) => new ReadableStream({
  start() { note('start'); },
  pull(c) { note('pull'); if (n-- > 0) c.enqueue(n); else c.close(); },
  cancel(reason) { note(`cancel ${reason}`); },
  ...more,
}, strategy);
export const sink = (more = {}, strategy = undefined) => new WritableStream({
  start() { note('wstart'); },
  write(chunk) { note(`w${chunk}`); },
  close() { note('wclose'); },
  abort(reason) { note(`wabort ${reason}`); },
  ...more,
}, strategy);
export const drain = async (stream, name = 'got') => { for await (const value of stream) note(`${name} ${value}`); };
