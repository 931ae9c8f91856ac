// The tables in protocol/ against the official schemas: random instances of every type go through the C++ structs and
// must come back equal (DAP) or valid (LSP, of which the tables hold a part), and what the schema refuses is refused.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import test from 'node:test';
import { allProperties, dap, lsp } from '../support/schema.mjs';

const skip = dap.available && lsp.available ? false : 'the official schemas are not here (../shared/reference)';

let seed = 1;
const random = (n) => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return (seed >>> 8) % n; };

// name -> its declaration's text, and the names of its fields.
function table(name) {
  const text = fs.readFileSync(new URL(`../../protocol/${name}.def.txt`, import.meta.url), 'utf8').replace(/\/\/.*/g, '');
  const structs = new Map();
  for (const [, struct, base, body] of text.matchAll(/struct (\w+)(?: extends (\w+))? \{([^}]*)\}/g)) {
    const own = new Map([...body.matchAll(/(\w+)(\??): ([^;]+);/g)].map(([, field, optional, type]) => [field, { optional: optional === '?', type }]));
    structs.set(struct, new Map([...(base ? structs.get(base) : []), ...own]));
  }
  const messages = [...text.matchAll(/((?:server |reverse )?)(request|event|notification) ([\w$\/]+): ([^;]+?)(?: -> ([^;]+?))?(?: if (\w+))?;/g)]
    .map(([, prefix, kind, method, body, result, capability]) => ({ toClient: prefix !== '', kind, method, body, result, capability }));
  return { structs, messages };
}

function throughCpp(lines) {
  const run = spawnSync(process.env.PROTOCOL_ROUND_TRIP, { input: lines.join('\n') + '\n', encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.strictEqual(run.status, 0, run.stderr);
  const answers = run.stdout.split('\n').slice(0, -1);
  assert.strictEqual(answers.length, lines.length);
  return answers;
}

const word = () => ['', 'a', 'naïve "x"\n', '日本', '🙂', 'key'][random(6)];
const anything = () => [1, 'x', true, [1, { a: null }], { b: [] }][random(5)];

// --- DAP: the schema's own types ---------------------------------------------------------------------------------------

function instance(schema, depth = 0) {
  if (schema.$ref) schema = dap.definitions[schema.$ref.split('/').pop()];
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => instance(part, depth)));
  if (schema.oneOf) return instance(schema.oneOf[random(schema.oneOf.length)], depth);
  if (schema.enum) return schema.enum[random(schema.enum.length)];
  const type = Array.isArray(schema.type) ? (schema.type.length > 3 ? 'any' : schema.type[random(schema.type.length)]) : schema.type;
  switch (type) {
    case 'string': return word();
    case 'integer': return (schema.minimum ?? 0) + random(100000);
    case 'number': return random(1000) / 8;
    case 'boolean': return random(2) === 1;
    case 'null': return null;
    case 'array': return Array.from({ length: depth > 3 ? 0 : random(3) }, () => instance(schema.items, depth + 1));
    case 'object': {
      const out = {};
      if (typeof schema.additionalProperties === 'object') for (let i = random(3); i > 0; i--) out['k' + i] = instance(schema.additionalProperties, depth + 1);
      else if (!schema.properties) return depth ? { free: anything() } : {};
      for (const [name, property] of Object.entries(schema.properties ?? {}))
        if ((schema.required ?? []).includes(name) || (depth < 4 && random(2))) out[name] = instance(property, depth + 1);
      return out;
    }
    default: return anything();
  }
}

const dapName = (name) => dap.definitions[name] && name;

// The schema of a struct of the table: a definition of that name, or the body or arguments of a message.
function dapSchemaOf(name) {
  for (const candidate of [name, name.replace(/Arguments$/, 'RequestArguments')])
    if (dapName(candidate) && !/(Response|Event|Request)$/.test(candidate)) return dap.definitions[candidate];
  const message = dap.definitions[name.replace(/Body$/, '')];
  return message?.allOf?.[1]?.properties?.body;
}

