import * as vscode from 'vscode';
import { activateDebugger } from './debug';
import { activateLanguage } from './language';

let stopLanguage: (() => Promise<void>) | undefined;

export function activate(context: vscode.ExtensionContext): void {
  activateDebugger(context);
  stopLanguage = activateLanguage(context);
}

export function deactivate(): Promise<void> | undefined {
  return stopLanguage?.();
}
