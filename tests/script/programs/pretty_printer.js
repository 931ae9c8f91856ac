// Wadler's pretty printer.
const nil = { kind: 'nil' };
const text = (value) => ({ kind: 'text', value });
const line = { kind: 'line' };
const nest = (indent, doc) => ({ kind: 'nest', indent, doc });
const group = (doc) => ({ kind: 'group', doc });
const concat = (...docs) => docs.reduce((left, right) => ({ kind: 'concat', left, right }), nil);
const join = (separator, docs) => docs.flatMap((doc, i) => (i ? [separator, doc] : [doc]));
function fits(width, items) {
  const stack = [...items];
  while (width >= 0) {
    if (stack.length === 0) return true;
    const [indent, flat, doc] = stack.pop();
    switch (doc.kind) {
      case 'text': width -= doc.value.length; break;
      case 'line': if (!flat) return true; width -= 1; break;
      case 'nest': stack.push([indent + doc.indent, flat, doc.doc]); break;
      case 'group': stack.push([indent, true, doc.doc]); break;
      case 'concat': stack.push([indent, flat, doc.right], [indent, flat, doc.left]); break;
    }
  }
  return false;
}
function render(width, doc) {
  let out = '', column = 0;
  const stack = [[0, false, doc]];
  while (stack.length) {
    const [indent, flat, current] = stack.pop();
    switch (current.kind) {
      case 'text': out += current.value; column += current.value.length; break;
      case 'line': if (flat) { out += ' '; column++; } else { out += '\n' + ' '.repeat(indent); column = indent; } break;
      case 'nest': stack.push([indent + current.indent, flat, current.doc]); break;
      case 'group': stack.push([indent, fits(width - column, [[indent, true, current.doc]]), current.doc]); break;
      case 'concat': stack.push([indent, flat, current.right], [indent, flat, current.left]); break;
    }
  }
  return out;
}
function show(value) {
  if (Array.isArray(value)) return group(concat(text('['), nest(2, concat(line, ...join(concat(text(','), line), value.map(show)))), line, text(']')));
  if (value && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, inner]) => concat(text(`${key}: `), show(inner)));
    return group(concat(text('{'), nest(2, concat(line, ...join(concat(text(','), line), entries))), line, text('}')));
  }
  return text(JSON.stringify(value));
}
const sample = { name: 'scrim', tags: ['engine', 'debugger', 'lints'], nested: { deep: [1, 2, { x: null, y: true }], empty: [] } };
for (const width of [20, 40, 120]) console.log(`-- ${width}\n${render(width, show(sample))}`);
