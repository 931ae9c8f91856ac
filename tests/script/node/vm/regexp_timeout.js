// A match that would take for ever ends with the script's time, as a loop does.
const vm = require('vm');
try {
  console.log(vm.runInNewContext("/(x+x+)+\\1y/.test('x'.repeat(60))", {}, { timeout: 100 }));
} catch (error) {
  console.log(error.code, error.message);
}
