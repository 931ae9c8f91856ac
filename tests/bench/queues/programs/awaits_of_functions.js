// A million awaits, half of them of an async function that awaits.
let count = 0;
async function inner() {
  await null;
  count++;
}
(async () => {
  for (let i = 0; i < 5e5; i++) await inner();
  console.log(count);
})();
