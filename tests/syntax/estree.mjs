// `scrim dump ast --estree` against acorn, acorn-jsx and @typescript-eslint/parser, on the files that are there:
//   node estree.mjs SCRIM NPM_FOLDER [--test262 FOLDER] [PATH...]
// NPM_FOLDER is where tests/syntax/install.mjs installed; without it, or without the packages, the test is skipped.
// Trees must be equal after this normalisation:
//   all         values of RegExp and BigInt literals are left out (objects in acorn), a BigInt's digits are decimal
//   JSX         acorn-jsx refuses {...list} as a child, which JSX's grammar has (JSXSpreadChild): such a file counts among
//               those it refuses ("theirs"; tests/unit/syntax/golden/jsx.jsx is one), and in .tsx files is compared with
//               @typescript-eslint/parser
//               text is no BigInt (acorn-jsx takes text that ends in n for one) and ends its lines as they are; a
//               fragment's tags have no attributes and are not self-closing
//   TypeScript  types, modifiers and what only declares types are taken out; x as T, x satisfies T, x!, <T>x and f<T>
//               are what they are around; a template with a bad escape is not cooked; places of what begins or ends with a type are those of what is left
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const [scrim, npm, ...rest] = process.argv.slice(2);
const skip = (why) => {
  console.log(`skipped: ${why}`);
  process.exit(0);
};
if (!scrim || !npm || !fs.existsSync(path.join(npm, 'node_modules/acorn'))) skip('no acorn (node tests/syntax/install.mjs BUILD_FOLDER)');
const require = createRequire(path.resolve(npm, 'index.js'));
const acorn = require('acorn');
const jsx = acorn.Parser.extend(require('acorn-jsx')());
const optional = (name) => {
  try {
    return require(name);
  } catch {
    return null;
  }
};
const typescript = optional('@typescript-eslint/parser');

let test262 = null;
const paths = [];
for (let i = 0; i < rest.length; i++) {
  if (rest[i] === '--test262') test262 = rest[++i];
  else paths.push(rest[i]);
}
if (paths.length === 0 && !test262) paths.push(path.join(npm, 'node_modules'));

// ---- the files
const files = [];
const endings = /\.(js|mjs|cjs|jsx|ts|tsx|mts|cts)$/;
const walk = (entry) => {
  if (fs.statSync(entry).isDirectory()) {
    for (const name of fs.readdirSync(entry).sort()) if (name !== '.git') walk(path.join(entry, name));
  } else if (endings.test(entry) && !/\.d\.[cm]?ts$/.test(entry) && !/_FIXTURE/.test(entry)) {
    files.push(entry);
  }
};
if (test262) walk(path.join(test262, 'test'));
paths.forEach(walk);

// ---- the other parser's tree
const isTypeScript = (file) => /\.([cm]?ts|tsx)$/.test(file);
function theirs(file, text) {
  if (isTypeScript(file)) {
    if (!typescript) return null;
    const { ast } = typescript.parseForESLint(text, { range: true, jsx: file.endsWith('x'), ecmaFeatures: { jsx: file.endsWith('x') }, sourceType: 'module', filePath: file, errorOnUnknownASTType: false });
    return { tree: ast, module: true };
  }
  const parser = file.endsWith('.jsx') ? jsx : acorn.Parser;
  const options = { ecmaVersion: 'latest', allowReturnOutsideFunction: true, allowHashBang: true };
  const meta = test262 && /\/\*---([\s\S]*?)---\*\//.exec(text)?.[1];
  if (meta) {
    if (/\bnegative:/.test(meta)) return null;
    options.allowReturnOutsideFunction = false;
    const module = /flags:.*\bmodule\b/.test(meta);
    return { tree: parser.parse(text, { ...options, sourceType: module ? 'module' : 'script' }), module };
  }
  let failure;
  for (const sourceType of file.endsWith('.mjs') ? ['module'] : ['script', 'module']) {
    try {
      return { tree: parser.parse(text, { ...options, sourceType }), module: sourceType === 'module' };
    } catch (error) {
      failure ??= error;
    }
  }
  // JSX in a .js file: compared as a copy with the ending that says so.
  try {
    return { tree: jsx.parse(text, { ...options, sourceType: 'module' }), module: true, copy: !file.endsWith('.jsx') };
  } catch {
    throw failure;
  }
}
const copies = fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-estree-'));
process.on('exit', () => fs.rmSync(copies, { recursive: true, force: true }));

