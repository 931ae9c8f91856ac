const data = { n: 1.5, s: 'q"\u2028\n', a: [1, null, undefined, () => 1], d: new Date(Date.UTC(2020, 1, 29)), nested: { deep: true }, u: undefined, inf: Infinity, toJSON: undefined };
console.log(JSON.stringify(data));
console.log(JSON.stringify(data, null, 2));
console.log(JSON.stringify({ a: [], b: {}, c: [{}] }, null, '--'), JSON.stringify('\ud800'), JSON.stringify([new Set([1]), new Map(), Symbol('x')]));
console.log(JSON.stringify({ b: 1, a: 2, c: { a: 3, z: 4 } }, ['a', 'c']), JSON.stringify({ x: 1, y: 'two' }, (key, value) => (typeof value === 'number' ? value * 10 : value)));
console.log(JSON.parse('{"a":[1,2,{"b":null}],"c":"\\u0041\\n","d":-1.5e3}'), JSON.parse('[1,2,3]', (key, value) => (Array.isArray(value) ? value : value + 1)));
for (const bad of ['{a:1}', '[1,]', '', '{"a":1', 'nul', '01', '"\t"', '[1 2]']) { try { JSON.parse(bad); } catch (error) { console.log(error.name + ': ' + error.message); } }
const loop = {}; loop.self = { loop };
try { JSON.stringify(loop); } catch (error) { console.log(error.message); }
console.log('abc'.padStart(5, '*'), 'x'.repeat(3), 'a-b-c'.split('-'), 'Hello'.at(-1), 'hello world'.replace(/o/g, (m, i) => i), 'aXbX'.replaceAll('X', '$&!'), ' trim '.trim() + '|', 'abc'.localeCompare('abd'));
console.log('The Quick'.match(/(?<first>\w+) (\w+)/).groups.first, [...'a1b2'.matchAll(/[a-z](\d)/g)].map((m) => m[1]), 'x,y;z'.split(/[,;]/), /(\d+)-\1/.test('12-12'), 'aBc'.toUpperCase(), 'İ'.toLowerCase().length, 'straße'.toUpperCase());
console.log('😀a'.length, [...'😀a'].length, '😀'.codePointAt(0), String.fromCodePoint(128512), 'abc'.charCodeAt(1), 'é'.normalize('NFD').length, encodeURIComponent('a b&ü'), decodeURIComponent('%F0%9F%98%80'), escape('ü'), 'abc' < 'abd', 'a' + 1 + 2, 1 + 2 + 'a', '5' * '2', [] + {}, +[], +'0x1f', +'', +' 12 ', parseFloat('3.14abc'), parseInt('101', 2), (255).toString(16), (0.1 + 0.2).toFixed(10), (1234.5678).toExponential(2), (0.000001234).toString(), 1e21, 123456789012345680000, (25).toString(36), Number('1_000'), 5e-324, -0, [-0], 0.1 * 3, 100 / 3);
console.log('%s is %d years and %i, %f, %j %o %O %%', 'Bob', 42.5, 42.9, 1.5, { a: 1 }, [1], { b: { c: {} } }, 'extra', 7);
