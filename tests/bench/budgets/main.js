// Runs one kernel: main.js NAME ITERATIONS. What it returns is printed, so that both runs of a pair can be seen to work.
'use strict';
const [name, iterations] = process.argv.slice(2);
Promise.resolve(require('./kernels/' + name + '.js')(Number(iterations))).then((value) => console.log(String(value)));
