// Expands a table of messages (dap.def.txt, lsp.def.txt) into plain C++ structs with their JSON readers and writers.
//   node generate.mjs TABLE OUTPUT_FOLDER PARTS
// writes NAME_messages.h and NAME_messages_0.cpp .. PARTS-1 into OUTPUT_FOLDER, and NAME_round_trip.cpp, with which tests
// reach every struct by its name. The tables' syntax is described in them.
import fs from 'fs';
import path from 'path';

const [table, folder, partsText] = process.argv.slice(2);
const parts = Number(partsText);

class Table {
  constructor(file) {
    this.file = file;
    this.enums = new Map();
    this.structs = new Map();
    this.messages = [];
    this.tokens = [];
    const text = fs.readFileSync(file, 'utf8');
    let line = 1;
    const pattern = /(\n)|\/\/[^\n]*|[ \t\r]+|("[^"]*"|->|[$\w][$\w\/]*|[{}();:,?|<>=\[\]]|.)/gy;
    for (const match of text.matchAll(pattern)) {
      if (match[1]) line++;
      if (match[2]) this.tokens.push({ text: match[2], line });
    }
    this.next = 0;
    while (this.peek() !== undefined) this.declaration();
    this.check();
  }

  peek(offset = 0) { return this.tokens[this.next + offset]?.text; }
  take() { return this.tokens[this.next++]?.text; }
  fail(message) {
    throw new Error(`${this.file}:${this.tokens[Math.min(this.next, this.tokens.length - 1)].line}: ${message}`);
  }
  accept(text) { return this.peek() === text ? (this.next++, true) : false; }
  expect(text) { if (!this.accept(text)) this.fail(`expected '${text}', got '${this.peek()}'`); }
  name() {
    if (!/^[$\w]/.test(this.peek() ?? '')) this.fail(`expected a name, got '${this.peek()}'`);
    return this.take();
  }

  declaration() {
    if (this.accept('namespace')) {
      this.namespace = this.name();
    } else if (this.accept('enum')) {
      this.enumeration();
    } else if (this.accept('struct')) {
      this.structure();
    } else {
      const toClient = this.accept('server') || this.accept('reverse');
      const kind = this.take();
      if (!['request', 'event', 'notification'].includes(kind)) { this.next--; this.fail(`unknown declaration '${kind}'`); }
      const method = this.name();
      this.expect(':');
      const message = { kind, method, toClient: toClient || kind === 'event', body: this.type(), line: this.tokens[this.next].line };
      if (kind === 'request') {
        this.expect('->');
        message.result = this.type();
        if (this.accept('if')) message.capability = this.name();
      }
      this.expect(';');
      this.messages.push(message);
    }
  }

  enumeration() {
    const name = this.name();
    const numeric = this.accept(':') && (this.expect('int'), true);
    const values = [];
    this.expect('{');
    do {
      const value = { name: this.name() };
      if (numeric) { this.expect('='); value.number = Number(this.take()); }
      values.push(value);
    } while (this.accept(','));
    this.expect('}');
    this.enums.set(name, { name, numeric, values });
  }

  structure() {
    const name = this.name();
    let fields = [];
    if (this.accept('extends')) {
      const base = this.structs.get(this.name()) ?? this.fail(`the base of '${name}' must come before it`);
      fields = [...base.fields];
    }
    this.expect('{');
    while (!this.accept('}')) {
      const field = { name: this.name(), optional: this.accept('?') };
      this.expect(':');
      if (this.peek().startsWith('"')) field.constant = this.take();
      else field.type = this.type();
      this.expect(';');
      fields.push(field);
    }
    if (this.structs.has(name)) this.fail(`'${name}' is defined twice`);
    this.structs.set(name, { name, fields });
  }

  // A type is {alternatives: [single...], nullable}; a single is {name} | {list: type} | {map: type}.
  type() {
    const alternatives = [];
    let nullable = false;
    do {
      if (this.accept('null')) nullable = true;
      else alternatives.push(this.single());
    } while (this.accept('|'));
    return { alternatives, nullable };
  }
  single() {
    let single;
    const name = this.name();
    if (name === 'map') {
      this.expect('<');
      single = { map: this.type() };
      this.expect('>');
    } else {
      single = { name };
    }
    while (this.accept('[')) {
      this.expect(']');
      single = { list: { alternatives: [single], nullable: false } };
    }
    return single;
  }

  check() {
    const known = new Set(['string', 'int', 'uint', 'number', 'bool', 'any', 'none', ...this.enums.keys(), ...this.structs.keys()]);
    const visit = (type, where) => {
      for (const single of type.alternatives) {
        if (single.list) visit(single.list, where);
        else if (single.map) visit(single.map, where);
        else if (!known.has(single.name)) throw new Error(`${this.file}: unknown type '${single.name}' in ${where}`);
      }
    };
    for (const struct of this.structs.values())
      for (const field of struct.fields) if (field.type) visit(field.type, struct.name);
    for (const message of this.messages) {
      visit(message.body, message.method);
      if (message.result) visit(message.result, message.method);
    }
  }
}

