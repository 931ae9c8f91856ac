// The tests of node:test: a tree that runs in order and tells reporters what happens. https://nodejs.org/api/test.html
'use strict';
const { AbortError } = require('internal/errors');
const { validateFunction, validateObject, validateNumber, validateUint32 } = require('internal/validators');
const { AsyncResource } = require('async_hooks');

class TestFailure extends Error {
  constructor(message, failureType, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.failureType = failureType;
    this.code = 'ERR_TEST_FAILURE';
  }
}

// Milliseconds to the nanosecond.
const rounded = (ms) => Math.round(ms * 1e6) / 1e6;
const isPromise = (value) => value !== null && typeof value === 'object' && typeof value.then === 'function';

// Where a test was declared: the first frame outside the runner.
function callSite(fn) {
  const holder = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(holder, fn);
  Error.stackTraceLimit = limit;
  const match = /\(?((?:file:\/\/)?\/[^\n]*?):(\d+):(\d+)\)?$/.exec(holder.stack);
  if (!match) return undefined;
  return { file: match[1].startsWith('file:') ? require('url').fileURLToPath(match[1]) : match[1], line: Number(match[2]), column: Number(match[3]) };
}

const kHooks = ['before', 'after', 'beforeEach', 'afterEach'];

class TestContext {
  #test;
  constructor(test) { this.#test = test; }
  get signal() { return this.#test.signal; }
  get name() { return this.#test.name; }
  get fullName() { return this.#test.fullName; }
  get filePath() { return this.#test.location?.file; }
  get error() { return this.#test.error; }
  get passed() { return this.#test.passed; }
  get attempt() { return 0; }
  get mock() { return this.#test.mock; }
  get assert() { return this.#test.assertions; }
  plan(count) { this.#test.planned = count; }
  diagnostic(message) { this.#test.diagnostics.push(`${message}`); }
  skip(message) { this.#test.skip = message ?? true; }
  todo(message) { this.#test.todo = message ?? true; }
  runOnly(value) { this.#test.runOnly = !!value; }
  test(name, options, fn) {
    this.#test.counted++;
    return this.#test.create('test', name, options, fn, {}, TestContext.prototype.test).run();
  }
  async waitFor(condition, { interval = 50, timeout = 1000 } = {}) {
    validateFunction(condition, 'condition');
    validateNumber(interval, 'options.interval');
    validateNumber(timeout, 'options.timeout');
    const end = performance.now() + timeout;
    let cause;
    do {
      try {
        return await condition();
      } catch (error) {
        cause = error;
      }
      await new Promise((resolve) => setTimeout(resolve, interval));
    } while (performance.now() < end);
    throw new Error('waitFor() timed out', { cause });
  }
}
for (const hook of kHooks) {
  TestContext.prototype[hook] = { [hook](fn, options) { return testOf(this).addHook(hook, fn, options); } }[hook];
}
const contexts = new WeakMap();
const testOf = (context) => contexts.get(context);

class SuiteContext {
  #test;
  constructor(test) { this.#test = test; }
  get signal() { return this.#test.signal; }
  get name() { return this.#test.name; }
  get fullName() { return this.#test.fullName; }
  get filePath() { return this.#test.location?.file; }
  get passed() { return this.#test.passed; }
  get attempt() { return 0; }
  diagnostic(message) { this.#test.diagnostics.push(`${message}`); }
}

class Test extends AsyncResource {
  constructor(kind, parent, name, fn, options, location) {
    super('Test');
    this.kind = kind;
    this.parent = parent;
    this.root = parent ? parent.root : this;
    this.name = name;
    this.fn = fn;
    this.location = location;
    this.nesting = parent ? parent.nesting + (parent.parent ? 1 : 0) : 0;
    this.subtests = [];
    this.hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
    this.diagnostics = [];
    this.skip = options.skip ?? parent?.inheritedSkip ?? false;
    this.inheritedSkip = this.skip || undefined;
    this.todo = options.todo ?? parent?.inheritedTodo ?? false;
    this.inheritedTodo = this.todo || undefined;
    this.only = options.only ?? false;
    this.expectFailure = options.expectFailure ?? false;
    this.timeout = options.timeout ?? parent?.timeout ?? Infinity;
    if (options.timeout != null && options.timeout !== Infinity) validateNumber(options.timeout, 'options.timeout', 0, 2147483647);
    const { concurrency } = options;
    this.concurrency = concurrency === true ? Infinity : concurrency === false || concurrency == null ? (kind === 'suite' || parent ? parent?.kind === 'suite' && concurrency == null ? parent.concurrency : 1 : 1) : concurrency;
    if (concurrency != null && typeof concurrency !== 'boolean') validateUint32(concurrency, 'options.concurrency', true);
    this.planned = options.plan;
    this.counted = 0;
    this.controller = new AbortController();
    this.outerSignal = options.signal;
    this.done = Promise.withResolvers();
    this.finished = false;
    this.error = null;
    this.passed = false;
    this.started = false;
    this.number = 0;
    this.reported = 0;
    this.waiting = [];
    this.running = 0;
  }
  get signal() { return this.outerSignal ? AbortSignal.any([this.controller.signal, this.outerSignal]) : this.controller.signal; }
  get fullName() { return this.parent?.parent ? `${this.parent.fullName} > ${this.name}` : this.name; }
  get mock() { return (this.mockTracker ??= new (require('internal/test_mock').MockTracker)()); }
  get assertions() {
    if (!this.assertObject) {
      const assert = require('assert');
      this.assertObject = {};
      for (const name of Object.keys(assert)) {
        if (typeof assert[name] !== 'function' || ['AssertionError', 'strict', 'Assert'].includes(name)) continue;
        this.assertObject[name] = (...args) => {
          ++this.counted;
          return Reflect.apply(assert[name], this.context, args);
        };
      }
    }
    return this.assertObject;
  }

  create(kind, name, options, fn, overrides, site) {
    if (typeof name === 'function') [fn, options, name] = [name, undefined, undefined];
    else if (name !== null && typeof name === 'object') [fn, options, name] = [options, name, undefined];
    else if (typeof options === 'function') [fn, options] = [options, undefined];
    if (options != null) validateObject(options, 'options');
    const all = { ...options, ...overrides };
    const label = typeof name === 'string' && name !== '' ? name : fn?.name || '<anonymous>';
    const child = new Test(kind, this, label, fn ?? (() => {}), all, callSite(site));
    this.subtests.push(child);
    child.number = this.subtests.length;
    if (this.finished) {
      child.error = new TestFailure('test could not be started because its parent finished', 'parentAlreadyFinished');
      child.fn = undefined;
    }
    return child;
  }
  addHook(name, fn, options = {}) {
    validateFunction(fn ?? (() => {}), 'fn');
    this.hooks[name].push({ fn: fn ?? (() => {}), timeout: options?.timeout ?? Infinity, done: false });
  }

  // A turn among its siblings.
  run() {
    if (this.enqueued) return this.done.promise;
    this.enqueued = true;
    const { parent } = this;
    const begin = () => {
      ++parent.running;
      this.execute().finally(() => {
        --parent.running;
        this.done.resolve();
        parent.waiting.shift()?.();
      });
    };
    if (parent.running < parent.concurrency) begin();
    else parent.waiting.push(begin);
    return this.done.promise;
  }
  get excluded() {
    const { root } = this;
    if (this.kind === 'suite') return false;
    const { namePatterns, skipPatterns, only } = root.filters;
    if (namePatterns && !namePatterns.some((pattern) => pattern.test(this.fullName) || pattern.test(this.name))) return true;
    if (skipPatterns?.some((pattern) => pattern.test(this.fullName) || pattern.test(this.name))) return true;
    if (only && !this.only && !this.ancestorOnly()) return true;
    return false;
  }
  ancestorOnly() {
    for (let at = this.parent; at; at = at.parent) if (at.only) return !at.subtests.some((one) => one.only);
    return false;
  }

  async execute() {
    if (this.kind === 'suite') await this.building;
    if (this.excluded || (this.kind === 'suite' && this.subtests.length > 0 && this.subtests.every((one) => one.excludedTree()))) {
      this.omitted = true;
      this.finished = true;
      return;
    }
    this.startTime = performance.now();
    this.started = true;
    this.announce('test:dequeue', {});
    if (this.error) return this.finish();
    const skipped = this.skip !== false && this.skip !== undefined;
    if (skipped) {
      this.passed = true;
      return this.finish();
    }
    try {
      await this.parent.runBefore();
      if (this.signal.aborted) throw this.signal.reason;
      if (this.kind === 'suite') await this.runSuite();
      else await this.runTest();
      if (this.expectFailure) throw new TestFailure('test was expected to fail but passed', 'expectedFailure');
      this.passed = true;
    } catch (error) {
      this.passed = this.expectFailure && error?.failureType !== 'expectedFailure';
      this.error = this.passed ? null : this.wrap(error);
    }
    return this.finish();
  }
  excludedTree() {
    return this.kind === 'suite' ? this.subtests.length > 0 && this.subtests.every((one) => one.excludedTree()) : this.excluded;
  }
  wrap(error) {
    if (error instanceof TestFailure) return error;
    return new TestFailure(error?.message ?? String(error), this.failureType ?? 'testCodeFailure', error);
  }
  async runBefore() {
    if (this.parent && !this.parent.beforeDone) await this.parent.runBefore?.();
    for (const hook of this.hooks.before) {
      if (hook.done) {
        if (hook.error) throw hook.error;
        continue;
      }
      hook.done = true;
      try {
        await this.call(hook.fn, this.context, hook.timeout);
      } catch (error) {
        hook.error = new TestFailure('failed running before hook', 'hookFailed', error);
        throw hook.error;
      }
    }
    this.beforeDone = true;
  }
  async runEach(name, context) {
    const chain = [];
    for (let at = this.parent; at; at = at.parent) chain.push(at);
    if (name === 'beforeEach') chain.reverse();
    for (const owner of chain) {
      for (const hook of owner.hooks[name]) {
        try {
          await this.call(hook.fn, context, hook.timeout);
        } catch (error) {
          throw new TestFailure(`failed running ${name} hook`, 'hookFailed', error);
        }
      }
    }
  }
  // Calls a test's or a hook's function: with a callback if it takes one, until its promise is settled.
  async call(fn, context, timeout = Infinity) {
    let timer;
    const takesCallback = fn.length === 2;
    const { promise: work, resolve, reject } = Promise.withResolvers();
    if (timeout !== Infinity && timeout != null) {
      timer = setTimeout(() => reject(new TestFailure(`test timed out after ${timeout}ms`, 'testTimeoutFailure')), timeout);
      timer.unref();
      // The loop must reach the timer.
      if (timeout > 0) timer.ref();
    }
    this.signal.addEventListener('abort', () => reject(new TestFailure('The test was aborted', 'testAborted', this.signal.reason)), { once: true });
    this.abandon = reject;
    let called = false;
    const args = [context];
    if (takesCallback) {
      args.push((error) => {
        if (called) reject(new TestFailure('callback invoked multiple times', 'multipleCallbackInvocations'));
        called = true;
        if (error) reject(error);
        else resolve();
      });
    }
    try {
      const result = this.runInAsyncScope(fn, context, ...args);
      if (takesCallback) {
        if (isPromise(result)) reject(new TestFailure('passed a callback but also returned a Promise', 'callbackAndPromisePresent'));
      } else if (isPromise(result)) Promise.resolve(result).then(resolve, reject);
      else resolve(result);
    } catch (error) {
      reject(error);
    }
    try {
      return await work;
    } finally {
      clearTimeout(timer);
    }
  }
  async runTest() {
    const context = new TestContext(this);
    this.context = context;
    contexts.set(context, this);
    let failure;
    try {
      await this.runEach('beforeEach', context);
      await this.call(this.fn, context, this.timeout);
      for (const child of this.subtests) await child.run();
      this.checkPlan();
    } catch (error) {
      failure = error;
      for (const child of this.subtests) if (child.started) await child.done.promise;
    }
    const count = this.subtests.filter((one) => !one.passed && !one.todo && !one.omitted && one.finished).length;
    try {
      for (const hook of this.hooks.after) await this.call(hook.fn, context, hook.timeout);
    } catch (error) {
      failure ??= new TestFailure('failed running after hook', 'hookFailed', error);
    }
    this.error = failure ? this.wrap(failure) : null;
    this.passed = !failure;
    try {
      await this.runEach('afterEach', context);
    } catch (error) {
      failure ??= error;
    }
    this.mockTracker?.restoreAll();
    if (failure) throw failure;
    if (count > 0) throw new TestFailure(`${count} subtest${count > 1 ? 's' : ''} failed`, 'subtestsFailed');
  }
  checkPlan() {
    if (this.planned != null && this.planned !== this.counted) {
      throw new TestFailure(`plan expected ${this.planned} assertions but received ${this.counted}`, 'testCodeFailure');
    }
  }
  async runSuite() {
    this.context ??= new SuiteContext(this);
    await this.building;
    if (this.buildError) throw this.buildError;
    await this.runBefore();
    const runs = this.subtests.map((child) => child.run());
    await Promise.all(runs);
    try {
      for (const hook of this.hooks.after) await this.call(hook.fn, this.context, hook.timeout);
    } catch (error) {
      throw new TestFailure('failed running after hook', 'hookFailed', error);
    }
    const count = this.subtests.filter((one) => !one.passed && !one.todo && !one.omitted).length;
    if (count > 0) throw new TestFailure(`${count} subtest${count > 1 ? 's' : ''} failed`, 'subtestsFailed');
  }
  // A suite's function declares its tests; it runs at once.
  build() {
    this.context = new SuiteContext(this);
    const before = this.root.current;
    this.root.current = this;
    try {
      const result = this.skip ? undefined : this.runInAsyncScope(this.fn, this.context, this.context);
      if (isPromise(result)) this.building = result.then(undefined, (error) => { this.buildError = error; });
    } catch (error) {
      this.buildError = error;
    }
    this.root.current = before;
  }
  announce(type, data) {
    this.root.emitEvent(type, { __proto__: null, name: this.name, nesting: this.nesting, testNumber: this.number, type: this.kind, ...this.location, ...data });
  }
  async finish() {
    this.finished = true;
    this.duration = rounded(performance.now() - this.startTime);
    this.controller.abort?.(new AbortError());
    const { parent } = this;
    // Siblings are told of in order.
    parent.completed ??= [];
    parent.completed.push(this);
    for (const child of this.subtests) if (!child.finished) { child.error = new TestFailure('test did not finish before its parent and was cancelled', 'cancelledByParent'); child.cancelled = true; child.startTime ??= performance.now(); child.finished = true; child.duration = rounded(performance.now() - child.startTime); }
    this.root.tell(this);
  }
}

// The root: counts, order of events, the end.
class Root extends Test {
  constructor(options = {}) {
    super('test', null, '<root>', undefined, {}, undefined);
    this.filters = options.filters ?? {};
    this.concurrency = 1;
    this.current = this;
    this.counts = { tests: 0, suites: 0, passed: 0, failed: 0, cancelled: 0, skipped: 0, todo: 0 };
    this.listeners = [];
    this.failed = false;
    this.startTime = performance.now();
  }
  emitEvent(type, data) {
    for (const listener of this.listeners) listener({ __proto__: null, type, data });
  }
  get excluded() { return false; }
  // Tells of a test whose turn it is: its start, its children, its end.
  tell(test) {
    if (test.parent !== this && !test.parent.startTold) this.tellStart(test.parent);
    if (!test.startTold) this.tellStart(test);
    for (const child of test.subtests) if (child.finished && !child.endTold && !child.omitted) this.tell(child);
    if (test.endTold) return;
    test.endTold = true;
    if (test.subtests.some((one) => !one.omitted)) test.announce('test:plan', { nesting: test.nesting + 1, count: test.subtests.filter((one) => !one.omitted).length, children: true });
    const details = { duration_ms: test.duration, type: test.kind };
    if (test.error) details.error = test.error;
    const data = { details };
    if (test.skip !== false && test.skip !== undefined) data.skip = test.skip;
    if (test.todo !== false && test.todo !== undefined) data.todo = test.todo;
    test.announce(test.passed ? 'test:pass' : 'test:fail', data);
    for (const message of test.diagnostics) test.announce('test:diagnostic', { message, level: 'info' });
    this.count(test);
  }
  tellStart(test) {
    if (test.parent !== this && test.parent && !test.parent.startTold) this.tellStart(test.parent);
    test.startTold = true;
    test.number = ++test.parent.reported;
    test.announce('test:start', {});
  }
  count(test) {
    const { counts } = this;
    if (test.kind === 'suite') {
      ++counts.suites;
      if (!test.passed && !test.todo) this.failed = true;
      return;
    }
    ++counts.tests;
    if (test.cancelled || ['testTimeoutFailure', 'cancelledByParent', 'testAborted'].includes(test.error?.failureType)) ++counts.cancelled;
    else if (test.skip !== false && test.skip !== undefined) ++counts.skipped;
    else if (test.todo !== false && test.todo !== undefined) ++counts.todo;
    else if (test.passed) ++counts.passed;
    else ++counts.failed;
    if (!test.passed && !(test.todo !== false && test.todo !== undefined)) this.failed = true;
  }
  // What never settled is given up when nothing keeps the program alive.
  giveUp() {
    const pending = [];
    const walk = (test) => {
      for (const child of test.subtests) {
        if (!child.finished) {
          walk(child);
          pending.push(child);
        }
      }
    };
    walk(this);
    for (const test of pending) {
      if (test.finished) continue;
      test.cancelled = test.started;
      test.failureType = 'cancelledByParent';
      if (test.abandon) test.abandon(new TestFailure('Promise resolution is still pending but the event loop has already resolved', 'cancelledByParent'));
    }
    return pending.length > 0;
  }
  async end() {
    for (const hook of this.hooks.after) {
      try {
        await this.call(hook.fn, this.context ?? {}, hook.timeout);
      } catch (error) {
        this.failed = true;
        this.emitEvent('test:diagnostic', { nesting: 0, message: `after hook failed: ${error?.message}`, level: 'error' });
      }
    }
    this.summarize();
  }
  summarize() {
    const { counts } = this;
    const duration = rounded(performance.now() - this.startTime);
    this.emitEvent('test:plan', { __proto__: null, nesting: 0, count: this.subtests.filter((one) => !one.omitted).length });
    for (const [name, key] of [['tests', 'tests'], ['suites', 'suites'], ['pass', 'passed'], ['fail', 'failed'], ['cancelled', 'cancelled'], ['skipped', 'skipped'], ['todo', 'todo']]) {
      this.emitEvent('test:diagnostic', { __proto__: null, nesting: 0, message: `${name} ${counts[key]}`, level: 'info' });
    }
    this.emitEvent('test:diagnostic', { __proto__: null, nesting: 0, message: `duration_ms ${duration}`, level: 'info' });
    this.emitEvent('test:summary', { __proto__: null, success: !this.failed, counts: { ...counts, topLevel: this.subtests.length }, duration_ms: duration });
  }
}

module.exports = { Test, Root, TestContext, SuiteContext, TestFailure, kHooks, callSite };
