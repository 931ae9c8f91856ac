// Named properties of strings, typed arrays and arguments are ordinary; numbers and lengths are not.
const call = (s) => s.charCodeAt(0) + s.trim().length;
for (let i = 0; i < 4; i++) console.log(call('abc'), call(' b '));
String.prototype.extra = 1;
const extra = (v) => v.extra;
for (let i = 0; i < 3; i++) console.log(extra('x'), extra(new String('y')), extra(5));
String.prototype.extra = 2;
console.log(extra('x'));
Object.defineProperty(String.prototype, 'extra', { get() { return typeof this; }, configurable: true });
console.log(extra('x'), extra(new String('y')));
delete String.prototype.extra;
console.log(extra('x'), extra(new String('y')));
Object.prototype.extra = 'object';
console.log(extra('x'), extra(new Uint8Array(1)));
delete Object.prototype.extra;
const saved = String.prototype.trim;
String.prototype.trim = function () { return 'replaced'; };
console.log(call('abc'));
String.prototype.trim = saved;
console.log(call('abc'));
const boxed = new String('hello');
const length = (v) => v.length;
for (let i = 0; i < 3; i++) console.log(length(boxed), length('hi'), length([1]), length(new Uint8Array(3)), length(String.prototype));
boxed.own = 3;
const own = (v) => v.own;
for (let i = 0; i < 3; i++) console.log(own(boxed), own('hello'));
const typed = new Float64Array([1, 2.5, NaN]);
typed.name = 'typed';
const at = (a, k) => a[k];
for (let i = 0; i < 3; i++) {
  console.log(at(typed, 1), at(typed, 3), at(typed, -1), at(typed, 'name'), at(typed, '1.5'), at(typed, '-0'), at(typed, 'NaN'), at(typed, 'length'));
}
Object.prototype['-0'] = 'minus';
Object.prototype.NaN = 'nan';
Object.prototype[5] = 'five';
for (let i = 0; i < 3; i++) console.log(typed['-0'], typed.NaN, typed[5], at(typed, 'NaN'), ({}).NaN);
delete Object.prototype['-0']; delete Object.prototype.NaN; delete Object.prototype[5];
function sloppy(a) { arguments[0] = 9; arguments.more = a; return [a, arguments.more, arguments.length, arguments[1]]; }
for (let i = 0; i < 3; i++) console.log(sloppy(1, 2));
const kinds = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array];
for (const Kind of kinds) {
  const array = new Kind(3);
  const stored = [];
  for (const value of [1, -1, 1.5, 2.5, 300, 70000, 5e9, -5e9, NaN, Infinity, -0, '7', true, undefined]) {
    array[1] = value;
    stored.push(Object.is(array[1], -0) ? '-0' : array[1]);
  }
  array[3] = 5; array[-1] = 5; array[1.5] = 5;
  console.log(Kind.name, stored.join(' '), array.length, Object.keys(array).join());
}
const resizable = new ArrayBuffer(8, { maxByteLength: 16 });
const tracking = new Uint8Array(resizable);
const fixed = new Uint8Array(resizable, 2, 4);
const read = (a, i) => a[i];
for (let i = 0; i < 2; i++) { tracking[3] = 7; console.log(read(tracking, 3), read(fixed, 1)); }
resizable.resize(5);
console.log(read(tracking, 3), read(fixed, 1), fixed.length, (fixed[1] = 4, tracking[3]));
resizable.resize(16);
console.log(read(tracking, 3), read(fixed, 1), tracking[12]);
const moved = new Uint16Array([5, 6]);
console.log(read(moved, 0));
moved.buffer.transfer();
console.log(read(moved, 0), (moved[0] = 1, moved[0]), moved.length);
const big = new BigInt64Array(2);
big[0] = 5n;
console.log(read(big, 0), read(big, 1));
try { big[0] = 1; } catch (e) { console.log(e.message); }
const half = new Float32Array(1); half[0] = 0.1; console.log(read(half, 0));
