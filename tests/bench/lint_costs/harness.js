// Appended to a program that defines `run(n)`: prints the cost of one operation in nanoseconds. Time is CPU time where the
// engine or the system tells it, because other load on the machine disturbs that least; else the clock.
const __usage = typeof process === "object" && process && typeof process.cpuUsage === "function" ? process : null;
let __schedule = null;
try {
  const fs = require("fs");
  if (fs.readFileSync("/proc/self/schedstat", "utf8")) __schedule = fs;
} catch {
  // no such file, or no such function
}
function __now() {
  if (__usage) {
    const usage = __usage.cpuUsage();
    return (usage.user + usage.system) / 1000;
  }
  if (__schedule) return Number(__schedule.readFileSync("/proc/self/schedstat", "utf8").split(" ")[0]) / 1e6;
  return Date.now();
}
// Warm up for 150 ms, or 3 calls, so that what a compiler does is done; then grow the count until one call takes 150 ms.
let __count = 1000;
let __sum = 0;
const __begin = __now();
let __warm = 0;
while (__now() - __begin < 150 || __warm < 3) {
  __sum += run(__count);
  __warm++;
}
let __elapsed = 0;
for (;;) {
  const start = __now();
  __sum += run(__count);
  __elapsed = __now() - start;
  if (__elapsed >= 150) break;
  __count = __elapsed < 10 ? __count * 8 : Math.ceil((__count * 200) / __elapsed);
}
console.log("ns " + ((__elapsed * 1e6) / __count).toFixed(3) + (__sum === 0.1 ? " " : ""));
