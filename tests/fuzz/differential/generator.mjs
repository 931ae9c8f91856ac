// Writes a random program: one line a statement, so that a reducer can take lines away. It ends by itself (loops and calls
// burn fuel), is deterministic, and says what it sees through log(); see prelude.js for what it may rely on.
import { Random } from './random.mjs';
import { rareStatements } from './statements.mjs';
import { receivers, functions, constructors, binary, assignment, literals } from './tables.mjs';

const kinds = Object.keys(receivers);

class Scope {
  constructor(parent, isFunction) {
    this.parent = parent;
    this.isFunction = isFunction;
    this.variables = []; // {name, kind, constant}
  }
}

export class Generator {
  constructor(seed) {
    this.random = new Random(seed);
    this.lines = [];
    this.indent = 0;
    this.names = 0;
    this.scope = null;
    this.strict = this.random.chance(40);
    this.functionKinds = []; // of the functions around: {async, generator, arrow, labels, loop}
    this.budget = 30 + this.random.int(60);
  }

  program() {
    if (this.strict) this.line("'use strict';");
    const async = this.random.chance(25);
    this.inScope(true, () => {
      this.functionKinds.push({ async, generator: false, loops: 0, labels: [], inMethod: false });
      for (const kind of ['num', 'str', 'arr', 'obj']) this.declare(kind);
      while (this.budget > 0) this.statement(0);
      for (const { name } of this.scope.variables.slice(-12)) this.line(`log('${name}', ${name});`);
      this.functionKinds.pop();
    });
    return { async, text: this.lines.join('\n') };
  }

  // --- text
  line(text) {
    this.lines.push('  '.repeat(this.indent) + text);
  }
  block(head, body, tail = '}') {
    this.line(head);
    this.indent++;
    body();
    this.indent--;
    this.line(tail);
  }
  inScope(isFunction, body) {
    this.scope = new Scope(this.scope, isFunction);
    body();
    this.scope = this.scope.parent;
  }
  name(prefix = 'v') {
    return `${prefix}${this.names++}`;
  }
  get around() {
    return this.functionKinds[this.functionKinds.length - 1];
  }
  visible(test) {
    const found = [];
    for (let s = this.scope; s; s = s.parent) for (const v of s.variables) if (test(v)) found.push(v);
    return found;
  }

  // --- declarations
  declare(kind = this.random.pick(kinds)) {
    const name = this.name();
    const word = this.random.pick(['let', 'const', 'var', 'let']);
    this.line(`${word} ${name} = ${this.expression(kind, 2)};`);
    this.scope.variables.push({ name, kind, constant: word === 'const' });
    return name;
  }

  pattern(depth, declared) {
    const leaf = () => {
      if (depth > 0 && this.random.chance(20)) return this.pattern(depth - 1, declared);
      const name = this.name();
      declared.push(name);
      return name;
    };
    const withDefault = (text) => (this.random.chance(40) ? `${text} = ${this.expression('any', 1)}` : text);
    if (this.random.chance(50)) {
      const parts = [];
      for (let i = this.random.int(3); i >= 0; i--) parts.push(this.random.chance(15) ? '' : withDefault(leaf()));
      if (this.random.chance(30)) parts.push(`...${leaf()}`);
      return `[${parts.join(', ')}]`;
    }
    const parts = [];
    for (let i = this.random.int(3); i >= 0; i--) {
      const key = this.random.pick(['a', 'b', 'x', 'length', "'y'", `[${this.expression('key', 0)}]`]);
      parts.push(`${key}: ${withDefault(leaf())}`);
    }
    if (this.random.chance(30)) {
      const name = this.name();
      declared.push(name);
      parts.push(`...${name}`);
    }
    return `{ ${parts.join(', ')} }`;
  }

  parameters(count, declared) {
    const list = [];
    for (let i = 0; i < count; i++) {
      if (this.random.chance(15)) {
        list.push(`${this.pattern(1, declared)} = ${this.expression(this.random.pick(['arr', 'obj']), 1)}`);
      } else {
        const name = this.name('p');
        declared.push(name);
        list.push(this.random.chance(20) ? `${name} = ${this.expression('any', 1)}` : name);
      }
    }
    if (this.random.chance(12)) {
      const name = this.name('rest');
      declared.push(name);
      list.push(`...${name}`);
    }
    return list.join(', ');
  }

