import def, * as ns from "./a.js";
import { x as y, default as z, "string name" as w } from "./b.js" with { type: "json" };
import "./side-effect.js";
export { y as renamed, hidden, ns };
export * from "./c.js";
export * as all from "./d.js";
export { p as default2 } from "./e.js";
export const local = await def(z, w), { a, b: [c] } = {};
export default function () { return import.meta.url; }
export class K { static #n = 0; static { K.#n++; } }
let hidden = () => hidden + unresolved;
using resource = open();
