// A million jobs, each scheduled by the one before.
let count = 0;
function job() {
  if (++count < 1e6) Promise.resolve().then(job);
  else console.log(count);
}
job();
