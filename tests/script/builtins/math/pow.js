// Squares are the product, to the last digit; constants and variables alike.
let a = 123456789;
console.log(a ** 2, a * a, Math.pow(a, 2), 123456789 ** 2, (-0) ** 2, Infinity ** 2, NaN ** 2, 1e-200 ** 2);
console.log(2 ** 0.5, (-8) ** 3, 10 ** -5, 2 ** -1074, 2 ** 1024);
