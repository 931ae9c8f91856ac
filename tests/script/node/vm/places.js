// Where a script of node:vm stands, and what the stacks of its errors begin with.
const vm = require('vm');
const own = (stack) => stack.split('\n').filter((line) => !/^ +at .*(node:|places\.js)/.test(line)).join('\n');
function show(f) {
  try {
    console.log('value', f());
  } catch (error) {
    if (typeof error !== 'object') return void console.log('thrown', error);
    console.log(Object.keys(error), error.name, error.message);
    console.log(own(error.stack));
  }
}
show(() => new vm.Script('let a = 1;\n  foo bar', { filename: 'f.js' }));
show(() => new vm.Script('let a = 1;\n  foo bar', { filename: 'f.js', lineOffset: 10, columnOffset: 5 }));
show(() => new vm.Script('foo bar', { filename: 'f.js', lineOffset: 10, columnOffset: 5 }));
show(() => new vm.Script('foo bar', { filename: 'f.js', columnOffset: -2 }));
show(() => new vm.Script('foo bar', 'g.js'));
show(() => new vm.Script('foo bar'));
show(() => new vm.Script('\tfoo bar'));
show(() => vm.runInThisContext('foo bar'));
show(() => vm.runInThisContext('foo bar', 'h.js'));
show(() => vm.runInThisContext('foo bar', { filename: 'h.js', displayErrors: false }));
show(() => vm.runInNewContext('foo bar', {}, 'h.js'));
show(() => vm.runInContext('foo bar', vm.createContext({}), { filename: 'h.js', lineOffset: 2 }));
show(() => vm.compileFunction('foo bar', ['a'], { filename: 'c.js', lineOffset: 3 }));
show(() => vm.compileFunction('foo bar', ['a']));
show(() => vm.compileFunction('return a + b }', ['a']));
show(() => vm.runInThisContext('\n  throw new Error("x")', { filename: 't.js', lineOffset: 10, columnOffset: 5 }));
show(() => vm.runInThisContext('throw new Error("x")', { filename: 't.js', lineOffset: 10, columnOffset: 5 }));
show(() => vm.runInThisContext('throw 3', { filename: 't.js' }));
show(() => vm.runInThisContext('null.x', { filename: 't.js', lineOffset: 10, columnOffset: 5 }));
show(() => vm.runInThisContext('null.x', { filename: 't.js', displayErrors: false }));
show(() => vm.runInContext('(() => {\n  undefined.y;\n})()', vm.createContext({}), { filename: 'u.js', displayErrors: true }));
show(() => new vm.Script('null.x', 't.js').runInThisContext({ timeout: 100000 }));
show(() => new vm.Script('null.x', 't.js').runInThisContext({ timeout: 100000, displayErrors: false }));
show(() => vm.compileFunction('\nthrow new Error("y")', [], { filename: 'c.js', lineOffset: 3, columnOffset: 2 })());
show(() => vm.compileFunction('throw new Error("y")', [], { filename: 'c.js', lineOffset: 3, columnOffset: 2 })());
show(() => new vm.Script('"unterminated'));
show(() => new vm.Script('`abc\n\n'));
show(() => new vm.Script('{'));
show(() => new vm.Script('let a; let a'));
{
  const before = Error.prepareStackTrace;
  Error.prepareStackTrace = (_, sites) => sites[0] && [sites[0].getFileName(), sites[0].getLineNumber(), sites[0].getColumnNumber()];
  console.log(vm.runInThisContext('new Error().stack', { filename: 's.js', lineOffset: 6, columnOffset: 3 }));
  Error.prepareStackTrace = before;
}
for (const options of [{ lineOffset: 1.5 }, { lineOffset: '1' }, { columnOffset: null }, { filename: 3 }, { importModuleDynamically: 3 }]) {
  show(() => new vm.Script('1', options));
  show(() => vm.compileFunction('1', [], options));
}

// A decorated stack is told once, wherever the error is thrown again.
const { spawnSync } = require('child_process');
for (const text of [
  'require("vm").runInThisContext("foo bar", "f.js")',
  'try { require("vm").runInThisContext("foo bar", "f.js") } catch (e) { throw e }',
  'require("vm").runInThisContext("\\nnull.x", "f.js")',
  'try { require("vm").runInThisContext("\\nnull.x", "f.js") } catch (e) { throw e }',
]) console.log(spawnSync(process.execPath, ['-e', text], { encoding: 'utf8' }).stderr.split('\n').filter((line) => !/^ +at |v\d/.test(line)).join('\n'));

// What require() refuses says where in its stack, too.
const fs = require('fs');
const file = require('path').join(require('os').tmpdir(), `places-${process.pid}.js`);
fs.writeFileSync(file, 'let a;\nfoo bar;\n');
try {
  require(file);
} catch (error) {
  console.log(error.stack.replaceAll(file, '<file>').split('\n').slice(0, 5).join('\n'));
}
fs.unlinkSync(file);