test('dap: every message of the schema is in the table, and nothing else', { skip }, () => {
  const wanted = Object.values(dap.definitions).flatMap((definition) => {
    const properties = definition.allOf?.[1]?.properties ?? {};
    return (properties.command?.enum ?? []).concat(properties.event?.enum ?? []);
  });
  assert.deepStrictEqual(table('dap').messages.map((message) => message.method).sort(), wanted.sort());
});

test('dap: every capability named in the table exists', { skip }, () => {
  for (const { capability } of table('dap').messages) if (capability) assert.ok(dap.definitions.Capabilities.properties[capability], capability);
});

test('dap: random instances of every type come back equal', { skip }, () => {
  const lines = [], wanted = [];
  for (const name of table('dap').structs.keys()) {
    const schema = dapSchemaOf(name);
    if (!schema) { // named here only: an object that the schema writes in place
      assert.match(name, /^(StartDebuggingArguments|RunInTerminalArguments)/, `${name} is not in the schema`);
      continue;
    }
    for (let i = 0; i < 25; i++) {
      const value = instance(schema);
      lines.push(`dap ${name} ${JSON.stringify(value)}`);
      wanted.push(value);
    }
  }
  assert.ok(lines.length > 2500, `${lines.length} instances`);
  throughCpp(lines).forEach((answer, i) => {
    assert.ok(!answer.startsWith('error'), `${answer}\n${lines[i]}`);
    assert.deepStrictEqual(JSON.parse(answer), wanted[i], lines[i]);
  });
});

test('dap: a required field that is missing, or of another type, is refused by name', { skip }, () => {
  const lines = [], wanted = [];
  for (const name of table('dap').structs.keys()) {
    const schema = dapSchemaOf(name);
    for (const field of schema?.required ?? []) {
      if (name === 'InitializeArguments') continue; // adapterID: clients forget it
      if (Array.isArray(schema.properties[field].type)) continue; // null is taken for absent
      const value = instance(schema);
      delete value[field];
      lines.push(`dap ${name} ${JSON.stringify(value)}`);
      wanted.push(new RegExp(`^error: value\\.${field} is missing`));
      const property = schema.properties[field];
      if (['string', 'integer', 'boolean', 'array'].includes(property.type)) {
        lines.push(`dap ${name} ${JSON.stringify({ ...instance(schema), [field]: { not: 'this' } })}`);
        wanted.push(new RegExp(`^error: value\\.${field}: expected .* got an object`));
      }
    }
  }
  assert.ok(lines.length > 150, `${lines.length} instances`);
  throughCpp(lines).forEach((answer, i) => assert.match(answer, wanted[i], lines[i]));
});

// --- LSP: the part of the model that the table has ---------------------------------------------------------------------

// Structs that stand for a literal or a union of the model, or that the table abridges.
const lspNamedHere = {
  TextDocumentParams: 'DocumentSymbolParams', TextDocumentPositionParams: 'TextDocumentPositionParams',
  DynamicRegistrationCapability: 'ReferenceClientCapabilities', RefreshCapability: 'DiagnosticWorkspaceClientCapabilities',
  DocumentDiagnosticReport: null, WorkspaceDocumentDiagnosticReport: null, PropertySet: null, ValueSet: null,
  TextDocumentContentChangeEvent: null, PrepareRenameResult: null, DocumentFilter: null, WorkspaceServerCapabilities: 'WorkspaceOptions',
  WorkspaceFoldersServerCapabilities: 'WorkspaceFoldersServerCapabilities', SynchronizationClientCapabilities: 'TextDocumentSyncClientCapabilities',
  CodeActionLiteralSupport: 'ClientCodeActionLiteralOptions', CompletionItemClientCapabilities: 'ClientCompletionItemOptions',
  CompletionListClientCapabilities: 'CompletionListCapabilities', ChangeAnnotationSupport: 'ChangeAnnotationsSupportOptions',
  CompletionItemOptions: 'ServerCompletionItemOptions', InitializeParams: 'InitializeParams',
};

