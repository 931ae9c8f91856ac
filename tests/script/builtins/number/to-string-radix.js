const numbers = [[2 ** 53 + 2, 16], [1e21, 36], [2 ** 70, 7], [2 ** 70, 36], [255.5, 16], [1 / 3, 3], [-1e-7, 36]];
for (const [number, radix] of numbers) console.log(number.toString(radix));
console.log(String(globalThis), Object.getOwnPropertyDescriptor(globalThis, Symbol.toStringTag));
