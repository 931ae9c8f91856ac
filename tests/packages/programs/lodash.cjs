const _ = require('lodash');
console.log(_.chunk([1,2,3,4,5],2), _.groupBy([6.1,4.2,6.3], Math.floor), _.merge({a:[{b:2},{d:4}]},{a:[{c:3},{e:5}]}), _.template('hello <%= user %>! <% _.each(l, x => print(x)) %>')({user:'fred', l:[1,2]}));
console.log(_.sortBy([{n:'b',a:2},{n:'a',a:2},{n:'c',a:1}],['a','n']), _.cloneDeep({a:new Map([[1,{b:new Set([1])}]]), d:new Date(0), r:/x/g, t:new Uint8Array(3)}), _.isEqual({a:[1,{b:NaN}]},{a:[1,{b:NaN}]}));
console.log(_.camelCase('Foo Bar-baz'), _.kebabCase('fooBarBaz'), _.words('fred, barney, & pebbles'), _.deburr('déjà vu'), _.truncate('hi-diddly-ho there, neighborino',{length:24,separator:/,? +/}), _.get({a:[{b:{c:3}}]},'a[0].b.c'), _.set({}, 'x[0].y', 1));
console.log(_.flow([_.add, (n)=>n*n])(1,2), _.curry((a,b,c)=>[a,b,c])(1)(2)(3), _.range(0,-4,-1), _.zipObjectDeep(['a.b[0].c'],[1]), _([1,2,3]).map(x=>x*x).filter(x=>x>1).reverse().value(), _.partition([1,2,3],n=>n%2), _.debounce.length);
const t=_.throttle(()=>console.log('throttled'),10); t(); t(); setTimeout(()=>console.log('end'),40);
const fp=require('lodash/fp'); console.log(fp.flow(fp.map(x=>x+1), fp.sum)([1,2,3]), fp.set('a.b',1,{a:{c:2}}));
