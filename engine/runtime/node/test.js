// node:test. https://nodejs.org/api/test.html
'use strict';
const { Root, kHooks } = require('internal/test_runner');
const { validateObject } = require('internal/validators');

function patterns(list) {
  if (!list || list.length === 0) return undefined;
  return list.map((text) => {
    if (typeof text !== 'string') return text;
    const match = /^\/(.*)\/([a-z]*)$/s.exec(text);
    return match ? new RegExp(match[1], match[2]) : new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, (c) => c === '.' || c === '*' ? c : `\\${c}`));
  });
}

// One event after another, for the reporters.
class Events {
  #list = [];
  #wake;
  #ended = false;
  push(event) {
    this.#list.push(event);
    this.#wake?.();
  }
  end() {
    this.#ended = true;
    this.#wake?.();
  }
  async *[Symbol.asyncIterator]() {
    for (;;) {
      while (this.#list.length > 0) yield this.#list.shift();
      if (this.#ended) return;
      await new Promise((resolve) => { this.#wake = resolve; });
    }
  }
}

// The options of the command line that are about tests.
const settings = { testNamePatterns: [], testSkipPatterns: [], testReporters: [], testReporterDestinations: [] };
const kLists = { '--test-name-pattern': 'testNamePatterns', '--test-skip-pattern': 'testSkipPatterns', '--test-reporter': 'testReporters', '--test-reporter-destination': 'testReporterDestinations' };
for (const [name, value] of internal.nodeOptions()) {
  if (kLists[name]) settings[kLists[name]].push(value);
  else if (name === '--test-only') settings.testOnly = true;
  else if (name === '--test-timeout') settings.testTimeout = Number(value);
}
// What the processes of `--test` are started with.
settings.childArguments = [];
for (let i = 0; i < process.execArgv.length; ++i) {
  const word = process.execArgv[i];
  if (word === '--test' || word.startsWith('--test-reporter')) {
    if (word.startsWith('--test-reporter') && !word.includes('=')) ++i;
    continue;
  }
  settings.childArguments.push(word);
}
let root;
function theRoot() {
  if (root) return root;
  root = new Root({ filters: { namePatterns: patterns(settings.testNamePatterns), skipPatterns: patterns(settings.testSkipPatterns), only: !!settings.testOnly } });
  if (settings.testTimeout) root.timeout = settings.testTimeout;
  const reporting = report(root);
  let ended = false;
  process.on('beforeExit', () => {
    if (root.giveUp()) return;
    if (ended) return;
    ended = true;
    root.end().then(() => {
      if (root.failed) process.exitCode = 1;
      reporting.end();
    });
  });
  process.on('exit', () => { if (root.failed && !process.exitCode) process.exitCode = 1; });
  const foreign = (type) => (error) => {
    const running = deepest(root);
    if (running?.abandon) {
      running.failureType = type;
      running.abandon(error);
    } else {
      root.failed = true;
      process.exitCode = 1;
      root.emitEvent('test:diagnostic', { nesting: 0, message: `Error: A resource generated asynchronous activity after the test ended. This activity created the error "${error}" which triggered an ${type} event.`, level: 'error' });
    }
  };
  process.on('uncaughtException', foreign('uncaughtException'));
  process.on('unhandledRejection', foreign('unhandledRejection'));
  return root;
}
function deepest(test) {
  for (const child of test.subtests) if (child.started && !child.finished) return deepest(child);
  return test.parent ? test : undefined;
}

function loadReporter(name) {
  const builtin = require('internal/test_reporters');
  if (Object.hasOwn(builtin, name)) return builtin[name];
  const { createRequire } = require('module');
  const loaded = createRequire(`${process.cwd()}/`)(name);
  return loaded.default ?? loaded;
}
// Feeds the reporters of the command line; as a child of `--test` the events go to the parent.
function report(target) {
  if (process.env.NODE_TEST_CONTEXT === 'scrim-child') {
    const { errorText, yamlOfError } = require('internal/test_reporters');
    target.listeners.push(({ type, data }) => {
      const copy = { ...data };
      if (data.details) {
        const { error } = data.details;
        copy.details = { ...data.details };
        if (error) Object.assign(copy.details, { shown: errorText(error), yaml: yamlOfError('', data), error: { message: error.message, failureType: error.failureType, code: error.code } });
      }
      internal.write(1, `\u0000scrim-test ${JSON.stringify({ type, data: copy })}\n`);
    });
    return { end() {} };
  }
  const names = settings.testReporters?.length ? settings.testReporters : ['spec'];
  const destinations = settings.testReporterDestinations ?? [];
  const sinks = names.map((name, i) => {
    const events = new Events();
    const destination = destinations[i] ?? 'stdout';
    const fd = destination === 'stdout' ? 1 : destination === 'stderr' ? 2 : require('fs').openSync(destination, 'w');
    (async () => {
      for await (const text of loadReporter(name)(events)) {
        if (fd > 2) require('fs').writeSync(fd, text);
        else internal.write(fd, text);
      }
    })();
    return events;
  });
  target.listeners.push((event) => { for (const sink of sinks) sink.push(event); });
  return { end() { for (const sink of sinks) sink.end(); } };
}

function declare(kind, overrides = {}) {
  return function test(name, options, fn) {
    const top = theRoot();
    const { current } = top;
    const made = current.create(kind, name, options, fn, overrides, test);
    if (kind === 'suite') made.build();
    if (current !== top) return undefined;
    // What the file declares next comes first.
    return new Promise((resolve) => queueMicrotask(() => made.run().then(() => resolve(undefined))));
  };
}
function family(kind, name) {
  const base = declare(kind);
  for (const [flag, overrides] of [['expectFailure', { expectFailure: true }], ['skip', { skip: true }], ['todo', { todo: true }], ['only', { only: true }]]) {
    base[flag] = declare(kind, overrides);
    Object.defineProperty(base[flag], 'name', { value: flag });
  }
  Object.defineProperty(base, 'name', { value: name });
  return base;
}

const test = family('test', 'test');
const it = family('test', 'it');
const describe = family('suite', 'describe');
const suite = family('suite', 'suite');
const exported = Object.assign(test, { test, it, describe, suite });
for (const hook of kHooks) {
  exported[hook] = { [hook](fn, options) { theRoot().current.addHook(hook, fn, options); } }[hook];
}
Object.defineProperty(exported, 'mock', { get: () => (theMock ??= new (require('internal/test_mock').MockTracker)()), enumerable: true, configurable: true });
let theMock;
exported.getTestContext = () => undefined;
exported.run = (options = {}) => {
  validateObject(options, 'options');
  return require('internal/test_files').run(options);
};
exported.snapshot = { setDefaultSnapshotSerializers() {}, setResolveSnapshotPath() {} };
exported.assert = { register() { throw require('internal/errors').notYet('test.assert.register'); } };

module.exports = exported;
Object.defineProperty(module.exports, Symbol.for('scrim.test.internals'), { value: { Events, loadReporter, settings } });
