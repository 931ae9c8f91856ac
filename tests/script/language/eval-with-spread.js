// A direct eval whose arguments are spread, and what only looks like one.
globalThis.x = 'global';
(function () {
  var x = 'local';
  console.log(eval(...['x', 'ignored']), eval(...[]), eval(...[5]), eval(...['x = 1; x + 1']), x);
  const rest = [];
  console.log(eval('x', ...rest), eval(...rest, 'x'));
  {
    let eval2 = eval;
    console.log(eval2(...['x']));
  }
})();
(function (eval) {
  console.log(eval(...[1, 2], 3));
})(function (...all) {
  return [this === globalThis, all];
});
console.log(x, (() => eval?.(...['x']))());