const reserved = new Set(('and bool break case catch char class const continue default delete do double else enum explicit export extern ' +
  'false float for friend goto if inline int long namespace new not operator or private protected public register return short ' +
  'signed sizeof static struct switch template this throw true try typedef union unsigned using virtual void volatile while xor').split(' '));

function snakeCase(name) {
  const words = name.replace(/^_+/, 'internal_').replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2').toLowerCase();
  return reserved.has(words) ? words + '_' : words;
}
const pascalCase = (name) => name.split(/[^A-Za-z0-9]+/).filter(Boolean).map((word) => word[0].toUpperCase() + word.slice(1)).join('');

const plain = { string: 'std::string', int: 'int64_t', uint: 'uint32_t', number: 'double', bool: 'bool', any: 'AnyJson', none: 'Empty' };

function singleType(single) {
  if (single.list) return `std::vector<${cppType(single.list)}>`;
  if (single.map) return `std::map<std::string, ${cppType(single.map)}>`;
  return plain[single.name] ?? single.name;
}
const isAny = (type) => type.alternatives.length === 1 && type.alternatives[0].name === 'any';
function cppType(type) {
  const names = type.alternatives.map(singleType);
  if (names.length === 0) return 'Empty';
  const core = names.length === 1 ? names[0] : `std::variant<${names.join(', ')}>`;
  return type.nullable && !isAny(type) ? `std::optional<${core}>` : core;
}

function fieldType(struct, field) {
  const direct = field.type.alternatives.length === 1 && field.type.alternatives[0].name;
  if (direct === struct.name) return `Box<${direct}>`;
  if (isAny(field.type)) return 'AnyJson';
  const type = cppType(field.type);
  return field.optional && !field.type.nullable ? `std::optional<${type}>` : type;
}

// Structs in an order in which every struct held by value comes first.
function ordered(structs) {
  const done = new Set(), result = [];
  const visit = (struct) => {
    if (done.has(struct.name)) return;
    done.add(struct.name);
    const inner = (type) => {
      for (const single of type.alternatives) {
        if (single.list) inner(single.list);
        else if (single.map) inner(single.map);
        else if (structs.has(single.name)) visit(structs.get(single.name));
      }
    };
    for (const field of struct.fields) if (field.type) inner(field.type);
    result.push(struct);
  };
  for (const struct of structs.values()) visit(struct);
  return result;
}

function messageTag(message) {
  return pascalCase(message.method) + { request: 'Request', event: 'Event', notification: 'Notification' }[message.kind];
}

function header(table) {
  const out = [];
  out.push(`// Made from protocol/${path.basename(table.file)} by protocol/generate.mjs.`, '#pragma once', '', '#include <span>', '',
    '#include "protocol/types.h"', '', 'namespace scrim::protocol {', 'class JsonView;', 'class JsonWriter;', '}', '',
    `namespace scrim::protocol::${table.namespace} {`, '');
  for (const { name, numeric, values } of table.enums.values()) {
    out.push(`enum class ${name} : ${numeric ? 'int32_t' : 'uint8_t'} {`);
    for (const value of values) out.push(`  k${pascalCase(value.name)}${numeric ? ` = ${value.number}` : ''},`);
    out.push('};', numeric ? '' : `std::string_view to_text(${name} value);`);
  }
  for (const struct of ordered(table.structs)) {
    out.push(`struct ${struct.name} {`);
    for (const field of struct.fields)
      if (field.type) out.push(`  ${fieldType(struct, field)} ${snakeCase(field.name)}{};`);
    out.push('};');
  }
  out.push('');
  for (const name of [...table.enums.keys(), ...table.structs.keys()])
    out.push(`bool read(const JsonView& json, ${name}& out);`, `void write(JsonWriter& json, const ${name}& value);`);
  out.push('');
  for (const message of table.messages) {
    out.push(`struct ${messageTag(message)} {`, `  static constexpr const char* kName = "${message.method}";`,
      `  static constexpr const char* kCapability = ${message.capability ? `"${message.capability}"` : 'nullptr'};`,
      `  using Body = ${cppType(message.body)};`);
    if (message.result) out.push(`  using Result = ${cppType(message.result)};`);
    out.push('};');
  }
  out.push('', '// Every message of the table, in its order.', 'std::span<const MessageInfo> messages();');
  if (table.messages.some((message) => message.capability))
    out.push('// Sets the flag of that name, which is one that a request in the table names.',
      'void announce(Capabilities& capabilities, std::string_view name);');
  out.push(`}  // namespace scrim::protocol::${table.namespace}`);
  return out.join('\n') + '\n';
}

