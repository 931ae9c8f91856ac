function before() { return 1; }
const x =
const y = 2;
foo(1,
if (y {
  before();
}
obj.
let z = [1, 2
class A {
  method( {
    return this.
  }
  field = ;
  other() { return 1; }
}
switch (y) { case 1: before() after(); default }
import { a from "b";
`unfinished ${y`;
function after() { return "kept"; }
