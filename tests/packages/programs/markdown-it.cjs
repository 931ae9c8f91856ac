const md = require('markdown-it')({ html: true, linkify: true, typographer: true });
console.log(md.render('# Hi "there" -- (c) ...\n\nhttp://example.com www.google.com\n\n1. a\n2. b\n\n| x | y |\n|--|--|\n|1|2|\n\n<div>h</div>\n\n```js\nx<y\n```\n'));
console.log(md.renderInline('**a** ~~b~~ `c`'), md.parse('*x*\n\ny', {}).map((t) => t.type));
md.renderer.rules.em_open = () => '<EM>'; console.log(md.render('*x*'));
