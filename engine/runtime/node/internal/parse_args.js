// util.parseArgs. https://nodejs.org/api/util.html#utilparseargsconfig
'use strict';
const { codes, coded } = require('internal/errors');
const { validateArray, validateBoolean, validateObject, validateString, validateOneOf } = require('internal/validators');

const own = (object, key) => (object != null && Object.hasOwn(object, key) ? object[key] : undefined);

function findByShort(short, options) {
  for (const [name, option] of Object.entries(options)) if (own(option, 'short') === short) return name;
  return short.length === 1 && Object.hasOwn(options, short) ? short : short;
}

function mainArguments() {
  const { argv, execArgv } = process;
  if (execArgv.some((one) => ['-e', '--eval', '-p', '--print'].includes(one))) return argv.slice(1);
  return argv.slice(2);
}

function tokenize(args, options) {
  const tokens = [];
  let index = -1;
  let groupCount = 0;
  const rest = [...args];
  while (rest.length > 0) {
    const arg = rest.shift();
    const next = rest[0];
    if (groupCount > 0) --groupCount;
    else ++index;
    if (arg === '--') {
      tokens.push({ kind: 'option-terminator', index });
      for (const value of rest) tokens.push({ kind: 'positional', index: ++index, value });
      break;
    }
    const type = (name) => own(own(options, name), 'type') ?? 'boolean';
    // An option whose value, if it takes one, is the next argument.
    const pushOption = (name) => {
      const takes = type(name) === 'string' && next !== undefined;
      const value = takes ? rest.shift() : undefined;
      tokens.push({ kind: 'option', name, rawName: arg, index, value, inlineValue: takes ? false : undefined });
      if (value !== undefined) ++index;
    };
    if (/^-[^-]$/.test(arg)) {
      pushOption(findByShort(arg[1], options));
      continue;
    }
    if (/^-[^-].+$/s.test(arg)) {
      const first = findByShort(arg[1], options);
      if (type(first) !== 'string') {
        // -abc is -a -b -c, until one that takes a value.
        const expanded = [];
        for (let i = 1; i < arg.length; ++i) {
          const name = findByShort(arg[i], options);
          if (type(name) !== 'string' || i === arg.length - 1) expanded.push(`-${arg[i]}`);
          else {
            expanded.push(`-${arg.slice(i)}`);
            break;
          }
        }
        rest.unshift(...expanded);
        groupCount = expanded.length;
        continue;
      }
      tokens.push({ kind: 'option', name: first, rawName: `-${arg[1]}`, index, value: arg.slice(2), inlineValue: true });
      continue;
    }
    if (/^--[^=]+$/s.test(arg) || (arg.startsWith('--') && arg.length > 2 && !arg.includes('='))) {
      pushOption(arg.slice(2));
      continue;
    }
    if (arg.startsWith('--') && arg.length > 2 && arg.indexOf('=') > 2) {
      const equals = arg.indexOf('=');
      const name = arg.slice(2, equals);
      tokens.push({ kind: 'option', name, rawName: `--${name}`, index, value: arg.slice(equals + 1), inlineValue: true });
      continue;
    }
    tokens.push({ kind: 'positional', index, value: arg });
  }
  return tokens;
}

const invalid = (message) => { throw new codes.ERR_PARSE_ARGS_INVALID_OPTION_VALUE(message); };

