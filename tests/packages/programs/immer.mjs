import { applyPatches, createDraft, current, enableMapSet, enablePatches, finishDraft, isDraft, original, produce, produceWithPatches, setAutoFreeze, freeze } from 'immer';

enablePatches();
enableMapSet();
const base = { todos: [{ title: 'Learn', done: true }, { title: 'Try', done: false }], map: new Map([['a', { n: 1 }]]), set: new Set([1]), at: new Date(0) };
const next = produce(base, (draft) => {
  draft.todos[1].done = true;
  draft.todos.push({ title: 'Tweet about it' });
  draft.map.get('a').n++;
  draft.set.add(2);
  console.log(isDraft(draft.todos), original(draft).todos.length, current(draft).todos.length);
});
console.log(base.todos.length, next.todos, next.map, next.set, next.todos[0] === base.todos[0], next.at === base.at);
try { 'use strict'; next.todos.push(1); } catch (error) { console.log(error.name, error.message); }
try { next.map.set('x', 1); } catch (error) { console.log(error.message); }
const [changed, patches, inverse] = produceWithPatches(base, (draft) => { draft.todos.splice(0, 1); delete draft.at; draft.extra = { deep: [1] }; });
console.log(changed, JSON.stringify(patches), JSON.stringify(inverse));
console.log(applyPatches(changed, inverse).todos.length, produce(base, () => {}) === base);
const add = produce((draft, x) => { draft.push(x); });
console.log(add([1], 2), produce({ a: 1 }, () => ({ b: 2 })));
const draft = createDraft({ list: [3, 1, 2] });
draft.list.sort();
draft.list.reverse();
console.log(finishDraft(draft));
class Clock { constructor() { this.hour = 1; this[Symbol.for('immer-draftable')] = true; } tick() { return produce(this, (d) => { d.hour++; }); } }
Clock.prototype[Symbol.for('immer-draftable')] = true;
console.log(new Clock().tick(), Object.isFrozen(freeze({ a: { b: 1 } }, true).a));
try { produce({}, (d) => { d.x = 1; return { y: 2 }; }); } catch (error) { console.log(error.message); }
setAutoFreeze(false);
console.log(Object.isFrozen(produce({ a: 1 }, (d) => { d.a = 2; })));
let big = Array.from({ length: 2000 }, (_, id) => ({ id, value: 0 }));
for (let i = 0; i < 200; i++) big = produce(big, (d) => { d[i * 7 % 2000].value += i; });
console.log(big.reduce((sum, entry) => sum + entry.value, 0));
