// An object that is a prototype keeps its shape when it gains a property: what was looked up in it and not found there
// must not be remembered past that.
function Context() {}
const root = new Context();
const context = Object.create(root);
const inner = Object.create(context);
const own = (object) => object.current;
const deep = (object) => object.current;
const outcomes = [];
for (let i = 0; i < 40; i++) {
  const test = { title: `x${i}` };
  context.current = test;
  outcomes.push(own(context) === test && deep(inner) === test);
  delete context.current;
  outcomes.push(own(context) === undefined && deep(inner) === undefined);
  if (i % 3 === 0) context.other = i;
  if (i % 7 === 0) root[`other${i}`] = i;
}
console.log(outcomes.length, outcomes.every(Boolean));

// The same with a property of the prototype's own prototype, then hidden by the object itself.
root.shared = 'root';
const shared = (object) => object.shared;
const seen = [];
for (let i = 0; i < 6; i++) {
  seen.push(shared(context), shared(inner));
  if (i === 3) context.shared = 'context';
}
console.log(seen.join(' '));

// Without any prototype; as a method; with an accessor above.
const bare = Object.create(null);
Object.create(bare);
const missing = (object) => object.later;
for (let i = 0; i < 5; i++) missing(bare);
bare.later = 'now';
console.log(missing(bare));
class Base { get kind() { return 'getter'; } method() { return 'base'; } }
class Derived extends Base {}
const kind = (object) => `${object.kind} ${object.method()}`;
for (let i = 0; i < 5; i++) kind(Derived.prototype);
Object.defineProperty(Derived.prototype, 'kind', { value: 'value' });
Derived.prototype.method = () => 'own';
console.log(kind(Derived.prototype), kind(new Derived()));

// A constructor that another inherits from gains its own Symbol.hasInstance.
class Animal {}
class Dog extends Animal {}
const isAnimal = (value) => value instanceof Animal;
for (let i = 0; i < 5; i++) isAnimal(new Dog());
Object.defineProperty(Animal, Symbol.hasInstance, { value: () => 'asked' });
console.log(isAnimal({}), isAnimal(new Dog()));

// The global object: a name that was not there, looked up as a property.
const lookup = () => globalThis.appearsLater;
for (let i = 0; i < 5; i++) lookup();
globalThis.appearsLater = 1;
console.log(lookup());
