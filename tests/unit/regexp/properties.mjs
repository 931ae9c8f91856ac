// Writes properties.txt, a checksum of every set that \p{...} can name: node properties.mjs > properties.txt (Node 26).
import {readFileSync} from 'node:fs';
const names = readFileSync(new URL('../../../engine/regexp/property_names.txt', import.meta.url), 'utf8')
                  .split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.split(' '));
let every = '';
// Surrogates would pair up with each other; they are asked one by one.
for (let c = 0; c <= 0x10FFFF; c++) if (c < 0xD800 || c > 0xDFFF) every += String.fromCodePoint(c);
// The points where membership changes, from matches over all code points in order.
const points = (escape) => {
  const result = [];
  for (const m of every.matchAll(new RegExp(`${escape}+`, 'gu'))) {
    const first = m[0].codePointAt(0);
    const last = m[0].codePointAt(m[0].length - (m[0].charCodeAt(m[0].length - 1) >> 10 === 0x37 && m[0].length > 1 ? 2 : 1));
    result.push(first, Math.max(last, first) + 1);
  }
  return result;
};
const sum = (values) => {
  let state = 0xCBF29CE484222325n;
  for (const v of values) state = BigInt.asUintN(64, (state ^ BigInt(v)) * 0x100000001B3n);
  return state.toString(16);
};
const lone = (escape) => {
  const re = new RegExp(`^${escape}$`, 'u');
  return re.test('\ud800') && re.test('\udfff') ? 'surrogates' : 'none';
};
for (const [kind, ...spellings] of names) {
  const prefixes = {category: ['', 'gc=', 'General_Category='], binary: [''], script: ['sc=', 'Script=', 'scx=', 'Script_Extensions='], strings: []}[kind];
  for (const spelling of spellings) {
    for (const prefix of prefixes) {
      const escape = `\\p{${prefix}${spelling}}`;
      console.log(`${prefix}${spelling}`, sum(points(escape)), lone(escape));
    }
  }
}
