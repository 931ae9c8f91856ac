// Packages as require sees them.
const { createRequire } = require('module');
const here = createRequire(__dirname + '/fixtures/');
const show = (name, other = here) => {
  try {
    console.log(name, other(name));
  } catch (error) {
    console.log(name, error.name, error.code, error.message.replaceAll(__dirname, '<dir>'));
  }
};
for (const name of ['dual', 'dual/feature', 'dual/array', 'dual/package.json', 'dual/missing', 'dual/private/x', 'dual/bad', 'dual/nothing',
  'dual/strict', 'legacy', 'legacy/deep', 'legacy/deep.js', 'badmain', 'esmonly', 'patterns/one', 'patterns/sub/two', 'patterns/features/x.js',
  'patterns/features/internal/x.js', 'patterns', '@scope/pkg', '@scope/pkg/sub', '@scope/pkg/sub.js', '@scope', 'noexports', 'noexports/lib',
  './selfref', '#nothing']) show(name);
const inside = createRequire(__dirname + '/fixtures/selfref/lib/');
for (const name of ['selfref/util', '#util', '#dep', '#nothing', '#internal/util', '#internal/none']) {
  try {
    const value = inside(name);
    console.log(name, typeof value === 'object' ? Object.keys(value).slice(0, 3) : value);
  } catch (error) {
    console.log(name, error.name, error.code, error.message.replaceAll(__dirname, '<dir>').split('\n')[0]);
  }
}
