// Types are taken out; everything else keeps its place.
import type { Options } from './options';
import { type Reader, read, type as as kind } from './reader';
export type { Options, Reader } from './options';
export type Pair<A, B = A> = readonly [first: A, second?: B, ...rest: Array<A | B>];
interface Shape<in out T extends object = {}> extends Base<T>, Other {
  readonly [key: string]: unknown;
  new (size: number): Shape<T>;
  (this: Shape<T>, ...parts: string[]): asserts this is Shape<T>;
  get area(): number;
  set area(value: number);
  method?<U>(value: U): value is U;
}
type Mapped<T> = { +readonly [K in keyof T as `get${Capitalize<K>}`]-?: () => T[K] };
type Picked<T> = T extends { a: infer U extends string } ? U : T extends Array<infer V>[] ? V : never;
type Tagged = abstract new (...args: any[]) => typeof import('./reader').default<number>;
declare global {
  var counter: number;
  function now(): void;
}
declare const enum Hidden {
  One,
}
declare module 'other' {
  export default function f(): void;
}
function pick(value: string): string;
function pick(value: number): number;
function pick(this: void, value: any, fallback?: any): any {
  return (value as unknown as string)!.length satisfies number;
}
abstract class Box<T> extends Map<string, T> implements Shape<T>, Other {
  private static readonly count: number = 0;
  declare hidden: T;
  protected value?: T;
  definite!: T;
  [key: `data-${string}`]: unknown;
  abstract draw(): void;
  constructor(size: number);
  constructor(public_: any) {
    super();
  }
  public override get<U>(key: string): T | undefined;
  public override get(key: string) {
    return super.get(key);
  }
  static {
    const x = <T,>(a: T): a is T => !!a;
  }
}
const arrow = async <T extends object>({ a }: T, b?: number, ...rest: T[]): Promise<T> => a;
const chosen = arrow ? (x: number): number => x : (y) => y;
const plain = arrow ? (chosen) : pick;
const nested = arrow ? (chosen) : pick ? (plain) : (z): z is any => z;
const calls = [pick<string>('a'), new Box<number>(1), arrow<Shape<Shape<Box<any>>>>(1), plain < nested, pick<string>];
const compare = a < b > c;
let unset!: string, other: typeof arrow | null;
for (const item of calls as any[]) label: for (;;) break label;
try {
} catch (error: unknown) {}
const optional = a?.b!.c?.<string>(1)![0];
(unset as any) = 1;
unset! += other!;
pick<string>`text ${arrow}`;
const generic = { method<T>(this: any, x: T): void {}, async *more<T>() {}, get value(): number { return 1; } };
export default abstract class {}
export { type Shape, arrow, type Mapped as Renamed };
