// Checks protocol messages against the official schemas: debugAdapterProtocol.json (JSON Schema) and LSP's metaModel.json.
// The schemas are not part of the repository: they are looked for in $SCRIM_SHARED, ../shared and ../../shared, and
// without them `available` is false and every check passes.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

function load(name) {
  for (const folder of [process.env.SCRIM_SHARED, path.join(root, '../shared'), path.join(root, '../../shared')]) {
    const file = folder && path.join(folder, 'reference', name);
    if (file && fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8'));
  }
  return null;
}

const kindOf = (value) =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;

// --- DAP ---------------------------------------------------------------------------------------------------------------

const dapSchema = load('debugAdapterProtocol.json');
const capitalise = (name) => name[0].toUpperCase() + name.slice(1);

export const dap = {
  available: dapSchema !== null,
  definitions: dapSchema?.definitions ?? {},

  // What is wrong with `value` as the definition `name`, one line each. `strict` also reports fields the schema lacks.
  checkDefinition(value, name, { strict = false } = {}) {
    const errors = [];
    checkSchema(value, dapSchema.definitions[name], name, errors);
    if (strict) unknownFields(value, dapSchema.definitions[name], name, errors);
    return errors;
  },

  // Checks a whole message. `commandOf` gives the command of the request that a response answers.
  // Custom messages (with a slash in the name) only need the envelope to be right.
  check(message, { strict = false, commandOf } = {}) {
    if (!dapSchema) return [];
    const base = { request: 'Request', response: 'Response', event: 'Event' }[message?.type];
    if (!base) return [`type: ${JSON.stringify(message?.type)}`];
    const errors = this.checkDefinition(message, base);
    const name = message.type === 'event' ? message.event : message.command;
    if (typeof name !== 'string' || name.includes('/')) return errors;
    if (message.type === 'response') {
      const asked = commandOf?.(message.request_seq);
      if (asked !== undefined && asked !== name) errors.push(`command: '${name}' answers '${asked}'`);
      if (!message.success) return errors.concat(this.checkDefinition(message, 'ErrorResponse', { strict }));
    }
    const definition = capitalise(name) + base;
    if (!dapSchema.definitions[definition]) {
      // An unknown request is the peer's to refuse; an unknown event is a mistake.
      return message.type === 'event' ? errors.concat(`no event '${name}' in the schema`) : errors;
    }
    const open = message.type === 'request' && (name === 'launch' || name === 'attach' || name === 'restart');
    return errors.concat(this.checkDefinition(message, definition, { strict: strict && !open }));
  },
};

function resolve(schema) {
  return schema.$ref ? dapSchema.definitions[schema.$ref.split('/').pop()] : schema;
}

function checkSchema(value, schema, where, errors) {
  schema = resolve(schema);
  for (const part of schema.allOf ?? []) checkSchema(value, part, where, errors);
  if (schema.oneOf && !schema.oneOf.some((part) => { const inner = []; checkSchema(value, part, where, inner); return !inner.length; })) {
    errors.push(`${where}: fits none of its forms`);
  }
  const kind = kindOf(value);
  if (schema.type) {
    const types = [].concat(schema.type);
    if (!types.some((type) => type === kind || (type === 'number' && kind === 'integer'))) {
      errors.push(`${where}: ${kind} where ${types.join(' or ')} is expected`);
      return;
    }
  }
  if (schema.enum && !schema.enum.includes(value)) errors.push(`${where}: ${JSON.stringify(value)} is not one of ${schema.enum.join(', ')}`);
  if (typeof value === 'number') {
    if (schema.minimum !== undefined && value < schema.minimum) errors.push(`${where}: ${value} < ${schema.minimum}`);
    if (schema.maximum !== undefined && value > schema.maximum) errors.push(`${where}: ${value} > ${schema.maximum}`);
    if (schema.format === 'int32' && (value < -(2 ** 31) || value >= 2 ** 31)) errors.push(`${where}: ${value} is no int32`);
    if (schema.format === 'uint32' && (value < 0 || value >= 2 ** 32)) errors.push(`${where}: ${value} is no uint32`);
  }
  if (kind === 'array' && schema.items) value.forEach((item, i) => checkSchema(item, schema.items, `${where}[${i}]`, errors));
  if (kind === 'object') {
    for (const name of schema.required ?? []) if (!(name in value)) errors.push(`${where}.${name} is missing`);
    for (const [name, inner] of Object.entries(value)) {
      const property = schema.properties?.[name] ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : null);
      if (property) checkSchema(inner, property, `${where}.${name}`, errors);
    }
  }
}

