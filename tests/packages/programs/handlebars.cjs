const Handlebars = require('handlebars');
const source = "<p>Hello, my name is {{name}}. I am from {{hometown}}. I have {{kids.length}} kids:</p><ul>{{#kids}}<li>{{name}} is {{age}}{{#if @last}}!{{/if}}</li>{{/kids}}</ul>";
console.log(Handlebars.compile(source)({ name: 'Alan <b>', hometown: 'Somewhere, TX', kids: [{ name: 'Jimmy', age: '12' }, { name: 'Sally', age: '4' }] }));
Handlebars.registerHelper('loud', (s) => s.toUpperCase());
Handlebars.registerHelper('list', function (items, options) { return '<ul>' + items.map((i) => '<li>' + options.fn(i) + '</li>').join('\n') + '</ul>'; });
Handlebars.registerPartial('user', '{{first}} {{loud last}}');
console.log(Handlebars.compile('{{#list people}}{{> user}}{{/list}}{{#each m as |v k|}}{{k}}={{v}} {{@index}};{{else}}none{{/each}}{{{raw}}}{{lookup m "a"}}{{#with q}}{{z}}{{/with}}{{#unless no}}yes{{/unless}}')({ people: [{ first: 'Y', last: 'K' }], m: { a: 1, b: 2 }, raw: '<i>', q: { z: 9 } }));
console.log(Handlebars.precompile('{{a}} {{#if b}}c{{/if}}'));
try { Handlebars.compile('{{#if x}}')({}); } catch (e) { console.log(e.name, e.message); }
console.log(JSON.stringify(Handlebars.parse('{{foo bar=1}} x')));
