"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Box = exports.Kind = void 0;
// é and 😀 before code: columns are UTF-16 units.
var Kind;
(function (Kind) {
    Kind[Kind["Circle"] = 1] = "Circle";
    Kind[Kind["Square"] = 2] = "Square";
})(Kind || (exports.Kind = Kind = {}));
class Box {
    constructor(name = '😀', ...items) {
        this.name = name;
        this.items = [];
        this.items.push(...items);
    }
    async area(scale) {
        var _a;
        let total = 0;
        for (const item of this.items)
            total += ((_a = item.size) !== null && _a !== void 0 ? _a : 1) ** 2 * (scale !== null && scale !== void 0 ? scale : 1);
        return await Promise.resolve(total);
    }
    *[Symbol.iterator]() { yield* this.items; }
}
exports.Box = Box;
const box = new Box('b', { kind: Kind.Circle, size: 2 });
box.area(3).then(console.log);
//# sourceMappingURL=shapes.js.map