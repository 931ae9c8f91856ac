// exits with an error
process.on('exit', (code) => console.log('exit code', code));
function fail() { throw new TypeError('nobody catches this'); }
console.log('before');
fail();
