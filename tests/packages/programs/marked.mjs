import { marked, Marked } from 'marked';
const text = `# Title *em*\n\n- a\n- b\n  1. c\n  2. d\n\n> quote **bold**\n\n\`\`\`js\nlet x = 1 < 2;\n\`\`\`\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\n[link](http://x.y "t") ![img](a.png) <https://auto.link> ~~del~~ \`code\`\n\n- [x] task\n- [ ] todo\n\n---\nhtml: <b>raw</b> &amp; &copy;\n`;
console.log(marked.parse(text)); console.log(JSON.stringify(marked.lexer(text)).length);
const m = new Marked({ renderer: { heading({ tokens, depth }) { return `<H${depth}>${this.parser.parseInline(tokens)}</H>\n`; } }, async: true, walkTokens: async (t) => { if (t.type === 'link') t.href += '?q'; } });
console.log(await m.parse(text)); console.log(marked.parseInline('a **b** _c_'));
