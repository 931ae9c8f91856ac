// What waits does not keep the program alive, but a wait that was woken ends before the program does.
const memory = new Int32Array(new SharedArrayBuffer(8));
(async () => {
  for (let i = 0; i < 3; ++i) {
    const wait = Atomics.waitAsync(memory, 0, 0);
    console.log(wait.async, Atomics.notify(memory, 0));
    console.log(await wait.value);
  }
  await Atomics.waitAsync(memory, 1, 0).value;
  console.log('never');
})();
