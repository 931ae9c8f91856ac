const babel = require('@babel/core');
const code = `
import x, { y as z } from 'mod'; export default class A extends B { #p = 1; static s = 2; static { this.q = 1; } get v() { return this.#p ?? z?.w; } async *gen() { for await (const i of x()) yield* i; } }
const f = async ({ a, ...rest }, [b = 1] = []) => { await a; return { ...rest, b, [\`k\${b}\`]: 2n ** 3n }; };
for (const q of [1, 2]) { setTimeout(() => console.log(q)); } let t = tag\`x\${1}y\`; a ||= b; label: for (;;) { continue label; } export const re = /(?<n>a)/su;`;
for (const targets of ['ie 11', 'node 12', 'last 1 chrome version']) {
  const r = babel.transformSync(code, { filename: 'a.js', babelrc: false, configFile: false, compact: false, sourceMaps: true, presets: [[require.resolve('@babel/preset-env'), { targets, modules: targets === 'ie 11' ? 'cjs' : false }]] });
  console.log(r.code); console.log(r.map.mappings.length, r.map.names);
}
const plugin = ({ types: t }) => ({ visitor: { Identifier(p) { if (p.node.name === 'foo') p.node.name = [...p.node.name].reverse().join(''); }, BinaryExpression(p) { const r = p.evaluate(); if (r.confident) p.replaceWith(t.valueToNode(r.value)); } } });
console.log(babel.transformSync('foo(1 + 2 * 3, `a`)', { plugins: [plugin], configFile: false }).code);
try { babel.transformSync('let a = ;\nlet b', { filename: 'bad.js', configFile: false }); } catch (e) { console.log(e.message, e.code, e.loc); }
const t = babel.types, gen = require('@babel/generator').default, template = babel.template; console.log(gen(t.functionDeclaration(t.identifier('x'), [], t.blockStatement([t.returnStatement(t.numericLiteral(1))]))).code, gen(template.statement('const A = B;')({ A: t.identifier('q'), B: t.stringLiteral('w') })).code);
babel.transformAsync('a?.b', { presets: [require.resolve('@babel/preset-env')], configFile: false, filename: 'x.js' }).then((r) => console.log(r.code));
const traverse = babel.traverse; let n = 0; traverse(babel.parseSync('function a(b){ var c; { let d; } }', { configFile: false }), { Scope(p) { n++; console.log(Object.keys(p.scope.bindings)); } });
