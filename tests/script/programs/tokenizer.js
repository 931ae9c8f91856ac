// A tokenizer and a precedence parser for arithmetic.
'use strict';
const kinds = [[/^\s+/, null], [/^\d+(\.\d+)?/, 'number'], [/^[a-z_]\w*/i, 'name'], [/^(\*\*|[-+*\/()%,])/, 'op']];
function* tokenize(text) {
  let position = 0;
  while (position < text.length) {
    const rest = text.slice(position);
    const hit = kinds.map(([re, kind]) => ({ kind, match: re.exec(rest) })).find(({ match }) => match);
    if (!hit) throw new SyntaxError(`unexpected '${text[position]}' at ${position}`);
    if (hit.kind) yield { kind: hit.kind, text: hit.match[0], position };
    position += hit.match[0].length;
  }
}
const precedence = { '+': 1, '-': 1, '*': 2, '/': 2, '%': 2, '**': 3 };
class Parser {
  #tokens;
  #at = 0;
  constructor(text) { this.#tokens = [...tokenize(text)]; }
  get #next() { return this.#tokens[this.#at]; }
  #take(text) {
    if (this.#next?.text !== text) throw new SyntaxError(`expected ${text}, found ${this.#next?.text ?? 'the end'}`);
    return this.#tokens[this.#at++];
  }
  parse() {
    const tree = this.expression(0);
    if (this.#next) throw new SyntaxError(`left over: ${this.#next.text}`);
    return tree;
  }
  expression(limit) {
    let left = this.primary();
    for (;;) {
      const op = this.#next?.text;
      const level = precedence[op] ?? 0;
      if (level <= limit) return left;
      this.#at++;
      const right = this.expression(op === '**' ? level - 1 : level);
      left = { op, left, right };
    }
  }
  primary() {
    const token = this.#next;
    if (!token) throw new SyntaxError('unexpected end');
    this.#at++;
    if (token.kind === 'number') return Number(token.text);
    if (token.kind === 'name') {
      if (this.#next?.text !== '(') return { name: token.text };
      this.#take('(');
      const args = [];
      while (this.#next?.text !== ')') {
        args.push(this.expression(0));
        if (this.#next?.text === ',') this.#at++;
      }
      this.#take(')');
      return { call: token.text, args };
    }
    if (token.text === '(') {
      const inner = this.expression(0);
      this.#take(')');
      return inner;
    }
    if (token.text === '-') return { op: 'neg', left: this.primary() };
    throw new SyntaxError(`unexpected ${token.text}`);
  }
}
const functions = { max: Math.max, sqrt: Math.sqrt, abs: Math.abs };
function evaluate(tree, names = {}) {
  if (typeof tree === 'number') return tree;
  if (tree.name) return names[tree.name] ?? NaN;
  if (tree.call) return functions[tree.call](...tree.args.map((a) => evaluate(a, names)));
  const left = evaluate(tree.left, names);
  if (tree.op === 'neg') return -left;
  const right = evaluate(tree.right, names);
  switch (tree.op) {
    case '+': return left + right;
    case '-': return left - right;
    case '*': return left * right;
    case '/': return left / right;
    case '%': return left % right;
    default: return left ** right;
  }
}
for (const text of ['1 + 2 * 3', '2 ** 3 ** 2', '(1+2)*-4', 'max(1, x, sqrt(16)) % 3', '1 / 3', '7 +', 'a $ b', '2 3', 'abs(-x) - 0.1 - 0.2']) {
  try {
    const tree = new Parser(text).parse();
    console.log(text, '=>', evaluate(tree, { x: 5 }), JSON.stringify(tree));
  } catch (error) {
    console.log(text, '=>', `${error.name}: ${error.message}`);
  }
}
console.log([...tokenize('foo+1.5')]);
