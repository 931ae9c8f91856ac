// Classes in every dress: mixins, species, hasInstance, static blocks, accessors, new.target, computed and private members.
const Serializable = (Base) => class Serializable extends Base {
  static #registry = new Map();
  static register(type) { Serializable.#registry.set(type.name, type); return type; }
  serialize() { return JSON.stringify({ type: this.constructor.name, ...this }); }
  static deserialize(text) {
    const { type, ...fields } = JSON.parse(text);
    const Type = Serializable.#registry.get(type);
    if (!Type) throw new TypeError(`unknown type ${type}`);
    return Object.assign(Object.create(Type.prototype), fields);
  }
};
const Comparable = (Base) => class extends Base {
  compareTo(other) { return this.key() < other.key() ? -1 : Number(this.key() > other.key()); }
  static max(...all) { return all.reduce((a, b) => (a.compareTo(b) >= 0 ? a : b)); }
};
const mix = (Base, ...mixins) => mixins.reduce((Class, mixin) => mixin(Class), Base);

class Entity {
  static count = 0;
  static { Entity.created = []; }
  id = ++Entity.count;
  constructor() {
    if (new.target === Entity) throw new TypeError('Entity is abstract');
    Entity.created.push(new.target.name);
  }
}
const Product = Serializable(Entity).register(class Product extends mix(Entity, Serializable, Comparable) {
  constructor(name, price) {
    super();
    Object.assign(this, { name, price });
  }
  key() { return this.price; }
  get [Symbol.toStringTag]() { return `Product:${this.name}`; }
});
console.log(new Product('tea', 3), String(new Product('cup', 5)), Entity.created);
try { new Entity(); } catch (e) { console.log(e.message); }
console.log(Product.max(new Product('a', 1), new Product('b', 9), new Product('c', 4)).name, Object.getPrototypeOf(Product.prototype).constructor.name);
try { Product.deserialize('{"type":"Nope"}'); } catch (e) { console.log(e.message); }

class Even { static [Symbol.hasInstance](n) { return Number.isInteger(n) && n % 2 === 0; } }
console.log(2 instanceof Even, 3 instanceof Even, [] instanceof Even);

class Stack extends Array {
  static get [Symbol.species]() { return Array; }
  peek() { return this.at(-1); }
  get top() { return this.peek(); }
}
const stack = Stack.of(1, 2, 3);
console.log(stack, stack.top, stack.map((x) => x) instanceof Stack, stack.length, Array.isArray(stack), stack.concat([4]));
class Defaults extends Map {
  constructor(make, entries) { super(entries); this.make = make; }
  get(key) { if (!this.has(key)) this.set(key, this.make(key)); return super.get(key); }
}
const defaults = new Defaults((key) => key.length, [['a', 10]]);
console.log(defaults.get('a'), defaults.get('four'), defaults, [...defaults.keys()]);

class Temperature {
  static #instances = new WeakSet();
  #celsius;
  constructor(celsius) { this.#celsius = celsius; Temperature.#instances.add(this); }
  get fahrenheit() { return this.#celsius * 9 / 5 + 32; }
  set fahrenheit(value) { this.#celsius = (value - 32) * 5 / 9; }
  static is(value) { return #celsius in Object(value) && Temperature.#instances.has(value); }
  #format(digits) { return `${this.#celsius.toFixed(digits)} °C`; }
  toString(digits = 1) { return this.#format(digits); }
  static from({ fahrenheit }) { const t = new this(0); t.fahrenheit = fahrenheit; return t; }
  static { this.boiling = new this(100); }
  accessor = 'a field called accessor';
  static async = 1; static get = 2; 'quoted name' = 3; [`computed${1 + 1}`] = 4; static static() { return 'static static'; }
}
const warm = Temperature.from({ fahrenheit: 68 });
console.log(`${warm}`, warm.toString(3), Temperature.is(warm), Temperature.is({}), Temperature.is(null), warm, Temperature.boiling.fahrenheit);
console.log(Temperature.async, Temperature.get, Temperature.static(), Object.keys(warm), Object.getOwnPropertyNames(Temperature.prototype));
try { Temperature.prototype.toString(); } catch (e) { console.log(e.name, e.message); }
try { Temperature(); } catch (e) { console.log(e.message); }
try { class A extends null { constructor() { super(); } } new A(); } catch (e) { console.log(e.name, e.message); }
try { class B extends Entity { constructor() { this.x = 1; } } new B(); } catch (e) { console.log(e.message); }
try { class C extends 5 {} } catch (e) { console.log(e.message); }
const order = [];
const key = (name) => (order.push(name), name);
class Order { static [key('s1')] = order.push('value s1'); [key('f1')] = order.push('value f1'); static { order.push('block'); } [key('m')]() {} static [key('s2')] = order.push('value s2'); }
new Order();
console.log(order.join(' '));
const bound = { name: 'outer', make() { return class { name = 'inner'; who = () => this.name; static who = () => this.name; }; } }.make();
console.log(new bound().who(), bound.who(), bound.name, (class {}).name, (class Named {}).name);
console.log(Object.getOwnPropertyDescriptor(class { static m() {} }, 'm'), typeof class {}, Reflect.ownKeys(class { static x = 1; }));
function Old(name) { if (!new.target) return new Old(name); this.name = name; }
Old.prototype.hi = function () { return 'hi ' + this.name; };
class New extends Old { hi() { return super.hi() + '!'; } }
console.log(new New('x').hi(), Old('y').hi(), Reflect.construct(Old, ['z'], New) instanceof New);
