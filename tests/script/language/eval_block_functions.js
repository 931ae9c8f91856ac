// Annex B.3.2 in direct eval: a block's function becomes a variable of the function around, whatever is between.
(function () {
  eval('{ function f() { f = 123; return "declared"; } }');
  console.log(typeof f, f(), typeof f);
})();
(function () {
  eval('if (1) function g() { return g; } else ; typeof g');
  console.log(g() === g);
})();
(function () {
  eval('switch (1) { default: function h() { h = 1; } } h();');
  console.log(typeof h);
})();
(function () {
  let taken = 'let';
  { eval('{ function taken() {} }'); }
  console.log(taken);
})();
(function (object) {
  with (object) eval('{ function inside() { inside = 2; return "function"; } }');
  console.log(object.inside, inside());
})({ inside: 'property' });
(function () {
  try { throw 'caught'; } catch (error) { eval('{ function error() {} }'); console.log(typeof error); }
  console.log(typeof error);
})();
eval('{ function global_() { global_ = 0; return "global"; } }');
console.log(typeof global_, global_());
console.log((function () { var x = 'local'; return (eval)('x'); })());
console.log((function () { var x = 'local'; return (0, eval)('typeof x'); })());
