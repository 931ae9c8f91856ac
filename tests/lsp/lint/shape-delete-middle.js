// Warned about: something was added later, so there is no shape to step back to.
const user = { name: "a", password: "b", email: "c" };
delete user.password;

function build() {
  const message = { id: 1 };
  message.body = "x";
  message.trace = [];
  delete message.body;
  return message;
}

class Session {
  token = null;
  constructor() {
    this.started = 1;
    this.user = null;
  }
  close() {
    delete this.started;
    delete this["token"];
  }
}

function merged(options) {
  const all = { ...options, verbose: true };
  delete all.debug;
  return all;
}

// A hint: nobody can see what was added last.
export function strip(options) {
  delete options.callback;
  return options;
}

// Not warned about: the property added last.
const point = { x: 1, y: 2 };
point.z = 3;
delete point.z;
delete point.y;
class Timer {
  constructor() {
    this.name = "t";
    this.handle = 0;
  }
  stop() {
    delete this.handle;
  }
}
// Not warned about: dictionaries, arrays, the environment, collections, globals, prototypes.
delete process.env.DEBUG;
const { env } = process;
delete env.DEBUG;
const environment = process.env;
delete environment.DEBUG;
const cache = {};
cache[Math.random()] = 1;
delete cache.first;
const bare = Object.create(null);
bare.a = 1;
bare.b = 2;
delete bare.a;
export function forget(map, key) {
  delete map[key];
}
const map = new Map();
map.delete("x");
new Set().delete(1);
delete globalThis.temporary;
delete Timer.prototype.stop;
const list = [1, 2];
delete list[0];
delete require.cache[__filename];

// Nothing: the host's objects and proxies have no shape to lose.
delete localStorage.token;
delete document.body.style.color;
const proxy = new Proxy({ a: 1, b: 2 }, {});
delete proxy.a;