// The fields an object of this schema may have, or null if any.
function knownFields(schema, out = new Map()) {
  schema = resolve(schema);
  for (const part of schema.allOf ?? []) if (!knownFields(part, out)) return null;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    // The body is refined from ProtocolMessage's "any" to its own type: the last one counts.
    out.set(name, property);
  }
  return schema.additionalProperties === true || schema.additionalProperties?.type ? null : out;
}

function unknownFields(value, schema, where, errors) {
  const kind = kindOf(value);
  schema = resolve(schema);
  if (kind === 'array' && schema.items) value.forEach((item, i) => unknownFields(item, schema.items, `${where}[${i}]`, errors));
  if (kind !== 'object' || schema.oneOf || (!schema.properties && !schema.allOf)) return;
  const fields = knownFields(schema);
  if (!fields) return;
  for (const [name, inner] of Object.entries(value)) {
    if (!fields.has(name)) errors.push(`${where}.${name} is not in the schema`);
    else unknownFields(inner, fields.get(name), `${where}.${name}`, errors);
  }
}

// --- LSP ---------------------------------------------------------------------------------------------------------------

const model = load('lspMetaModel.json');
const index = (list, key) => new Map((list ?? []).map((item) => [item[key], item]));
const structures = index(model?.structures, 'name');
const enumerations = index(model?.enumerations, 'name');
const aliases = index(model?.typeAliases, 'name');
const requests = index(model?.requests, 'method');
const notifications = index(model?.notifications, 'method');

export const lsp = {
  available: model !== null,
  structures, enumerations, aliases, requests, notifications,

  checkType(value, type, where = 'value') {
    const errors = [];
    checkModel(value, type, where, errors);
    return errors;
  },

  // Checks a whole message; `methodOf` gives the method of the request that a response answers.
  check(message, { methodOf } = {}) {
    if (!model) return [];
    const errors = [];
    if (message?.jsonrpc !== '2.0') errors.push('jsonrpc is not "2.0"');
    if ('method' in message) {
      const entry = 'id' in message ? requests.get(message.method) : notifications.get(message.method);
      if (!entry) return message.method.startsWith('scrim/') ? errors : errors.concat(`no ${'id' in message ? 'request' : 'notification'} '${message.method}' in the model`);
      if (entry.params) checkModel(message.params, entry.params, 'params', errors);
    } else if ('error' in message) {
      if (!Number.isInteger(message.error?.code) || typeof message.error?.message !== 'string') errors.push('error: no code or no message');
    } else if ('result' in message) {
      const entry = requests.get(methodOf?.(message.id));
      if (entry) checkModel(message.result, entry.result, 'result', errors);
    } else {
      errors.push('neither method nor result nor error');
    }
    return errors;
  },
};

export function allProperties(structure, out = new Map()) {
  for (const base of [...(structure.extends ?? []), ...(structure.mixins ?? [])]) allProperties(structures.get(base.name), out);
  for (const property of structure.properties ?? []) out.set(property.name, property);
  return out;
}

