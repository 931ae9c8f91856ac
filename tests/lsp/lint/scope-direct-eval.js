// Warned about: every variable that the text could name stays in an environment.
function configure(options, text) {
  const defaults = { depth: 3 };
  eval(text);
  return Object.assign(defaults, options);
}
const run = (code) => eval(code);
class Console {
  evaluate(text) {
    "use strict";
    return eval(text);
  }
}

// Not warned about: none of these sees a local variable.
function isolated(text) {
  return (0, eval)(text);
}
const compile = new Function("a", "b", "return a + b");
globalThis.eval("1 + 1");
function shadowed(eval) {
  return eval("text");
}
const optional = (text) => eval?.(text);
isolated.eval = shadowed;
isolated.eval("x");
