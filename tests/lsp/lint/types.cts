// tsc makes require() of it: import and export are no errors in .cts, and enums, which need a compiler, neither.
import type { Config } from "./config.cjs";
import path = require("node:path");
export type Names = keyof Config;
export interface Options {
  base: string;
}
export function join(options: Options, name: string): string {
  return path.join(options.base, name);
}