function modelInstance(type, fields, tables, depth = 0) {
  switch (type.kind) {
    case 'base':
      switch (type.name) {
        case 'integer': case 'uinteger': return random(1000);
        case 'decimal': return random(100) / 4;
        case 'boolean': return random(2) === 1;
        case 'null': return null;
        default: return word();
      }
    case 'array': return Array.from({ length: depth > 3 ? 0 : random(3) }, () => modelInstance(type.element, null, tables, depth + 1)).filter((item) => item !== undefined);
    case 'map': return { 'k/1': modelInstance(type.value, null, tables, depth + 1) };
    case 'stringLiteral': return type.value;
    case 'reference': {
      if (/^LSP(Any|Object|Array)$/.test(type.name)) return anything();
      const enumeration = lsp.enumerations.get(type.name);
      if (enumeration) return enumeration.values[random(enumeration.values.length)].value;
      const alias = lsp.aliases.get(type.name);
      if (alias) return modelInstance(alias.type, null, tables, depth);
      const own = tables.get(type.name);
      return own ? structInstance(allProperties(lsp.structures.get(type.name)), own, tables, depth + 1) : undefined;
    }
    default: return undefined; // unions and literals: left out where optional
  }
}
function structInstance(properties, fields, tables, depth) {
  const out = {};
  for (const [name] of fields) {
    const property = properties.get(name);
    if (property.optional && (depth > 4 || random(2))) continue;
    const value = modelInstance(property.type, null, tables, depth);
    if (value === undefined) { if (!property.optional) return undefined; } else out[name] = value;
  }
  return out;
}

test('lsp: every message of the table is in the model, with its direction', { skip }, () => {
  for (const { kind, method, toClient } of table('lsp').messages) {
    const entry = (kind === 'request' ? lsp.requests : lsp.notifications).get(method);
    assert.ok(entry, method);
    if (entry.messageDirection !== 'both') assert.strictEqual(entry.messageDirection, toClient ? 'serverToClient' : 'clientToServer', method);
  }
});

test('lsp: every field of the table is in the model, optional where it is there', { skip }, () => {
  for (const [name, fields] of table('lsp').structs) {
    const model = name in lspNamedHere ? lspNamedHere[name] : name;
    if (model === null) continue;
    const structure = lsp.structures.get(model);
    assert.ok(structure, `${name} is not in the model`);
    const properties = allProperties(structure);
    for (const [field, { optional }] of fields) {
      assert.ok(properties.has(field), `${name}.${field} is not in the model`);
      assert.ok(optional || !properties.get(field).optional, `${name}.${field} is optional in the model`);
    }
    for (const [field, property] of properties)
      if (!property.optional) assert.ok(fields.has(field), `${name} lacks the required field ${field}`);
  }
});

test('lsp: enumerations are the model\'s', { skip }, () => {
  const text = fs.readFileSync(new URL('../../protocol/lsp.def.txt', import.meta.url), 'utf8').replace(/\/\/.*/g, '');
  for (const [, name, body] of text.matchAll(/enum (\w+): int \{([^}]*)\}/g)) {
    const values = [...body.matchAll(/\w+ = (\d+)/g)].map(([, value]) => Number(value));
    assert.deepStrictEqual(values, lsp.enumerations.get(name)?.values.map((entry) => entry.value), name);
  }
});

test('lsp: random instances come back equal, and valid', { skip }, () => {
  const { structs } = table('lsp');
  const lines = [], wanted = [], models = [];
  for (const [name, fields] of structs) {
    const model = name in lspNamedHere ? lspNamedHere[name] : name;
    if (model === null) continue;
    for (let i = 0; i < 15; i++) {
      const value = structInstance(allProperties(lsp.structures.get(model)), fields, structs, 0);
      if (value === undefined) continue;
      lines.push(`lsp ${name} ${JSON.stringify(value)}`);
      wanted.push(value);
      models.push(model);
    }
  }
  assert.ok(lines.length > 1000, `${lines.length} instances`);
  throughCpp(lines).forEach((answer, i) => {
    assert.ok(!answer.startsWith('error'), `${answer}\n${lines[i]}`);
    const value = JSON.parse(answer);
    assert.deepStrictEqual(value, wanted[i], lines[i]);
    assert.deepStrictEqual(lsp.checkType(value, { kind: 'reference', name: models[i] }), [], lines[i]);
  });
});
