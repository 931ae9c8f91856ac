// Collections, JSON, sorting, strings, typed arrays and generators under allocation.
const out=[];
const m=new Map(); for(let i=0;i<2000;i++){ m.set('k'+i,{i}); m.set(i,[i]); m.set({i},i) } let s=0; for(const [k,v] of m){ s+= typeof v==='object'?(v.i??v[0]):v } out.push(s,m.size);
for(let i=0;i<2000;i+=2){ m.delete('k'+i) } out.push(m.size,[...m.keys()].length);
const set=new Set(); for(let i=0;i<3000;i++) set.add('s'+(i%1000)); out.push(set.size);
const big=[]; for(let i=0;i<2000;i++) big.push({id:i,name:'n'+i,tags:['a','b'+i],nested:{x:i/3,y:null,z:[1,2,3]}});
const js=JSON.stringify(big); const back=JSON.parse(js); out.push(js.length, back.length, JSON.stringify(back)===js);
out.push(JSON.stringify(back[5],null,2));
out.push(big.map(x=>x.id).filter(x=>x%3==0).reduce((a,b)=>a+b,0));
out.push(big.slice().sort((a,b)=>b.id-a.id)[0].id, ['b','a','c',10,9,1].sort().join(), [5,25,100,1].sort().join());
let str=''; for(let i=0;i<5000;i++) str+='x'+i; out.push(str.length,str.indexOf('x4999'),str.slice(100,150));
let bi=1n; for(let i=1n;i<200n;i++) bi*=i; out.push(String(bi).length, bi%1000007n);
const wm=new WeakMap(); const ks=[]; for(let i=0;i<1000;i++){ const k={}; ks.push(k); wm.set(k,'v'+i)} out.push(wm.get(ks[500]));
for(let i=0;i<20000;i++) wm.set({}, {i}); out.push(wm.get(ks[999]));
const t=new Float64Array(1000).map((_, i)=>i*1.5); out.push(t.reduce((a,b)=>a+b)); for(let i=0;i<200;i++) new Uint8Array(100000);
const p=new Proxy({}, {get:(t,k)=>k+'!'}); out.push(p.foo, p[1]);
out.push([..."héllo"].length, Object.entries({a:1,b:[2]}).flat(2).length, [1,[2,[3,[4]]]].flat(Infinity).length);
function* g(n){ for(let i=0;i<n;i++) yield {i} } out.push([...g(1000)].length, g(10).map(x=>x.i).filter(x=>x>4).toArray().join());
print(out.map(String).join('\n'));
