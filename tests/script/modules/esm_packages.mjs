// Packages as import sees them; the specifiers are resolved from a file among the packages.
import { probe, dir } from './fixtures/probe.mjs';
for (const name of ['dual', 'dual/feature', 'dual/array', 'dual/missing', 'dual/private/x', 'dual/bad', 'dual/nothing', 'dual/strict',
  'legacy', 'legacy/deep', 'legacy/deep.js', 'badmain', 'esmonly', 'patterns/one', 'patterns/sub/two', 'patterns/features/x.js',
  'patterns/features/internal/x.js', 'patterns', '@scope/pkg', '@scope/pkg/sub', '@scope/pkg/sub.js', '@scope', 'noexports', 'noexports/lib',
  'noexports/lib/index.js', './selfref/index.js', '.hidden', 'a%b', '#', '#/x']) {
  try {
    const module = await probe(name);
    console.log(name, module.default === undefined ? { ...module } : module.default, Object.keys(module));
  } catch (error) {
    console.log(name, error.name, error.code, error.message.replaceAll(dir, '<dir>'));
  }
}
