// Ten thousand timers, each with a duration of its own, each cleared by another of ten thousand.
let count = 0;
const far = Array.from({ length: 10_000 }, (_, i) => setTimeout(() => { count += 1e6; }, 5000 + i));
for (let i = 0; i < 10_000; i++) setTimeout(() => { clearTimeout(far[i]); count++; }, i % 40);
process.on('exit', () => console.log(count));
