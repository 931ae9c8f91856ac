const ejs = require('ejs'), fs = require('fs'), os = require('os'), path = require('path');
console.log(ejs.render('<% if (user) { %><h2><%= user.name %></h2><%- user.raw %><% } -%>\n<%# comment %>', { user: { name: '<x>', raw: '<y>' } }));
console.log(ejs.compile('<? for (const x of l) { ?><?= x ?>,<? } ?>', { delimiter: '?' })({ l: [1, 2, 3] }));
ejs.render('<%= await f() %>', { f: async () => 'later' }, { async: true }).then(console.log);
try { ejs.render('a\nb\n<%= nope.x %>\nc', {}); } catch (e) { console.log(e.message); }
try { ejs.render('<% if ( %>', {}); } catch (e) { console.log(e.name, e.message.split('\n')[0]); }
const d = fs.mkdtempSync(path.join(os.tmpdir(), 'ejs')); fs.writeFileSync(d + '/p.ejs', 'part <%= n %>'); fs.writeFileSync(d + '/m.ejs', "<%- include('p', {n: 5}) %>!");
ejs.renderFile(d + '/m.ejs', {}, (e, s) => { console.log(e, s); fs.rmSync(d, { recursive: true }); });
console.log(ejs.compile('x<%= a %>', { client: true }).toString());
