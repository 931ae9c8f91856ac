import * as yaml from 'js-yaml';

const text = `
# a document
name: &name Ogre
list:
  - 1
  - 2.5
  - 0x1F
  - 1e3
  - .inf
  - ~
  - yes
  - 'single ''quoted'''
  - "double \\u263A \\n"
folded: >
  some folded
  text

  here
literal: |-
  keep
    this
map: {a: 1, b: [x, y]}
again: *name
merge:
  <<: {z: 1}
  q: 2
date: 2001-12-14T21:59:43.10-05:00
? complex
: value
`;
const run = (work) => { try { console.log(work()); } catch (error) { console.log(error.name, error.reason, '\n' + error.message); } };
run(() => yaml.load(text));
run(() => yaml.loadAll('---\na: 1\n---\n- b\n...\n'));
run(() => yaml.dump({ a: [1, { b: 'two: 2', c: null }], long: 'word '.repeat(40), 'key with: colon': true, date: new Date(0), multi: 'x\ny\n', empty: [], o: {}, n: NaN, s: '123', t: 'true' }, { lineWidth: 60, sortKeys: true }));
run(() => yaml.dump({ deep: { deeper: { deepest: [[1, 2], [3]] } } }, { flowLevel: 2, indent: 4 }));
const shared = { x: 1 };
run(() => yaml.dump({ one: shared, two: shared }));
run(() => yaml.load('a: [1, 2\nb: 3'));
run(() => yaml.load('a: 1\na: 2'));
run(() => yaml.load('\tx: 1'));
run(() => yaml.load('x: !!binary SGVsbG8='));
run(() => yaml.dump({ f() {} }));
