// Strings of a megabyte, each dead as soon as the next one is there: what they took is used again.
let text = '';
let length = 0;
for (let i = 0; i < 2000; i++) {
  text = 'x'.repeat(1 << 20) + i;
  length += text.charCodeAt(3) === 120 ? text.length : 0;
}
console.log(length, process.memoryUsage().rss < 600e6);