  // The text of a function with a body of statements: "head(parameters) {" lines are written, then the body.
  functionBody(head, options, tail = '}') {
    const declared = [];
    this.inScope(true, () => {
      this.functionKinds.push({ loops: 0, labels: [], ...options });
      const names = this.parameters(options.parameters ?? this.random.int(3), declared);
      for (const name of declared) this.scope.variables.push({ name, kind: 'any', constant: false });
      this.block(
        `${head}(${names}) ${options.arrow ? '=> ' : ''}{`,
        () => {
          this.line('burn();');
          if (!options.arrow && this.random.chance(20)) this.line(`log('arguments', arguments.length, arguments[0]);`);
          if (!options.arrow && !this.strict && names && /^p\d+/.test(names) && this.random.chance(15)) {
            this.line(`arguments[0] = ${this.expression('any', 1)};`);
          }
          if (options.derived) this.line(`super(${this.arguments_()});`);
          if (this.random.chance(30)) this.line(`log('this', ${this.strict ? 'this' : 'typeof this'});`);
          const count = 1 + this.random.int(3);
          for (let i = 0; i < count; i++) this.statement(2);
          if (this.random.chance(70)) this.line(`return ${this.expression('any', 2)};`);
        },
        tail,
      );
      this.functionKinds.pop();
    });
  }

  functionDeclaration() {
    const name = this.name('f');
    const async = this.random.chance(20), generator = this.random.chance(20);
    this.scope.variables.push({ name, kind: generator && !async ? 'generator' : 'fn', constant: true });
    this.functionBody(`${async ? 'async ' : ''}function${generator ? '*' : ''} ${name}`, { async, generator });
  }

  classDeclaration() {
    const name = this.name('C');
    const bases = this.visible((v) => v.kind === 'class');
    const base = bases.length && this.random.chance(50) ? this.random.pick(bases).name
                 : this.random.chance(15) ? this.random.pick(['Array', 'Error', 'Map', 'Object', 'null', 'Promise']) : undefined;
    const derived = base !== undefined && base !== 'null';
    const field = this.random.chance(60);
    this.scope.variables.push({ name, kind: 'class', constant: true });
    const outside = this.strict;
    this.strict = true;
    this.block(`class ${name}${base ? ` extends ${base}` : ''} {`, () => {
      if (field) this.line(`#p = ${this.expression('any', 1)};`);
      if (this.random.chance(50)) this.line(`x = ${this.expression('any', 1)};`);
      if (this.random.chance(30)) this.line(`static s = ${this.expression('any', 1)};`);
      if (this.random.chance(20)) this.line(`[${this.expression('key', 0)}] = ${this.expression('any', 1)};`);
      if (this.random.chance(50)) this.functionBody('constructor', { derived, inMethod: true, constructor_: true });
      if (field) {
        this.line(`get p() { return this.#p; }`);
        this.line(`set p(value) { this.#p = value; }`);
        if (this.random.chance(40)) this.line(`static has(o) { return typeof o === 'object' && o !== null && #p in o; }`);
        if (this.random.chance(40)) this.line(`bump() { return this.#p++; }`);
      }
      if (this.random.chance(60)) {
        const prefix = this.random.pick(['', '', 'static ', 'async ', '*']);
        this.functionBody(`${prefix}m`, { async: prefix === 'async ', generator: prefix === '*', inMethod: true });
      }
      if (derived && this.random.chance(40)) this.line(`m2() { return [super.m, super.x, typeof super.toString]; }`);
      if (this.random.chance(20)) this.line(`toString() { return ${this.expression('str', 0)}; }`);
      if (this.random.chance(20)) this.line(`[Symbol.toPrimitive](hint) { return ${this.random.pick(['hint', '7', '"p"'])}; }`);
      if (this.random.chance(20)) this.line(`*[Symbol.iterator]() { yield 1; yield ${this.expression('any', 1)}; }`);
      if (this.random.chance(20)) this.line(`static { log('static', this.name, typeof this.s); }`);
    });
    this.strict = outside;
  }