function enumCode({ name, numeric, values }) {
  if (numeric)
    return [`bool read(const JsonView& json, ${name}& out) {`, '  int32_t number = 0;',
      '  if (!json.read(number)) return false;', `  out = static_cast<${name}>(number);`, '  return true;', '}',
      `void write(JsonWriter& json, const ${name}& value) { json.value(static_cast<int64_t>(value)); }`];
  return [`static constexpr std::string_view k${name}[] = {${values.map((value) => `"${value.name}"`).join(', ')}};`,
    `std::string_view to_text(${name} value) { return k${name}[static_cast<size_t>(value)]; }`,
    `bool read(const JsonView& json, ${name}& out) {`, '  std::string text;', '  if (!json.read(text)) return false;',
    `  for (size_t i = 0; i < std::size(k${name}); i++) {`,
    `    if (text == k${name}[i]) return out = static_cast<${name}>(i), true;`, '  }',
    `  return json.bad_choice("${values.map((value) => value.name).join(', ')}");`, '}',
    `void write(JsonWriter& json, const ${name}& value) { json.value(to_text(value)); }`];
}

function structCode(struct) {
  const reads = ['json.is_object()'], writes = [];
  for (const field of struct.fields) {
    if (field.constant) { writes.push(`  json.key("${field.name}");`, `  json.value(std::string_view(${field.constant}));`); continue; }
    const member = snakeCase(field.name);
    const anyOptional = field.optional && isAny(field.type);
    reads.push(`${anyOptional ? 'read_optional_any' : 'read_field'}(json, "${field.name}", out.${member})`);
    const absent = field.optional || fieldType(struct, field).startsWith('Box<');
    writes.push(`  ${absent ? 'write_optional' : 'write_field'}(json, "${field.name}", value.${member});`);
  }
  const used = struct.fields.some((field) => field.type);
  return [`bool read(const JsonView& json, ${struct.name}&${used ? ' out' : ''}) {`, `  return ${reads.join(' &&\n         ')};`, '}',
    `void write(JsonWriter& json, const ${struct.name}&${used ? ' value' : ''}) {`, "  json.open('{');", ...writes, "  json.close('}');", '}'];
}

function source(table, part) {
  const out = [`#include "protocol/${table.namespace}_messages.h"`, '#include "protocol/json.h"', '',
    `namespace scrim::protocol::${table.namespace} {`, ''];
  [...table.enums.values()].forEach((item, i) => { if (i % parts === part) out.push(...enumCode(item)); });
  [...table.structs.values()].forEach((item, i) => { if (i % parts === part) out.push(...structCode(item)); });
  if (part === 0) {
    out.push('static constexpr MessageInfo kMessages[] = {');
    for (const message of table.messages)
      out.push(`    {"${message.method}", ${message.kind === 'request'}, ${message.toClient}, ${message.capability ? `"${message.capability}"` : 'nullptr'}},`);
    out.push('};', 'std::span<const MessageInfo> messages() { return kMessages; }');
    const flags = new Set(table.messages.map((message) => message.capability).filter(Boolean));
    if (flags.size) {
      out.push('void announce(Capabilities& capabilities, std::string_view name) {');
      for (const flag of flags) out.push(`  if (name == "${flag}") capabilities.${snakeCase(flag)} = true;`);
      out.push('}');
    }
  }
  out.push('', `}  // namespace scrim::protocol::${table.namespace}`);
  return out.join('\n') + '\n';
}

// Reads a text as the struct of that name and writes it again, or writes "error: ...". False if there is no such struct.
function roundTrip(table) {
  const out = [`#include "protocol/${table.namespace}_messages.h"`, '#include "protocol/json.h"', '',
    `namespace scrim::protocol::${table.namespace} {`, '', 'template <class T>', 'static std::string again(std::string_view text) {',
    '  auto value = from_json_text<T>(text, "value");', '  return value ? to_json_text(*value) : "error: " + value.error().message;', '}', '',
    'bool round_trip(std::string_view name, std::string_view text, std::string& out) {'];
  for (const name of table.structs.keys()) out.push(`  if (name == "${name}") return out = again<${name}>(text), true;`);
  out.push('  return false;', '}', '', `}  // namespace scrim::protocol::${table.namespace}`);
  return out.join('\n') + '\n';
}

const definition = new Table(table);
fs.mkdirSync(folder, { recursive: true });
const base = path.join(folder, `${definition.namespace}_messages`);
fs.writeFileSync(`${base}.h`, header(definition));
for (let part = 0; part < parts; part++) fs.writeFileSync(`${base}_${part}.cpp`, source(definition, part));
fs.writeFileSync(path.join(folder, `${definition.namespace}_round_trip.cpp`), roundTrip(definition));
