// What goes wrong with ES modules.
const show = async (specifier, options) => {
  try {
    console.log(specifier, await import(specifier, options));
  } catch (error) {
    const dir = import.meta.dirname;
    console.log(specifier, error.name, error.code, error.message.replaceAll(dir, '<dir>'), Object.keys(error).join());
  }
};
const json = { with: { type: 'json' } };
for (const name of ['missing-import', 'missing-export', 'missing-cjs-export', 'ambiguous', 'syntax-error', 'throws', 'nowhere']) {
  await show(`./fixtures/esm/${name}.mjs`);
}
await show('./fixtures/esm/throws.mjs');
await show('./fixtures/esm');
await show('./fixtures/data.json');
await show('./fixtures/broken.json', json);
await show('./fixtures/data.json', { with: { type: 'css' } });
await show('./fixtures/data.json', { with: { other: 'x' } });
await show('./fixtures/esm/tla.mjs', json);
await show('./fixtures/file.unknown');
await show('./fixtures/syntax-error.cjs');
await show('./fixtures/throws.cjs');
await show('no-such-package');
await show('no-such-package/sub');
await show('node:nothing');
await show('https://example.org/x.js');
await show('#nothing');
await show('');
await show('./a%2fb.mjs');
await show('data:text/plain,x');
await import('./fixtures/data.json', 5).catch((error) => console.log(error.name, error.message));
await import('./fixtures/data.json', { with: 5 }).catch((error) => console.log(error.name, error.message));
await import({ toString() { throw new RangeError('not a specifier'); } }).catch((error) => console.log(error.name, error.message));
await import(Symbol('s')).catch((error) => console.log(error.name, error.message));