  // --- statements
  statement(depth) {
    this.budget--;
    const r = this.random;
    const choice = r.int(100);
    const around = this.around;
    const nested = depth < 5 && this.budget > 0;
    if (choice < 14) return void this.declare();
    if (choice < 26) return this.line(`log(${this.expression('any', 3)});`);
    if (choice < 36) return this.line(`${this.assignmentExpression(2)};`);
    if (choice < 40) {
      const declared = [];
      const pattern = this.pattern(2, declared);
      this.line(`let ${pattern} = ${this.expression(r.pick(['arr', 'obj', 'any', 'str', 'iter']), 2)};`);
      for (const name of declared) this.scope.variables.push({ name, kind: 'any', constant: false });
      return;
    }
    if (choice < 44 && nested) return this.tryStatement(depth);
    if (choice < 50 && nested) return this.ifStatement(depth);
    if (choice < 60 && nested) return this.loop(depth);
    if (choice < 64 && nested) return this.functionDeclaration();
    if (choice < 68 && nested) return this.classDeclaration();
    if (choice < 71 && nested) return this.switchStatement(depth);
    if (choice < 73) return this.line(`delete ${this.memberExpression(1)};`);
    if (choice < 75 && nested) {
      return this.block('{', () => this.inScope(false, () => this.statements(1 + r.int(3), depth + 1)));
    }
    if (choice < 77 && around.loops > 0) return this.line(r.pick(['break;', 'continue;', `if (${this.expression('bool', 1)}) break;`]));
    if (choice < 78 && around.labels.length > 0) return this.line(`break ${r.pick(around.labels)};`);
    if (choice < 80 && around.generator) return this.line(`log('got', yield ${r.chance(15) ? '* ' + this.expression('arr', 1) : this.expression('any', 1)});`);
    if (choice < 84 && around.async) return this.line(`log('awaited', await ${this.expression(r.pick(['any', 'promise']), 1)});`);
    if (choice < 85 && this.functionKinds.length > 1 && r.chance(30)) return this.line(`return ${this.expression('any', 2)};`);
    if (choice < 86) return this.line(`if (${this.expression('bool', 1)}) throw ${r.pick(["new TypeError('t')", 'null', "'thrown'", "new RangeError('r', { cause: 1 })"])};`);
    if (choice < 88 && !this.strict && nested) {
      return this.block(`with (${this.expression('obj', 1)}) {`, () => this.inScope(false, () => {
        this.line(`log(typeof a, typeof x, typeof length);`);
        this.statements(1, depth + 1);
      }));
    }
    if (choice < 90) return this.line(`log(eval(${JSON.stringify(r.pick(['', 'var ev = 1; ']) + this.expression('any', 1))}));`);
    if (choice < 92) {
      const generators = this.visible((v) => v.kind === 'generator');
      if (generators.length) {
        const name = this.name('it');
        this.line(`const ${name} = ${r.pick(generators).name}(${this.arguments_()});`);
        this.line(`log(${name}.next(), ${name}.${r.pick(['next', 'return', 'next'])}(${this.expression('any', 1)}), ${name}.next());`);
        this.scope.variables.push({ name, kind: 'iter', constant: true });
        return;
      }
    }
    if (choice < 93 && nested) return this.oddStatement(depth);
    if (choice < 97 && nested) return r.pick(rareStatements)(this);
    if (choice < 98) return this.line(`${this.expression('promise', 1)}.then((r) => log('then', r), (e) => log('rejected', e));`);
    return this.line(`${this.expression('any', 3)};`);
  }

  statements(count, depth) {
    for (let i = 0; i < count; i++) this.statement(depth);
  }

  ifStatement(depth) {
    this.block(`if (${this.expression('bool', 2)}) {`, () => this.inScope(false, () => this.statements(1 + this.random.int(2), depth + 1)),
               this.random.chance(50) ? '} else {' : '}');
    if (this.lines[this.lines.length - 1].endsWith('else {')) {
      this.indent++;
      this.inScope(false, () => this.statements(1, depth + 1));
      this.indent--;
      this.line('}');
    }
  }

  tryStatement(depth) {
    const r = this.random;
    const kind = r.int(3);
    this.block('try {', () => this.inScope(false, () => this.statements(1 + r.int(3), depth + 1)), kind === 1 ? '} finally {' : '} catch (e) {');
    this.indent++;
    this.inScope(false, () => {
      if (kind !== 1) {
        this.scope.variables.push({ name: 'e', kind: 'any', constant: false });
        this.line(`log('caught', e);`);
      }
      this.statements(1, depth + 1);
    });
    this.indent--;
    this.line(kind === 2 ? '} finally {' : '}');
    if (kind === 2) {
      this.indent++;
      this.line(`log('finally');`);
      this.inScope(false, () => this.statements(1, depth + 1));
      this.indent--;
      this.line('}');
    }
  }

  loop(depth) {
    const r = this.random;
    const name = this.name('i');
    let label = '';
    if (r.chance(20)) {
      const l = this.name('L');
      label = `${l}: `;
      this.around.labels.push(l);
    }
    const heads = [
      () => `for (let ${name} = 0; ${name} < ${1 + r.int(6)}; ${name}++) {`,
      () => `for (const ${name} of ${this.expression(r.pick(['arr', 'str', 'iter', 'map', 'set']), 2)}) {`,
      () => `for (const ${name} in ${this.expression(r.pick(['obj', 'arr', 'any']), 2)}) {`,
      () => `for (var ${name} = ${r.int(5)}; ${name}--;) {`,
      () => `while (burn(), ${this.expression('bool', 1)}) {`,
      () => `do {`,
    ];
    if (this.around.async && r.chance(20)) heads.push(() => `for await (const ${name} of ${this.expression('arr', 1)}) {`);
    const which = r.int(heads.length);
    const head = heads[which]();
    this.around.loops++;
    this.block(label + head, () => this.inScope(false, () => {
      if (which < 4 || which > 5) this.scope.variables.push({ name, kind: which === 0 || which === 3 ? 'num' : 'any', constant: true });
      this.line('burn();');
      if (r.chance(20) && which !== 4 && which !== 5) this.line(`later(() => log('later', ${name}));`);
      this.statements(1 + r.int(3), depth + 1);
    }), which === 5 ? `} while (burn(), ${this.expression('bool', 1)});` : '}');
    this.around.loops--;
    if (label) this.around.labels.pop();
  }

