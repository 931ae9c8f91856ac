// Markdown to HTML by regular expressions and a line machine, in the old style of one closure with functions inside.
var markdown = (function () {
  var escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  function escape(text) {
    return text.replace(/[&<>"]/g, function (c) { return escapes[c]; });
  }
  function inline(text) {
    var codes = [];
    return escape(text)
      .replace(/`([^`]+)`/g, function (all, code) { return '\u0000' + (codes.push(code) - 1) + '\u0000'; })
      .replace(/!\[([^\]]*)\]\(([^)\s]+)\)/g, '<img alt="$1" src="$2">')
      .replace(/\[(?<text>[^\]]+)\]\((?<url>[^)\s]+)(?:\s+&quot;(?<title>.*?)&quot;)?\)/g, function () {
        var groups = arguments[arguments.length - 1];
        return '<a href="' + groups.url + '"' + (groups.title ? ' title="' + groups.title + '"' : '') + '>' + groups.text + '</a>';
      })
      .replace(/(\*\*|__)(?=\S)(.+?[*_]*)(?<=\S)\1/g, '<strong>$2</strong>')
      .replace(/(\*|_)(?=\S)(.+?)(?<=\S)\1/g, '<em>$2</em>')
      .replace(/\u0000(\d+)\u0000/g, function (all, n) { return '<code>' + codes[n] + '</code>'; });
  }
  function render(source) {
    var out = [], lines = source.replace(/\r\n?/g, '\n').split('\n'), i = 0, match;
    while (i < lines.length) {
      var line = lines[i];
      if (/^\s*$/.test(line)) { i++; continue; }
      if ((match = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line))) {
        out.push('<h' + match[1].length + '>' + inline(match[2]) + '</h' + match[1].length + '>');
        i++;
      } else if ((match = /^```(\w*)$/.exec(line))) {
        var code = [];
        while (++i < lines.length && lines[i] !== '```') code.push(escape(lines[i]));
        i++;
        out.push('<pre' + (match[1] ? ' class="' + match[1] + '"' : '') + '>' + code.join('\n') + '</pre>');
      } else if (/^(?:[-*+]|\d+[.)])\s/.test(line)) {
        var ordered = /^\d/.test(line), items = [];
        while (i < lines.length && (match = /^(?:[-*+]|\d+[.)])\s+(.*)$/.exec(lines[i]))) {
          var item = match[1];
          while (++i < lines.length && /^\s{2,}\S/.test(lines[i])) item += ' ' + lines[i].trim();
          items.push('  <li>' + inline(item) + '</li>');
        }
        var tag = ordered ? 'ol' : 'ul';
        out.push('<' + tag + '>\n' + items.join('\n') + '\n</' + tag + '>');
      } else if (line[0] === '>') {
        var quote = [];
        while (i < lines.length && lines[i][0] === '>') quote.push(lines[i++].replace(/^> ?/, ''));
        out.push('<blockquote>\n' + render(quote.join('\n')) + '\n</blockquote>');
      } else if (/^\|/.test(line) && /^\|(\s*:?-+:?\s*\|)+$/.test(lines[i + 1])) {
        var align = lines[i + 1].split('|').slice(1, -1).map(function (cell) {
          cell = cell.trim();
          return (cell[0] === ':' ? 1 : 0) + (cell.slice(-1) === ':' ? 2 : 0);
        });
        var row = function (text, kind) {
          return '  <tr>' + text.split('|').slice(1, -1).map(function (cell, k) {
            return '<' + kind + ['', ' align="left"', ' align="right"', ' align="center"'][align[k] | 0] + '>' + inline(cell.trim()) + '</' + kind + '>';
          }).join('') + '</tr>';
        };
        var rows = [row(line, 'th')];
        for (i += 2; i < lines.length && lines[i].charAt(0) === '|'; i++) rows.push(row(lines[i], 'td'));
        out.push('<table>\n' + rows.join('\n') + '\n</table>');
      } else if (/^(?:-{3,}|\*{3,})$/.test(line)) {
        out.push('<hr>');
        i++;
      } else {
        var paragraph = [];
        while (i < lines.length && /\S/.test(lines[i]) && !/^(#|```|>|\|)/.test(lines[i])) paragraph.push(lines[i++].trim());
        out.push('<p>' + inline(paragraph.join(' ')) + '</p>');
      }
    }
    return out.join('\n');
  }
  return { render: render, inline: inline };
})();

console.log(markdown.render([
  '# A *title* with `code` #', '', 'Some **bold __nested__ text**, a [link](http://x.y/?a=1&b=2 "Its title")',
  'and ![picture](p.png) over', 'two lines. 1 < 2 & "quotes".', '', '- one', '- two', '  goes on', '* three `*not em*`', '',
  '1. first', '2) second', '', '```js', 'if (a < b) { c(); }', '', '```', '> quoted', '> # inside', '>', '> - list', '',
  '| name | count | mid |', '|:-----|------:|:---:|', '| a | 1 | x |', '| **b** | 22 | `y` |', '', '---', '', 'last'
].join('\r\n')));
console.log(markdown.inline('2 * 3 * 4, snake_case_name, **a*b**, *a **b** c*'));
console.log(JSON.stringify(markdown.inline('``'))), console.log(typeof markdown.render);
