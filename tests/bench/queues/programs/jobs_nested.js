// Each job returns the promise of the next: three jobs for each of a million, and a million promises that wait.
let count = 0;
function job() {
  if (++count < 1e6) return Promise.resolve().then(job);
  console.log(count);
}
job();
