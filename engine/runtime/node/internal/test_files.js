// `--test` and run(): each file in a process of its own, its events told as if it were here.
'use strict';
const path = require('path');
const fs = require('fs');

// https://nodejs.org/api/test.html#running-tests-from-the-command-line
const kExtension = /\.(?:cjs|mjs|js|cts|mts|ts)$/;
function isTestName(name, inTestFolder) {
  if (!kExtension.test(name)) return false;
  const base = name.replace(kExtension, '');
  return inTestFolder || base === 'test' || /^test-/.test(base) || /[._-]test$/.test(base);
}
function find(folder, inTestFolder, out) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules') find(full, inTestFolder || entry.name === 'test', out);
    } else if (isTestName(entry.name, inTestFolder)) out.push(full);
  }
  return out;
}
function testFiles(given) {
  if (given.length === 0) return find(process.cwd(), false, []);
  const out = [];
  for (const one of given) {
    const full = path.resolve(one);
    if (fs.existsSync(full)) {
      if (fs.statSync(full).isDirectory()) find(full, true, out);
      else out.push(full);
      continue;
    }
    const found = fs.globSync ? fs.globSync(one).map((name) => path.resolve(name)) : [];
    if (found.length === 0) {
      process.stderr.write(`Could not find '${one}'\n`);
      process.exit(1);
    }
    out.push(...found.sort());
  }
  return out;
}

const kMark = '\u0000scrim-test ';

// Runs one file; onEvent for each of its events. Resolves to the counts it told.
function runFile(file, execArguments, onEvent) {
  const { spawn } = require('child_process');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...execArguments, file], { env: { ...process.env, NODE_TEST_CONTEXT: 'scrim-child' }, stdio: ['inherit', 'pipe', 'pipe'] });
    let summary;
    let rest = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk) => {
      rest += chunk;
      let end;
      while ((end = rest.indexOf('\n')) >= 0) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 1);
        const mark = line.indexOf(kMark);
        if (mark > 0) onEvent({ type: 'test:stdout', data: { nesting: 0, file, message: line.slice(0, mark) } });
        if (mark < 0) onEvent({ type: 'test:stdout', data: { nesting: 0, file, message: `${line}\n` } });
        else {
          const event = JSON.parse(line.slice(mark + kMark.length));
          if (event.type === 'test:summary') summary = event.data;
          else onEvent(event);
        }
      }
    });
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (message) => onEvent({ type: 'test:stderr', data: { nesting: 0, file, message } }));
    child.on('close', (code, signal) => {
      if (rest) onEvent({ type: 'test:stdout', data: { nesting: 0, file, message: rest } });
      resolve({ summary, code, signal });
    });
  });
}

const kCounts = ['tests', 'suites', 'passed', 'failed', 'cancelled', 'skipped', 'todo'];

async function runAll(files, execArguments, emit) {
  const begun = performance.now();
  const counts = Object.fromEntries(kCounts.map((name) => [name, 0]));
  let success = true;
  let number = 0;
  for (const file of files) {
    const start = performance.now();
    const { summary, code, signal } = await runFile(file, execArguments, (event) => {
      const { type, data } = event;
      // The child's own totals are summed up here.
      if (type === 'test:diagnostic' && data.nesting === 0 && /^(?:tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/.test(data.message)) return;
      if (type === 'test:plan' && data.nesting === 0 && !data.children) return;
      if (data.nesting === 0 && type === 'test:start') ++number;
      if (data.nesting === 0 && data.testNumber !== undefined) data.testNumber = number;
      emit(event);
    });
    if (summary) for (const name of kCounts) counts[name] += summary.counts[name];
    const told = summary && summary.counts.topLevel > 0;
    if (!told) {
      // A file without tests is a test itself.
      const name = path.relative(process.cwd(), file);
      const data = { name, nesting: 0, testNumber: ++number, type: 'test', file, line: 1, column: 1 };
      const failed = code !== 0;
      emit({ type: 'test:start', data });
      const details = { duration_ms: performance.now() - start, type: 'test' };
      if (failed) details.error = Object.assign(new Error('test failed'), { code: 'ERR_TEST_FAILURE', failureType: 'testCodeFailure', exitCode: code ?? undefined, signal });
      if (failed) details.shown = "'test failed'";
      emit({ type: failed ? 'test:fail' : 'test:pass', data: { ...data, details } });
      ++counts.tests;
      ++counts[failed ? 'failed' : 'passed'];
      if (failed) success = false;
    } else if (!summary.success || code !== 0) success = false;
  }
  emit({ type: 'test:plan', data: { nesting: 0, count: number } });
  for (const [name, key] of [['tests', 'tests'], ['suites', 'suites'], ['pass', 'passed'], ['fail', 'failed'], ['cancelled', 'cancelled'], ['skipped', 'skipped'], ['todo', 'todo']]) {
    emit({ type: 'test:diagnostic', data: { nesting: 0, message: `${name} ${counts[key]}`, level: 'info' } });
  }
  const duration = performance.now() - begun;
  emit({ type: 'test:diagnostic', data: { nesting: 0, message: `duration_ms ${duration}`, level: 'info' } });
  emit({ type: 'test:summary', data: { success, counts, duration_ms: duration } });
  return success;
}

// scrim --test [FILES]
async function main(given) {
  const { Events, loadReporter, settings } = require('test')[Symbol.for('scrim.test.internals')];
  const names = settings.testReporters?.length ? settings.testReporters : ['spec'];
  const sinks = names.map((name, i) => {
    const events = new Events();
    const destination = settings.testReporterDestinations?.[i] ?? 'stdout';
    const fd = destination === 'stdout' ? 1 : destination === 'stderr' ? 2 : fs.openSync(destination, 'w');
    const done = (async () => {
      for await (const text of loadReporter(name)(events)) {
        if (fd > 2) fs.writeSync(fd, text);
        else internal.write(fd, text);
      }
    })();
    return { events, done };
  });
  const success = await runAll(testFiles(given), settings.childArguments ?? [], (event) => { for (const sink of sinks) sink.events.push(event); });
  for (const sink of sinks) sink.events.end();
  await Promise.all(sinks.map((sink) => sink.done));
  if (!success) process.exitCode = 1;
}

function run({ files = [], execArgv = [] } = {}) {
  const { PassThrough } = require('stream');
  const stream = new PassThrough({ objectMode: true });
  stream.on('data', ({ type, data }) => stream.emit(type, data));
  runAll(testFiles(files), execArgv, (event) => stream.write(event)).then(() => stream.end());
  return stream;
}

module.exports = { main, run, testFiles };
