// TypeScript is read for what it does; enums and namespaces are no faults here.
import type { Options } from './options';
import fs = require('node:fs');
enum Level {
  Low = 1,
  High = Low << 4,
}
namespace Log {
  export function all(this: unknown, items: string[]): void {
    for (const index in items as string[]) console.log(items[index], Level.High);
  }
}
interface Entry {
  name?: string;
  delete(): void;
}
class Cache<T extends object> implements Iterable<T> {
  private readonly items!: Map<string, T>;
  extra?: number;
  constructor(options: Options, public level: Level = Level.Low) {
    if (options.extra) this.extra = 1;
  }
  drop(entry: Entry & { late: number }): void {
    entry.late = 1;
    delete (entry as any).name;
  }
  run(text: string): unknown {
    return eval(text) as unknown;
  }
}
export function first<T>(...rest: T[]): T | undefined {
  return rest[0]!;
}
export { Log, Cache, fs };
