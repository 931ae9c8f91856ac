// VS Code's workbench in a headless Chromium, as a person sees and uses it.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, clients } from './code_server.mjs';

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const quickInput = '.quick-input-widget:not([style*="display: none"]) input[type=text]';
const activeEditor = '.editor-group-container.active';

export class Workbench {
  // shots: a folder for screenshots.
  static async open(server, { folder, shots }) {
    const { chromium: browser } = createRequire(path.join(clients, 'package.json'))('playwright-core');
    const self = new Workbench();
    self.server = server;
    self.shots = shots;
    self.profile = fs.mkdtempSync(path.join(os.tmpdir(), 'chromium-'));
    self.context = await browser.launchPersistentContext(self.profile, {
      executablePath: chromium(), headless: true, viewport: { width: 1400, height: 1400 }, locale: 'en-US',
      colorScheme: 'light', reducedMotion: 'reduce',
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
    });
    self.page = self.context.pages()[0] ?? await self.context.newPage();
    self.page.setDefaultTimeout(60000);
    // There is no network: whatever asks for it is told so at once.
    await self.context.route((url) => /^https?:$/.test(url.protocol) && !['127.0.0.1', 'localhost'].includes(url.hostname),
      (route) => route.abort());
    self.page.on('dialog', (dialog) => dialog.accept());
    try {
      await self.page.goto(`${server.url}/?folder=${encodeURIComponent(folder)}`);
      await self.page.waitForSelector('.monaco-workbench .explorer-folders-view .monaco-list-row');
      await self.page.waitForSelector('.monaco-workbench .statusbar');
    } catch (error) {
      await self.close();
      throw error;
    }
    return self;
  }

