const Ajv = require('ajv'); const addFormats = require('ajv-formats');
const ajv = new Ajv({ allErrors: true, strict: true, code: { lines: true, source: true } });
addFormats(ajv);
const schema = { type: 'object', properties: { foo: { type: 'integer', minimum: 3 }, bar: { type: 'string', format: 'email' }, list: { type: 'array', items: { oneOf: [{ type: 'number' }, { type: 'string', pattern: '^a+$' }] }, uniqueItems: true }, when: { type: 'string', format: 'date-time' } }, required: ['foo'], additionalProperties: false };
const validate = ajv.compile(schema);
for (const data of [{ foo: 1, bar: 'abc' }, { foo: 5, bar: 'a@b.c', list: [1, 'aa'], when: '2020-01-01T00:00:00Z' }, { bar: 2, x: 1 }, { foo: 4, list: [1, 1, 'b', null], when: 'no' }])
  console.log(validate(data), validate.errors, ajv.errorsText(validate.errors));
console.log(require("ajv/dist/standalone").default(ajv, validate).length > 1000);
const node = { $id: 'tree', type: 'object', properties: { value: { type: 'number' }, children: { type: 'array', items: { $ref: '#' } } }, required: ['value'] };
const tree = ajv.compile(node);
console.log(tree({ value: 1, children: [{ value: 2 }, { value: 'x' }] }), tree.errors);
ajv.addKeyword({ keyword: 'even', type: 'number', validate: (s, d) => d % 2 === 0 === s });
console.log(ajv.validate({ type: "number", even: true }, 3), ajv.errors);
try { ajv.compile({ type: 'strange' }); } catch (e) { console.log(e.message); }
const JTD = require('ajv/dist/jtd'); const jtd = new JTD();
const parse = jtd.compileParser({ properties: { foo: { type: 'int32' } } });
console.log(parse('{"foo": 3}'), parse('{"foo": "x"}'), parse.message, parse.position);
console.log(jtd.compileSerializer({ properties: { foo: { type: 'float64' } } })({ foo: 1.5 }));
