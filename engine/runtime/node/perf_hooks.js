// node:perf_hooks and the performance global. https://www.w3.org/TR/performance-timeline/, user-timing
'use strict';
const { codes } = require('internal/errors');
const { validateFunction, validateString, validateObject, validateInteger, validateArray } = require('internal/validators');
const web = internal.binding('web');
const custom = Symbol.for('nodejs.util.inspect.custom');
const kSecret = Symbol('perf_hooks');

function show(self, depth, options, inspect, fields) {
  if (depth < 0) return self;
  return `${self.constructor.name} ${inspect(fields, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
}
function tag(prototype, name, members) {
  Object.defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });
  for (const member of members.split(' ')) if (member) Object.defineProperty(prototype, member, { enumerable: true });
}

const now = () => web.now();

class PerformanceEntry {
  #name;
  #type;
  #start;
  #duration;
  constructor(secret, name, type, start, duration, detail) {
    if (secret !== kSecret) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#name = name;
    this.#type = type;
    this.#start = start;
    this.#duration = duration;
    if (detail !== undefined && type !== 'mark' && type !== 'measure') Object.defineProperty(this, 'detail', { value: detail, enumerable: true, configurable: true, writable: true });
  }
  get name() { return this.#name; }
  get entryType() { return this.#type; }
  get startTime() { return this.#start; }
  get duration() { return this.#duration; }
  toJSON() {
    const json = { name: this.name, entryType: this.entryType, startTime: this.startTime, duration: this.duration };
    if (this.detail !== undefined) json.detail = this.detail;
    return json;
  }
  [custom](depth, options, inspect) {
    const fields = { name: this.name, entryType: this.entryType, startTime: this.startTime, duration: this.duration };
    if (this.detail !== undefined) fields.detail = this.detail;
    return show(this, depth, options, inspect, fields);
  }
}
tag(PerformanceEntry.prototype, 'PerformanceEntry', 'name entryType startTime duration toJSON');

class PerformanceMark extends PerformanceEntry {
  #detail;
  constructor(name, options = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    if (options != null) validateObject(options, 'options');
    const start = options?.startTime ?? now();
    if (typeof start !== 'number') throw new codes.ERR_INVALID_ARG_TYPE('startTime', 'number', start);
    if (start < 0) throw new codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(start);
    super(kSecret, `${name}`, 'mark', start, 0);
    this.#detail = options?.detail != null ? structuredClone(options.detail) : null;
  }
  get detail() { return this.#detail; }
}
tag(PerformanceMark.prototype, 'PerformanceMark', 'detail');
codes.ERR_PERFORMANCE_INVALID_TIMESTAMP ??= class { constructor(value) { return require('internal/errors').coded(TypeError, 'ERR_PERFORMANCE_INVALID_TIMESTAMP', `${value} is not a valid timestamp`); } };

class PerformanceMeasure extends PerformanceEntry {
  #detail;
  constructor(secret, name, start, duration, detail) {
    super(secret, name, 'measure', start, duration);
    this.#detail = detail != null ? structuredClone(detail) : null;
  }
  get detail() { return this.#detail; }
}
tag(PerformanceMeasure.prototype, 'PerformanceMeasure', 'detail');

class PerformanceResourceTiming extends PerformanceEntry {
  constructor() { throw new codes.ERR_ILLEGAL_CONSTRUCTOR(); }
}

const marks = [];
const measures = [];
const observers = new Set();
const kTypes = ['function', 'gc', 'mark', 'measure', 'resource'];

function enqueue(entry) {
  for (const observer of observers) observer[kSecret](entry);
}

class PerformanceObserverEntryList {
  #entries;
  constructor(secret, entries) {
    if (secret !== kSecret) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#entries = entries.sort((a, b) => a.startTime - b.startTime);
  }
  getEntries() { return this.#entries.slice(); }
  getEntriesByType(type) { return this.#entries.filter((entry) => entry.entryType === `${type}`); }
  getEntriesByName(name, type = undefined) {
    return this.#entries.filter((entry) => entry.name === `${name}` && (type === undefined || entry.entryType === type));
  }
  [custom](depth, options, inspect) { return show(this, depth, options, inspect, this.#entries); }
}
tag(PerformanceObserverEntryList.prototype, 'PerformanceObserverEntryList', 'getEntries getEntriesByType getEntriesByName');

class PerformanceObserver {
  #callback;
  #types = new Set();
  #buffer = [];
  #pending = false;
  #mode;
  constructor(callback) {
    validateFunction(callback, 'callback');
    this.#callback = callback;
  }
  static get supportedEntryTypes() { return kTypes; }
  observe(options = {}) {
    validateObject(options, 'options');
    const { entryTypes, type, buffered } = options;
    if (entryTypes === undefined && type === undefined) throw new codes.ERR_MISSING_ARGS('options.entryTypes', 'options.type');
    if (entryTypes != null && type != null) throw new codes.ERR_INVALID_ARG_VALUE('options.entryTypes', entryTypes, 'options.entryTypes can not set with options.type together');
    const mode = entryTypes ? 'multiple' : 'single';
    if (this.#mode && this.#mode !== mode) throw new DOMException(`PerformanceObserver can not change to ${mode} observations`, 'InvalidModificationError');
    this.#mode = mode;
    if (entryTypes) {
      validateArray(entryTypes, 'options.entryTypes');
      this.#types = new Set(entryTypes.filter((one) => kTypes.includes(one)));
    } else {
      if (!kTypes.includes(type)) return;
      this.#types.add(type);
      if (buffered) {
        for (const entry of [...marks, ...measures]) if (entry.entryType === type) this[kSecret](entry);
      }
    }
    if (this.#types.size > 0) observers.add(this);
    else this.disconnect();
  }
  disconnect() {
    observers.delete(this);
    this.#buffer = [];
    this.#types.clear();
    this.#mode = undefined;
  }
  takeRecords() { return this.#buffer.splice(0); }
  [kSecret](entry) {
    if (!this.#types.has(entry.entryType)) return;
    this.#buffer.push(entry);
    if (this.#pending) return;
    this.#pending = true;
    setImmediate(() => {
      this.#pending = false;
      const entries = this.takeRecords();
      if (entries.length > 0) this.#callback(new PerformanceObserverEntryList(kSecret, entries), this);
    }).unref();
  }
  [custom](depth, options, inspect) {
    return show(this, depth, options, inspect, { connected: observers.has(this), pending: this.#pending, entryTypes: [...this.#types], buffer: this.#buffer });
  }
}
tag(PerformanceObserver.prototype, 'PerformanceObserver', 'observe disconnect takeRecords');

const milestones = { nodeStart: 0, v8Start: 0, environment: 0, bootstrapComplete: 0, loopStart: -1, loopExit: -1 };

function timeOf(mark, name) {
  if (typeof mark === 'number') {
    if (mark < 0) throw new codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(mark);
    return mark;
  }
  if (mark in milestones) return milestones[mark];
  const found = marks.findLast((entry) => entry.name === `${mark}`);
  if (!found) throw new DOMException(`The "${mark}" performance mark has not been set`, 'SyntaxError');
  return found.startTime;
}

const { EventTarget } = require('internal/web/events');
class Performance extends EventTarget {
  constructor(secret) {
    if (secret !== kSecret) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }
  clearMarks(name = undefined) { clear(marks, name); }
  clearMeasures(name = undefined) { clear(measures, name); }
  clearResourceTimings() {}
  getEntries() { return [...marks, ...measures].sort((a, b) => a.startTime - b.startTime); }
  getEntriesByName(name, type = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    return this.getEntries().filter((entry) => entry.name === `${name}` && (type === undefined || entry.entryType === type));
  }
  getEntriesByType(type) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
    return this.getEntries().filter((entry) => entry.entryType === `${type}`);
  }
  mark(name, options = undefined) {
    const mark = new PerformanceMark(name, options);
    marks.push(mark);
    enqueue(mark);
    return mark;
  }
  measure(name, startOrOptions = {}, endMark = undefined) {
    validateString(name, 'name');
    const options = startOrOptions !== null && typeof startOrOptions === 'object' ? startOrOptions : undefined;
    const used = options && (options.start !== undefined || options.end !== undefined || options.duration !== undefined || options.detail !== undefined);
    if (used) {
      if (endMark !== undefined) throw new codes.ERR_INVALID_ARG_VALUE('endMark', endMark, 'endMark must not be specified');
      if (options.start === undefined && options.end === undefined) throw new codes.ERR_INVALID_ARG_VALUE('options', options, 'One of options.start or options.end is required');
      if (options.start !== undefined && options.end !== undefined && options.duration !== undefined) throw new codes.ERR_INVALID_ARG_VALUE('options', options, 'Must not have options.start, options.end, and options.duration specified');
    }
    let end;
    if (endMark !== undefined) end = timeOf(endMark);
    else if (options?.end !== undefined) end = timeOf(options.end);
    else if (options?.start !== undefined && options.duration !== undefined) end = timeOf(options.start) + options.duration;
    else end = now();
    let start;
    if (typeof startOrOptions === 'string') start = timeOf(startOrOptions);
    else if (options?.start !== undefined) start = timeOf(options.start);
    else if (options?.duration !== undefined && options.end !== undefined) start = end - options.duration;
    else start = 0;
    const measure = new PerformanceMeasure(kSecret, name, start, end - start, options?.detail);
    measures.push(measure);
    enqueue(measure);
    return measure;
  }
  now() { return now(); }
  setResourceTimingBufferSize() {}
  timerify(fn, options = {}) { return timerify(fn, options); }
  eventLoopUtilization(a, b) { return eventLoopUtilization(a, b); }
  get timeOrigin() { return web.timeOrigin(); }
  get nodeTiming() { return nodeTiming; }
  toJSON() { return { nodeTiming: this.nodeTiming, timeOrigin: this.timeOrigin, eventLoopUtilization: this.eventLoopUtilization() }; }
  [custom](depth, options, inspect) { return show(this, depth, options, inspect, { nodeTiming: this.nodeTiming, timeOrigin: this.timeOrigin }); }
}
tag(Performance.prototype, 'Performance', 'clearMarks clearMeasures clearResourceTimings getEntries getEntriesByName getEntriesByType mark measure now setResourceTimingBufferSize timerify eventLoopUtilization timeOrigin nodeTiming toJSON');

function clear(list, name) {
  if (name === undefined) list.length = 0;
  else for (let i = list.length - 1; i >= 0; --i) if (list[i].name === `${name}`) list.splice(i, 1);
}

class PerformanceNodeTiming extends PerformanceEntry {
  constructor() {
    super(kSecret, 'node', 'node', 0, 0);
    Object.assign(this, milestones, { idleTime: 0 });
  }
  get duration() { return now(); }
}
const nodeTiming = new PerformanceNodeTiming();

function timerify(fn, options = {}) {
  validateFunction(fn, 'fn');
  validateObject(options, 'options');
  const { histogram } = options;
  function timerified(...args) {
    const start = now();
    const result = new.target ? Reflect.construct(fn, args, new.target) : Reflect.apply(fn, this, args);
    const finish = () => {
      const duration = now() - start;
      histogram?.record?.(Math.max(1, Math.ceil(duration * 1e6)));
      enqueue(new PerformanceEntry(kSecret, fn.name, 'function', start, duration, args));
    };
    if (!new.target && typeof result?.finally === 'function') return result.finally(finish);
    finish();
    return result;
  }
  Object.defineProperties(timerified, {
    length: { configurable: false, enumerable: true, value: fn.length },
    name: { configurable: false, enumerable: true, value: `timerified ${fn.name}` },
  });
  return timerified;
}

function eventLoopUtilization(a, b) {
  const used = web.loopTimes();
  const current = { idle: used[0], active: used[1] };
  if (b) return utilization(a.idle - b.idle, a.active - b.active);
  if (a) return utilization(current.idle - a.idle, current.active - a.active);
  return utilization(current.idle, current.active);
}
function utilization(idle, active) {
  return { idle, active, utilization: idle + active === 0 ? 0 : active / (idle + active) };
}

class Histogram {
  #values = [];
  #sorted = true;
  constructor(secret) { if (secret !== kSecret) throw new codes.ERR_ILLEGAL_CONSTRUCTOR(); }
  [kSecret](value) { this.#values.push(value); this.#sorted = false; }
  #list() {
    if (!this.#sorted) this.#values.sort((a, b) => a - b);
    this.#sorted = true;
    return this.#values;
  }
  get count() { return this.#values.length; }
  get countBigInt() { return BigInt(this.count); }
  get min() { return this.#list()[0] ?? 9223372036854776000; }
  get minBigInt() { return this.count ? BigInt(this.min) : 9223372036854775807n; }
  get max() { return this.#list().at(-1) ?? 0; }
  get maxBigInt() { return BigInt(this.max); }
  get mean() { return this.count ? this.#values.reduce((a, b) => a + b, 0) / this.count : NaN; }
  get stddev() {
    if (!this.count) return NaN;
    const { mean } = this;
    return Math.sqrt(this.#values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / this.count);
  }
  get exceeds() { return 0; }
  get exceedsBigInt() { return 0n; }
  percentile(percentile) {
    if (typeof percentile !== 'number') throw new codes.ERR_INVALID_ARG_TYPE('percentile', 'number', percentile);
    if (!(percentile > 0 && percentile <= 100)) throw new codes.ERR_OUT_OF_RANGE('percentile', '> 0 && <= 100', percentile);
    const list = this.#list();
    return list[Math.max(0, Math.ceil(percentile / 100 * list.length) - 1)] ?? 0;
  }
  percentileBigInt(percentile) { return BigInt(this.percentile(percentile)); }
  get percentiles() {
    const map = new Map();
    for (const p of [0, 50, 75, 87.5, 93.75, 96.875, 98.4375, 100]) map.set(p, p === 0 ? this.#list()[0] ?? 0 : this.percentile(p));
    return map;
  }
  reset() { this.#values = []; }
  toJSON() { return { count: this.count, min: this.min, max: this.max, mean: this.mean, exceeds: this.exceeds, stddev: this.stddev, percentiles: Object.fromEntries(this.percentiles) }; }
  [custom](depth, options, inspect) {
    return show(this, depth, options, inspect, { min: this.min, max: this.max, mean: this.mean, exceeds: this.exceeds, stddev: this.stddev, count: this.count, percentiles: this.percentiles });
  }
}
class RecordableHistogram extends Histogram {
  #last;
  record(value) {
    if (typeof value === 'bigint') return this[kSecret](Number(value));
    validateInteger(value, 'val', 1);
    this[kSecret](value);
  }
  recordDelta() {
    const time = now();
    if (this.#last !== undefined) this[kSecret](Math.max(1, Math.round((time - this.#last) * 1e6)));
    this.#last = time;
  }
}
class IntervalHistogram extends Histogram {
  #timer;
  #resolution;
  constructor(secret, resolution) {
    super(secret);
    this.#resolution = resolution;
  }
  enable() {
    if (this.#timer) return false;
    let last = now();
    this.#timer = setInterval(() => {
      const time = now();
      this[kSecret](Math.max(1, Math.round((time - last) * 1e6)));
      last = time;
    }, this.#resolution);
    this.#timer.unref();
    return true;
  }
  disable() {
    if (!this.#timer) return false;
    clearInterval(this.#timer);
    this.#timer = undefined;
    return true;
  }
}
const createHistogram = () => new RecordableHistogram(kSecret);
function monitorEventLoopDelay({ resolution = 10 } = {}) {
  validateInteger(resolution, 'options.resolution', 1);
  return new IntervalHistogram(kSecret, resolution);
}

const performance = new Performance(kSecret);
module.exports = {
  Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList,
  PerformanceResourceTiming, monitorEventLoopDelay, createHistogram, performance, timerify, eventLoopUtilization,
  constants: {
    NODE_PERFORMANCE_GC_MAJOR: 4, NODE_PERFORMANCE_GC_MINOR: 1, NODE_PERFORMANCE_GC_INCREMENTAL: 8,
    NODE_PERFORMANCE_GC_WEAKCB: 16, NODE_PERFORMANCE_GC_FLAGS_NO: 0, NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2,
    NODE_PERFORMANCE_GC_FLAGS_FORCED: 4, NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8,
    NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16, NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32,
    NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
  },
};
