// An editor with undo and redo: commands as objects, an immutable document, structural sharing seen by identity.
const produce = (state, path, value) => {
  if (path.length === 0) return value;
  const [head, ...rest] = path;
  const copy = Array.isArray(state) ? [...state] : { ...state };
  const next = produce(state?.[head], rest, value);
  if (next === undefined) Array.isArray(copy) ? copy.splice(head, 1) : delete copy[head];
  else copy[head] = next;
  return Object.freeze(copy);
};

class History {
  #past = [];
  #future = [];
  #listeners = new Set();
  #group = null;
  constructor(state) { this.state = state; }
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  #set(state, why) {
    if (state === this.state) return this;
    const before = this.state;
    this.state = state;
    for (const listener of this.#listeners) listener(why, before, state);
    return this;
  }
  run(command) {
    const next = command.apply(this.state);
    if (next === this.state) return this;
    if (this.#group) this.#group.push(this.state);
    else this.#past.push(this.state);
    this.#future.length = 0;
    return this.#set(next, command.name);
  }
  group(body) {
    const outer = this.#group;
    this.#group = [];
    try {
      body(this);
    } catch (error) {
      if (this.#group.length) this.#set(this.#group[0], 'rollback');
      this.#group.length = 0;
      throw error;
    } finally {
      const [first] = this.#group;
      this.#group = outer;
      if (first !== undefined) (outer ?? this.#past).push(first);
    }
    return this;
  }
  undo() {
    if (!this.#past.length) return false;
    this.#future.push(this.state);
    return !!this.#set(this.#past.pop(), 'undo');
  }
  redo() {
    if (!this.#future.length) return false;
    this.#past.push(this.state);
    return !!this.#set(this.#future.pop(), 'redo');
  }
  get depth() { return `${this.#past.length}/${this.#future.length}`; }
}

const set = (path, value) => ({ name: `set ${path.join('.')}`, apply: (state) => produce(state, path, value) });
const insert = (path, at, item) => ({
  name: `insert at ${at}`,
  apply(state) {
    const list = path.reduce((node, key) => node[key], state);
    return produce(state, path, list.toSpliced(at, 0, item));
  },
});
const rename = { name: 'upper', apply: (state) => ({ ...state, title: state.title.toUpperCase() }) };

const start = Object.freeze({ title: 'notes', lines: Object.freeze(['one', 'two']), meta: Object.freeze({ author: 'a', tags: ['x'] }) });
const history = new History(start);
const log = [];
const stop = history.subscribe((why, before, after) => {
  log.push(`${why}: ${Object.keys(after).filter((key) => before[key] !== after[key])}`);
});
history.run(set(['meta', 'author'], 'b')).run(insert(['lines'], 1, 'one and a half')).run(rename);
console.log(history.state, history.depth);
console.log(history.state.meta.tags === start.meta.tags, history.state.lines === start.lines, start.lines);
console.log(history.undo(), history.undo(), history.state.lines.join(), history.depth, history.redo(), history.depth);
history.run({ name: 'nothing', apply: (state) => state });
console.log(history.depth);
history.group((h) => h.run(set(['title'], 'grouped')).run(set(['lines', 0], 'ONE')).group((inner) => inner.run(set(['lines', 5], 'far'))));
console.log(history.state.title, history.state.lines, history.depth);
try {
  history.group((h) => {
    h.run(set(['title'], 'half done'));
    throw new Error('changed my mind');
  });
} catch (error) {
  console.log(error.message, history.state.title, history.depth);
}
history.undo();
console.log(history.state.title, history.state.lines.length, history.redo(), history.redo());
stop();
history.run(set(['meta', 'author'], undefined));
console.log('author' in history.state.meta, Object.isFrozen(history.state.meta), log);
try { (() => { 'use strict'; history.state.title = 'x'; })(); } catch ({ message }) { console.log(message); }
try { (() => { 'use strict'; history.state.lines.push(1); })(); } catch ({ message }) { console.log(message); }
const copy = structuredClone({ state: history.state, when: new Date(0), map: new Map([[{ k: 1 }, new Set([1n])]]), nested: { re: /x/gi } });
console.log(copy, copy.state !== history.state, Object.isFrozen(copy.state));
