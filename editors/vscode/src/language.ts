import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { executable, whyNotExecutable } from './executable';

/** Keeps one `scrim lsp` running for the window's JavaScript files, as the settings say. */
class Server {
  private client: LanguageClient | undefined;
  /** Starts and stops follow one another, however fast the settings change. */
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly context: vscode.ExtensionContext) {}

  restart(): Promise<void> {
    this.last = this.last.then(() => this.stopNow()).then(() => this.startNow());
    return this.last;
  }

  stop(): Promise<void> {
    this.last = this.last.then(() => this.stopNow());
    return this.last;
  }

  private async startNow(): Promise<void> {
    if (!vscode.workspace.getConfiguration('scrim').get<boolean>('languageServer', true)) return;
    const command = executable(this.context);
    const why = whyNotExecutable(command);
    if (why) {
      void vscode.window.showErrorMessage(why);
      return;
    }
    const client = new LanguageClient(
      'scrim',
      'scrim',
      { command, args: ['lsp'], transport: TransportKind.stdio },
      {
        documentSelector: [
          { scheme: 'file', language: 'javascript' },
          { scheme: 'untitled', language: 'javascript' },
        ],
      },
    );
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      void vscode.window.showErrorMessage(`scrim's language server did not start: ${(error as Error).message}`);
    }
  }

  private async stopNow(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // A client that did not start rejects here; there is nothing left to stop then.
    await client?.dispose().catch(() => undefined);
  }
}

/** Starts the language server; the result stops it. */
export function activateLanguage(context: vscode.ExtensionContext): () => Promise<void> {
  const server = new Server(context);
  context.subscriptions.push(
    vscode.commands.registerCommand('scrim.restartServer', () => server.restart()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('scrim.path') || change.affectsConfiguration('scrim.languageServer'))
        void server.restart();
    }),
  );
  void server.restart();
  return () => server.stop();
}
