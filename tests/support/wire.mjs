// Protocol clients for tests: they start a program, talk to it, check every message of both directions against the
// official schemas, and end it. A message that breaks the schema fails the next await, and close().
import { spawn } from 'node:child_process';
import net from 'node:net';
import { dap, lsp } from './schema.mjs';

// A stream of frames. `source` and `sink` are node streams.
class Frames {
  constructor(source, sink, onMessage, onEnd) {
    this.sink = sink;
    this.rest = Buffer.alloc(0);
    source.on('data', (chunk) => {
      this.rest = Buffer.concat([this.rest, chunk]);
      for (;;) {
        const end = this.rest.indexOf('\r\n\r\n');
        if (end < 0) return;
        const length = Number(/^Content-Length: (\d+)$/im.exec(this.rest.toString('latin1', 0, end))?.[1]);
        if (!Number.isInteger(length)) return onMessage(null, `not a header: ${this.rest.toString('latin1', 0, Math.min(end, 200))}`);
        if (this.rest.length < end + 4 + length) return;
        const text = this.rest.toString('utf8', end + 4, end + 4 + length);
        this.rest = this.rest.subarray(end + 4 + length);
        try { onMessage(JSON.parse(text)); } catch (error) { onMessage(null, `not JSON: ${text.slice(0, 200)} (${error.message})`); }
      }
    });
    source.on('end', () => onEnd());
    source.on('close', () => onEnd());
    source.on('error', () => onEnd());
    sink.on('error', () => {});
  }
  write(text) { this.sink.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`); }
}

class Client {
  constructor({ timeout = 20000 } = {}) {
    this.timeout = timeout;
    this.messages = [];      // {from: 'client' | 'server', message}, in order
    this.violations = [];
    this.waiting = new Map(); // id -> {resolve, reject, name}
    this.watchers = [];
    this.stderr = '';
    this.ended = false;
    this.onEnded = new Promise((resolve) => { this.markEnded = resolve; });
  }

  spawn(command, args = [], options = {}) {
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
    this.child.stderr.on('data', (chunk) => { this.stderr += chunk; });
    this.exit = new Promise((resolve) => this.child.on('exit', (code, signal) => resolve({ code, signal })));
    this.attach(this.child.stdout, this.child.stdin);
    return this;
  }
  async connect(port, host = '127.0.0.1') {
    this.socket = net.connect(port, host);
    await new Promise((resolve, reject) => { this.socket.once('connect', resolve); this.socket.once('error', reject); });
    this.attach(this.socket, this.socket);
    return this;
  }
  attach(source, sink) {
    this.frames = new Frames(source, sink, (message, problem) => {
      if (problem) { this.violations.push(problem); return; }
      this.messages.push({ from: 'server', message });
      for (const error of this.check(message, 'server')) this.violations.push(`${this.nameOf(message)}: ${error}`);
      this.received(message);
      for (const watcher of [...this.watchers]) watcher.offer(message);
    }, () => this.end());
  }
  end() {
    if (this.ended) return;
    this.ended = true;
    this.markEnded();
    for (const { reject, name } of this.waiting.values()) reject(new Error(`the peer ended before it answered '${name}'\n${this.stderr}`));
    this.waiting.clear();
    for (const watcher of [...this.watchers]) watcher.fail(new Error(`the peer ended before ${watcher.what}\n${this.stderr}`));
  }
  write(message, { check = true } = {}) {
    if (check) for (const error of this.check(message, 'client')) this.violations.push(`(sent) ${this.nameOf(message)}: ${error}`);
    this.messages.push({ from: 'client', message });
    this.frames.write(JSON.stringify(message));
  }
  // Bytes as they are, for bad input.
  writeRaw(bytes) { this.frames.sink.write(bytes); }
  endInput() { this.frames.sink.end(); }

  timed(promise, what) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no ${what} within ${this.timeout} ms; last messages:\n${this.tail()}\n${this.stderr}`)), this.timeout);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
  }
  tail(count = 8) { return this.messages.slice(-count).map(({ from, message }) => `  ${from}: ${JSON.stringify(message).slice(0, 300)}`).join('\n'); }

  // Resolves with the first message for which match(message) is true, among those after `since` (an index; default: now).
  waitFor(match, what, since = this.messages.length) {
    for (const { from, message } of this.messages.slice(since)) if (from === 'server' && match(message)) return Promise.resolve(message);
    if (this.ended) return Promise.reject(new Error(`the peer ended before ${what}\n${this.stderr}`));
    let watcher;
    const promise = new Promise((resolve, reject) => {
      const done = () => { this.watchers = this.watchers.filter((other) => other !== watcher); };
      watcher = { what, offer: (message) => { if (match(message)) { done(); resolve(message); } }, fail: (error) => { done(); reject(error); } };
      this.watchers.push(watcher);
    });
    return this.timed(promise, what);
  }

  assertClean() {
    if (this.violations.length) throw new Error(`messages that break the schema:\n  ${this.violations.join('\n  ')}`);
  }
  // Ends the connection and waits for the process; kills it only if it does not go by itself, which is an error.
  async close({ expectExit = true } = {}) {
    if (this.frames && !this.ended) this.endInput();
    let outcome = null;
    if (this.child) {
      const timer = setTimeout(() => { this.stuck = true; this.child.kill('SIGKILL'); }, this.timeout);
      outcome = await this.exit;
      clearTimeout(timer);
      if (this.stuck && expectExit) throw new Error(`the process did not end by itself\n${this.tail()}\n${this.stderr}`);
    } else if (this.socket) {
      this.socket.destroy();
    }
    this.assertClean();
    return outcome;
  }
}

