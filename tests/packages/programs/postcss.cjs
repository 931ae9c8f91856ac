const postcss = require('postcss'), autoprefixer = require('autoprefixer');
const css = 'a { display: flex; user-select: none }\n@media (min-width: 1px) { .b::placeholder { color: gray; } }\n/* c */ .x { & .y { transition: transform 1s } }';
postcss([autoprefixer({ overrideBrowserslist: ['last 4 versions', 'ie 10', 'chrome 30'] })]).process(css, { from: 'a.css', to: 'b.css', map: { inline: false } }).then((r) => { console.log(r.css); console.log(r.map.toString().length, r.warnings().length); });
const plug = { postcssPlugin: 'p', Once(root) { root.append({ selector: '.z', nodes: [] }); }, Declaration: { color(d) { d.value = 'red'; d.warn(require('postcss').prototype ?? { warn() {} }, 'x') ; } } }; delete plug.Declaration;
console.log(postcss([plug]).process(css, { from: undefined }).css); try { postcss.parse('a { b: c'); } catch (e) { console.log(e.name, e.message, e.line, e.showSourceCode?.(false)); }
const root = postcss.parse(css); root.walkDecls((d) => console.log(d.prop, d.value, d.source.start)); root.walkRules(/\.b/, (r) => console.log(r.selector)); console.log(JSON.stringify(root.toJSON()).length);
