// Statements that exist to reach something of the engine that ordinary ones seldom do: loops by every comparison, switches
// over ranges, sites that see one to seven shapes often enough to be cached, scripts in the global scope, using. Each is a
// function of the generator that writes its lines; run.mjs --coverage says what is not reached yet.
const comparisons = ['<', '<=', '>', '>=', '===', '!==', '==', '!='];

export const rareStatements = [
  // Loops that go on or end by any comparison, with a constant or a variable.
  (g) => {
    const r = g.random, i = g.name('i'), end = g.name('e');
    const up = r.chance(50), from = r.int(6), to = r.int(6);
    const right = r.chance(50) ? String(to) : end;
    const test = `${i} ${r.pick(comparisons)} ${right}`;
    const condition = r.chance(40) ? `!(${test})` : test;
    const body = `burn(); ${i}${up ? '++' : '--'}; if (${i} > 20 || ${i} < -20) break; ${r.chance(30) ? `if (${i} ${r.pick(comparisons)} ${right}) continue; ` : ''}log(${i});`;
    g.line(`{ let ${i} = ${from}, ${end} = ${r.chance(80) ? to : g.expression('any', 0)};`);
    g.line(r.chance(50) ? `  while (${condition}) { ${body} }` : `  do { ${body} } while (${condition}); }`.replace(/; \}$/, ';'));
    g.line(`  log(${i} ${r.pick(comparisons)} ${end} ? 'yes' : 'no', ${i} ${r.pick(comparisons)} ${r.int(4)} && 'and'); }`);
  },
  // A switch over a range of integers, over strings, over a mix.
  (g) => {
    const r = g.random, first = r.int(5) - 2, count = 4 + r.int(5);
    g.block(`for (const k of [${first}, ${first + 1}, ${first + count - 1}, ${first + count}, ${first}.5, '${first}', ${g.expression('any', 0)}]) switch (k) {`, () => {
      for (let i = 0; i < count; i++) {
        if (r.chance(15)) continue;
        g.line(`case ${first + i}: log('case', ${i}); ${r.chance(70) ? 'break;' : ''}`);
      }
      if (r.chance(40)) g.line(`case 'str': log('str');`);
      g.line(`default: log('default');`);
    });
  },
  // One site that sees so many shapes, so often: own, inherited, absent, accessors, added, private.
  (g) => {
    const r = g.random, c = g.name('C'), f = g.name('f'), all = g.name('l');
    const shapes = 1 + r.int(7);
    g.line(`class ${c} { #q = 0; x = 1; get y() { return this.#q; } set y(v) { this.#q = v; } m(v) { this.#q += v; return this.#q; } static of(o) { return #q in o ? o.#q : 'none'; } }`);
    g.line(`const ${all} = Array.from({ length: ${shapes} }, (_, i) => { const o = ${r.pick([`new ${c}()`, '{ x: i }', `i % 2 ? new ${c}() : { x: i }`])}; ${r.pick(['o', 'if (i) o'])}['p' + i] = i; ${r.pick(['', 'delete o.x;', `if (i === 2) Object.freeze(o);`, 'o.late = i;', 'Object.setPrototypeOf(o, { z: i });'])} return o; });`);
    g.block(`function ${f}(o, k) {`, () => {
      g.line('burn();');
      for (let n = 2 + r.int(4); n > 0; n--) {
        g.line(r.pick([
          `log(o.x, o.z, o.none);`, `o.x = k;`, `log(o.y);`, `o.y = k;`, `log('x' in o, 'p1' in o, 'none' in o, k in o);`,
          `o.added = k;`, `log({ a: o.x, k, ...o }.a);`, `log(typeof o.m === 'function' ? o.m(1) : o.toString());`, `log(o instanceof ${c}, o instanceof Object);`,
          `log(${c}.of(o));`, `o[k] = k;`, `log(o[k], 'text'[k], 'text'.length);`, `delete o.x;`, `log(o?.x?.y);`, `o.x ??= k;`, `log(Object.keys(o).length);`,
          `(() => { 'use strict'; return o.x; })();`,
        ]));
      }
    });
    g.line(`for (let round = 0; round < 3; round++) for (const o of ${all}) try { ${f}(o, round); } catch (e) { log(e); }`);
    if (r.chance(40)) g.line(`${r.pick([`${c}.prototype.z = 'z'`, `Object.prototype.none = 'some'`, `Object.defineProperty(${c}.prototype, 'y', { get() { return 'new'; }, configurable: true })`, `Object.setPrototypeOf(${c}.prototype, { z: 'above' })`, `delete ${c}.prototype.y`, `${c}.prototype.x = 0`])};`);
    g.line(`for (const o of ${all}) try { ${f}(o, 9); } catch (e) { log(e); }`);
    g.line(`delete Object.prototype.none;`);
  },
  // Elements of every kind through one site.
  (g) => {
    const r = g.random, f = g.name('f');
    g.line(`function ${f}(a, i, v) { burn(); const was = a[i]; if (v !== undefined) a[i] = v; return [was, a.length, a[i]]; }`);
    const lists = ['[1, 2, 3]', '[1.5, 2]', "['a', {}]", '[1, , 3]', "'text'", 'new Uint8Array(3)', 'new Float64Array(2)', '({ 0: 1, length: 1 })', 'Object.freeze([1])', '(function () { return arguments; })(1, 2)', "new String('abc')", '[]'];
    g.line(`for (const a of [${Array.from({ length: 4 }, () => r.pick(lists)).join(', ')}]) for (const i of [0, 1, ${r.pick(['2', '5', '-1', '0.5', "'0'", "'length'", '4294967295', '70000'])}]) try { log(${f}(a, i), ${f}(a, i, ${g.expression('any', 0)})); } catch (e) { log(e); }`);
  },
  // The global scope: declarations of scripts, their functions, this.
  (g) => {
    const r = g.random, a = g.name('g'), value = r.int(9);
    const script = r.pick([
      `let ${a} = ${value}; const ${a}c = 2; function ${a}f() { return [${a}, ${a}c, typeof ${a}v]; } var ${a}v = ${a}f(); (() => this === globalThis)()`,
      `class ${a} { static s = ${value}; } function ${a}f() { return ${a}.s++; } ${a}f() + ${a}f()`,
      `var ${a} = ${value}; ${a}f; function ${a}f() { ${a} += 1; return ${a}; } for (let i = 0; i < 3; i++) ${a}f(); ${a}`,
      `let ${a} = ${value}; { function ${a}f() { return ${a}; } } ${a} = ${a} + 1; try { ${a}f = 1; let ${a}f2; } catch (e) { log(e); } ${a}`,
    ]);
    const run = r.pick(['(0, eval)', "require('vm').runInThisContext"]);
    g.line(`try { log(${run}(${JSON.stringify(script)})); } catch (e) { log(e); }`);
    g.line(`for (let i = 0; i < 3; i++) try { log(${run}(${JSON.stringify(r.pick([a, `${a}f()`, `typeof ${a}`, `${a} = 5`, `${a}c = 3`, `delete globalThis.${a}v`]))})); } catch (e) { log(e); }`);
  },
  // == null and its like as conditions; what is empty.
  (g) => {
    const v = g.expression('any', 1);
    g.line(`for (const v of [undefined, null, 0, ${v}]) { if (v == null) log('nullish'); else log('not'); log(v != null ? 'some' : 'none', v === undefined ? 1 : 2, v !== null && 'b', (v ?? 'or'), v?.x); }`);
  },
  (g) => {
    const r = g.random, a = g.name();
    g.line(`try { const ${a} = ${g.expression('any', 1)}; ${r.pick([`${a} = 1`, `${a}++`, `[${a}] = [1]`, `(() => { ${a} = 2; })()`, `for (${a} of [1]) ;`])}; } catch (e) { log(e); }`);
  },
  // Classes: heritage of any kind, fields by computed keys, super in every form.
  (g) => {
    const r = g.random, a = g.name('A'), b = g.name('B');
    const key = r.pick(["'prototype'", "'s'", 'Symbol.iterator', "'constructor'", '1']);
    g.line(`try { class ${a} { static [${key}] = ${r.int(3)}; [${key}] = 2; } log(Object.getOwnPropertyNames(${a}).length); } catch (e) { log(e); }`);
    g.line(`try { class ${b} extends ${r.pick(['null', 'Object', '(class { constructor(...a) { this.got = a; } })', 'function () { return [new.target === undefined]; }', '(() => {})', g.expression('any', 0)])} { ${r.pick(['', `constructor(...a) { ${r.pick(['super(...a);', '(() => super(1))();', 'eval("super(2)");', 'super(); super();', '', 'return {};', 'return 1;', 'this.x; super();'])} }`])} ${r.pick(['f = 1;', '#f = 1; g() { return this.#f; }', 'static s = super.toString;', 'm() { return (() => super.toString === Object.prototype.toString)(); }', ''])} } log(new ${b}(1, 2)); log(${b}.prototype.m?.call({ toString: 1 })); log(Object.getPrototypeOf(${b})); } catch (e) { log(e); }`);
  },
  // using: what is disposed, in which order, and which errors come out.
  (g) => {
    const r = g.random, res = g.name('r');
    const body = r.pick(['', 'throw new Error("body");', 'return 1;', `log(${g.expression('any', 0)});`]);
    g.line(`const ${res} = (n, fails) => ({ [Symbol.dispose]() { log('dispose', n); if (fails) throw new RangeError(n); } });`);
    g.line(`try { log((() => { using a = ${res}('a', ${r.chance(30)}), b = ${r.pick([`${res}('b', ${r.chance(30)})`, 'null', 'undefined', '{}'])}; ${body} })()); } catch (e) { log(e, e.error, e.suppressed); }`);
    g.line(`try { for (using u of [${res}('u', ${r.chance(20)}), ${res}('w', false)]) { ${r.pick(['', 'break;', 'continue;'])} } } catch (e) { log(e); }`);
    g.line(`(async () => { await using a = ${r.pick([`{ async [Symbol.asyncDispose]() { log('async'); ${r.pick(['', 'throw 1;'])} } }`, `${res}('sync', false)`, 'null'])}; ${body} })().then((v) => log('left', v), (e) => log('failed', e));`);
  },
  // for await over iterators that fail to close, and what is left of the loop.
  (g) => {
    const r = g.random;
    const close = r.pick(['', 'return() { log("return"); return { done: true }; },', 'return() { throw "close"; },', 'return() { return 1; },', 'return: 5,', 'async return() { await null; return {}; },']);
    const leave = r.pick(['break;', 'throw "body";', 'return 1;', 'continue;', '']);
    g.line(`(async () => { let n = 0; for await (const x of { [Symbol.asyncIterator]() { return { next() { n++; ${r.pick(['', 'if (n === 2) throw "next";'])} return { done: n > 2, value: n }; }, ${close} }; } }) { log(x); ${leave} } return 'end'; })().then((v) => log('left', v), (e) => log('failed', e));`);
    g.line(`try { for (const x of { [Symbol.iterator]() { return { next() { return { done: false, value: 1 }; }, ${close.replace('async ', '').replace('await null; ', '')} }; } }) { log(x); ${leave === 'return 1;' || leave === 'continue;' || leave === '' ? 'break;' : leave} } } catch (e) { log(e); }`);
  },
  // An environment given back after a throw: closures of a block in try, in loops, in with and catch.
  (g) => {
    const r = g.random, k = g.name('k');
    g.line(`for (let ${k} = 0; ${k} < 2; ${k}++) { try { let inner = ${k}; later(() => log('inner', inner)); { let deeper = inner + 1; later(() => log(deeper)); if (${g.expression('bool', 1)}) throw deeper; } } catch (e) { later(() => log('caught', e, ${k})); } finally { let last = ${k}; later(() => log(last)); } }`);
    if (!g.strict && r.chance(50)) g.line(`try { with ({ w: 1 }) { later(() => log(w)); throw w; } } catch (e) { log(typeof w, e); }`);
  },
  // The modules beside the program: live bindings, namespaces.
  (g) => {
    const r = g.random;
    g.line(r.pick([`log(beside.count, beside.bump(), beside.count, beside.twice());`, `try { beside.count = 1; log('set'); } catch (e) { log(e); }`, `log(Object.keys(beside), 'count' in beside, 'none' in beside, beside.here);`, `try { log(beside.${r.pick(['early', 'none', 'default', 'loop'])}); } catch (e) { log(e); }`]));
  },
];
export const modules = {
  'beside.mjs': `import { count, bump } from './other.mjs';
import * as all from './other.mjs';
export { count, bump } from './other.mjs';
export { all };
export default class Beside {}
export const here = typeof import.meta.url;
export function twice() { bump(); return [count, all.count, Object.keys(all)]; }
let late = 1;
export let loop = (() => { let sum = 0; for (let i = 0; i < 5; i++) { sum += count; bump(); } return sum; })();
`,
  'other.mjs': `export let count = 0;
export function bump() { return ++count; }
`,
};
