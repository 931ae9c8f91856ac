// Timers of one duration run in the order they were set, ticks and jobs in between; intervals rearm.
const start = [];
for (let i = 0; i < 4; i++) setTimeout(() => { console.log('timer', i); process.nextTick(() => console.log('tick', i)); Promise.resolve().then(() => console.log('job', i)); if (i === 1) clearTimeout(start[3]); }, 5);
start[3] = setTimeout(() => console.log('never'), 5);
let n = 0;
const interval = setInterval(() => { console.log('interval', ++n); if (n === 3) clearInterval(interval); else if (n === 2) interval.refresh(); }, 10);
