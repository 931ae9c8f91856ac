// What has a meaning at run time has nodes.
import fs = require('node:fs');
import join = path.posix.join;
enum Color {
  Red,
  Green = Red << 1,
  'dark blue' = fs.constants.O_RDWR,
}
export const enum Size {
  Small = 1,
}
namespace Outer.Inner {
  export const inside = Color.Red;
  export function use() {
    return inside;
  }
  export type Only = number;
}
namespace Types {
  export interface None {}
}
@sealed
@registry.add('point')
class Point {
  constructor(
    private readonly x: number,
    @inject() public y = 0,
  ) {}
  @bound method() {}
  @observable accessor_ = 1;
}
const asserted = <any>join;
export = asserted;
