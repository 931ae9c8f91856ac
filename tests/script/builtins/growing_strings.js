// strings that grow: prefixes kept, two appended to one prefix, widening, slices, keys
let s = 'start of it: '; const kept = [];
for (let i = 0; i < 3000; i++) { s += i % 7 ? 'ab' + i : '-'; if (i % 500 === 3) kept.push(s, s + 'X', s + 'Y', s); }
let sum = 0; for (const k of kept) sum += k.length * 3 + k.charCodeAt(k.length - 1);
console.log(sum, s.length, kept[0] === kept[3], kept[1].at(-1), kept[2].at(-1), kept[5].slice(-9), kept[6].slice(-9), kept[9] === kept[10]);
let w = s; for (let i = 0; i < 20; i++) w += i === 10 ? 'Ω' : 'z'; console.log(w.slice(-20), w.length - s.length, s.slice(-5));
let d = 'abcdefghijklmno'; for (let i = 0; i < 12; i++) d += d.slice(0, 3); for (let i = 0; i < 5; i++) d += d; console.log(d.length, d.slice(50, 60), d.slice(-4));
let k = 'key of an object '; for (let i = 0; i < 10; i++) { k += i; } const o = {[k]: 1}; k += '!'; o[k] = 2; console.log(o, k in o, Object.keys(o)[0] + '!' === k);
let t = k.slice(2, 25); let u = t + 'aa', v = t + 'bb'; for (let i = 0; i < 20; i++) { u += 'q'; v += 'r'; } console.log(t, u, v, k);
let e = ''; for (let i = 0; i < 100; i++) { e += 'line ' + i + '\n'; if (e.indexOf('line ' + i) < 0) throw 1; if (i % 10 === 0) e = e.slice(4); } console.log(e.length, e.split('\n').length, JSON.stringify(e).length);
let r = ''; for (let i = 0; i < 60; i++) { const x = r + 'a'; const y = r + 'b'; r = i & 1 ? x : y; } console.log(r);
let p = ''; for (let i = 0; i < 60; i++) p = i + p; console.log(p);
const m = new Map(); let q = ''; for (let i = 0; i < 50; i++) { q += '*#'; m.set(q, i); } console.log(m.get('*#'.repeat(17)), m.get('*#'.repeat(50)), m.size);
