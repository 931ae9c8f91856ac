function m(o){ return o.m ? o.m() : 'none' } const p={a:1, m(){return 'm'}, b:2}; const o=Object.create(p); console.log(m(o),m(o),m(o)); delete p.m; console.log(m(o)); 
function v(o){ return o.v } const q={v:1}; const r=Object.create(q); console.log(v(r),v(r),v(r)); Object.defineProperty(q,'v',{get(){return 'g'}}); console.log(v(r));
