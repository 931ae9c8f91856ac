import * as path from 'path';
import * as vscode from 'vscode';
import { executable, whyNotExecutable } from './executable';
import { activateEventLoop } from './event_loop';

const kType = 'scrim';
/** What scrim runs: of TypeScript it strips the types, as Node does. */
const kLanguages = ['javascript', 'typescript'];

function configurationFor(program: string): vscode.DebugConfiguration {
  return { type: kType, request: 'launch', name: 'scrim: current file', program };
}

/** What the folder has for Node already, for scrim: the launches of its launch.json, the scripts of its package.json. */
async function configurationsOf(folder: vscode.WorkspaceFolder): Promise<vscode.DebugConfiguration[]> {
  const given = vscode.workspace.getConfiguration('launch', folder.uri).get<vscode.DebugConfiguration[]>('configurations', []);
  const launches = given
    .filter(({ type, request }) => (type === 'node' || type === 'pwa-node') && request === 'launch')
    .map((configuration) => ({ ...configuration, type: kType, name: `${configuration.name} (scrim)` }));
  let scripts: string[] = [];
  try {
    const text = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder.uri, 'package.json'));
    scripts = Object.keys(JSON.parse(new TextDecoder().decode(text)).scripts ?? {});
  } catch {
    // There is none, or none that can be read: no scripts.
  }
  const cwd = '${workspaceFolder}';
  return [
    ...launches,
    ...scripts.map((name) => ({
      type: kType, request: 'launch', name: `npm run ${name} (scrim)`, runtimeExecutable: 'npm', runtimeArgs: ['run', name], cwd,
    })),
  ];
}

/** Lets a person pick one of those. */
async function debugConfiguration(): Promise<void> {
  const choices: { label: string; description?: string; folder: vscode.WorkspaceFolder; configuration: vscode.DebugConfiguration }[] = [];
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    for (const configuration of await configurationsOf(folder)) {
      const description = [configuration.program, configuration.cwd].find((text) => typeof text === 'string');
      choices.push({ label: configuration.name, description, folder, configuration });
    }
  }
  if (choices.length === 0) {
    void vscode.window.showInformationMessage('scrim: no launch.json here has a configuration for Node, and no package.json a script.');
    return;
  }
  const chosen = await vscode.window.showQuickPick(choices, { placeHolder: 'What to debug with scrim' });
  if (chosen) await vscode.debug.startDebugging(chosen.folder, chosen.configuration);
}

/** Fills in what a launch leaves out; an F5 without launch.json comes here as an empty configuration. */
class Configurations implements vscode.DebugConfigurationProvider {
  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    return [configurationFor('${file}')];
  }

  async provideAll(folder: vscode.WorkspaceFolder | undefined): Promise<vscode.DebugConfiguration[]> {
    return [...this.provideDebugConfigurations(), ...(folder ? await configurationsOf(folder) : [])];
  }

  resolveDebugConfiguration(
    folder: vscode.WorkspaceFolder | undefined,
    given: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration | undefined {
    let configuration = given;
    if (!given.type && !given.request && !given.name) {
      const document = vscode.window.activeTextEditor?.document;
      if (document && kLanguages.includes(document.languageId) && document.uri.scheme === 'file')
        configuration = { ...given, ...configurationFor(document.fileName) };
    }
    if (configuration.request === 'launch' && !configuration.program && !configuration.runtimeExecutable &&
      !configuration.runtimeArgs?.length) {
      void vscode.window.showErrorMessage('scrim: open a JavaScript or TypeScript file, or name one as "program" in launch.json.');
      return undefined;
    }
    if (configuration.request === 'launch' && !configuration.cwd && folder)
      configuration = { ...configuration, cwd: folder.uri.fsPath };
    return configuration;
  }

  /** The variables are replaced by now: a program alone, outside any folder, runs where it is. */
  resolveDebugConfigurationWithSubstitutedVariables(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration {
    if (configuration.request !== 'launch' || configuration.cwd || !path.isAbsolute(configuration.program ?? ''))
      return configuration;
    return { ...configuration, cwd: path.dirname(configuration.program) };
  }
}

async function debugFile(uri?: vscode.Uri): Promise<void> {
  const target = uri ?? vscode.window.activeTextEditor?.document.uri;
  if (!target || target.scheme !== 'file') {
    void vscode.window.showErrorMessage('scrim: this is not a file on disk; save it first.');
    return;
  }
  const folder = vscode.workspace.getWorkspaceFolder(target);
  await vscode.debug.startDebugging(folder, configurationFor(target.fsPath));
}

/** `given` is where to write it, for callers from code; a person is asked and then shown it. Returns the file written. */
async function takeHeapSnapshot(given?: unknown): Promise<string | undefined> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== kType) {
    void vscode.window.showErrorMessage('scrim: no program is being debugged.');
    return undefined;
  }
  let file = typeof given === 'string' ? given : undefined;
  if (file === undefined) {
    const stamp = new Date().toISOString().replace(/[-:]/g, '').replace(/\..*/, '').replace('T', '.');
    const folder: string = session.configuration.cwd ?? session.workspaceFolder?.uri.fsPath ?? '';
    const chosen = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.file(path.join(folder, `Heap.${stamp}.heapsnapshot`)),
      filters: { 'Heap snapshots': ['heapsnapshot'] },
    });
    if (!chosen) return undefined;
    file = chosen.fsPath;
  }
  try {
    const written: { path: string; nodes: number } = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'Taking a heap snapshot' },
      () => session.customRequest('scrim/heapSnapshot', { path: file }),
    );
    if (typeof given !== 'string') {
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(written.path));
      vscode.window.setStatusBarMessage(`scrim: ${written.nodes.toLocaleString()} nodes in ${path.basename(written.path)}`, 10000);
    }
    return written.path;
  } catch (error) {
    void vscode.window.showErrorMessage(`scrim: no heap snapshot: ${(error as Error).message}`);
    return undefined;
  }
}

/** Contributes the debugger `scrim` and the commands about it. */
export function activateDebugger(context: vscode.ExtensionContext): void {
  const configurations = new Configurations();
  activateEventLoop(context, kType);
  context.subscriptions.push(
    vscode.debug.registerDebugConfigurationProvider(kType, configurations),
    vscode.debug.registerDebugConfigurationProvider(
      kType,
      { provideDebugConfigurations: (folder) => configurations.provideAll(folder) },
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
    vscode.debug.registerDebugAdapterDescriptorFactory(kType, {
      createDebugAdapterDescriptor: () => {
        const command = executable(context);
        const why = whyNotExecutable(command);
        if (why) throw new Error(why);
        return new vscode.DebugAdapterExecutable(command, ['dap']);
      },
    }),
    vscode.commands.registerCommand('scrim.debugFile', debugFile),
    vscode.commands.registerCommand('scrim.debugConfiguration', debugConfiguration),
    vscode.commands.registerCommand('scrim.takeHeapSnapshot', takeHeapSnapshot),
  );
}
