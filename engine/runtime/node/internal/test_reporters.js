// The reporters of node:test: each turns events into text. https://nodejs.org/api/test.html#test-reporters
'use strict';
const { inspect } = require('util');

const colorsWanted = () => internal.binding('web').isTerminal(1) && process.env.NO_COLOR === undefined;
const paint = (code, text) => (colorsWanted() ? `\u001b[${code}m${text}\u001b[39m` : text);

function errorText(error) {
  const shown = error?.code === 'ERR_TEST_FAILURE' ? error.cause ?? error.message : error;
  return inspect(shown, { breakLength: Infinity });
}
const relative = (file) => require('path').relative(process.cwd(), file);

class SpecState {
  #stack = [];
  #failed = [];
  event({ type, data }) {
    switch (type) {
      case 'test:start':
        this.#stack.unshift({ data, printed: false });
        return '';
      case 'test:pass':
      case 'test:fail': {
        this.#stack.shift();
        const indent = '  '.repeat(data.nesting);
        let text = this.#heads();
        if (type === 'test:fail' && data.details?.error?.failureType !== 'subtestsFailed') this.#failed.push(data);
        text += `${indent}${this.#line(type, data)}\n`;
        return text;
      }
      case 'test:diagnostic': return paint(34, `${'  '.repeat(data.nesting)}ℹ ${data.message}\n`);
      case 'test:stdout':
      case 'test:stderr': return data.message;
      case 'test:summary': return this.#failures();
      default: return '';
    }
  }
  // Parents are named before their first child is told of.
  #heads() {
    let text = '';
    for (const one of [...this.#stack].reverse()) {
      if (one.printed) continue;
      one.printed = true;
      text += `${'  '.repeat(one.data.nesting)}▶ ${one.data.name}\n`;
    }
    return text;
  }
  #line(type, data) {
    const duration = ` ${paint(90, `(${data.details?.duration_ms}ms)`)}`;
    const reason = data.skip !== undefined ? data.skip : data.todo;
    const note = reason !== undefined ? ` # ${typeof reason === 'string' && reason.length ? reason : data.skip !== undefined ? 'SKIP' : 'TODO'}` : '';
    let mark = type === 'test:pass' ? '✔' : '✖';
    let color = type === 'test:pass' ? 32 : 31;
    if (data.skip !== undefined) [mark, color] = ['﹣', 90];
    else if (data.todo !== undefined && type === 'test:fail') [mark, color] = ['⚠', 33];
    return `${paint(color, `${mark} ${data.name}`)}${duration}${note}`;
  }
  #failures() {
    if (this.#failed.length === 0) return '';
    const parts = [`\n${paint(31, '✖ failing tests:')}\n`];
    for (const data of this.#failed) {
      if (data.file) parts.push(`test at ${relative(data.file)}:${data.line}:${data.column}`);
      const shown = data.details.shown ?? errorText(data.details.error);
      parts.push(`${this.#line('test:fail', data)}\n  ${shown.split('\n').join('\n  ')}\n`);
    }
    return parts.join('\n');
  }
}

async function* spec(source) {
  const state = new SpecState();
  for await (const event of source) {
    const text = state.event(event);
    if (text) yield text;
  }
}

// --- TAP 13

