'use strict';
// RegExp objects: construction, exec, accessors, the methods behind String's, subclassing, observable steps.
const show = (...values) => console.log(values.map((v) => text(v)).join(' | '));
const text = (v) => {
  if (Array.isArray(v)) {
    let s = '[' + Array.from(v, text).join(', ');
    for (const k of ['index', 'groups', 'indices']) if (k in v) s += `; ${k}: ${text(v[k])}`;
    return s + ']';
  }
  if (typeof v === 'string') return JSON.stringify(v);
  if (v instanceof RegExp) return String(v);
  if (v && typeof v === 'object') return '{' + Object.keys(v).map((k) => `${k}: ${text(v[k])}`).join(', ') + '}';
  return String(v);
};
const attempt = (f) => {
  try {
    show(f());
  } catch (e) {
    console.log(`${e.name}: ${e.message}`);
  }
};

// exec, lastIndex
const g = /a(b)?/g;
for (let i = 0; i < 4; i++) show(g.exec('ab a xab'), g.lastIndex);
const y = /b/y;
show(y.test('ab'), y.lastIndex);
y.lastIndex = 1;
show(y.test('ab'), y.lastIndex, y.test('ab'), y.lastIndex);
show(/(?<year>\d{4})-(?<month>\d\d)/d.exec('on 2024-05'));
show(/(?<a>x)|(?<a>y)/d.exec('y'));
show(/(?:(?<a>x)|(?<a>y))+/.exec('xy').groups);
const frozen = Object.freeze(/a/g);
attempt(() => frozen.exec('a'));
attempt(() => frozen.exec('b'));
const odd = /a/g;
odd.lastIndex = {valueOf() { return 1.9; }};
show(odd.exec('aaa').index, odd.lastIndex);
odd.lastIndex = -5;
show(odd.exec('aaa').index, odd.lastIndex);
odd.lastIndex = 2 ** 40;
show(odd.exec('aaa'), odd.lastIndex);
const u = /\udf06/u;
show(u.exec('\ud834\udf06'), /^[^x]$/.test('\ud834\udf06'), /^[^x]$/u.test('\ud834\udf06'), /^[^x]$/v.test('\ud834\udf06'));
const gu = /(?:)/gu;
gu.lastIndex = 1;
show('\ud834\udf06'.replace(/(?:)/gu, '-'), '\ud834\udf06'.replace(/(?:)/g, '-').length, gu.exec('\ud834\udf06').index);

// construction
show(new RegExp('a/b', 'gi'), RegExp('/'), RegExp('[/]'), RegExp('\\/'), RegExp(''), RegExp('\n'), RegExp('\\\n'), RegExp('\u2028'), new RegExp(/x/g, 'i'), new RegExp(/x/g));
show(RegExp(g) === g, new RegExp(g) === g, RegExp({[Symbol.match]: true, source: 'q', flags: 'i', constructor: null}));
show(new RegExp(undefined), new RegExp(null), new RegExp(123), new RegExp('a', undefined));
for (const bad of [['(', ''], ['a', 'gg'], ['a', 'uv'], ['a', 'x'], ['[b-a]', ''], ['\\u{110000}', 'u'], ['(?<a>)(?<a>)', ''], ['{1}', 'u']]) attempt(() => new RegExp(...bad));
show(/x/dgimsuy.flags, /x/v.flags, /x/gi.global, /x/gi.sticky, RegExp.prototype.flags, RegExp.prototype.source, RegExp.prototype.global, RegExp.prototype.toString());
for (const name of ['global', 'source', 'flags', 'unicodeSets']) {
  const getter = Object.getOwnPropertyDescriptor(RegExp.prototype, name).get;
  show(getter.name);
  attempt(() => getter.call({}));
  attempt(() => getter.call(1));
}
show(/a/.compile('b', 'g'), Object.keys(/a/), Object.getOwnPropertyNames(/a/), JSON.stringify(Object.getOwnPropertyDescriptor(/a/, 'lastIndex')));
attempt(() => /a/.compile(/b/, 'g'));
attempt(() => RegExp.prototype.exec.call({}));
attempt(() => RegExp.prototype.test.call(1));
show(RegExp.escape('a.b*c?[x]{1}(y)|^$\\/ 1-2,\n\t\u2028é\ud800😀'), RegExp.escape('0a'), RegExp.escape('_a'), RegExp.escape(''));
attempt(() => RegExp.escape(1));
show(new RegExp(RegExp.escape('1+1=2 (really?)')).test('is 1+1=2 (really?)'));
show(Reflect.ownKeys(RegExp.prototype).map(String).join(), RegExp.length, RegExp.name, RegExp[Symbol.species] === RegExp);

// match, matchAll
show('aXbXc'.match(/X/), 'aXbXc'.match(/X/g), 'abc'.match(/x/g), 'abc'.match(/(?:)/g), 'abc'.match('b'), 'a.c'.match('.'), 'abc'.match());
show([...'a1b22'.matchAll(/[a-z](\d+)/g)].map((m) => [m[0], m[1], m.index]), [...'aaa'.matchAll('a')].length);
attempt(() => 'a'.matchAll(/a/));
const it = 'ab'.matchAll(/./g);
show(it.next().value, it[Symbol.toStringTag], it[Symbol.iterator]() === it, it.next().value, it.next(), it.next());
attempt(() => it.next.call({}));

