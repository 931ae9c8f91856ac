// é and 😀 before code: columns are UTF-16 units.
export enum Kind { Circle = 1, Square }
export interface Shape { kind: Kind; size?: number }
export class Box<T extends Shape> implements Iterable<T> {
  private readonly items: T[] = [];
  constructor(public name = '😀', ...items: T[]) { this.items.push(...items); }
  async area(scale?: number): Promise<number> {
    let total = 0;
    for (const item of this.items) total += (item.size ?? 1) ** 2 * (scale ?? 1);
    return await Promise.resolve(total);
  }
  *[Symbol.iterator]() { yield* this.items; }
}
const box = new Box<Shape>('b', { kind: Kind.Circle, size: 2 }); box.area(3).then(console.log);