function parseArgs(config = {}) {
  const args = own(config, 'args') ?? mainArguments();
  const strict = own(config, 'strict') ?? true;
  const allowPositionals = own(config, 'allowPositionals') ?? !strict;
  const returnTokens = own(config, 'tokens') ?? false;
  const allowNegative = own(config, 'allowNegative') ?? false;
  const options = own(config, 'options') ?? {};
  validateArray(args, 'args');
  validateBoolean(strict, 'strict');
  validateBoolean(allowPositionals, 'allowPositionals');
  validateBoolean(returnTokens, 'tokens');
  validateBoolean(allowNegative, 'allowNegative');
  validateObject(options, 'options');
  for (const [name, option] of Object.entries(options)) {
    validateObject(option, `options.${name}`);
    const type = own(option, 'type');
    if (type !== 'string' && type !== 'boolean') throw new codes.ERR_INVALID_ARG_TYPE(`options.${name}.type`, "('string|boolean')", type);
    if (Object.hasOwn(option, 'short')) {
      validateString(option.short, `options.${name}.short`);
      if (option.short.length !== 1) throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}.short`, option.short, 'must be a single character');
    }
    const multiple = own(option, 'multiple');
    if (Object.hasOwn(option, 'multiple')) validateBoolean(multiple, `options.${name}.multiple`);
    const value = own(option, 'default');
    if (value !== undefined) {
      const label = `options.${name}.default`;
      const check = (one, where) => { if (typeof one !== type) throw new codes.ERR_INVALID_ARG_TYPE(where, type, one); };
      if (multiple) {
        validateArray(value, label);
        value.forEach((one, i) => check(one, `${label}[${i}]`));
      } else check(value, label);
    }
  }
  const tokens = tokenize(args, options);
  const result = { values: { __proto__: null }, positionals: [] };
  if (returnTokens) result.tokens = tokens;
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (!allowPositionals) throw new codes.ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL(token.value);
      result.positionals.push(token.value);
      continue;
    }
    if (token.kind !== 'option') continue;
    let { name, value } = token;
    let negated = false;
    if (allowNegative && name.startsWith('no-') && !Object.hasOwn(options, name)) {
      const positive = name.slice(3);
      if (own(own(options, positive), 'type') === 'boolean' || !strict) {
        name = positive;
        negated = true;
        token.name = name;
      }
    }
    if (strict) {
      if (!Object.hasOwn(options, name)) throw new codes.ERR_PARSE_ARGS_UNKNOWN_OPTION(token.rawName, allowPositionals);
      const short = own(options[name], 'short');
      const shown = `${short ? `-${short}, ` : ''}--${name}`;
      const type = own(options[name], 'type');
      if (type === 'string' && typeof value !== 'string') invalid(`Option '${shown} <value>' argument missing`);
      if (type === 'boolean' && value != null) invalid(`Option '${shown}' does not take an argument`);
      if (token.inlineValue === false && typeof value === 'string' && value.length > 1 && value[0] === '-') {
        const example = token.rawName.startsWith('--') ? `'${token.rawName}=-XYZ'` : `'--${name}=-XYZ' or '${token.rawName}-XYZ'`;
        invalid(`Option '${token.rawName}' argument is ambiguous.\nDid you forget to specify the option argument for '${token.rawName}'?\nTo specify an option argument starting with a dash use ${example}.`);
      }
    }
    if (name === '__proto__') continue;
    const stored = value ?? !negated;
    if (own(own(options, name), 'multiple')) (result.values[name] ??= []).push(stored);
    else result.values[name] = stored;
  }
  for (const [name, option] of Object.entries(options)) {
    if (own(option, 'default') !== undefined && result.values[name] === undefined) result.values[name] = option.default;
  }
  return result;
}

// The text of a .env file. https://nodejs.org/api/environment_variables.html
function parseEnv(content) {
  validateString(content, 'content');
  const result = { __proto__: null };
  const lines = content.replace(/\r\n?/g, '\n');
  const pattern = /^[ \t]*(?:export[ \t]+)?([^=\s#]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|`([^`]*)`|([^\n#]*))[^\n]*$/gms;
  for (const match of lines.matchAll(pattern)) {
    const [, name, double, single, back, plain] = match;
    if (double !== undefined) result[name] = double.replaceAll('\\n', '\n');
    else result[name] = single ?? back ?? plain.trim();
  }
  return result;
}

module.exports = { parseArgs, parseEnv, validateOneOf, coded };
