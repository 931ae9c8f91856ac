// flags: --expose-gc
// not under a sanitizer
// What inline caches remember keeps nothing alive: classes whose instances went through long-lived functions.
function read(o) { return o.inherited() + o.own; }
function write(o, v) { o.own = v; }
function has(o) { return 'own' in o; }
function check(o, C) { return o instanceof C; }
function call(f) { return f(); }
const refs = [];
function use(n) {
  for (let i = 0; i < n; i++) {
    class Short { own = i; inherited() { return 1; } }
    const one = new Short();
    for (let k = 0; k < 3; k++) { read(one); write(one, k); has(one); check(one, Short); call(() => one); }
    refs.push(new WeakRef(Short), new WeakRef(one));
  }
}
function wipe(depth) { const filler = [depth, {}, 'x' + depth]; return depth ? wipe(depth - 1) + filler.length : 0; }
(async () => {
  use(1);
  wipe(200);
  await new Promise((done) => setTimeout(done, 1));
  gc();
  console.log('one class:', refs.map((r) => r.deref() === undefined).join(' '));
  refs.length = 0;
  use(4);
  wipe(200);
  await new Promise((done) => setTimeout(done, 1));
  gc();
  // (The last ones may still lie on a stack.)
  console.log('polymorphic:', refs.slice(0, 4).every((r) => r.deref() === undefined));
  refs.length = 0;
  use(40);
  wipe(200);
  await new Promise((done) => setTimeout(done, 1));
  gc();
  console.log('megamorphic:', refs.slice(0, 70).every((r) => r.deref() === undefined));
  // The sites work on with what comes after.
  class Later { own = 5; inherited() { return 2; } }
  const later = new Later();
  for (let i = 0; i < 5; i++) write(later, i);
  console.log(read(later), has(later), check(later, Later), call(() => 'called'));
})();
