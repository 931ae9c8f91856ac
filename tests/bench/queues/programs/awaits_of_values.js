// A million awaits of numbers.
(async () => {
  let sum = 0;
  for (let i = 0; i < 1e6; i++) sum += await 1;
  console.log(sum);
})();
