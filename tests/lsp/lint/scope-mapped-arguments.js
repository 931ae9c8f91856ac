// Warned about: sloppy, simple parameters, and the arguments object is used beside a write.
function first(a, b) {
  a = a || 1;
  return arguments[0] + b;
}
function forward(options) {
  options || (options = {});
  return first.apply(this, arguments);
}
function element(a) {
  arguments[0] = 2;
  return a;
}
function counter(a) {
  a++;
  for (let i = 0; i < arguments.length; i++) a += arguments[i];
  return a;
}

// Not warned about: how many were passed costs nothing to know (measured).
function defaults(a, b) {
  if (arguments.length < 2) {
    b = a;
    a = 0;
  }
  return a + b;
}
// Not warned about: no map in strict code, with a rest parameter or with defaults.
function strict(a) {
  "use strict";
  a = 1;
  return arguments[0] + a;
}
function rest(a, ...others) {
  a = 1;
  return arguments[0] + others.length;
}
function defaulted(a = 2) {
  a = 1;
  return arguments[0] + a;
}
// Not warned about: only read, or no arguments object.
function reads(a) {
  return arguments[1] + a;
}
function writes(a) {
  a = 1;
  return a;
}
class Methods {
  method(a) {
    a = 1;
    return arguments[0] + a;
  }
}
