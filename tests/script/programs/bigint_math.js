// Whole numbers without end: modular powers, Miller-Rabin, continued fractions of a square root, RSA with toy keys.
const abs = (n) => (n < 0n ? -n : n);
const gcd = (a, b) => (b === 0n ? abs(a) : gcd(b, a % b));
function power(base, exponent, modulus) {
  let result = 1n;
  for (base %= modulus; exponent > 0n; exponent >>= 1n, base = (base * base) % modulus) {
    if (exponent & 1n) result = (result * base) % modulus;
  }
  return result;
}
function inverse(a, m) {
  let [r0, r1, s0, s1] = [a, m, 1n, 0n];
  while (r1) [r0, r1, s0, s1] = [r1, r0 % r1, s1, s0 - (r0 / r1) * s1];
  if (r0 !== 1n) throw new RangeError(`${a} has no inverse modulo ${m}`);
  return ((s0 % m) + m) % m;
}
function isPrime(n) {
  if (n < 2n) return false;
  for (const p of [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n]) if (n % p === 0n) return n === p;
  let d = n - 1n, s = 0;
  for (; !(d & 1n); d >>= 1n) s++;
  witness: for (const a of [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n]) {
    let x = power(a, d, n);
    if (x === 1n || x === n - 1n) continue;
    for (let i = 1; i < s; i++) {
      x = (x * x) % n;
      if (x === n - 1n) continue witness;
    }
    return false;
  }
  return true;
}
function isqrt(n) {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}
function* squareRootFraction(n) {
  const a0 = isqrt(n);
  let [m, d, a] = [0n, 1n, a0];
  yield a0;
  do {
    m = d * a - m;
    d = (n - m * m) / d;
    a = (a0 + m) / d;
    yield a;
  } while (a !== 2n * a0);
}

let factorial = 1n;
for (let i = 1n; i <= 50n; i++) factorial *= i;
console.log(factorial, String(factorial).length);
console.log([2n ** 61n - 1n, 2n ** 67n - 1n, 2n ** 127n - 1n, 561n, 10n ** 18n + 9n].map(isPrime));
console.log([...squareRootFraction(61n)].join(' '), isqrt(2n * 10n ** 60n));
const [p, q, e] = [1000000007n, 998244353n, 65537n];
const n = p * q, d = inverse(e, (p - 1n) * (q - 1n));
const encode = (text) => [...text].reduce((sum, c) => (sum << 8n) | BigInt(c.codePointAt(0)), 0n);
const decode = (number) => number.toString(16).replace(/../g, (hex) => String.fromCharCode(parseInt(hex, 16)));
const secret = power(encode('scrim!'), e, n);
console.log(secret, decode(power(secret, d, n)), { n, d });
console.log(gcd(-48n, 36n), -7n / 2n, -7n % 2n, (-7n) >> 1n, BigInt.asUintN(8, -1n), BigInt.asIntN(8, 255n));
console.log(0x1fn + 0b11n + 0o17n, 5n < 6, 2n == 2, 2n === 2, typeof 1n, 10n > 9.5, [3n, 1, 2n, 10].sort((a, b) => (a < b ? -1 : 1)));
console.log((2n ** 100n).toLocaleString('en-US'), (255n).toString(36), BigInt('0xff'), BigInt(' 12 '), Number(2n ** 70n));
for (const bad of [() => 1n + 1, () => BigInt(1.5), () => BigInt('1.5'), () => +1n, () => 1n / 0n, () => 2n ** -1n, () => Math.max(1n), () => JSON.stringify({ a: 1n }), () => inverse(4n, 8n), () => 1n >>> 0n]) {
  try { console.log(bad()); } catch (error) { console.log(`${error.name}: ${error.message}`); }
}