function checkModel(value, type, where, errors) {
  const kind = kindOf(value);
  const expect = (ok, what) => { if (!ok) errors.push(`${where}: ${kind} where ${what} is expected`); return ok; };
  switch (type.kind) {
    case 'base':
      switch (type.name) {
        case 'integer': return void expect(kind === 'integer' && Math.abs(value) < 2 ** 31, 'integer');
        case 'uinteger': return void expect(kind === 'integer' && value >= 0 && value < 2 ** 31, 'uinteger');
        case 'decimal': return void expect(typeof value === 'number', 'decimal');
        case 'boolean': return void expect(kind === 'boolean', 'boolean');
        case 'null': return void expect(kind === 'null', 'null');
        default: return void expect(kind === 'string', type.name);
      }
    case 'array':
      if (expect(kind === 'array', 'array')) value.forEach((item, i) => checkModel(item, type.element, `${where}[${i}]`, errors));
      return;
    case 'map':
      if (expect(kind === 'object', 'map')) for (const [key, inner] of Object.entries(value)) checkModel(inner, type.value, `${where}.${key}`, errors);
      return;
    case 'tuple':
      if (expect(kind === 'array' && value.length === type.items.length, 'tuple')) type.items.forEach((item, i) => checkModel(value[i], item, `${where}[${i}]`, errors));
      return;
    case 'stringLiteral': return void expect(value === type.value, JSON.stringify(type.value));
    case 'literal': return checkProperties(value, new Map(type.value.properties.map((p) => [p.name, p])), where, errors);
    case 'and': return type.items.forEach((item) => checkModel(value, item, where, errors));
    case 'or': {
      let best = null;
      for (const item of type.items) {
        const inner = [];
        checkModel(value, item, where, inner);
        if (!inner.length) return;
        if (!best || inner.length < best.length) best = inner;
      }
      errors.push(...best);
      return;
    }
    case 'reference': {
      if (type.name === 'LSPAny' || type.name === 'LSPObject' || type.name === 'LSPArray') return void expect(value !== undefined, 'a value');
      if (structures.has(type.name)) return checkProperties(value, allProperties(structures.get(type.name)), where, errors);
      if (aliases.has(type.name)) return checkModel(value, aliases.get(type.name).type, where, errors);
      const enumeration = enumerations.get(type.name);
      if (!enumeration) return void errors.push(`${where}: unknown type ${type.name}`);
      checkModel(value, enumeration.type, where, errors);
      if (!enumeration.supportsCustomValues && !enumeration.values.some((entry) => entry.value === value)) errors.push(`${where}: ${JSON.stringify(value)} is no ${type.name}`);
      return;
    }
    default: errors.push(`${where}: unknown kind ${type.kind}`);
  }
}

function checkProperties(value, properties, where, errors) {
  if (kindOf(value) !== 'object') return void errors.push(`${where}: ${kindOf(value)} where an object is expected`);
  for (const [name, property] of properties) {
    if (!(name in value)) {
      if (!property.optional) errors.push(`${where}.${name} is missing`);
    } else {
      checkModel(value[name], property.type, `${where}.${name}`, errors);
    }
  }
  for (const name of Object.keys(value)) if (!properties.has(name)) errors.push(`${where}.${name} is not in the model`);
}

// --- scrim's own messages ------------------------------------------------------------------------------------------

// What is wrong with `value` as a struct of protocol/channel.def.txt: missing and unknown fields, wrong types.
export function checkChannel(value, struct) {
  const text = fs.readFileSync(path.join(root, 'protocol/channel.def.txt'), 'utf8').replace(/\/\/.*/g, '');
  const enums = new Map([...text.matchAll(/enum (\w+) \{([^}]*)\}/g)].map(([, name, values]) => [name, values.split(',').map((one) => one.trim())]));
  const structs = new Map([...text.matchAll(/struct (\w+) \{([^}]*)\}/g)].map(([, name, body]) =>
    [name, [...body.matchAll(/(\w+)(\??): ([^;]+);/g)].map(([, field, optional, type]) => ({ field, optional: optional === '?', type }))]));
  const errors = [];
  const check = (at, type, where) => {
    if (type.endsWith('[]')) {
      if (!Array.isArray(at)) return errors.push(`${where}: not an array`);
      return at.forEach((element, i) => check(element, type.slice(0, -2), `${where}[${i}]`));
    }
    if (enums.has(type)) return enums.get(type).includes(at) || errors.push(`${where}: '${at}' is no ${type}`);
    const simple = { string: 'string', int: 'integer', bool: 'boolean' }[type];
    if (simple) return kindOf(at) === simple || errors.push(`${where}: ${kindOf(at)}, not ${simple}`);
    const fields = structs.get(type);
    if (!fields) return errors.push(`${where}: there is no ${type} in the table`);
    if (kindOf(at) !== 'object') return errors.push(`${where}: ${kindOf(at)}, not ${type}`);
    for (const { field, optional, type: its } of fields) {
      if (at[field] !== undefined) check(at[field], its, `${where}.${field}`);
      else if (!optional) errors.push(`${where}.${field} is missing`);
    }
    for (const field of Object.keys(at)) if (!fields.some((one) => one.field === field)) errors.push(`${where}.${field} is not in the table`);
  };
  check(value, struct, struct);
  return errors;
}