export class DapClient extends Client {
  seq = 0;
  commands = new Map();
  handlers = new Map(); // reverse requests

  check(message, from) {
    return dap.check(message, {
      strict: from === 'server',
      commandOf: (seq) => (from === 'server' ? this.commands.get(seq) : undefined),
    });
  }
  nameOf(message) { return `${message.type} ${message.command ?? message.event}`; }

  // Sends without waiting; returns the seq.
  post(command, args, options) {
    const seq = ++this.seq;
    this.commands.set(seq, command);
    this.write({ seq, type: 'request', command, ...(args === undefined ? {} : { arguments: args }) }, options);
    return seq;
  }
  // The whole response, successful or not.
  async response(command, args, options) {
    const seq = this.post(command, args, options);
    return this.answerTo(seq);
  }
  answerTo(seq) {
    const name = this.commands.get(seq);
    if (this.ended) return Promise.reject(new Error(`the peer ended before '${name}'\n${this.stderr}`));
    return this.timed(new Promise((resolve, reject) => this.waiting.set(seq, { resolve, reject, name })), `response to ${name}`);
  }
  // The body; fails if the request does.
  async request(command, args, options) {
    const response = await this.response(command, args, options);
    if (!response.success) throw new Error(`${command}: ${errorText(response)}`);
    return response.body;
  }
  // The text of the error that must come.
  async refused(command, args, options) {
    const response = await this.response(command, args, options);
    if (response.success) throw new Error(`${command} succeeded: ${JSON.stringify(response.body)}`);
    return errorText(response);
  }
  received(message) {
    if (message.type === 'response') {
      const waiting = this.waiting.get(message.request_seq);
      if (!this.commands.has(message.request_seq)) this.violations.push(`a response to ${message.request_seq}, which was never sent`);
      if (this.answered?.has(message.request_seq)) this.violations.push(`two responses to ${this.commands.get(message.request_seq)}`);
      (this.answered ??= new Set()).add(message.request_seq);
      this.waiting.delete(message.request_seq);
      waiting?.resolve(message);
    } else if (message.type === 'request') {
      const handler = this.handlers.get(message.command);
      const answer = (success, body) => this.write({ seq: ++this.seq, type: 'response', request_seq: message.seq, command: message.command, success, ...(body === undefined ? {} : { body }) });
      if (!handler) return answer(false, {});
      Promise.resolve(handler(message.arguments)).then((body) => answer(true, body), () => answer(false, {}));
    }
  }
  // The body of the first such event after `since`, an index into `messages` (0: ever; default: from now on).
  event(name, match = () => true, since) {
    return this.waitFor((message) => message.type === 'event' && message.event === name && match(message.body ?? {}), `event ${name}`, since)
      .then((message) => message.body ?? {});
  }
  events(name) {
    return this.messages.filter(({ message }) => message.type === 'event' && (!name || message.event === name)).map(({ message }) => message.body ?? {});
  }
  output(category) {
    return this.events('output').filter((body) => !category || (body.category ?? 'console') === category).map((body) => body.output).join('');
  }
  initialize(extra = {}) {
    return this.request('initialize', { clientID: 'test', adapterID: 'scrim', pathFormat: 'path', linesStartAt1: true, columnsStartAt1: true, supportsVariableType: true, supportsVariablePaging: true, ...extra });
  }
}

export function errorText(response) {
  const error = response.body?.error;
  if (!error) return response.message;
  return error.format.replace(/\{(\w+)\}/g, (all, name) => error.variables?.[name] ?? all);
}

export class LspClient extends Client {
  id = 0;
  methods = new Map();
  handlers = new Map();
  serverMethods = new Map();

  check(message, from) {
    return lsp.check(message, { methodOf: (id) => (from === 'server' ? this.methods.get(id) : this.serverMethods.get(id)) });
  }
  nameOf(message) { return message.method ?? `response to ${this.methods.get(message.id)}`; }
  post(method, params, options) {
    const id = ++this.id;
    this.methods.set(id, method);
    this.write({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) }, options);
    return id;
  }
  response(method, params, options) {
    const id = this.post(method, params, options);
    return this.answerTo(id);
  }
  answerTo(id) {
    const name = this.methods.get(id);
    if (this.ended) return Promise.reject(new Error(`the peer ended before '${name}'\n${this.stderr}`));
    return this.timed(new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject, name })), `response to ${name}`);
  }
  async request(method, params, options) {
    const response = await this.response(method, params, options);
    if (response.error) throw new Error(`${method}: ${response.error.code} ${response.error.message}`);
    return response.result;
  }
  notify(method, params, options) { this.write({ jsonrpc: '2.0', method, ...(params === undefined ? {} : { params }) }, options); }
  received(message) {
    if ('method' in message && 'id' in message) {
      this.serverMethods.set(message.id, message.method);
      const handler = this.handlers.get(message.method);
      const answer = (fields) => this.write({ jsonrpc: '2.0', id: message.id, ...fields });
      if (!handler) return answer({ error: { code: -32601, message: 'not supported by this client' } });
      Promise.resolve(handler(message.params)).then((result) => answer({ result: result ?? null }));
    } else if ('id' in message && !('method' in message)) {
      const waiting = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      waiting?.resolve(message);
    }
  }
  notification(method, match = () => true, since) {
    return this.waitFor((message) => message.method === method && !('id' in message) && match(message.params ?? {}), `notification ${method}`, since);
  }
  initialize(extra = {}) {
    return this.request('initialize', { processId: process.pid, rootUri: null, capabilities: {}, ...extra });
  }
}
