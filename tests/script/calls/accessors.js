class A { #x=1; get x(){ return this.#x } set x(v){ this.#x=v } static get s(){ return 7 } get only(){return 1} }
class B extends A { get y(){ return super.x+1 } set y(v){ super.x = v } }
function t(o){ let s=0; for(let i=0;i<5;i++){ s+=o.x; o.x=s; } return s }
console.log(t(new A), t(new B), t({x:1}), t({get x(){return 2}, set x(v){ this.q=v }}), t(Object.create({get x(){return 3}})), t({__proto__:new A}.constructor===A?new A:0));
function ro(o){ 'use strict'; try { o.only = 2 } catch(e){ return e.message } }
console.log(ro(new A), ro(new A), ro(new A), A.s, A.s);
function ky(o,k){ let s=''; for(let i=0;i<3;i++) s+=o[k]; return s } console.log(ky(new A,'x'), ky(new B,'y'), ky({get z(){return 'z'}},'z'));
let p={get v(){return 1}}; let o=Object.create(p); function gv(q){ return q.v } console.log(gv(o),gv(o),gv(o)); Object.defineProperty(p,'v',{get(){return 2}}); 
try{ Object.defineProperty(p,'v',{get(){return 2}}); }catch(e){console.log(e.message)} console.log(gv(o));
p=Object.defineProperty({}, 'v', {get(){return 1}, configurable:true}); o=Object.create(p); console.log(gv(o),gv(o),gv(o)); Object.defineProperty(p,'v',{get(){return 5}}); console.log(gv(o)); Object.defineProperty(p,'v',{value:6}); console.log(gv(o)); delete p.v; console.log(gv(o)); o.v=9; console.log(gv(o));
function thr(o){ try { return o.bad } catch(e){ return 'caught '+e.message } } const bad={get bad(){ throw new Error('no') }, set bad(v){ throw new Error('set') }}; console.log(thr(bad),thr(bad),thr(bad));
function ths(o){ try { o.bad=1 } catch(e){ return 'caught '+e.message } } console.log(ths(bad),ths(bad),ths(bad));
console.log([1,2].values().toString(), new Map([[1,2]]).size, 'abc'.length, Symbol('d').description, new Uint8Array(3).length);
const w=new Proxy({get a(){return this===w}},{}); console.log(w.a, Reflect.get({get a(){return this}},'a',5));
let log=[]; const so={set z(v){ log.push(v, this===so); return 5 }}; for(let i=0;i<3;i++) log.push(so.z=i); console.log(log);
let gg={get f(){ return function(){ return this===gg } }}; for(let i=0;i<3;i++) console.log(gg.f());
const arrow={get x(){ return (()=>this.k)() }, k:3}; console.log(arrow.x); 
Object.defineProperty(Number.prototype,'dbl',{get(){ return this*2 }, configurable:true}); console.log((4).dbl, typeof (4).dbl); let nn=0; for (let i=0;i<4;i++) nn+=i.dbl; console.log(nn);
Object.defineProperty(String.prototype,'me',{get(){ 'use strict'; return typeof this }, configurable:true}); let r=[]; for (let i=0;i<4;i++) r.push('x'.me); console.log(r);
console.log((()=>{ let c=0; const q={get a(){ c++; return c }}; for(let i=0;i<10;i++) q.a; return c })());
var gl=0; Object.defineProperty(globalThis,'gget',{get(){ return ++gl }, set(v){ gl=v }, configurable:true}); function gf(){ gget=gget+1; return gget } console.log(gf(),gf(),gf());
