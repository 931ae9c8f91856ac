// Templates: tagged literals that escape, and a compiler from text to functions by `new Function`.
const escapeHtml = (value) => String(value).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
class Safe {
  constructor(text) { this.text = text; }
  toString() { return this.text; }
}
const seenSites = new Set();
function html(strings, ...values) {
  seenSites.add(strings);
  const parts = values.map((value) => {
    if (value instanceof Safe) return value.text;
    if (Array.isArray(value)) return value.map((v) => (v instanceof Safe ? v.text : escapeHtml(v))).join('');
    return value === null || value === undefined || value === false ? '' : escapeHtml(value);
  });
  return new Safe(String.raw({ raw: strings }, ...parts));
}

const item = ({ name, tags = [], price }) => html`<li>${name} ${tags.length > 0 && html`<em>${tags.join()}</em>`} ${price?.toFixed(2)}</li>`;
console.log(String(html`<ul>${[{ name: '<Tea>', price: 2 }, { name: "O'Hare & Co", tags: ['a', 'b"'] }].map(item)}</ul>`));
for (let i = 0; i < 3; i++) html`same site ${i}`;
console.log(seenSites.size, [...seenSites].at(-1), Object.isFrozen([...seenSites][0]));
const raw = (s, ...v) => [s.raw.join('|'), s.join('|'), v];
console.log(raw`a\n${1}\u0041${2}\x`, String.raw`C:\new\${1}`, `nested ${`deep ${[1, 2].map((x) => `<${x}>`)}`}`);

function compile(source, name = 'template') {
  let body = "'use strict'; let out = '';\n";
  let last = 0;
  const blocks = [];
  const lineOf = (index) => source.slice(0, index).split('\n').length;
  for (const match of source.matchAll(/\{\{\s*(?:(?<tag>[#/])(?<word>\w+)\s*(?<rest>[^}]*?)|(?<mark>[&!]?)(?<expression>[^}]+?))\s*\}\}/g)) {
    const { tag, word, rest, mark, expression } = match.groups;
    body += `out += ${JSON.stringify(source.slice(last, match.index))};\n`;
    last = match.index + match[0].length;
    if (tag === '#') {
      blocks.push(word);
      if (word === 'if') body += `if (${rest}) {\n`;
      else if (word === 'else') { blocks.pop(); body += '} else {\n'; }
      else if (word === 'each') {
        const [, variable, list] = /^(\w+(?:\s*,\s*\w+)?) of (.+)$/.exec(rest) ?? [];
        if (!variable) throw new SyntaxError(`${name}:${lineOf(match.index)}: each needs "x of list"`);
        const [value, index = '_i'] = variable.split(/\s*,\s*/);
        body += `for (const [${index}, ${value}] of (${list}).entries()) {\n`;
      } else throw new SyntaxError(`${name}:${lineOf(match.index)}: unknown block ${word}`);
    } else if (tag === '/') {
      const open = blocks.pop();
      if (open !== word) throw new SyntaxError(`${name}:${lineOf(match.index)}: /${word} closes ${open ?? 'nothing'}`);
      body += '}\n';
    } else if (mark !== '!') body += mark === '&' ? `out += ${expression};\n` : `out += escape(${expression});\n`;
  }
  if (blocks.length) throw new SyntaxError(`${name}: ${blocks.join(', ')} not closed`);
  body += `out += ${JSON.stringify(source.slice(last))};\nreturn out;`;
  return (data) => new Function('escape', ...Object.keys(data), body)(escapeHtml, ...Object.values(data));
}

const page = compile(`<h1>{{ title }}</h1>
{{! a comment }}{{#if people.length > 1}}<p>{{ people.length }} people</p>{{#else}}<p>few</p>{{/if}}
{{#each person, n of people}}
  {{ n + 1 }}. {{ person.name.toUpperCase() }}{{#if person.age >= 18}} ({{ person.age }}){{/if}} {{& person.link ?? '' }}
{{/each}}`);
console.log(page({ title: 'A & B', people: [{ name: 'ann', age: 30, link: '<a>' }, { name: 'bo<b>', age: 7 }] }));
console.log(page({ title: '', people: [] }));
for (const bad of ['{{#if x}}', '\n\n{{/each}}', '{{#each x}}{{/each}}', '{{#loop}}', '{{#if a}}{{/each}}']) {
  try { compile(bad, 'bad')({}); } catch (e) { console.log(`${e.name}: ${e.message}`); }
}
try { compile('{{ a b }}')({}); } catch (e) { console.log(e.name, e instanceof SyntaxError, e.message); }
try { compile('{{ missing }}')({}); } catch (e) { console.log(e.name, e.message); }
const f = new Function('a', 'b = a * 2', '...rest', 'return [a, b, rest.length]');
console.log(f(1), f(1, 2, 3, 4), f.length, f.name, f.toString());
console.log(typeof globalThis.out, (0, eval)('typeof page'), eval('typeof page'), eval('var fromEval = 5; fromEval + 1'), fromEval);
