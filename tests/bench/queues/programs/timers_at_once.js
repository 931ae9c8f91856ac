// Ten thousand timers of a hundred durations.
let count = 0;
for (let i = 0; i < 10_000; i++) setTimeout(() => { if (++count === 10_000) console.log(count); }, i % 100);
