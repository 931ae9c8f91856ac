// DisposableStack and AsyncDisposableStack: order, errors, moving, what they refuse.
const show = (what, f) => {
  try {
    console.log(what, f());
  } catch (e) {
    console.log(what, `${e.name}: ${e.message}`);
  }
};
const resource = name => ({
  [Symbol.dispose]() {
    console.log('dispose', name, this === undefined ? 'no receiver' : Object.keys(this).length);
  }
});

const stack = new DisposableStack();
console.log(stack.use(null), stack.use(undefined), typeof stack.use(resource('first')));
stack.adopt('value', v => console.log('adopted', v));
stack.defer(function () {
  'use strict';
  console.log('deferred', this);
});
console.log(stack, stack.disposed, String(stack));
const moved = stack.move();
console.log(stack.disposed, moved.disposed, moved instanceof DisposableStack);
moved.dispose();
moved.dispose();
console.log(moved.disposed, moved[Symbol.dispose] === moved.dispose);

show('use after', () => moved.use(resource('late')));
show('defer after', () => moved.defer(() => {}));
show('adopt after', () => moved.adopt(1, () => {}));
show('move after', () => moved.move());
show('use number', () => new DisposableStack().use(1));
show('use plain', () => new DisposableStack().use({}));
show('adopt', () => new DisposableStack().adopt(1, 2));
show('defer', () => new DisposableStack().defer({}));
show('call', () => DisposableStack());
show('receiver', () => DisposableStack.prototype.use.call({}));
show('getter', () => Object.getOwnPropertyDescriptor(DisposableStack.prototype, 'disposed').get.call({}));

const failing = new DisposableStack();
for (const name of ['a', 'b', 'c']) failing.defer(() => {
  throw new Error(name);
});
try {
  failing.dispose();
} catch (e) {
  console.log(e.name, e.message, e.error.message, e.suppressed.error.message, e.suppressed.suppressed.message);
}

class Owner {
  #stack = new DisposableStack();
  constructor(...names) {
    using building = new DisposableStack();
    for (const name of names) building.use(resource(name));
    if (names.length > 2) throw new RangeError('too many');
    this.#stack = building.move();
  }
  [Symbol.dispose]() {
    this.#stack.dispose();
  }
}
{
  using owner = new Owner('one', 'two');
  console.log('inside');
}
show('constructor throws', () => new Owner('x', 'y', 'z'));

(async () => {
  const later = new AsyncDisposableStack();
  later.use({
    async [Symbol.asyncDispose]() {
      await null;
      console.log('async dispose');
    }
  });
  later.use(resource('sync in async'));
  later.adopt(7, async v => console.log('adopted', await v));
  later.defer(() => Promise.reject(new Error('one')));
  later.defer(() => {
    throw new Error('two');
  });
  console.log(later, later.disposed);
  const done = later.disposeAsync();
  console.log(later.disposed, done instanceof Promise);
  await done.catch(e => console.log(e.name, e.error.message, e.suppressed.message));
  console.log(await later.disposeAsync());
  await AsyncDisposableStack.prototype.disposeAsync.call({}).catch(e => console.log(`${e.name}: ${e.message}`));
  show('async use', () => new AsyncDisposableStack().use({}));

  async function* numbers() {
    try {
      yield 1;
      yield 2;
    } finally {
      console.log('closed');
    }
  }
  {
    await using n = numbers();
    console.log(await n.next());
  }
})();