// ---- normalisation
const dropped = new Set(['TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'TSDeclareFunction', 'EmptyStatement', 'TSIndexSignature', 'TSAbstractMethodDefinition', 'TSAbstractPropertyDefinition', 'TSAbstractAccessorProperty', 'TSNamespaceExportDeclaration', 'TSEnumDeclaration', 'TSModuleDeclaration', 'TSImportEqualsDeclaration', 'TSExportAssignment']);
const transparent = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion', 'TSInstantiationExpression']);
const noise = new Set(['loc', 'range', 'parent', 'comments', 'tokens', 'typeAnnotation', 'returnType', 'typeParameters', 'typeArguments', 'superTypeArguments', 'superTypeParameters', 'implements', 'accessibility', 'readonly', 'override', 'abstract', 'declare', 'definite', 'optionalParameter', 'importKind', 'exportKind', 'decorators']);

function normalise(node, ts) {
  if (Array.isArray(node)) {
    let list = node.map((item) => normalise(item, ts));
    if (ts) list = list.filter((item) => item !== undefined);
    return list;
  }
  if (node === null || typeof node !== 'object') {
    if (typeof node === 'bigint') return undefined;
    return typeof node === 'number' && !Number.isFinite(node) ? null : node;
  }
  if (ts) {
    if (dropped.has(node.type)) return undefined;
    if (transparent.has(node.type)) return normalise(node.expression, ts);
    if (node.type === 'TSParameterProperty') return normalise(node.parameter, ts);
    if (node.type === 'TSEmptyBodyFunctionExpression') return undefined;
    if (node.declare === true) return undefined;
    if ((node.importKind === 'type' || node.exportKind === 'type') && node.type !== 'ExportDefaultDeclaration') {
      return undefined;
    }
    if (node.type === 'MethodDefinition' && node.value?.type === 'TSEmptyBodyFunctionExpression') return undefined;
    if (/^Export(Named|Default)Declaration$/.test(node.type) && node.declaration && (dropped.has(node.declaration.type) || node.declaration.declare)) return undefined;
    if (node.type === 'ChainExpression' && transparent.has(node.expression.type)) {
      return normalise({ ...node.expression, expression: node.expression.expression }, ts) ;
    }
  }
  const out = {};
  for (const key of Object.keys(node).sort()) {
    if (noise.has(key)) continue;
    if (ts && (key === 'start' || key === 'end' || (key === 'optional' && !/^(Call|Member)Expression$/.test(node.type)))) continue;
    if (ts && key === 'params') {
      out[key] = normalise(node[key].filter((item) => !(item.type === 'Identifier' && item.name === 'this')), ts);
      continue;
    }
    if (key === 'value' && node.type === 'Literal' && ('regex' in node || 'bigint' in node)) continue;
    if (key === 'bigint' && node.type === 'JSXText') continue;
    if (key === 'value' && node.type === 'JSXText') {
      out[key] = node[key].replace(/\r\n?/g, '\n');
      continue;
    }
    if ((key === 'attributes' || key === 'selfClosing') && /JSX(Opening|Closing)Fragment/.test(node.type)) continue;
    if (ts && key === 'cooked' && /\\([1-9]|0\d|x(?![\da-f]{2})|u(?![\da-f]{4}|\{))/i.test(node.raw)) continue;
    out[key] = key === 'bigint' ? BigInt(node[key]).toString() : normalise(node[key], ts);
    if (ts && node.type === 'ExpressionStatement' && key === 'directive' && out[key] === undefined) delete out[key];
    if (ts && key === 'phase' && !out[key]) delete out[key];
  }
  if (ts) {
    if (out.type === 'Literal') delete out.raw;
    if (out.type === 'JSXText' ) delete out.raw;
    if (out.type === 'ImportExpression') delete out.attributes;
    if (/^JSX/.test(out.type)) delete out.attributesEnd;
    if (out.type === 'ExportAllDeclaration' || out.type === 'ImportDeclaration') delete out.assertions;
    delete out.assertions;
  }
  return out;
}

const first = (a, b, at = '') => {
  if (a === b) return null;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b || Array.isArray(a) !== Array.isArray(b)) return `${at}: scrim ${JSON.stringify(a)?.slice(0, 200)}, other ${JSON.stringify(b)?.slice(0, 200)}`;
  if (a.type !== b.type) return `${at}: scrim ${a.type} ${a.start}, other ${b.type} ${b.start}`;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = first(a[key], b[key], `${at}.${key}`);
    if (found) return found;
  }
  return null;
};

// ---- comparison
const count = { equal: 0, different: 0, refused: 0, theirs: 0, skipped: 0 };
const BATCH = 60;
let shown = 0;
const show = (...words) => {
  if (shown++ < 40) console.log(...words);
};
const batches = { script: [], module: [] };
function flush(kind) {
  const batch = batches[kind].splice(0);
  if (batch.length === 0) return;
  const result = spawnSync(scrim, ['dump', 'ast', '--estree', ...(kind === 'module' ? ['--module'] : []), ...batch.map(({ file }) => file)], { maxBuffer: 2 ** 31, encoding: 'utf8' });
  if (result.signal || result.error) throw new Error(`${result.signal ?? result.error} in ${batch.map(({ file }) => file)}`);
  const bad = new Map();
  for (const line of result.stderr.split('\n')) {
    const file = batch.find((item) => line.startsWith(`${item.file}:`))?.file;
    if (file && !bad.has(file)) bad.set(file, line.slice(file.length));
  }
  const lines = result.stdout.split('\n');
  batch.forEach(({ file, name, tree }, index) => {
    if (bad.has(file)) {
      count.refused++;
      show('REFUSED', name, bad.get(file));
      return;
    }
    const ts = isTypeScript(file);
    const found = first(normalise(JSON.parse(lines[index]), ts), normalise(JSON.parse(JSON.stringify(tree, (key, value) => (typeof value === 'bigint' ? undefined : key === 'parent' ? undefined : value))), ts));
    if (found) {
      count.different++;
      show('DIFFERENT', name, found);
    } else {
      count.equal++;
    }
  });
}
for (const file of files) {
  const text = fs.readFileSync(file, 'utf8');
  let other;
  try {
    other = theirs(file, text);
  } catch (error) {
    // What the other parser refuses cannot be compared.
    count.theirs++;
    if (process.env.SHOW_THEIRS) console.log('THEIRS', file, error.message);
    continue;
  }
  if (!other || text.charCodeAt(0) === 0xfeff) {
    count.skipped++;
    continue;
  }
  const kind = other.module ? 'module' : 'script';
  let read = file;
  if (other.copy) {
    read = path.join(copies, `${files.indexOf(file)}.jsx`);
    fs.writeFileSync(read, text);
  }
  batches[kind].push({ file: read, name: file, tree: other.tree });
  if (batches[kind].length >= BATCH) flush(kind);
}
flush('script');
flush('module');
console.log(JSON.stringify(count));
process.exit(count.different + count.refused > 0 ? 1 : 0);
