// Bitwise operators over signs and lengths.
const values = [0n, 1n, -1n, 255n, -256n, 2n ** 64n - 1n, 2n ** 64n, -(2n ** 64n), 2n ** 128n + 5n, -(2n ** 130n) + 3n, 0xffffffffffffffffn];
for (const a of values) console.log(values.map((b) => [a & b, a | b, a ^ b, a + b, a * b, a - b].join(' ')).join(' | '));
let lcg = 1n;
for (let i = 0; i < 50; i++) lcg = (lcg * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
console.log(lcg, 5n + 3n, typeof (1n + 2n));
for (const bad of [() => 1n + 1, () => 1 & 1n, () => 1n * true, () => 1n >>> 1n]) { try { bad(); } catch (e) { console.log(e.message); } }
console.log(1n + 'x', 'x' + 1n, [1n] + 1n);
