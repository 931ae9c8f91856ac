// Writes shapes.js, its map and what Node's own reader says of it: node make.mjs NPM_FOLDER (tests/syntax/install.mjs
// puts typescript there). Run with node@26.
import fs from 'node:fs';
import { SourceMap, createRequire } from 'node:module';
import path from 'node:path';

const folder = new URL('.', import.meta.url);
const ts = createRequire(path.resolve(process.argv[2], 'index.js'))('typescript');
const source = fs.readFileSync(new URL('shapes.ts', folder), 'utf8');
const { outputText, sourceMapText } = ts.transpileModule(source, {
  fileName: 'shapes.ts',
  compilerOptions: { sourceMap: true, inlineSources: true, target: 'ES2017', module: 'CommonJS', sourceRoot: 'src' },
});
fs.writeFileSync(new URL('shapes.js', folder), outputText);
fs.writeFileSync(new URL('shapes.js.map', folder), sourceMapText);
const map = new SourceMap(JSON.parse(sourceMapText));
const lines = [];
outputText.split('\n').forEach((text, line) => {
  for (let column = 0; column <= text.length; column += 3) {
    const entry = map.findEntry(line, column);
    // Node goes on with the line before; scrim says that there is nothing.
    if (entry.generatedLine !== line) continue;
    lines.push([line, column, entry.originalLine, entry.originalColumn, entry.name ?? '-'].join(' '));
  }
});
fs.writeFileSync(new URL('shapes.expected', folder), lines.join('\n') + '\n');
