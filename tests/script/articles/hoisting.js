console.log(typeof hoisted, typeof notYet, hoisted());
var notYet = 1;
function hoisted() { return 'hoisted'; }
try { early; let early = 1; } catch (error) { console.log(error.name, error.message); }
try { Klass; class Klass {} } catch (error) { console.log(error.message); }
try { const fixed = 1; fixed = 2; } catch (error) { console.log(error.message); }
try { undeclared; } catch (error) { console.log(error.message); }
console.log(typeof undeclared, (() => { try { return typeof tdz; let tdz; } catch (error) { return error.message; } })());
{ function inBlock() { return 1; } } console.log(typeof inBlock);
var self = 'outer'; (function () { console.log(self); var self = 'inner'; })();
const fact = function f(n) { return n < 2 ? 1 : n * f(n - 1); }; console.log(fact(10), typeof f);
console.log((function () { return typeof this; })(), (function () { 'use strict'; return typeof this; })(), (() => typeof this)());