  switchStatement(depth) {
    const r = this.random;
    const around = this.around;
    this.block(`switch (${this.expression('any', 1)}) {`, () => this.inScope(false, () => {
      for (let i = 1 + r.int(3); i > 0; i--) {
        this.line(r.chance(20) ? `case ${this.expression('any', 1)}:` : `case ${this.expression('num', 0)}:`);
        this.line(`log('case ${i}');`);
        if (r.chance(60)) this.line('break;');
      }
      if (r.chance(50)) {
        this.line('default:');
        const labels = around.labels;
        this.line(`log('default', ${this.expression('any', 1)});`);
        around.labels = labels;
      }
    }));
  }

  // What is written less often: one case each.
  oddStatement(depth) {
    const r = this.random;
    const a = this.name(), b = this.name();
    const any = (d = 1) => this.expression('any', d);
    switch (r.int(19)) {
      case 0: // the temporal dead zone
        return this.block('try {', () => this.line(`log(${r.pick([a, `typeof ${a}`, `${a} = 1`, `(() => ${a})()`])}); ${r.pick(['let', 'const'])} ${a} = ${any()};`), '} catch (e) { log(e); }');
      case 1: // per-iteration bindings
        this.line(`for (let ${a} = 0, ${b} = () => ${a}; ${a} < 3; ${a}++) later(() => log(${a}, ${b}()));`);
        return;
      case 2: // parameters see each other, the body's var does not
        this.line(`function ${a}(x, y = () => x, z = ${any()}) { var x = 2; x = ${any()}; return [x, y(), z]; }`);
        return this.line(`log(${a}(${any()}), ${a}(1, undefined, undefined));`);
      case 3: // what finally overrides
        return this.line(`log((() => { for (const ${a} of [1, 2]) { try { ${r.pick(['return 1;', 'continue;', 'break;', "throw 't';"])} } catch (e) { log(e); } finally { ${r.pick(['return 2;', 'break;', 'continue;', "log('f');"])} } } return 3; })());`);
      case 4: // delegation, and leaving it
        this.line(`function* ${a}() { try { const got = yield* ${r.pick([`(function* () { try { yield 1; yield ${any()}; } finally { log('inner'); } return 'r'; })()`, any(), this.expression('arr', 1)])}; log(got); } catch (e) { log(e); yield 'after'; } finally { log('outer'); } }`);
        this.line(`const ${b} = ${a}();`);
        return this.line(`for (const step of ['next', '${r.pick(['next', 'return', 'throw'])}', 'next']) try { log(${b}[step](${any()})); } catch (e) { log(e); }`);
      case 5: // an async generator
        this.line(`(async () => { async function* ${a}() { try { yield 1; yield ${this.expression('promise', 0)}; ${r.pick(['', 'await null;'])} yield* [2, ${any(0)}]; } finally { log('closed'); } } try { for await (const x of ${a}()) { log(x); if (${this.expression('bool', 1)}) break; } } catch (e) { log(e); } })();`);
        return;
      case 6: // assignment patterns
        return this.line(`[${this.memberExpression(0)} = ${any()}, ...${r.pick([`[${a}${r.pick([', ', ' ,'])}]`, this.memberExpression(0)])}] = ${this.expression('arr', 1)};`.replace(a, 'globalThis.q'));
      case 7:
        return this.line(`({ a: ${this.memberExpression(0)}, [${this.expression('key', 0)}]: ${this.memberExpression(0)} = ${any()}, ...globalThis.rest } = ${this.expression('obj', 1)});`);
      case 8: // private methods, accessors, statics
        this.line(`class ${a} { static #count = 0; static #up(n) { return (this.#count += n); } #m() { return [this.#v, new.target]; } #v = ${any()}; get #g() { return this.#v; } set #g(x) { this.#v = x; } static up(n) { return this.#up(n); } go() { this.#g ${r.pick(assignment)} ${any()}; return [this.#m(), #v in this]; } static steal(o) { return o.#v; } }`);
        return this.line(`log(${a}.up(2), ${a}.up(${this.expression('num', 0)})); try { log(new ${a}().go(), ${a}.steal(${this.expression('obj', 1)})); } catch (e) { log(e); }`);
      case 9: // super in objects and classes
        this.line(`const ${a} = { __proto__: { m() { return ['base', typeof this]; }, set s(v) { log('set s', v); } }, m() { super.s = ${any()}; super.t = 1; return [super.m(), super.nothing, this.t]; } };`);
        return this.line(`log(${a}.m());`);
      case 10: // a derived class with code before and around super()
        this.line(`class ${a} extends Object { constructor(...args) { log(typeof args); ${r.pick(["try { this.x; } catch (e) { log(e); }", ''])} const f = () => super(${r.pick(['', '...args'])}); f(); ${r.pick(['f();', '', `return ${any()};`])} } }`);
        return this.line(`try { log(new ${a}(${this.arguments_()})); } catch (e) { log(e); }`);
      case 11: // functions in blocks
        this.line(`{ function ${a}() { return 1; } }`);
        return this.line(this.strict ? `log(typeof ${a});` : `log(typeof ${a}, ${a}?.());`);
      case 12: // a named function expression, and new.target
        this.line(`const ${a} = function self(n) { ${this.strict ? '' : 'self = 1; '}burn(); return n > 0 ? [n, self === undefined, self(n - 1)] : new.target; };`);
        return this.line(`log(${a}(2)); try { log(new ${a}(0)); } catch (e) { log(e); }`);
      case 13: // the order in which operands are looked at
        return this.line(`log({ valueOf() { log('left'); return ${this.expression('num', 0)}; } } ${r.pick(binary)} { valueOf() { log('right'); return ${this.expression('num', 0)}; }, toString() { log('text'); return 'x'; } });`);
      case 14: // optional chains
        return this.line(`log(${this.expression('obj', 0)}?.${r.pick(['a', 'm'])}${r.pick(['?.()', '?.[0]', '.b', '?.b.c', '?.(...[1])'])}, ${this.expression('fn', 0).replace(/^(?!\w+(\.\w+)?$)(.*)$/s, '($2)')}?.(${this.arguments_()}), delete ${this.expression('obj', 0)}?.a);`);
      case 15: // scripts of their own: global bindings, and what else may see them
        this.line(`try { log((0, eval)('let ${a} = ${r.int(9)}; var ${b} = 2; function g${b}() { return ${a}++; } typeof ${a}')); log(typeof ${a}, ${b}, g${b}(), delete globalThis.${b}); ${a} ${r.pick(assignment)} 3; log(${a}); } catch (e) { log(e); }`);
        return this.line(`try { ${a}u = ${any()}; log(${a}u, delete globalThis.${a}u, typeof ${a}u); } catch (e) { log(e); }`);
      case 16: // computed super, fields and accessors of every name
        this.line(`class ${a} { static [${this.expression('key', 0)}] = this.name; [${this.expression('key', 0)}]() { return 1; } get [${this.expression('key', 0)}]() { return 2; } static base() { return [this.name, new.target]; } }`);
        this.line(`class ${b} extends ${a} { static m(key) { return [super.base(), super[key], (super[key + 1] = 1), delete this[key]]; } n(key) { try { return delete super[key]; } catch (e) { return e; } } }`);
        return this.line(`try { log(${b}.m(${this.expression('key', 0)}), new ${b}().n('x')); } catch (e) { log(e); }`);
      case 17: // eval's variables
        return this.line(`log((() => { try { eval('var ${a} = ${r.int(9)}; let hidden = 1; function in${a}() { return ${a}; }'); debugger; return ${this.strict ? `typeof ${a}` : `[${a}, in${a}(), delete ${a}, typeof ${a}]`}; } catch (e) { return e; } })());`);
      default: // closures that share and outlive
        this.line(`const ${a} = ((${b}) => ({ get: () => ${b}, set: (x) => { ${b} ${r.pick(assignment)} x; }, again: eval('(() => ${b})') }))(${any()});`);
        return this.line(`try { ${a}.set(${any()}); } catch (e) { log(e); } log(${a}.get(), ${a}.again());`);
    }
  }

