function m(a, b) { arguments[0] = 1; return b; }
function ev(p) { let q; var r; eval("p"); with (p) { q; var r = 2; } return (function(){ return zzz })(); }
if (1) { function hoisted() {} } hoisted();
function sw(v) { switch (v) { case 1: let s = 1; default: s; } { function f2(){} } { let f3; { function f3(){} } } }
function tdz() { u; let u = u; function g() { return u } for (let w of w) w; }
function params(a = b, b = () => a, c = arguments) { var a; var d; let e; return a; }
try {} catch (e) { var e = 1; }
label: for (;;) { continue label; }