  async close() {
    await this.context.close();
    fs.rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  // Tries until `check` returns something true, and returns that.
  async until(what, check, milliseconds = 40000) {
    const end = Date.now() + milliseconds;
    let last;
    do {
      try {
        const result = await check();
        if (result) return result;
      } catch (error) {
        last = error;
      }
      await wait(60);
    } while (Date.now() < end);
    throw new Error(`it never came to this: ${what}${last ? ` (${last.message})` : ''}`);
  }

  async screenshot(name) {
    if (this.shots) await this.page.screenshot({ path: path.join(this.shots, `${name}.png`) });
  }

  key(name) { return this.page.keyboard.press(name); }
  type(text) { return this.page.keyboard.insertText(text); }

  // ---- commands and files ----

  // Runs a command by its title in the command palette.
  async command(title) {
    // The list is sorted: the first row may be another command whose title merely begins the same.
    const label = this.page.locator('.label-name', { hasText: new RegExp(`^${escaped(title)}$`) });
    const row = this.page.locator('.quick-input-widget .monaco-list-row', { has: label }).first();
    for (let attempt = 1; ; attempt++) {
      const input = await this.openQuickInput('F1');
      try {
        await input.fill(`>${title}`);
        await row.click({ timeout: 12000 });
        break;
      } catch (error) {
        await this.key('Escape');
        if (attempt === 3) throw error;
      }
    }
    await this.page.locator(quickInput).waitFor({ state: 'hidden', timeout: 3000 }).catch(() => {}); // some commands ask further
  }

  // A key that opens the quick input; pressed while a view still takes the focus it is lost, and pressed again.
  async openQuickInput(key) {
    const input = this.page.locator(quickInput);
    for (let attempt = 1; ; attempt++) {
      await this.key(key);
      try {
        await input.waitFor({ timeout: 6000 });
        return input;
      } catch (error) {
        if (attempt === 5) throw error;
      }
    }
  }

  async openFile(name) {
    const input = await this.openQuickInput('Control+p');
    await input.fill(name);
    await this.page.locator('.quick-input-widget .monaco-list-row', { hasText: name }).first().waitFor();
    await this.key('Enter');
    await this.page.locator('.tabs-container .tab.active', { hasText: name }).waitFor();
    await wait(150);
  }

  async gotoLine(line) {
    await this.focusEditor();
    const input = await this.openQuickInput('Control+g');
    await input.fill(`:${line}`);
    await this.key('Enter');
    await input.waitFor({ state: 'hidden' });
    await this.until(`the cursor in line ${line}`, async () => (await this.cursor()).line === line);
  }

  async focusEditor() {
    await this.key('Control+1');
    await this.page.locator(`${activeEditor} .monaco-editor.focused`).first().waitFor();
  }

  async cursor() {
    const text = await this.page.locator('.statusbar-item[id="status.editor.selection"]').innerText();
    const [, line, column] = /Ln (\d+), Col (\d+)/.exec(text) ?? [];
    return { line: Number(line), column: Number(column) };
  }

  async notifications() {
    return this.page.locator('.notification-toast .notification-list-item-message').allTextContents();
  }

  // ---- the editor ----

  // The middle of a line's number on the screen.
  async placeOfLine(line) {
    const place = await this.page.evaluate(([editor, number]) => {
      for (const element of document.querySelectorAll(`${editor} .margin-view-overlays .line-numbers`)) {
        if (element.textContent.trim() !== String(number)) continue;
        const box = element.getBoundingClientRect();
        return { x: box.x, y: box.y + box.height / 2 };
      }
      return undefined;
    }, [activeEditor, line]);
    if (!place) throw new Error(`line ${line} is not in view`);
    return place;
  }

  // The middle of the first character of `text` in a line.
  async placeOfText(line, text) {
    const { y } = await this.placeOfLine(line);
    const place = await this.page.evaluate(([editor, height, wanted]) => {
      for (const row of document.querySelectorAll(`${editor} .view-lines .view-line`)) {
        const box = row.getBoundingClientRect();
        if (height < box.top || height > box.bottom) continue;
        let at = row.textContent.replace(/\u00a0/g, ' ').indexOf(wanted);
        if (at < 0) return undefined;
        const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
        for (let piece = walker.nextNode(); piece; piece = walker.nextNode()) {
          if (at >= piece.length) { at -= piece.length; continue; }
          const range = document.createRange();
          range.setStart(piece, at);
          range.setEnd(piece, at + 1);
          const character = range.getBoundingClientRect();
          return { x: character.x + character.width / 2, y: character.y + character.height / 2 };
        }
      }
      return undefined;
    }, [activeEditor, y, text]);
    if (!place) throw new Error(`'${text}' is not in line ${line}`);
    return place;
  }

  // The text of the hover over `text` in a line, once `wanted` is in it: its parts come from several sources.
  async hover(line, text, wanted, screenshot) {
    const { x, y } = await this.placeOfText(line, text);
    const widget = this.page.locator(
      '.monaco-resizable-hover:visible, .monaco-hover:visible:not(.fade-in.hidden), .debug-hover-widget:visible').first();
    for (let attempt = 1; ; attempt++) {
      await this.page.mouse.move(x, y - 60);
      await this.page.mouse.move(x - 1, y);
      await this.page.mouse.move(x, y);
      try {
        const shown = await this.until(`a hover over '${text}'`, async () => {
          if (!await widget.count()) return undefined;
          const inside = (await widget.innerText({ timeout: 500 })).trim();
          return wanted.test(inside) && !/Loading\.\.\./.test(inside) && inside;
        }, 6000);
        if (screenshot) {
          await wait(400);
          await this.screenshot(screenshot);
        }
        return shown;
      } catch (error) {
        // Any change of a view closes a hover.
        if (attempt === 5) throw error;
        await this.page.mouse.move(5, 5);
        await wait(300);
      }
    }
  }

  // The severities of the underlined places in view.
  async squiggles() {
    const classes = await this.page.locator(`${activeEditor} .cdr`).evaluateAll((all) => all.map((one) => one.className));
    return classes.flatMap((name) => /squiggly-(\w+)/.exec(name)?.[1] ?? []);
  }

  // What the light bulb offers at the cursor.
  async quickFixes() {
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    // The key does nothing while the editor asks for the actions of another place.
    await this.until('the quick fixes', async () => {
      if (!(await rows.first().isVisible())) {
        await this.key('Control+.');
        await wait(500);
      }
      return rows.first().isVisible();
    });
    return rows.allInnerTexts();
  }

  async chooseQuickFix(title) {
    await this.page.locator('.action-widget .monaco-list-row.action', { hasText: title }).first().click();
    await this.page.locator('.action-widget .actionList').first().waitFor({ state: 'hidden' });
  }

  async suggestions() {
    await this.key('Control+Space');
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row .label-name');
    await rows.first().waitFor();
    await wait(200);
    const labels = await rows.allTextContents();
    await this.key('Escape');
    return labels;
  }

  // The symbols of the open file, as "Go to Symbol" lists them.
  async symbols() {
    await this.openQuickInput('Control+Shift+O');
    const rows = this.page.locator('.quick-input-widget .monaco-list-row .label-name');
    await rows.first().waitFor();
    await wait(300);
    const names = await rows.allTextContents();
    await this.key('Escape');
    return names.map((name) => name.replace(/[\ue000-\uf8ff]/g, '').trim()); // without their icons
  }

  async textOfLine(line) {
    const { y } = await this.placeOfLine(line);
    return this.page.evaluate(([editor, height]) => {
      const rows = [...document.querySelectorAll(`${editor} .view-lines .view-line`)];
      const row = rows.find((one) => one.getBoundingClientRect().top <= height && height <= one.getBoundingClientRect().bottom);
      return row?.textContent.replace(/\u00a0/g, ' ');
    }, [activeEditor, y]);
  }

  // The numbers of the lines in view; a folded region has a gap.
  async lineNumbers() {
    const texts = await this.page.locator(`${activeEditor} .margin-view-overlays .line-numbers`).allTextContents();
    return texts.map(Number).filter(Boolean).sort((a, b) => a - b);
  }

  async problems() {
    const panel = this.page.locator('.markers-panel');
    if (!await panel.isVisible().catch(() => false)) await this.command('Problems: Focus on Problems View');
    await panel.waitFor();
    await wait(200);
    return this.page.locator('.markers-panel .monaco-list-row').evaluateAll((rows) => rows.map((row) => ({
      level: Number(row.getAttribute('aria-level')),
      severity: /codicon-(error|warning|info)/.exec(row.querySelector('.marker-icon .codicon')?.className ?? '')?.[1],
      text: row.innerText.replace(/\s+/g, ' ').trim(),
    })));
  }

  // ---- debugging ----

  // The lines that have a sign of the debugger in the margin, and its icon.
  async breakpoints() {
    return this.page.evaluate((editor) => {
      const lines = [...document.querySelectorAll(`${editor} .margin-view-overlays .line-numbers`)]
        .map((element) => ({ y: element.getBoundingClientRect().y, line: Number(element.textContent) }));
      const signs = document.querySelectorAll(`${editor} .glyph-margin-widgets [class*="codicon-debug-"]`);
      return [...signs].map((sign) => {
        const { y } = sign.getBoundingClientRect();
        lines.sort((a, b) => Math.abs(a.y - y) - Math.abs(b.y - y));
        return { line: lines[0]?.line, icon: [...sign.classList].find((name) => name.startsWith('codicon-debug-')) };
      }).sort((a, b) => a.line - b.line);
    }, activeEditor);
  }

  async setBreakpoint(line, { by = 'key' } = {}) {
    if (by === 'key') {
      await this.gotoLine(line);
      await this.key('F9');
    } else {
      const { y } = await this.placeOfLine(line);
      const margin = await this.page.locator(`${activeEditor} .margin`).first().boundingBox();
      await this.page.mouse.move(margin.x + 9, y);
      await this.page.mouse.click(margin.x + 9, y);
    }
    await this.until(`a breakpoint in line ${line}`, async () => (await this.breakpoints()).some((sign) => sign.line === line));
  }

  // kind: 'Conditional Breakpoint' or 'Logpoint', asked for by its command and typed into the box in the editor.
  async addBreakpoint(line, kind, text) {
    await this.gotoLine(line);
    await this.command(`Debug: Add ${kind}...`);
    const box = this.page.locator(`${activeEditor} .breakpoint-widget .monaco-editor`);
    await box.click();
    await this.type(text);
    await this.key('Enter');
    await box.waitFor({ state: 'hidden' });
    await this.until(`a breakpoint in line ${line}`, async () => (await this.breakpoints()).some((sign) => sign.line === line));
  }

  // Waits until a thread stands still, at `line` if that is given, and the views have come to rest.
  async stopped(line) {
    await this.until(`a stop${line ? ` in line ${line}` : ''}`, async () => {
      const top = (await this.callStack()).find((row) => row.line);
      if (!top || !await this.page.locator('.codicon-debug-continue').count()) return false;
      return line === undefined || top.line === line;
    });
    await this.settle();
  }

  // After a stop the views show the old state for up to 400 ms.
  async settle() {
    let last = '';
    let since = Date.now();
    await this.until('the views at rest', async () => {
      const now = JSON.stringify([await this.callStack(), await this.tree('.debug-variables'), this.server.trace().length]);
      if (now !== last) {
        last = now;
        since = Date.now();
      }
      return Date.now() - since > 500;
    });
  }

  async terminated() {
    const bar = this.page.locator('.monaco-workbench .statusbar.debugging');
    await this.until('the end of the program', async () => !await bar.count());
  }

  // Rows of the call stack in view.
  async callStack() {
    return this.page.locator('.debug-call-stack .monaco-list-row').evaluateAll((rows) => rows.flatMap((row) => {
      if (!row.querySelector('.stack-frame')) return [];
      const text = (selector) => row.querySelector(selector)?.textContent ?? '';
      const [, line] = /(\d+)/.exec(text('.line-number')) ?? [];
      return [{ name: text('.label'), file: text('.file-name'), line: line && Number(line) }];
    }));
  }

  // Rows of the variables view, scopes among them; opens the first scope if VS Code did not.
  async variables() {
    const rows = await this.tree('.debug-variables');
    if (rows.length > 0 && !rows.some((row) => row.expanded)) await this.expandVariable(rows[0].name);
    return this.tree('.debug-variables');
  }

  tree(root) {
    return this.page.locator(`${root} .monaco-list-row`).evaluateAll((rows) => rows.map((row) => {
      const text = (selector) => row.querySelector(selector)?.textContent;
      const expanded = row.getAttribute('aria-expanded');
      return {
        level: Number(row.getAttribute('aria-level')),
        name: (text('.expression .name') ?? text('.scope') ?? '').replace(/:? ?=?$/, '').trim(),
        value: text('.expression .value'),
        expanded: expanded === null ? undefined : expanded === 'true',
      };
    }));
  }

  async expandVariable(name, root = '.debug-variables') {
    const label = this.page.locator('.name, .scope', { hasText: new RegExp(`^${escaped(name)}(?![\\w$])`) });
    const row = this.page.locator(`${root} .monaco-list-row`).filter({ has: label }).first();
    if (await row.getAttribute('aria-expanded') !== 'false') return;
    const before = (await this.tree(root)).length;
    await row.locator('.monaco-tl-twistie').click();
    await this.until(`what is in ${name}`, async () => (await this.tree(root)).length > before);
  }

  consoleRows() {
    return this.page.locator('.repl-tree .monaco-list-row')
      .evaluateAll((rows) => rows.map((row) => row.innerText.replace(/\s+/g, ' ').trim()));
  }

  // The row that answers an expression typed into the debug console.
  async evaluate(expression) {
    await this.command('Debug Console: Focus on Debug Console View');
    const before = (await this.consoleRows()).length;
    await this.page.locator('.repl-input-wrapper .monaco-editor').click();
    await this.type(expression);
    await this.key('Enter');
    return this.until(`an answer to ${expression}`, async () => {
      const rows = await this.consoleRows();
      return rows.length >= before + 2 && rows.at(-1);
    });
  }

  // The frame inside the webview in view (custom editors).
  async webview() {
    const outer = await (await this.page.waitForSelector('iframe.webview.ready')).contentFrame();
    const inner = await (await outer.waitForSelector('iframe#active-frame')).contentFrame();
    await inner.waitForLoadState();
    return inner;
  }
}
