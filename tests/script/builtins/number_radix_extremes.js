// The largest numbers have no neighbour above.
for (const radix of [2, 3, 16, 35, 36]) {
  for (const number of [Number.MAX_VALUE, -Number.MAX_VALUE, 1.7e308, Number.MIN_VALUE, Number.MAX_SAFE_INTEGER, 2 ** 1023]) {
    const text = number.toString(radix);
    console.log(radix, text.length, text.slice(0, 24));
  }
}