const escapeTap = (text) => text.replaceAll('\\', '\\\\').replaceAll('#', '\\#').replace(/[\b\f\t\n\r\v]/g, (c) => ({ '\b': '\\b', '\f': '\\f', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\v': '\\v' })[c]);

function yamlValue(indent, name, value, seen = new Set()) {
  if (value === undefined) return '';
  const prefix = `${indent}  ${name}:`;
  if (value === null) return `${prefix} ~\n`;
  if (typeof value !== 'object' && typeof value !== 'function') {
    if (typeof value !== 'string') return `${prefix} ${inspect(value)}\n`;
    if (value.includes('\n')) return `${prefix} |-\n${value.split('\n').map((line) => `${indent}    ${line}\n`).join('')}`;
    return `${prefix} ${inspect(value)}\n`;
  }
  if (seen.has(value)) return `${prefix} <Circular>\n`;
  if (internal.classOf(value) === 'Date') return `${prefix} ${value.toISOString()}\n`;
  if (typeof value === 'function') return `${prefix} ${inspect(value)}\n`;
  seen.add(value);
  const keys = Object.keys(value);
  return `${prefix}\n${keys.map((key) => yamlValue(`${indent}  `, key, value[key], seen)).join('')}`;
}
function yamlOfError(indent, data) {
  const { error } = data.details;
  if (!error) return '';
  const cause = error.code === 'ERR_TEST_FAILURE' && error.cause !== undefined ? error.cause : error;
  const isError = typeof cause === 'object' && cause !== null && internal.classOf(cause) === 'Error';
  let text = yamlValue(indent, 'failureType', error.failureType);
  text += yamlValue(indent, 'error', isError ? cause.message : error.failureType === 'subtestsFailed' ? error.message : inspect(cause));
  text += yamlValue(indent, 'code', isError && cause !== error && cause.code !== undefined ? cause.code : error.code);
  if (isError && cause.name && cause.name !== 'Error') text += yamlValue(indent, 'name', cause.name);
  if (isError && cause.code === 'ERR_ASSERTION') for (const key of ['expected', 'actual', 'operator']) text += yamlValue(indent, key, cause[key]);
  if (isError && cause !== error && typeof cause.stack === 'string') {
    const frames = cause.stack.split('\n').filter((line) => /^ +at /.test(line)).map((line) => line.replace(/^ +at /, ''));
    if (frames.length > 0) text += `${indent}  stack: |-\n${frames.map((line) => `${indent}    ${line}\n`).join('')}`;
  }
  return text;
}
async function* tap(source) {
  yield 'TAP version 13\n';
  for await (const { type, data } of source) {
    const indent = '    '.repeat(data.nesting ?? 0);
    switch (type) {
      case 'test:start': yield `${indent}# Subtest: ${escapeTap(data.name)}\n`; break;
      case 'test:pass':
      case 'test:fail': {
        let line = `${indent}${type === 'test:pass' ? 'ok' : 'not ok'} ${data.testNumber} - ${escapeTap(data.name)}`;
        if (data.skip !== undefined) line += ` # SKIP${typeof data.skip === 'string' && data.skip.length ? ` ${escapeTap(data.skip)}` : ''}`;
        else if (data.todo !== undefined) line += ` # TODO${typeof data.todo === 'string' && data.todo.length ? ` ${escapeTap(data.todo)}` : ''}`;
        let yaml = `${indent}  ---\n${yamlValue(indent, 'duration_ms', data.details.duration_ms)}${yamlValue(indent, 'type', data.details.type)}`;
        if (type === 'test:fail') {
          if (data.file) yaml += yamlValue(indent, 'location', `${data.file}:${data.line}:${data.column}`);
          yaml += data.details.yaml ? data.details.yaml.replaceAll('\n', `\n${indent}`).slice(0, indent ? -indent.length : undefined) : yamlOfError(indent, data);
        }
        yield `${line}\n${yaml}${indent}  ...\n`;
        break;
      }
      case 'test:plan': yield `${indent}1..${data.count}\n`; break;
      case 'test:diagnostic': yield `${indent}# ${escapeTap(data.message)}\n`; break;
      case 'test:stdout':
      case 'test:stderr':
        for (const line of data.message.split('\n')) if (line) yield `${indent}# ${escapeTap(line)}\n`;
        break;
      default:
    }
  }
}

async function* dot(source) {
  let count = 0;
  const failed = [];
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (type === 'test:fail') failed.push(data);
    yield type === 'test:pass' ? '.' : 'X';
    if (++count % 20 === 0) yield '\n';
  }
  yield '\n';
  if (failed.length > 0) {
    yield '\nFailed tests:\n\n';
    for (const data of failed) yield `${data.todo !== undefined ? '⚠' : '✖'} ${data.name} (${data.details.duration_ms}ms)${data.todo !== undefined ? ' # TODO' : ''}\n  ${(data.details.shown ?? errorText(data.details.error)).split('\n').join('\n  ')}\n`;
  }
}

// --- JUnit

const escapeContent = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const escapeAttribute = (text) => escapeContent(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;');
function toXml(node) {
  if (typeof node === 'string') return `${escapeContent(node)}\n`;
  const indent = '\t'.repeat(node.nesting + 1);
  if (node.comment !== undefined) return `${indent}<!-- ${node.comment.replaceAll('--', '&#45;&#45;')} -->\n`;
  const attributes = Object.entries(node.attributes).map(([name, value]) => `${name}="${escapeAttribute(value)}"`).join(' ');
  if (node.children.length === 0) return `${indent}<${node.tag} ${attributes}/>\n`;
  return `${indent}<${node.tag} ${attributes}>\n${node.children.map(toXml).join('')}${indent}</${node.tag}>\n`;
}
// Of a test that failed in another process only the text of the cause is here.
function failureText({ error, shown }) {
  if (shown === undefined) return inspect(error, { breakLength: Infinity });
  const told = new Error(error.message);
  told.stack = `Error [${error.code}]: ${error.message}`;
  const cause = { [inspect.custom]: () => shown };
  return inspect(Object.assign(told, { code: error.code, failureType: error.failureType, cause }), { breakLength: Infinity });
}
function skippedNode(nesting, type, message) {
  return { tag: 'skipped', nesting, attributes: { type, message }, children: [] };
}
const failed = (node) => node.attributes?.failures || node.children?.some((child) => child.tag === 'failure');
const skipped = (node) => node.attributes?.failures || node.children?.some((child) => child.tag === 'skipped');
function completeSuite(node, cases) {
  node.tag = 'testsuite';
  Object.assign(node.attributes, {
    disabled: 0, errors: 0, tests: cases.length, failures: cases.filter(failed).length, skipped: cases.filter(skipped).length,
    timestamp: new Date().toISOString(), hostname: require('os').hostname(),
  });
}
function completeCase(node, type, data) {
  const above = [];
  for (let one = node.parent; one; one = one.parent) above.unshift(one.attributes.name);
  node.tag = 'testcase';
  node.attributes.classname = above.join('.') || 'test';
  if (data.file) node.attributes.file = data.file;
  if (data.skip !== undefined) node.children.push(skippedNode(data.nesting + 1, 'skipped', data.skip));
  if (data.todo !== undefined) node.children.push(skippedNode(data.nesting + 1, 'todo', data.todo));
  if (type !== 'test:fail') return;
  const { error } = data.details;
  const message = error?.message ?? '';
  node.children.push({ tag: 'failure', nesting: data.nesting + 1, attributes: { type: error?.failureType || error?.code, message: message.trim() }, children: [failureText(data.details)] });
  node.attributes.failure = message;
}
async function* junit(source) {
  yield '<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n';
  const roots = [];
  let current;
  const start = ({ name, nesting }) => {
    const node = { attributes: { name }, nesting, parent: current, children: [] };
    (current?.children ?? roots).push(node);
    current = node;
  };
  for await (const { type, data } of source) {
    if (type === 'test:start') start(data);
    else if (type === 'test:diagnostic') (current?.children ?? roots).push({ nesting: data.nesting, comment: data.message });
    else if (type === 'test:pass' || type === 'test:fail') {
      if (current?.attributes.name !== data.name || current.nesting !== data.nesting) start(data);
      const node = current;
      current = node.parent;
      node.attributes.time = (data.details.duration_ms / 1000).toFixed(6);
      const cases = node.children.filter((child) => child.comment === undefined);
      if (cases.length > 0) completeSuite(node, cases);
      else completeCase(node, type, data);
    }
  }
  for (const root of roots) yield toXml(root);
  yield '</testsuites>\n';
}
async function* lcov() {}

module.exports = { dot, junit, spec, tap, lcov, errorText, yamlOfError };
