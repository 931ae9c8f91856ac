function* naturals(from = 1) { for (let n = from; ; n++) yield n; }
function* take(n, source) { let i = 0; if (n <= 0) return; for (const value of source) { yield value; if (++i >= n) return 'done'; } }
const map = (f) => function* (source) { for (const value of source) yield f(value); };
const filter = (f) => function* (source) { for (const value of source) if (f(value)) yield value; };
const pipe = (source, ...steps) => steps.reduce((current, step) => step(current), source);
console.log([...take(5, pipe(naturals(), filter((n) => n % 3 === 0), map((n) => n * n)))]);
function* conversation() {
  const log = [];
  try {
    const name = yield 'name?';
    log.push(name);
    const age = yield `hello ${name}, age?`;
    log.push(age);
  } catch (error) {
    log.push(`caught ${error}`);
    yield 'recovered';
  } finally {
    log.push('cleanup');
    console.log(log);
  }
  return 'bye';
}
let talk = conversation();
console.log(talk.next(), talk.next('ann'), talk.next(30), talk.next());
talk = conversation();
talk.next();
console.log(talk.throw('oops'), talk.return('stop'), talk.next());
function* tree(node) { if (!node) return; yield* tree(node.left); yield node.value; yield* tree(node.right); }
const root = [5, 2, 8, 1, 9, 3].reduce((at, value) => {
  const insert = (node) => (!node ? { value } : value < node.value ? { ...node, left: insert(node.left) } : { ...node, right: insert(node.right) });
  return insert(at);
}, undefined);
console.log([...tree(root)], Math.max(...tree(root)));
function* inner() { const got = yield 1; console.log('inner got', got); return 'inner result'; }
function* outer() { const result = yield* inner(); console.log(result); yield* [2, 3]; yield* 'ab'; }
const it = outer();
console.log(it.next(), it.next('x'), [...it]);
const [a, , b = 10, ...rest] = take(5, naturals());
console.log(a, b, rest, Object.prototype.toString.call(it), it[Symbol.iterator]() === it);
console.log(naturals().filter((n) => n % 2).map((n) => n * 10).drop(1).take(3).toArray(), Iterator.from([1, 2, 3]).some((x) => x > 2));
class Countdown { constructor(n) { this.n = n; } *[Symbol.iterator]() { let { n } = this; while (n) yield n--; } }
console.log(...new Countdown(3), Array.from(new Countdown(4), (x) => x * 2));
