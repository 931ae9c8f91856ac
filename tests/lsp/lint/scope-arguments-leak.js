// Warned about: array functions and iteration.
function list() {
  return Array.prototype.slice.call(arguments);
}
function tail(first) {
  return [].slice.call(arguments, 1).concat(first);
}
function spread() {
  return [...arguments];
}
function from() {
  return Array.from(arguments).join();
}
function each() {
  for (const value of arguments) console.log(value);
}
const outer = function () {
  return (() => Array.prototype.map.call(arguments, String))();
};

// A hint: the object is made in each call.
function pass(a) {
  return list(arguments);
}
function give() {
  return arguments;
}
function keep() {
  const all = arguments;
  return () => all[0];
}

// Not warned about: none of these needs an object.
function length() {
  return arguments.length + typeof arguments;
}
function sum() {
  let total = 0;
  for (let i = 0; i < arguments.length; i++) total += arguments[i];
  return total;
}
function apply(target) {
  return target.apply(this, arguments);
}
function call(target) {
  return target(...arguments);
}
function alias() {
  const args = arguments;
  return args[0] + args.length;
}
function rest(...args) {
  return args.slice(1);
}
const named = { arguments: 1 };
console.log(named.arguments);