// replace
show('abcabc'.replace('b', '[$&$`$\'$$]'), 'abcabc'.replaceAll('b', '<$&>'), 'abc'.replace(/(b)(c)/, '$2$1$3$10$01$00$'), 'abc'.replace(/(?<x>b)/, '[$<x>$<y>]'), 'abc'.replace(/b/, '$<x>'), 'abc'.replace(/(?<x>b)/, '$<x'));
show('john smith'.replace(/(\w+)\s(\w+)/, '$2, $1'), 'aaa'.replace(/a/g, (m, i) => m + i), 'x-y_z'.replace(/([-_])(\w)/g, (_, s, c, at, all) => `${s}${c.toUpperCase()}${at}${all.length}`), 'ab'.replace(/(?<n>b)/, (...a) => text(a.at(-1))));
show('abc'.replace(/(?:)/g, '-'), 'abc'.replaceAll('', '-'), 'aaaa'.replace(/a/y, 'b'), 'aaXaa'.replace(/a/gy, 'b'), ''.replace(/^/, 'x'), 'abc'.replace(/x*/g, '.'));
attempt(() => 'a'.replaceAll(/a/, 'b'));
show('a$b'.replace('$', '$$$$'), 'x'.replace('x', () => '$&'), 'x'.replace(/x/, () => undefined), 'abab'.replaceAll('ab', (m, at, s) => m + at + s));
show('1234567.891'.replace(/\B(?=(\d{3})+(?!\d))/g, ','), 'camelCaseString'.replace(/([A-Z])/g, ' $1').toLowerCase(), '  trim  '.replace(/^\s+|\s+$/g, ''));

// search, split
show('abc'.search(/c/), 'abc'.search(/x/), 'abc'.search('b'), 'aXbX'.search(/X/g));
show('a,b,c'.split(','), 'abc'.split(''), 'a1b2c'.split(/\d/), 'a1b2c'.split(/(\d)/), 'abc'.split(/(?:)/), 'abc'.split(/(x)?/), ''.split(/x/), ''.split(/(?:)/), 'a,b,c'.split(',', 2), 'a b  c'.split(/\s+/, 2), 'abc'.split(/$/), 'abc'.split(/^/), 'a\nb'.split(/^/m), 'Aabc'.split(/(?=[a-z])/), '😀a'.split(/(?:)/u), 'abc'.split(/b/y), 'a<b>c</b>'.split(/<(\/)?([^<>]+)>/), 'test'.split('t'), 'abc'.split(undefined), 'abc'.split(/b/, 0), 'abc'.split(/b/, -1));

// subclasses, replaced methods, observable steps
class Loud extends RegExp {
  exec(s) {
    const m = super.exec(s);
    console.log('exec', s, this.lastIndex, m && m[0]);
    return m;
  }
  get [Symbol.toStringTag]() { return 'Loud'; }
}
const loud = new Loud('[ab]', 'g');
show('xaby'.match(loud), 'xaby'.replace(loud, '<$&>'), 'xaby'.split(loud), 'xaby'.search(loud), loud.test('b'), [...'ab'.matchAll(loud)].length, loud instanceof Loud, Object.prototype.toString.call(loud));
const fake = {exec: (() => { let n = 0; return () => (n++ < 2 ? {index: n, 0: 'f', length: 2, 1: 'cap', groups: undefined} : null); })(), flags: 'g', lastIndex: 0};
show(RegExp.prototype[Symbol.replace].call(fake, 'abcdef', '[$1]'));
attempt(() => RegExp.prototype[Symbol.match].call({exec() { return 1; }, flags: ''}, 'a'));
attempt(() => RegExp.prototype[Symbol.replace].call(1, 'a'));
show('abc'.replace({[Symbol.replace]: (s, r) => `custom ${s} ${r}`}, 'R'), 'abc'.split({[Symbol.split]: (s, l) => [s, l]}, 7));
const log = [];
const traced = new Proxy(/a/g, {get(t, k) { log.push(String(k)); const v = Reflect.get(t, k, t); return typeof v === 'function' ? v.bind(t) : v; }, set(t, k, v) { log.push(`${String(k)}=${v}`); t[k] = v; return true; }});
show(RegExp.prototype[Symbol.match].call(traced, 'aba'), log.join());
const original = RegExp.prototype.exec;
RegExp.prototype.exec = function (s) { const m = original.call(this, s); return m && Object.assign(m, {0: m[0].toUpperCase()}); };
show('abc'.match(/b/g), /b/.test('abc'), 'abc'.replace(/b/, '<$&>'));
RegExp.prototype.exec = original;
show('abc'.replace(/b/, '<$&>'));
const flags = Object.getOwnPropertyDescriptor(RegExp.prototype, 'flags');
Object.defineProperty(RegExp.prototype, 'flags', {get() { return 'g'; }, configurable: true});
show('aa'.match(/(?=a)a/y));
Object.defineProperty(RegExp.prototype, 'flags', flags);

// the last match, Annex B
'xxhello worldyy'.match(/(h\w+) (w\w+d)/);
show(RegExp.$1, RegExp.$2, RegExp.$3, RegExp.lastMatch, RegExp['$&'], RegExp.leftContext, RegExp.rightContext, RegExp.lastParen, RegExp.input);
show(typeof Object.getOwnPropertyDescriptor(RegExp, '$1').get);
let n = 0;
for (let i = 0; i < 300; i++) if (new RegExp('a{' + (i % 70) + '}$').test('a'.repeat(35))) n++;
show(n, /(?:a|b)*c/.test('ab'.repeat(2000)), /^(?:.|\n)*$/.test('x\n'.repeat(50000)));
