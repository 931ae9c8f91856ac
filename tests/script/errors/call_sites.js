// Error.prepareStackTrace, captureStackTrace, stackTraceLimit and CallSite objects, as depd and callsites use them.
const path = require('path');
function sites(until) {
  const before = Error.prepareStackTrace;
  Error.prepareStackTrace = (_, frames) => frames;
  const holder = {};
  Error.captureStackTrace(holder, until);
  const frames = holder.stack;
  Error.prepareStackTrace = before;
  return frames;
}
function describe(site) {
  return [site.getFunctionName(), site.getTypeName(), site.getMethodName(), path.basename(site.getFileName() ?? 'none'),
    site.getLineNumber(), site.getColumnNumber(), site.isToplevel(), site.isEval(), site.isNative(), site.isConstructor(),
    site.isAsync(), typeof site.getEvalOrigin(), site.toString().replace(/\(.*[\\/]/, '(')].join(' | ');
}
class Thing {
  constructor() { this.frames = sites(); }
  method() { return sites(); }
  static make() { return sites(); }
  get prop() { return sites(); }
}
console.log(new Thing().frames.slice(0, 2).map(describe).join('\n'));
console.log(describe(new Thing().method()[1]));
console.log(describe(Thing.make()[1]));
console.log(describe(new Thing().prop[1]));
console.log(describe([1].map(() => sites())[0][1]));
console.log(describe([1].map(() => sites())[0][2]));
console.log(eval('sites()')[1].isEval(), eval('sites()')[1].getFunctionName());
console.log(sites(sites)[0].getFunctionName(), sites(describe).length);
function sloppy() { return sites(); }
const own = {};
own.call = sloppy;
console.log(own.call()[1].getThis() === own, own.call()[1].getFunction() === sloppy, own.call()[1].getMethodName());
(function strict() { 'use strict'; const site = sites()[1]; console.log(site.getThis(), site.getFunction()); })();

// What prepareStackTrace gives is what `stack` is, made when it is first read.
let calls = 0;
Error.prepareStackTrace = (error, frames) => { calls++; return `${error.message}: ${frames.length > 0}`; };
const error = new Error('first');
console.log(calls);
console.log(error.stack, calls, error.stack, calls);
Error.prepareStackTrace = undefined;
console.log(new Error('second').stack.split('\n')[0], error.stack);

Error.stackTraceLimit = 2;
(function a() { (function b() { (function c() { console.log(new Error('limited').stack.split('\n').length); })(); })(); })();
Error.stackTraceLimit = 0;
console.log(new Error('none').stack);
Error.stackTraceLimit = 'x';
console.log('stack' in new Error('no number') && new Error('no number').stack);
delete Error.stackTraceLimit;
console.log(new Error('deleted').stack);
Error.stackTraceLimit = 10;

// Frames up to a function are left out.
function outer() { return inner(); }
function inner() { const holder = { name: 'Named', message: 'text' }; Error.captureStackTrace(holder, inner); return holder.stack; }
console.log(outer().split('\n')[0], /at outer/.test(outer().split('\n')[1]));
class Custom extends Error { constructor(message) { super(message); this.name = 'Custom'; } }
console.log(new Custom('made').stack.split('\n')[0], /new Custom/.test(new Custom('made').stack));
function Old(message) { Error.captureStackTrace(this, Old); this.message = message; }
Old.prototype = Object.create(Error.prototype, { name: { value: 'Old' } });
console.log(new Old('fashioned').stack.split('\n')[0], /new Old/.test(new Old('x').stack));
try { Error.captureStackTrace(1); } catch (e) { console.log(e.name); }
try { Error.captureStackTrace(Object.freeze({})); } catch (e) { console.log(e.message); }
