// `stack` is an own accessor, its functions shared by all errors, as V8 has it.
const show=(o)=>JSON.stringify(Object.getOwnPropertyDescriptor(o,'stack'),(k,v)=>typeof v==='function'?'f':v===undefined?'undef':v);
const e=new Error('in'); const c=Object.create(e); c.stack='mine'; console.log(show(c), e.stack==='mine');
const g=Object.getOwnPropertyDescriptor(e,'stack').get; const s=Object.getOwnPropertyDescriptor(e,'stack').set;
try{console.log(s.call(undefined,1))}catch(x){console.log(x.message)}
try{console.log(g.call(undefined))}catch(x){console.log(x.message)}
try{console.log(g.call('str'))}catch(x){console.log(x.message)}
const l=Error.stackTraceLimit; Error.stackTraceLimit='x'; const n=new Error('lim'); console.log(show(n), Object.getOwnPropertyNames(n)); 
Error.stackTraceLimit=0; const z=new Error('zero'); console.log(show(z), z.stack); Error.stackTraceLimit=l;
const o={}; Error.captureStackTrace(o); console.log(Object.getOwnPropertyDescriptor(o,'stack').get===g, g.call(o).split('\n')[0]);
console.log(Object.getOwnPropertyNames(new AggregateError([],'m')));
console.log(g.call(new Proxy(e,{}))); 
delete e.stack; console.log(e.stack, g.call(e)); 
Object.defineProperty(e,'stack',{value:3}); console.log(g.call(e));
const f=new Error('f'); f.message='changed'; console.log(f.stack.split('\n')[0]); 
try { new g } catch(x){console.log(x.message)}
console.log(String(g), Object.getOwnPropertyNames(g), Object.getOwnPropertyNames(s));
const frozen=Object.freeze(new Error('fr')); frozen.stack='q'; console.log(frozen.stack);
const rev=new Error('a'); Error.captureStackTrace(rev); console.log(show(rev), Object.getOwnPropertyNames(rev));
console.log(Object.getOwnPropertyDescriptor(structuredClone(new Error('a')), 'stack').get === g);
console.log(Object.getOwnPropertyDescriptor(new DOMException('a'), 'stack').get === g);
class Mine extends Error {}
console.log(Object.getOwnPropertyDescriptor(new Mine('q'), 'stack').get === g, g.call(Object.create(new Error('inherited'))).split('\n')[0]);
try { null.x; } catch (error) { console.log(Object.getOwnPropertyNames(error), Object.getOwnPropertyDescriptor(error, 'stack').get === g); }
console.log(JSON.stringify(new Error('json'), ['message', 'stack']).includes('Error: json'), Object.keys(new Error('k')));
const early = new Error('early');
Error.prepareStackTrace = (error, sites) => `${error.message} ${Array.isArray(sites)}`;
console.log(early.stack, new Error('late').stack);
const plain = { name: 'Plain', message: 'object' };
Error.captureStackTrace(plain);
console.log(plain.stack);
plain.stack = 'set';
console.log(plain.stack, Object.keys(plain));
