// Differences between scrim and Node 26 that stay, each with why, a small program that shows it (what scrim prints is
// asserted by explained.test.mjs, what Node prints too where it is given) and the first line of a generated program by
// which it is known again; where that says too little, also a `text` that the program has when it is reduced to what makes
// the difference (`seed` generates such a one). A difference goes in here only when the specification is on scrim's side.
const writable = (text) => text.replaceAll('length!ecw', 'length!ec');

export const explained = [
  {
    what: "V8 leaves the length of an array writable that was made non-extensible before it was frozen",
    clause: 'sec-setintegritylevel',
    program: 'const a = new Array(5); Object.preventExtensions(a); Object.freeze(a);\n' +
      "console.log(Object.getOwnPropertyDescriptor(a, 'length').writable);",
    scrim: 'false\n',
    node: 'true\n',
    matches: (ours, theirs) => writable(ours) === writable(theirs),
  },
  {
    what: "V8 rounds parseInt's long numbers in bases that are no powers of two at every digit",
    clause: 'sec-parseint-string-radix',
    program: "console.log(parseInt('9007199254740993', 36));",
    scrim: '1.989698611603181e+24\n',
    node: '1.9896986116031807e+24\n',
    matches: (ours, theirs) =>
      /^-?\d\.\d{14,}e\+\d+$/.test(ours) && /^-?\d\.\d{14,}e\+\d+$/.test(theirs) && Math.abs(ours / theirs - 1) < 1e-14,
  },
  {
    what: 'V8 looks at the target of the first property before it refuses to destructure undefined or null',
    clause: 'sec-runtime-semantics-destructuringassignmentevaluation',
    program: 'for (const value of [undefined, null]) try { ({ a: undeclared.b } = value); } catch (e) { console.log(e.name); }',
    scrim: 'TypeError\nTypeError\n',
    node: 'ReferenceError\nReferenceError\n',
    matches: (ours, theirs) => / TypeError TypeError:/.test(ours) && / ReferenceError ReferenceError:/.test(theirs),
    text: /^\(\{ [^:]+: undeclared\b.* = (undefined|null)\);$/,
    seed: 9100796,
  },
];
