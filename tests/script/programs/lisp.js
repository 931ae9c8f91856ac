// A small Lisp: reader, environments as prototype chains, special forms as a table, tail calls by a loop.
const readTokens = (source) => source.match(/;[^\n]*|[()']|"(?:\\.|[^"\\])*"|[^\s()'";]+/g).filter((t) => t[0] !== ';');

class Sym {
  static #table = new Map();
  constructor(name) { this.name = name; }
  static of(name) {
    if (!Sym.#table.has(name)) Sym.#table.set(name, new Sym(name));
    return Sym.#table.get(name);
  }
  toString() { return this.name; }
}

function read(tokens) {
  const token = tokens.shift();
  if (token === undefined) throw new SyntaxError('unexpected end of input');
  switch (token) {
    case '(': {
      const list = [];
      while (tokens[0] !== ')') list.push(read(tokens));
      tokens.shift();
      return list;
    }
    case ')': throw new SyntaxError('unexpected )');
    case "'": return [Sym.of('quote'), read(tokens)];
  }
  if (token.startsWith('"')) return JSON.parse(token);
  const number = Number(token);
  return Number.isNaN(number) ? Sym.of(token) : number;
}

const show = (x) =>
  Array.isArray(x) ? `(${x.map(show).join(' ')})`
  : x instanceof Sym ? x.name
  : typeof x === 'function' ? `#<procedure ${x.title ?? x.name}>`
  : typeof x === 'boolean' ? (x ? '#t' : '#f')
  : typeof x === 'string' ? JSON.stringify(x) : String(x);

class Lambda {
  constructor(parameters, body, env, title = 'lambda') {
    Object.assign(this, { parameters, body, env, title });
  }
  bind(args) {
    const env = Object.create(this.env);
    this.parameters.forEach((p, i) => {
      if (!(i in args)) throw new TypeError(`${this.title}: missing argument ${p}`);
      env[p] = args[i];
    });
    return env;
  }
}

const globals = Object.assign(Object.create(null), {
  '+': (...xs) => xs.reduce((a, b) => a + b, 0),
  '-': (a, ...xs) => (xs.length ? xs.reduce((x, y) => x - y, a) : -a),
  '*': (...xs) => xs.reduce((a, b) => a * b, 1),
  '<': (a, b) => a < b,
  '=': (a, b) => a === b,
  list: (...xs) => xs, car: ([head]) => head, cdr: ([, ...tail]) => tail, cons: (a, b) => [a, ...b],
  'null?': (x) => Array.isArray(x) && x.length === 0,
  display: (x) => { console.log(typeof x === 'string' ? x : show(x)); return undefined; },
});

const special = {
  quote: (env, datum) => ({ value: datum }),
  if: (env, test, then, otherwise) => ({ next: evaluate(test, env) !== false ? then : otherwise, env }),
  define(env, target, ...body) {
    if (Array.isArray(target)) {
      const [name, ...parameters] = target;
      env[name] = new Lambda(parameters, body, env, name.name);
    } else env[target] = evaluate(body[0], env);
    return { value: Sym.of('ok') };
  },
  lambda: (env, parameters, ...body) => ({ value: new Lambda(parameters, body, env) }),
  let(env, bindings, ...body) {
    const inner = Object.create(env);
    for (const [name, init] of bindings) inner[name] = evaluate(init, env);
    return sequence(body, inner);
  },
  begin: (env, ...body) => sequence(body, env),
};
function sequence(body, env) {
  for (const form of body.slice(0, -1)) evaluate(form, env);
  return { next: body.at(-1), env };
}
function evaluate(form, env) {
  for (;;) {
    if (form instanceof Sym) {
      if (!(form.name in env)) throw new ReferenceError(`unbound variable: ${form}`);
      return env[form.name];
    }
    if (!Array.isArray(form)) return form;
    const [head, ...rest] = form;
    if (head instanceof Sym && Object.hasOwn(special, head.name)) {
      const step = special[head.name](env, ...rest);
      if (!('next' in step)) return step.value;
      ({ next: form, env } = step);
      continue;
    }
    const f = evaluate(head, env);
    const args = rest.map((x) => evaluate(x, env));
    if (f instanceof Lambda) {
      ({ next: form, env } = sequence(f.body, f.bind(args)));
    } else if (typeof f === 'function') return f(...args);
    else throw new TypeError(`not a procedure: ${show(f)}`);
  }
}
function run(source) {
  const tokens = readTokens(source);
  let result;
  while (tokens.length) {
    try {
      result = evaluate(read(tokens), globals);
      if (result !== undefined) console.log('=>', show(result));
    } catch (error) {
      console.log(`${error.name}: ${error.message}`);
    }
  }
}
run(`
  (define (fact n) (if (< n 2) 1 (* n (fact (- n 1)))))
  (fact 10)
  (define (loop n acc) (if (= n 0) acc (loop (- n 1) (+ acc n)))) ; a tail call
  (loop 20000 0)
  (define (map f xs) (if (null? xs) '() (cons (f (car xs)) (map f (cdr xs)))))
  (map (lambda (x) (* x x)) '(1 2 3 4))
  (let ((x 2) (y 3)) (display "in let") (* x y))
  (define (adder n) (lambda (x) (+ x n)))
  ((adder 3) 4)
  '(a "b\\n" (c . d))
  (undefined-thing 1)
  ("not" 1)
  ((adder 1))
  car
  fact
`);
try { read(readTokens('(1 (2')); } catch (error) { console.log(String(error)); }
