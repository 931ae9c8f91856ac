import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as vscode from 'vscode';

/** The scrim to start: the setting `scrim.path`, or the one packaged with the extension. */
export function executable(context: vscode.ExtensionContext): string {
  const set = vscode.workspace.getConfiguration('scrim').get<string>('path', '').trim();
  if (set === '') return context.asAbsolutePath(path.join('bin', 'scrim'));
  return set.startsWith('~/') ? path.join(os.homedir(), set.slice(2)) : set;
}

/** Why `file` cannot be started, or undefined. A bare name is left for PATH to find. */
export function whyNotExecutable(file: string): string | undefined {
  if (!file.includes('/')) return undefined;
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return undefined;
  } catch (error) {
    return `scrim cannot be started (${(error as Error).message}). See the setting scrim.path.`;
  }
}
