import * as vscode from 'vscode';
import { DidChangeConfigurationNotification, LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { executable, whyNotExecutable } from './executable';

/** VS Code's own JavaScript support, which most people have on: what it shows already is not to be shown twice. */
const kTypeScript = 'vscode.typescript-language-features';

const kLanguages = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'];

function typeScriptIsOn(): boolean {
  return vscode.extensions.getExtension(kTypeScript) !== undefined;
}

function typeScriptReportsSyntaxErrors(): boolean {
  if (!typeScriptIsOn()) return false;
  const settings = vscode.workspace.getConfiguration(undefined, { languageId: 'javascript' });
  return settings.get('js/ts.validate.enabled', true) && settings.get('javascript.validate.enable', true);
}

interface Settings {
  lint?: { syntaxErrors?: string | boolean };
}

/** The settings of `scrim` as the server reads them. */
function forServer(settings: Settings | null): Settings {
  const wanted = settings?.lint?.syntaxErrors;
  const syntaxErrors = wanted === 'always' || (wanted !== 'never' && !typeScriptReportsSyntaxErrors());
  return { ...settings, lint: { ...settings?.lint, syntaxErrors } };
}

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

  /** Makes the server ask for the settings again: what they are depends on more than those of `scrim`. */
  tellSettings(): void {
    if (!this.client?.isRunning()) return;
    void this.client.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
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
        documentSelector: kLanguages.flatMap((language) => [
          { scheme: 'file', language },
          { scheme: 'untitled', language },
        ]),
        // Outline, folding, definitions, references and rename: one of the two has them.
        initializationOptions: { navigation: !typeScriptIsOn() },
        middleware: {
          workspace: {
            configuration: async (asked, token, next) => {
              const answers = await next(asked, token);
              if (!Array.isArray(answers)) return answers;
              return answers.map((answer, i) => (asked.items[i].section === 'scrim' ? forServer(answer) : answer));
            },
          },
        },
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
  let typeScript = typeScriptIsOn();
  context.subscriptions.push(
    vscode.commands.registerCommand('scrim.restartServer', () => server.restart()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('scrim.path') || change.affectsConfiguration('scrim.languageServer'))
        void server.restart();
      else if (change.affectsConfiguration('javascript.validate') || change.affectsConfiguration('js/ts.validate'))
        server.tellSettings();
    }),
    vscode.extensions.onDidChange(() => {
      if (typeScriptIsOn() === typeScript) return;
      typeScript = typeScriptIsOn();
      void server.restart();
    }),
  );
  void server.restart();
  return () => server.stop();
}
