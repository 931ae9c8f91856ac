'use strict';
function f(a,b){ return [this, a, b, arguments.length]; }
console.log(f.call(1,2,3), f.apply(1,[2,3,4]), Reflect.apply(f,5,[6]), f.call(), f.apply(), f.apply(7), f.apply(7,null));
const b = f.bind('t', 1); console.log(b(2,3), b.call(9,8), b.apply(0,[1,2,3]), new (function G(x,y){this.x=x;this.y=y;}.bind(null,4))(5));
const bb = b.bind('u', 2); console.log(bb(3), Math.max.apply(null,[1,5,3]), Math.max.call(null,...[1,2]));
console.log(Function.prototype.call.call(f, 1, 2), Function.prototype.apply.call(f, 1, [2]), Function.prototype.call.apply(f,[1,2]));
console.log([1,2,3].map(Function.prototype.call, function(){return this+1}));
try { Function.prototype.call.call(3) } catch (e) { console.log(e.message) }
try { f.apply(null, 3) } catch (e) { console.log(e.message) }
try { Reflect.apply(3) } catch (e) { console.log(e.message) }
class A { #p=1; constructor(v){ this.v=v; this.nt=new.target.name; } get(){return this.v+this.#p} get g(){return this.v} set g(x){this.v=x} }
class B extends A { w=2; constructor(...a){ super(...a); this.z=1; } get(){ return super.get()+this.w } }
class C extends B {}
const c=new C(5,6); console.log(c, c.get(), c.g, (c.g=9), c.v);
class D extends Array { } const d=new D(1,2,3); console.log(d, d.length, d instanceof D, d.map(x=>x+1) instanceof D);
class E extends Error { constructor(m){ super(m); this.k=1 } } console.log(new E('hi').message, new E('x') instanceof E, Object.keys(new E('q')));
class F extends (function(){ return {odd:1} }) { y=3 } console.log(new F());
const P=new Proxy(A,{construct(t,a,n){ return Reflect.construct(t,a,n)}}); class G2 extends P{ constructor(){ const s=()=>super(...[1,2]); s(); } } console.log(new G2());
const big=Array.from({length:300},(_, i)=>i); class H extends A{ constructor(...x){ super(...x); this.n=x.length } } const PH=new Proxy(H,{get(t,k,r){ f(1,2); return Reflect.get(t,k,r)} });
console.log(Reflect.construct(H,big,PH).v, new PH(...big).n);
function big2(){ let s=0; for (const x of arguments) s+=x; return s } console.log(big2(...big), big2.apply(null,big), new (class extends A{ })(...big).v);
function rec(n){ return n===0?0:1+rec.apply(null,[n-1]) } console.log(rec(5000));
const o={ get x(){ return this.n-- <=0 ? 0 : 1+this.x }, n:1000 }; console.log(o.x);
try { (function r(){ r.call() })() } catch(e){ console.log(e instanceof RangeError) }
try { (function r(){ r.apply(null,[1]) })() } catch(e){ console.log(e instanceof RangeError) }
try { class Q{ get q(){ return this.q } } new Q().q } catch(e){ console.log(e instanceof RangeError) }
try { class Q extends A{ constructor(){ new Q(); super() } } new Q() } catch(e){ console.log(e instanceof RangeError) }
try { f(...new Array(5e6)) } catch(e){ console.log(e.message) }
try { f.apply(null,new Array(5e6)) } catch(e){ console.log(e.message) }
function thrower(){ throw new Error('here') }
const {get: gg}=Object.getOwnPropertyDescriptor(A.prototype,'g'); console.log(gg.call({v:3}));
function* gen(){ yield 1; return 2 } Object.defineProperty(A.prototype,'gen',{get:gen}); console.log([...c.gen], c.gen);
console.log(parseInt.call(null,'12'), [].concat.apply([], [[1],[2]]), String.fromCharCode.apply(null,[65,66]));
console.log((function(){ return g2.apply(this, arguments) }).call(1,2,3)); function g2(){ return arguments.length }
let ch=[]; ch.push.apply(ch,[1,2,3]); console.log(ch); console.log(Object.prototype.toString.call([]), Array.prototype.slice.call(arguments0(1,2,3),1));
function arguments0(){ return arguments }
