// Colours of a line while it is typed, by the styles of util.inspect. What is not yet a token (an open string) and all
// behind it stays as it is.
'use strict';

const kKeywords = new Set(('break case catch class const continue debugger default delete do else extends finally for function if in instanceof ' +
  'new return super switch this throw try typeof var void while with').split(' '));
const kNames = {
  __proto__: null, true: 'boolean', false: 'boolean', null: 'null', undefined: 'undefined', NaN: 'number', Infinity: 'number',
  Symbol: 'symbol', Date: 'date', import: 'module', export: 'module',
};
const kWhite = /[\s]+/y;
const kComment = /\/\/[^\n]*|\/\*[^]*?\*\//y;
const kString = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/y;
const kNumber = /(?:0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)n?(?![\w$\\])/y;
const kName = /#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/yu;
const kPattern = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const kTemplate = /(?:[^`\\$]|\\[^]|\$(?!\{))*/y;

function highlight(text, inspect) {
  const paint = (style, token) => {
    if (token === '') return '';
    if (token.includes('\n')) return token;  // each row is shown by itself
    const codes = inspect.colors[inspect.styles[style]];
    return codes ? `\x1b[${codes[0]}m${token}\x1b[${codes[1]}m` : token;
  };
  let at = 0;
  let result = '';
  // Whether a slash here divides.
  let value = false;
  const open = [];  // braces, and '`' where a template goes on behind one
  const take = (pattern) => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  // A template's text from `at` on, with its opening quote or brace done; false: it does not end.
  const template = (quote) => {
    const chunk = take(kTemplate);
    const end = text.startsWith('${', at + chunk.length) ? '${' : text[at + chunk.length] === '`' ? '`' : undefined;
    if (end === undefined) {
      result += paint('string', quote) + text.slice(at);
      return false;
    }
    const tail = end === '`' ? end : '';
    if (chunk.includes('\n')) result += paint('string', quote) + chunk + paint('string', tail);
    else if (quote + chunk + tail !== '') result += paint('string', quote + chunk + tail);
    at += chunk.length + end.length;
    if (end === '${') {
      result += end;
      open.push('`');
    }
    value = end === '`';
    return true;
  };
  const pattern = (token) => {
    const end = token.lastIndexOf('/');
    try {
      return inspect(new RegExp(token.slice(1, end), token.slice(end + 1)), { colors: true });
    } catch {
      return token;
    }
  };
  while (at < text.length) {
    let token;
    if ((token = take(kWhite))) {
      result += token;
      at += token.length;
      continue;
    }
    if ((token = take(kComment))) {
      result += paint('undefined', token);
      at += token.length;
      continue;
    }
    const char = text[at];
    if ((token = take(kString))) {
      result += paint('string', token);
      value = true;
    } else if (char === '`') {
      at++;
      if (!template('`')) return result;
      continue;
    } else if ((/\d/.test(char) || (char === '.' && /\d/.test(text[at + 1]))) && (token = take(kNumber))) {
      result += paint(token.endsWith('n') ? 'bigint' : 'number', token);
      value = true;
    } else if ((token = take(kName))) {
      const style = kKeywords.has(token) ? 'special' : kNames[token];
      result += style ? paint(style, token) : token;
      value = !kKeywords.has(token) || token === 'this' || token === 'super';
    } else if (char === '/' && !value && (token = take(kPattern))) {
      result += pattern(token);
      value = true;
    } else if (char === '}' && open.pop() === '`') {
      result += '}';
      at++;
      if (!template('')) return result;
      continue;
    } else if (/["'\\@#\d]/.test(char) || (char === '/' && text[at + 1] === '*')) {
      return result + text.slice(at);
    } else {
      if (char === '{') open.push('{');
      token = char;
      result += char;
      value = char === ')' || char === ']' || char === '}';
    }
    at += token.length;
  }
  return result;
}

module.exports = { highlight };