  // --- expressions
  variable(kind) {
    const found = this.visible((v) => v.kind === kind || (kind === 'any' && v.kind !== 'class') || (kind === 'obj' && v.kind === 'arr'));
    return found.length ? this.random.pick(found).name : undefined;
  }

  arguments_() {
    const list = [];
    for (let i = this.random.int(3); i > 0; i--) list.push(this.expression('any', 1));
    if (this.random.chance(12)) list.push(`...${this.expression('arr', 1)}`);
    return list.join(', ');
  }

  expression(kind, depth) {
    const r = this.random;
    if (kind === 'any' && r.chance(85)) kind = r.pick(['num', 'num', 'str', 'bool', 'arr', 'obj', 'big', 'fn', 'sym', 'map', 'set', 're', 'typed', 'iter', 'obj', 'arr', 'any']);
    if (r.chance(depth <= 0 ? 55 : 30)) {
      const name = this.variable(kind);
      if (name) return name;
    }
    if (r.chance(3)) return `(log(${this.names++}), ${this.expression(kind, depth - 1)})`;
    if (r.chance(2)) return r.pick(['undefined', 'null', 'this', 'globalThis.nothing', 'undeclared']);
    const make = this.makers[kind];
    if (make) return make.call(this, depth);
    return r.pick(literals[kind] ?? literals.any);
  }

