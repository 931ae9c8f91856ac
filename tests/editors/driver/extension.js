// Runs code that the test sends inside VS Code's extension host, with `vscode` in scope (POST {code, arg} to the socket
// $EDITOR_TEST_SOCKET; the answer is {ok, value | error}), and writes every DAP message to $EDITOR_TEST_TRACE.
const fs = require('fs');
const http = require('http');
const vscode = require('vscode');

const AsyncFunction = (async () => {}).constructor;

function record(file) {
  return vscode.debug.registerDebugAdapterTrackerFactory('*', {
    createDebugAdapterTracker(session) {
      const write = (from, message) =>
        fs.appendFileSync(file, JSON.stringify({ session: session.id, from, message }) + '\n');
      return {
        onWillReceiveMessage: (message) => write('client', message),
        onDidSendMessage: (message) => write('adapter', message),
        onError: (error) => write('error', String(error)),
        onExit: (code, signal) => write('exit', { code, signal }),
      };
    },
  });
}

// What the editor's API returns refers to itself here and there.
function json(value) {
  const seen = new WeakSet();
  return JSON.stringify(value, (key, inner) => {
    if (typeof inner !== 'object' || inner === null) return inner;
    if (seen.has(inner)) return undefined;
    seen.add(inner);
    return inner;
  });
}

async function run(body) {
  try {
    const { code, arg } = JSON.parse(body);
    return { ok: true, value: await new AsyncFunction('vscode', 'arg', code)(vscode, arg) };
  } catch (error) {
    return { ok: false, error: String(error?.stack ?? error) };
  }
}

exports.activate = (context) => {
  if (process.env.EDITOR_TEST_TRACE) context.subscriptions.push(record(process.env.EDITOR_TEST_TRACE));
  const socket = process.env.EDITOR_TEST_SOCKET;
  if (!socket) return;
  fs.rmSync(socket, { force: true });
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => { body += chunk; });
    request.on('end', async () => response.end(json(await run(body))));
  });
  server.listen(socket);
  context.subscriptions.push({ dispose: () => server.close() });
};
