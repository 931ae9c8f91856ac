const { Readable } = require('stream'); const { trace, ticks } = require('./_trace.cjs');
const r = trace(new Readable({ read() {} }), 'r', ['readable']);
console.log(r.push('a'), r.push('b'), r.push(''), r.push(null), r.push('late'));
ticks('x');
