const { a, b: { c = 5, ...others } = {}, ['d' + 1]: computed, ...rest } = { a: 1, b: { x: 1, y: 2 }, d1: 'k', e: 3, f: 4 };
console.log(a, c, others, computed, rest);
let x = 1, y = 2;
[x, y] = [y, x];
console.log(x, y);
const log = [];
const source = { get p() { log.push('get p'); return undefined; }, get q() { log.push('get q'); return 2; } };
const { p = (log.push('default'), 9), q = log.push('never') } = source;
console.log(p, q, log);
function options({ width = 10, height = width * 2, ...extra } = {}, [first = 'none', second] = [], ...more) { return { width, height, extra, first, second, more }; }
console.log(options(), options({ width: 1, color: 'red' }, ['f'], 1, 2), options.length);
for (const { id, tags: [tag] } of [{ id: 1, tags: ['x', 'y'] }, { id: 2, tags: [] }]) console.log(id, tag);
for (const [key, value] of Object.entries({ one: 1, two: 2 })) console.log(key, value);
const target = {};
({ a: target.first, b: [target.second] } = { a: 1, b: [2] });
console.log(target, { ...'hi', ...[9], ...null, z: 1 }, [...'añ', ...new Set([1, 1, 2])]);
try { const [z] = {}; } catch (error) { console.log(error.message); }
const swap = ([l, r]) => [r, l];
console.log(swap([1, 2]), ((...args) => args.length)(...[1, 2], 3), Math.max(...[1, 5, 3], 4));
const o = { a: { b: { c: null } }, f() { return this.a; } };
console.log(o?.a?.b?.c?.d, o.x?.y.z.w, o.f?.().b, o.g?.(), o?.['a'], delete o?.a?.b, o);
let n = null; n ??= 5; let m = 0; m ||= 7; let k = 1; k &&= 8;
console.log(n, m, k, null ?? 'd', 0 || 'e', '' ?? 'f');
console.log(`a${1}b${`c${2}`}`, ((s, ...v) => s.raw.join('|') + v.join())`x\n${1}y${2}`);
var fns = []; for (let i = 0; i < 3; i++) fns.push(() => i); console.log(fns.map((f) => f()));
var fns2 = []; for (var j = 0; j < 3; j++) fns2.push(() => j); console.log(fns2.map((f) => f()));
