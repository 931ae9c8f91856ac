// A web framework without the web: routes compiled to regular expressions, middleware as onions, errors handled.
class HttpError extends Error {
  static NotFound = class NotFound extends HttpError { constructor(what) { super(404, `${what} not found`); } };
  constructor(status, message, options) {
    super(message, options);
    this.status = status;
  }
  get [Symbol.toStringTag]() { return 'HttpError'; }
}

const compose = (middleware) => (context, last) => {
  let called = -1;
  const dispatch = async (i) => {
    if (i <= called) throw new Error('next() called twice');
    called = i;
    const step = i === middleware.length ? last : middleware[i];
    return step?.(context, () => dispatch(i + 1));
  };
  return dispatch(0);
};

class Router {
  #routes = [];
  constructor(prefix = '') {
    this.prefix = prefix;
    for (const method of ['get', 'post', 'put', 'delete']) {
      this[method] = (path, ...handlers) => this.add(method.toUpperCase(), path, ...handlers);
    }
  }
  add(method, path, ...handlers) {
    const names = [];
    const pattern = (this.prefix + path)
      .replace(/[.+^$()|[\]]/g, '\\$&')
      .replace(/\/:(\w+)(<(\w+)>)?(\?)?/g, (_, name, __, kind, optional) => {
        names.push([name, kind]);
        return `${optional ? '(?:' : ''}/(${{ int: '-?\\d+', hex: '[\\da-f]+' }[kind] ?? '[^/]+'})${optional ? ')?' : ''}`;
      })
      .replace(/\*$/, () => (names.push(['rest']), '(.*)'));
    this.#routes.push({ method, path: this.prefix + path, pattern: new RegExp(`^${pattern}/?$`, 'i'), names, run: compose(handlers) });
    return this;
  }
  mount(other) {
    this.#routes.push(...other.#routes);
    return this;
  }
  get middleware() {
    return async (context, next) => {
      const allowed = new Set();
      for (const { method, pattern, names, run, path } of this.#routes) {
        const match = pattern.exec(context.path);
        if (!match) continue;
        if (method !== context.method) { allowed.add(method); continue; }
        context.params = Object.fromEntries(names.map(([name, kind], i) => {
          const value = match[i + 1] && decodeURIComponent(match[i + 1]);
          return [name, kind === 'int' && value !== undefined ? Number(value) : value];
        }));
        context.route = path;
        return run(context, next);
      }
      if (allowed.size) throw new HttpError(405, `only ${[...allowed].sort().join(', ')}`);
      return next();
    };
  }
}

const log = [];
const app = compose([
  async (context, next) => {
    try {
      await next();
    } catch (error) {
      const { status = 500, message } = error;
      Object.assign(context, { status, body: { error: message, ...(error.cause && { cause: String(error.cause) }) } });
    }
  },
  async (context, next) => {
    log.push(`> ${context.method} ${context.path}`);
    await next();
    log.push(`< ${context.status}`);
  },
  async function query(context, next) {
    const [path, search = ''] = context.path.split('?');
    context.path = path;
    context.query = {};
    for (const pair of search.split('&').filter(Boolean)) {
      const [key, value = true] = pair.split('=');
      const text = value === true ? true : decodeURIComponent(value.replaceAll('+', ' '));
      context.query[key] = key in context.query ? [context.query[key], text].flat() : text;
    }
    await next();
  },
  (() => {
    const users = new Map([[1, { id: 1, name: 'Ada' }], [2, { id: 2, name: 'Grace' }]]);
    const auth = (context, next) => { if (!context.query.token) throw new HttpError(401, 'token please'); return next(); };
    const api = new Router('/api')
      .get('/users', (c) => { c.body = [...users.values()].slice(0, +c.query.limit || undefined); })
      .get('/users/:id<int>', (c) => {
        c.body = users.get(c.params.id) ?? (() => { throw new HttpError.NotFound(`user ${c.params.id}`); })();
      })
      .delete('/users/:id<int>', auth, (c) => { c.body = { deleted: users.delete(c.params.id) }; })
      .post('/users', auth, async (c) => { await null; c.status = 201; c.body = JSON.parse(c.input); });
    return new Router().get('/', (c) => { c.body = 'home'; }).mount(api).get('/files/*', (c) => { c.body = c.params; })
      .get('/:year<int>/:slug?', (c) => { c.body = c.params; }).get('/boom', () => { throw new Error('bad luck', { cause: 'gravity' }); })
      .get('/twice', async (c, next) => { await next(); await next(); }).middleware;
  })(),
]);

(async () => {
  const requests = [
    'GET /', 'GET /api/users?limit=1', 'GET /API/users/2/', 'GET /api/users/7', 'GET /api/users/x', 'DELETE /api/users/1',
    'DELETE /api/users/1?token=t', 'PUT /api/users/1', 'GET /files/a/b%20c.txt', 'GET /2024/hello-world', 'GET /2024',
    'GET /boom', 'GET /twice', 'GET /nowhere', 'GET /files/%E0%A4%A?x=1&x=2&y&z=a+b%26',
  ];
  for (const request of requests) {
    const [method, path] = request.split(' ');
    const context = { method, path, status: 200, params: {} };
    await app(context, (c) => { throw new HttpError.NotFound(c.path); });
    console.log(request.padEnd(30), context.status, context.body);
  }
  const post = { method: 'POST', path: '/api/users?token=1', status: 200, input: '{"id": 3, bad}' };
  await app(post);
  console.log(post.status, post.body);
  console.log(log.slice(0, 4), log.length);
  console.log(Object.prototype.toString.call(new HttpError(1, 'x')), new HttpError.NotFound('it') instanceof HttpError, HttpError.NotFound.name);
})();
