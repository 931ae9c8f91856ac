// Timers of different durations run when they are due, those of one duration as they were set.
const timers = [];
const later = (f, after, ...rest) => timers.push(setTimeout(f, after, ...rest));
// Once more if something held the program up in between: by then one could be due before another that was set first.
for (let begun = 0; ; timers.splice(0).forEach(clearTimeout)) {
  begun = performance.now();
  later(() => console.log('100 a'), 100);
  later(() => { console.log('50 a'); process.nextTick(() => console.log('tick')); Promise.resolve().then(() => console.log('micro')); }, 50);
  later(() => console.log('50 b'), 50);
  later(() => console.log('100 b'), 100);
  later(() => console.log('never'), 5);
  clearTimeout(timers.at(-1));
  later((a, b) => console.log(a, b), 0, 'args', 2);
  later(() => console.log('zero'), 0);
  later(() => console.log('neg'), -5);
  later(() => console.log('nan'), 'x');
  later(() => { let n = 0; const i = setInterval(() => { console.log('interval', ++n); if (n === 3) clearInterval(i); }, 2); }, 150);
  if (performance.now() - begun < 30) break;
}
