'use strict';
async function leaf(x) {
  await null;
  return x + 1;
}
module.exports = async function (n) {
  let x = 0;
  for (let i = 0; i < n; i++) x = await leaf(x);
  return x;
};
