// node:module's SourceMap and findSourceMap. Stacks have their maps from C++ (runtime/source_maps.h); this is for
// programs that ask themselves. https://nodejs.org/api/module.html#source-map-support
'use strict';

const { validateBoolean, validateObject } = require('internal/validators');
const binding = internal.binding('modules');

const kDigits = new Map([...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].map((digit, i) => [digit, i]));

// The numbers of one segment, base 64, five bits a digit, the lowest bit of the whole is the sign.
function numbersOf(segment) {
  const numbers = [];
  let value = 0;
  let shift = 0;
  for (const letter of segment) {
    const digit = kDigits.get(letter) ?? 0;
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >>> 1) | (1 << 31) : value >>> 1);
    value = shift = 0;
  }
  return numbers;
}

function addMap(entries, map, line, column) {
  let source = 0;
  let sourceLine = 0;
  let sourceColumn = 0;
  let name = 0;
  const lines = map.mappings.split(';');
  lines.forEach((text, i) => {
    let at = i === 0 ? column : 0;
    const segments = text.split(',');
    for (let s = 0; s < segments.length; ++s) {
      if (segments[s] === '') continue;
      const numbers = numbersOf(segments[s]);
      // As Node reads the very last one: zeros for what is not there.
      if (i === lines.length - 1 && s === segments.length - 1) while (numbers.length < 5) numbers.push(0);
      at += numbers[0];
      if (numbers.length === 1) {
        entries.push([line + i, at]);
        continue;
      }
      source += numbers[1];
      sourceLine += numbers[2] ?? 0;
      sourceColumn += numbers[3] ?? 0;
      let named;
      if (numbers.length > 4) {
        name += numbers[4];
        named = map.names?.[name];
      }
      entries.push([line + i, at, map.sources[source], sourceLine, sourceColumn, named]);
    }
  });
}

function copyOf(payload) {
  validateObject(payload, 'payload');
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, Array.isArray(value) ? value.slice() : value]));
}

class SourceMap {
  #payload;
  #entries = [];  // [line, column, source, its line, its column, name], sorted
  #lineLengths;
  constructor(payload, { lineLengths } = { __proto__: null }) {
    this.#payload = copyOf(payload);
    const { sections } = this.#payload;
    if (sections) for (const { map, offset } of sections) addMap(this.#entries, map, offset.line, offset.column);
    else addMap(this.#entries, this.#payload, 0, 0);
    this.#entries.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    if (Array.isArray(lineLengths) && lineLengths.length > 0) this.#lineLengths = lineLengths;
  }
  get payload() { return copyOf(this.#payload); }
  get lineLengths() { return this.#lineLengths?.slice(); }

  // Both from 0: the last entry that begins at or before the place.
  findEntry(lineOffset, columnOffset) {
    const isBefore = (entry) => !(lineOffset < entry[0] || (lineOffset === entry[0] && columnOffset < entry[1]));
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(this.#entries[middle])) low = middle + 1;
      else high = middle;
    }
    const entry = this.#entries[low - 1];
    if (entry === undefined) return {};
    const [generatedLine, generatedColumn, originalSource, originalLine, originalColumn, name] = entry;
    return { generatedLine, generatedColumn, originalSource, originalLine, originalColumn, name };
  }

  // Both from 1.
  findOrigin(lineNumber, columnNumber) {
    const entry = this.findEntry(lineNumber - 1, columnNumber - 1);
    if (entry.originalSource === undefined || entry.originalLine === undefined || entry.originalColumn === undefined) return {};
    return {
      name: entry.name,
      fileName: entry.originalSource,
      lineNumber: entry.originalLine + lineNumber - entry.generatedLine,
      columnNumber: entry.originalColumn + columnNumber - entry.generatedColumn,
    };
  }
}

const supportOf = (enabled, nodeModules, generatedCode) => Object.freeze({ __proto__: null, enabled, nodeModules, generatedCode });
let support;
function getSourceMapsSupport() {
  return (support ??= supportOf(process.execArgv.includes('--enable-source-maps'), process.execArgv.includes('--enable-source-maps'), false));
}

function setSourceMapsSupport(enabled, options = {}) {
  validateBoolean(enabled, 'enabled');
  validateObject(options, 'options');
  const { nodeModules = false, generatedCode = false } = options;
  validateBoolean(nodeModules, 'options.nodeModules');
  validateBoolean(generatedCode, 'options.generatedCode');
  binding.enableSourceMaps(enabled);
  support = supportOf(enabled, nodeModules, generatedCode);
}

const found = new Map();

// Of a module that has been loaded: the map that its last line names.
function findSourceMap(sourceURL) {
  if (typeof sourceURL !== 'string' || sourceURL.startsWith('node:') || !getSourceMapsSupport().enabled) return undefined;
  const { fileURLToPath, pathToFileURL } = require('url');
  try {
    const url = /^[a-zA-Z][a-zA-Z\d+.-]*:/.test(sourceURL) ? sourceURL : pathToFileURL(sourceURL).href;
    if (!getSourceMapsSupport().nodeModules && url.includes('/node_modules/')) return undefined;
    if (found.has(url)) return found.get(url);
    const file = fileURLToPath(url);
    if (!binding.isLoaded(url) && !(file in binding.moduleClass()._cache)) return undefined;
    const { readFileSync } = require('fs');
    const text = readFileSync(file, 'utf8');
    const last = [...text.matchAll(/\/[*/]#\s+sourceMappingURL=(\S+)/g)].at(-1)?.[1];
    if (last === undefined) return undefined;
    const target = new URL(last, url).href;
    const inline = /^data:application\/json[^,]*?(;base64)?,(.*)$/s.exec(target);
    const json = inline === null ? readFileSync(fileURLToPath(target), 'utf8')
      : inline[1] ? Buffer.from(inline[2], 'base64').toString() : decodeURIComponent(inline[2]);
    const payload = JSON.parse(json);
    const base = inline === null ? target : url;
    payload.sources = payload.sources.map((source) => new URL((payload.sourceRoot ?? '') + source, base).href);
    payload.sourceRoot = '';
    const map = new SourceMap(payload, { lineLengths: text.split(/\n|\u2028|\u2029/).map((line) => line.length) });
    found.set(url, map);
    return map;
  } catch {
    return undefined;
  }
}

module.exports = { SourceMap, findSourceMap, getSourceMapsSupport, setSourceMapsSupport };
