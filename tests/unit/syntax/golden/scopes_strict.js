'use strict'
function outer(a, {b, c = a}, ...rest) {
  let x = 1; const y = () => x + a; var v;
  for (let i = 0; i < 3; i++) { setTimeout(() => i); }
  for (const k of rest) v = k;
  { let z = x; function inner() { return inner; } }
  try { throw 1 } catch (e) { console.log(e, arguments.length) }
  return y;
}
class A extends outer { #p = 1; static #q = 2; ['x' + 1] = this.#p; get #g() { return 1 } #m() { return A }
  constructor() { super(); const f = () => this.#g; }
  static { var s = A; let t; }
}
const named = function fact(n) { return n ? n * fact(n - 1) : () => fact };
