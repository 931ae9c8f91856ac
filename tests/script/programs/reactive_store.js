// A reactive store on Proxy and WeakMap: effects record what they read and run again when it changes.
const targets = new WeakMap();
const proxies = new WeakMap();
const stack = [];
let batch = null;

function track(target, key) {
  const effect = stack.at(-1);
  if (!effect) return;
  const keys = targets.get(target) ?? targets.set(target, new Map()).get(target);
  const effects = keys.get(key) ?? keys.set(key, new Set()).get(key);
  effects.add(effect);
  effect.sources.add(effects);
}
function trigger(target, key) {
  for (const effect of [...(targets.get(target)?.get(key) ?? [])]) {
    if (batch) batch.add(effect);
    else effect.schedule();
  }
}
const kKeys = Symbol('keys');
function reactive(object) {
  if (typeof object !== 'object' || object === null) return object;
  if (proxies.has(object)) return proxies.get(object);
  const proxy = new Proxy(object, {
    get(target, key, receiver) {
      track(target, key);
      return reactive(Reflect.get(target, key, receiver));
    },
    set(target, key, value, receiver) {
      const had = Object.hasOwn(target, key), before = target[key];
      const done = Reflect.set(target, key, value, receiver);
      if (!had) trigger(target, kKeys);
      if (!Object.is(before, value)) trigger(target, key);
      return done;
    },
    deleteProperty(target, key) {
      const had = key in target;
      delete target[key];
      if (had) trigger(target, key), trigger(target, kKeys);
      return true;
    },
    has(target, key) { track(target, key); return key in target; },
    ownKeys(target) { track(target, kKeys); return Reflect.ownKeys(target); },
  });
  proxies.set(object, proxy);
  return proxy;
}
function effect(body, { schedule } = {}) {
  const self = {
    sources: new Set(),
    run() {
      for (const source of self.sources) source.delete(self);
      self.sources.clear();
      stack.push(self);
      try { return body(); } finally { stack.pop(); }
    },
    schedule: () => (schedule ? schedule(self) : self.run()),
    stop() { for (const source of self.sources) source.delete(self); },
  };
  self.run();
  return self;
}
function computed(getter) {
  let value, dirty = true;
  const cell = {};
  const self = effect(() => { value = getter(); dirty = false; }, {
    schedule() { if (!dirty) { dirty = true; trigger(cell, 'value'); } },
  });
  return { get value() { if (dirty) self.run(); track(cell, 'value'); return value; } };
}
function transaction(body) {
  const outer = batch;
  batch = new Set();
  try { return body(); } finally {
    const waiting = batch;
    batch = outer;
    for (const e of waiting) e.schedule();
  }
}

const state = reactive({ first: 'Ada', last: 'Lovelace', todos: [{ text: 'engine', done: false }], settings: { theme: 'dark' } });
const log = (label) => (...values) => console.log(`${label}:`, ...values);
const name = computed(() => `${state.first} ${state.last}`);
effect(() => log('name')(name.value));
effect(() => log('open')(state.todos.filter((todo) => !todo.done).length, 'of', state.todos.length));
effect(() => log('keys')(Object.keys(state.settings).join()));
const theme = effect(() => log('theme')('theme' in state.settings ? state.settings.theme : 'none'));

state.first = 'Augusta';
state.first = 'Augusta';
state.todos.push({ text: 'notes', done: false });
state.todos[0].done = true;
transaction(() => {
  state.first = 'A.';
  state.last = 'King';
  state.settings.size = 12;
  console.log('in the transaction', name.value);
});
delete state.settings.theme;
theme.stop();
state.settings.theme = 'light';
console.log(state, JSON.stringify(state));
console.log(Array.isArray(state.todos), state.todos === state.todos, state.todos.map((t) => t.text), { ...state.settings });
const [head, ...rest] = state.todos;
console.log(head.text, rest.length, Object.entries(state.settings));
const strict = new Proxy({}, { set() { return false; }, get: (t, k) => { throw new ReferenceError(`no ${String(k)}`); } });
try { (function () { 'use strict'; strict.x = 1; })(); } catch (e) { console.log(e.message); }
try { strict.missing; } catch (e) { console.log(e.message); }
const { proxy, revoke } = Proxy.revocable([], {});
revoke();
try { proxy.length; } catch (e) { console.log(e.name, e.message); }
