a + b * c ** d ** e - f;
a ?? (b || c), !x && typeof y, void 0;
x = y += z ||= 1;
new Foo(1, ...rest).bar?.baz[0]?.(2), tag`t${1}u`;
(a, b) ? () => ({ a, 'b': 1, [c]: 2, 3: 4, get g() { return 1; }, set g(v) {}, async *m() {}, ...s, __proto__: null }) : async x => await x;
[, x1, , ...[x2]] = [[a = 1, { b: [c], ...d }], 0x1F, 0b101, 0o17, 1_000n, .5e-3];
`line1
${ `inner ${ 1 }` } \u{1F600}`;
/[/\]]+/giu.test("é\x41\u{10FFFF}\
continued");
import("m", { with: { type: "json" } }).then(({ default: d }) => d);
for (const [k, v] of Object.entries(o)) { label: for (var i in v) { if (i) continue label; else break label; } }
