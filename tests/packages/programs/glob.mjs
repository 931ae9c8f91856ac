import { Glob, glob, globIterate, globSync, hasMagic, escape } from 'glob';

const cwd = new URL('fixtures/glob', `file://${process.cwd()}/`).pathname;
console.log((await glob('**/*.js', { cwd, ignore: 'docs/**' })).sort());
console.log(globSync(['*.{json,md}', 'src/**/[a-c]*'], { cwd }).sort());
console.log((await glob('**', { cwd, dot: true, nodir: true, maxDepth: 2 })).sort());
for await (const file of globIterate('src/*/', { cwd, mark: true })) console.log(file);
const stats = await glob('src/**', { cwd, stat: true, withFileTypes: true });
console.log(stats.map((path) => `${path.relative()} ${path.isDirectory() ? 'directory' : path.size}`).sort());
const g = new Glob('docs/!(b).js', { cwd });
console.log([...g].sort(), g.pattern, hasMagic('a/*.js'), hasMagic('a/b'), escape('a[b]*.js'));
console.log(await glob('nothing/here', { cwd }), globSync('SRC/*.JS', { cwd, nocase: true }).sort());
