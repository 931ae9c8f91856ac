import * as path from 'path';
import * as vscode from 'vscode';

// The body of `scrim/queues`, as protocol/channel.def.txt has it.
interface CodePlace {
  function: string;
  path?: string;
  sourceReference?: number;
  line?: number;
  column?: number;
}
interface QueuedTask {
  queue: string;
  callback?: CodePlace;
  detail?: string;
  keepsAlive: boolean;
  dueIn?: number;
  period?: number;
  scheduled: CodePlace[];
}
interface PendingPromise {
  value: string;
  waiters: { kind: 'await' | 'then' | 'combinator'; place: CodePlace; detail?: string }[];
}
interface Queues {
  phase: string;
  tasks: QueuedTask[];
  promises: PendingPromise[];
}

const kTitles: Record<string, string> = {
  nextTick: 'Next ticks',
  promise: 'Promise jobs',
  microtask: 'Promise jobs',
  timer: 'Timers',
  immediate: 'Immediates',
  closing: 'Close callbacks',
  finalization: 'Finalization',
};
const kOutside = 'Waiting for the system';

class Item extends vscode.TreeItem {
  constructor(
    label: string,
    readonly children: Item[] = [],
  ) {
    super(label);
    if (children.length > 0) this.collapsibleState = vscode.TreeItemCollapsibleState.Collapsed;
  }

  expanded(): this {
    this.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
    return this;
  }

  /** Opens a place when it is chosen. */
  at(place: CodePlace | undefined): this {
    if (place?.path === undefined || place.line === undefined) return this;
    this.description = `${path.basename(place.path)}:${place.line}`;
    if (place.sourceReference) return this; // scrim's own code has no file
    const position = new vscode.Position(place.line - 1, (place.column ?? 1) - 1);
    this.command = {
      command: 'vscode.open',
      title: 'Show',
      arguments: [vscode.Uri.file(place.path), { selection: new vscode.Range(position, position) }],
    };
    return this;
  }
}

function itemOf(task: QueuedTask): Item {
  const notes: string[] = [];
  if (task.detail) notes.push(task.detail);
  if (task.dueIn !== undefined) notes.push(task.dueIn > 0 ? `in ${task.dueIn} ms` : 'due');
  if (task.period) notes.push(`every ${task.period} ms`);
  if (!task.keepsAlive) notes.push('does not keep the program running');
  const origins = task.scheduled.map((place, i) => new Item(`${i === 0 ? 'from' : 'by'} ${place.function}`).at(place));
  const note = notes.join(', ');
  const label = [task.callback?.function, note && (task.callback ? `(${note})` : note)].filter(Boolean).join(' ');
  return new Item(label, origins).at(task.callback);
}

function itemsOf(queues: Queues): Item[] {
  const groups: { title: string; items: Item[] }[] = [];
  for (const task of queues.tasks) {
    let title = kTitles[task.queue] ?? kOutside;
    if (task.queue === 'timer' && (task.dueIn ?? 0) > 0) title = 'Timers that are not due';
    if (groups[groups.length - 1]?.title !== title) groups.push({ title, items: [] });
    groups[groups.length - 1].items.push(itemOf(task));
  }
  const items = groups.map(({ title, items: own }) => new Item(title, own).expanded());
  const promises = queues.promises.map(
    ({ value, waiters }) =>
      new Item(
        value,
        waiters.map(({ kind, place, detail }) => {
          const said = { await: 'awaited by', then: 'then', combinator: '' }[kind];
          return new Item([said, detail, place.function].filter(Boolean).join(' ')).at(place);
        }),
      ),
  );
  if (promises.length > 0) items.push(new Item('Pending promises', promises));
  return [new Item(`Phase: ${queues.phase}`), ...items];
}

class EventLoopView implements vscode.TreeDataProvider<Item> {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private stopped: vscode.DebugSession | undefined;

  /** The program of `session` stands still; undefined: none does. */
  show(session: vscode.DebugSession | undefined): void {
    this.stopped = session;
    this.changed.fire();
  }

  forget(session: vscode.DebugSession): void {
    if (this.stopped === session) this.show(undefined);
  }

  getTreeItem(item: Item): vscode.TreeItem {
    return item;
  }

  async getChildren(item?: Item): Promise<Item[]> {
    if (item) return item.children;
    if (!this.stopped) return [new Item('The program is running.')];
    try {
      return itemsOf((await this.stopped.customRequest('scrim/queues')) as Queues);
    } catch {
      return []; // it has run on meanwhile
    }
  }
}

/** The view "Event Loop" beside the call stack: what waits in which queue while the program stands still. */
export function activateEventLoop(context: vscode.ExtensionContext, type: string): void {
  const view = new EventLoopView();
  context.subscriptions.push(
    vscode.window.registerTreeDataProvider('scrim.eventLoop', view),
    vscode.debug.onDidTerminateDebugSession((session) => view.forget(session)),
    vscode.debug.registerDebugAdapterTrackerFactory(type, {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage: (message: { type: string; event?: string; command?: string; success?: boolean }) => {
          if (message.type === 'event' && message.event === 'stopped') view.show(session);
          const goesOn = message.type === 'response' && message.success === true &&
            ['continue', 'next', 'stepIn', 'stepOut', 'restartFrame'].includes(message.command ?? '');
          if (goesOn || (message.type === 'event' && message.event === 'continued')) view.forget(session);
        },
      }),
    }),
  );
}