  // A call of something in the tables whose result is of that kind, or undefined.
  call(kind, depth) {
    const r = this.random;
    if (depth <= 0) return undefined;
    const options = [];
    for (const receiver of kinds) for (const m of receivers[receiver]) if (m.result === kind) options.push([receiver, m]);
    const plain = functions.filter((f) => f.result === kind);
    const made = constructors.filter((f) => f.result === kind);
    const total = options.length + plain.length + made.length;
    if (total === 0) return undefined;
    let at = r.int(total);
    const args = (m) => m.args.map((a) => this.expression(a, depth - 1)).join(', ');
    if (at < options.length) {
      const [receiver, m] = options[at];
      const optional = r.chance(8) ? '?.' : '.';
      const object = this.expression(receiver, depth - 1);
      return `${/^[\w.'"`[\](]+$/.test(object) && !/^[-\d]/.test(object) ? object : `(${object})`}${optional}${m.name}(${args(m)})`;
    }
    at -= options.length;
    if (at < plain.length) return `${plain[at].name}(${args(plain[at])})`;
    return `new ${made[at - plain.length].name}(${args(made[at - plain.length])})`;
  }

  memberExpression(depth) {
    const r = this.random;
    const object = this.expression(r.pick(['obj', 'obj', 'arr', 'any']), 0);
    const base = /^[\w.]+$/.test(object) && !/^\d/.test(object) ? object : `(${object})`;
    return r.chance(50) ? `${base}.${r.pick(['a', 'b', 'x', 'y', 'length', 'p'])}` : `${base}[${this.expression('key', 0)}]`;
  }

  assignmentExpression(depth) {
    const r = this.random;
    const operator = r.pick(assignment);
    const variables = this.visible((v) => !v.constant || r.chance(3));
    if (variables.length && r.chance(55)) {
      const v = r.pick(variables);
      if (r.chance(15)) return r.pick([`${v.name}++`, `--${v.name}`]);
      return `${v.name} ${operator} ${this.expression(operator === '=' ? v.kind : 'any', depth - 1)}`;
    }
    if (r.chance(10)) return `[${this.memberExpression(0)}, ${this.memberExpression(0)}] = ${this.expression('arr', 1)}`;
    if (r.chance(10)) return `${this.memberExpression(0)}++`;
    return `${this.memberExpression(0)} ${operator} ${this.expression('any', depth - 1)}`;
  }

  arrow(parameters, kind, depth) {
    const r = this.random;
    const names = parameters.map((p) => this.name(p));
    let text;
    this.inScope(true, () => {
      this.functionKinds.push({ async: false, generator: false, loops: 0, labels: [] });
      for (const name of names) this.scope.variables.push({ name, kind: 'any', constant: false });
      text = `(${names.join(', ')}) => (burn(), ${this.expression(kind, Math.min(depth - 1, 1))})`;
      this.functionKinds.pop();
    });
    return r.chance(10) ? `function (${names.join(', ')}) { burn(); return ${this.strict ? 'this' : names[0] ?? '1'}; }` : text;
  }

  makers = {
    num(depth) {
      const r = this.random;
      if (depth <= 0) return r.pick(literals.num);
      switch (r.int(7)) {
        case 0: case 1: return `(${this.operand('num', depth)} ${r.pick(binary.slice(0, 12))} ${this.operand(r.chance(80) ? 'num' : 'any', depth)})`;
        case 2: return `${r.pick(['-', '+', '~'])}(${this.expression('any', depth - 1)})`;
        case 3: return this.call('num', depth);
        case 4: return `${this.expression('arr', depth - 1)}.length`.replace(/^(.*)\.length$/s, '($1).length');
        case 5: return `(${this.assignmentExpression(depth)}, ${this.expression('num', depth - 1)})`;
        default: return r.pick(literals.num);
      }
    },
    str(depth) {
      const r = this.random;
      if (depth <= 0) return r.pick(literals.str);
      switch (r.int(5)) {
        case 0: return `(${this.operand('str', depth)} + ${this.operand('any', depth)})`;
        case 1: return `\`\${${this.expression('any', depth - 1)}}-\${${this.expression('num', depth - 1)}}\``;
        case 2: return `typeof ${this.operand('any', depth)}`;
        case 3: return this.call('str', depth);
        default: return r.pick(literals.str);
      }
    },
    bool(depth) {
      const r = this.random;
      if (depth <= 0) return r.pick(literals.bool);
      switch (r.int(6)) {
        case 0: return `(${this.operand('any', depth)} ${r.pick(binary.slice(12))} ${this.operand('any', depth)})`;
        case 1: return `!${this.operand('any', depth)}`;
        case 2: return `(${this.expression('key', 0)} in ${this.operand('obj', depth)})`;
        case 3: return `(${this.operand('any', depth)} instanceof ${r.pick(['Object', 'Array', 'Function', 'Map', 'Error', this.variable('class') ?? 'Set'])})`;
        case 4: return this.call('bool', depth);
        default: return `(${this.operand('bool', depth)} ${r.pick(['&&', '||', '??'])} ${this.operand('bool', depth)})`.replace('??', r.pick(['&&', '??']));
      }
    },
    big(depth) {
      const r = this.random;
      if (depth <= 0 || r.chance(50)) return r.pick(literals.big);
      return r.chance(60) ? `(${this.operand('big', depth)} ${r.pick(['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>'])} ${r.pick(literals.big)})` : this.call('big', depth);
    },
    arr(depth) {
      const r = this.random;
      if (depth <= 0) return r.pick(['[]', '[1, 2, 3]', "['a', 'b']", '[, 1]', '[[1], [2, [3]]]', '[3, 1, 2]', '[0.5, NaN, -0]']);
      if (r.chance(45)) {
        const parts = [];
        for (let i = r.int(5); i > 0; i--) parts.push(r.chance(10) ? `...${this.expression(r.pick(['arr', 'str', 'set', 'iter']), depth - 1)}` : r.chance(4) ? '' : this.expression('any', depth - 1));
        return `[${parts.join(', ')}]`;
      }
      return this.call('arr', depth);
    },
    obj(depth) {
      const r = this.random;
      if (depth <= 0) return r.pick(['({})', '({ a: 1 })', "({ a: 1, b: 'two', x: [3] })", '({ length: 2, 0: 7 })', 'Object.create(null)', '({ x: { y: { a: 1 } } })']);
      const classes = this.visible((v) => v.kind === 'class');
      if (classes.length && r.chance(30)) return `new ${r.pick(classes).name}(${this.arguments_()})`;
      if (r.chance(60)) {
        const parts = [];
        for (let i = r.int(5); i > 0; i--) {
          switch (r.int(12)) {
            case 0: parts.push(`get ${r.pick(['a', 'b', 'x'])}() { return ${this.expression('any', 0)}; }`); break;
            case 1: parts.push(`set ${r.pick(['a', 'b', 'x'])}(value) { log('set', value); }`); break;
            case 2: parts.push(`m() { return ${this.strict ? 'this' : '1'}; }`); break;
            case 3: parts.push(`[${this.expression('key', 0)}]: ${this.expression('any', depth - 1)}`); break;
            case 4: parts.push(`...${this.expression('any', depth - 1)}`); break;
            case 5: parts.push(`${r.pick(['valueOf', 'toString', 'toJSON'])}() { return ${this.expression(r.pick(['num', 'str']), 0)}; }`); break;
            case 6: parts.push(`__proto__: ${r.pick(['null', '{ y: 1 }', '[]'])}`); break;
            default: parts.push(`${r.pick(['a', 'b', 'x', 'y', 'z', "'a-b'", '0', '1'])}: ${this.expression('any', depth - 1)}`);
          }
        }
        // Two __proto__ are an early error. V8 adds accessors after the constant properties around them.
        let seen = false;
        const kept = parts.filter((p) => !p.startsWith('__proto__') || (!seen && (seen = true)));
        const accessor = (p) => /^[gs]et \w+\(/.test(p);
        return `({ ${[...kept.filter((p) => !accessor(p)), ...kept.filter(accessor)].join(', ')} })`;
      }
      return this.call('obj', depth);
    },
    fn(depth) {
      const r = this.random;
      if (depth <= 0) return r.pick(['Math.max', 'String', 'Object', '(() => 1)', 'Array', '(function () { return arguments.length; })', 'parseInt']);
      if (r.chance(15)) return `(async ${this.arrow(['q'], 'any', depth)})`;
      return `(${this.arrow(r.pick([[], ['q'], ['q', 'w']]), 'any', depth)})`;
    },
    fn1(depth) { return this.arrow(['q'], this.random.pick(['any', 'num', 'bool', 'arr', 'str']), depth); },
    fnarr(depth) { return this.arrow(['q'], 'arr', depth); },
    fn2(depth) { return this.arrow(['q', 'w'], this.random.pick(['any', 'num', 'str']), depth); },
    sym(depth) { return this.random.pick(literals.sym); },
    re(depth) { return this.random.pick(literals.re); },
    map(depth) { return depth > 0 && this.random.chance(30) ? this.call('map', depth) : `new Map(${this.random.pick(literals.entries)})`; },
    set(depth) { return depth > 0 && this.random.chance(30) ? this.call('set', depth) : `new Set(${this.expression('arr', depth - 1)})`; },
    typed(depth) { return depth > 0 && this.random.chance(50) ? this.call('typed', depth) : this.random.pick(['new Uint8Array([1, 2, 300])', 'new Float64Array([0.5, -0, NaN])', 'new Int32Array(3)', 'new BigInt64Array([1n, -1n])', 'new Uint8ClampedArray([1.5, 300, -5])', 'new Float32Array([1.1, 1e40])']); },
    iter(depth) {
      if (depth > 0 && this.random.chance(50)) return this.call('iter', depth);
      return this.random.pick(['[1, 2, 3].values()', "'abc'[Symbol.iterator]()", 'new Map([[1, 2]]).entries()', '(function* () { try { yield 1; yield 2; } finally { log("closed"); } })()', '(function* () { log("sent", yield); })()', '{ *[Symbol.iterator]() { yield 5; } }'.replace(/^(.*)$/s, '($1)')]);
    },
    promise(depth) {
      return this.random.pick([
        () => `Promise.resolve(${this.expression('any', 0)})`,
        () => `Promise.reject(${this.expression('any', 0)})`,
        () => `Promise.all([${this.expression('any', 0)}, Promise.resolve(2)])`,
        () => `Promise.allSettled([Promise.reject(1), ${this.expression('any', 0)}])`,
        () => `Promise.race([${this.expression('any', 0)}, 1])`,
        () => `Promise.any([Promise.reject(1), ${this.expression('any', 0)}])`,
        () => `new Promise((resolve, reject) => { ${this.random.pick(['resolve', 'reject'])}(${this.expression('any', 0)}); })`,
        () => `(async () => ${this.expression('any', 1)})()`,
        () => `Promise.resolve({ then(f) { log('thenable'); f(${this.expression('num', 0)}); } })`,
        () => `Promise.resolve(1).finally(() => log('finally job'))`,
      ])();
    },
    key(depth) { return this.random.pick(literals.key); },
    descriptor(depth) {
      return this.random.pick([
        () => `{ value: ${this.expression('any', 0)}, writable: ${this.random.chance(50)}, enumerable: ${this.random.chance(50)}, configurable: ${this.random.chance(50)} }`,
        () => `{ get() { return ${this.expression('any', 0)}; }, enumerable: true, configurable: ${this.random.chance(70)} }`,
        () => `{ value: ${this.expression('any', 0)} }`,
        () => `{}`,
        () => `{ set(value) { log('setter', value); }, configurable: true }`,
      ])();
    },
    descriptors(depth) { return `{ a: ${this.expression('descriptor', 0)}, q: ${this.expression('descriptor', 0)} }`; },
    handler(depth) {
      const traps = [
        'get(t, k, r) { log("get", k); return Reflect.get(t, k, r); }',
        'set(t, k, v, r) { log("set", k); return Reflect.set(t, k, v, r); }',
        'has(t, k) { return k in t; }', // engines differ in how often `with` asks
        'deleteProperty(t, k) { log("delete", k); return delete t[k]; }',
        'ownKeys(t) { log("ownKeys"); return Reflect.ownKeys(t); }',
        'getOwnPropertyDescriptor(t, k) { log("gopd", k); return Reflect.getOwnPropertyDescriptor(t, k); }',
        'defineProperty(t, k, d) { log("define", k); return Reflect.defineProperty(t, k, d); }',
        'getPrototypeOf(t) { log("gpo"); return Reflect.getPrototypeOf(t); }',
      ].filter(() => this.random.chance(40));
      return `{ ${traps.join(', ')} }`;
    },
    any(depth) {
      const r = this.random;
      if (depth <= 0) return r.pick(literals.any);
      switch (r.int(9)) {
        case 0: {
          const f = this.visible((v) => v.kind === 'fn' || v.kind === 'generator');
          if (f.length) return `${r.pick(f).name}(${this.arguments_()})`;
          return this.call('any', depth);
        }
        case 1: return this.memberExpression(depth);
        case 2: return `(${this.expression('bool', depth - 1)} ? ${this.expression('any', depth - 1)} : ${this.expression('any', depth - 1)})`;
        case 3: return `(${this.operand('any', depth)} ?? ${this.operand('any', depth)})`;
        case 4: return `(${this.assignmentExpression(depth)})`;
        case 5: return `${this.expression('obj', 0)}?.${r.pick(['a', 'x', 'm?.()', '[0]', 'x?.y.a'])}`;
        case 6: return `tag\`a\${${this.expression('any', depth - 1)}}b\``;
        case 7: return `void ${this.operand('any', depth)}`;
        default: return this.call('any', depth);
      }
    },
  };

  // An expression that may stand beside any operator.
  operand(kind, depth) {
    const text = this.expression(kind, depth - 1);
    return /^[\w.]+$/.test(text) ? text : `(${text})`;
  }
}
