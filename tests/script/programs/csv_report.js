// Comma separated values: a parser with quotes, groups and aggregates, tables by padStart and console.table.
const text = `name,team,amount,date
"Smith, Jane",north,1200.50,2024-01-15
O'Neil,south,"3,400",2024-01-31
"Quote ""Q"" Lee",north,89.995,2024-02-29
Zoë,west,-15,2024-03-10
Åke,south,1e3,2023-12-31

"Multi
line",west,0.1,2024-02-01
`;

function parse(input) {
  const rows = [[]];
  let field = '', quoted = false;
  for (let i = 0; i < input.length; i++) {
    const c = input[i];
    if (quoted) {
      if (c === '"' && input[i + 1] === '"') field += input[++i];
      else if (c === '"') quoted = false;
      else field += c;
    } else if (c === '"') quoted = true;
    else if (c === ',' || c === '\n') {
      rows.at(-1).push(field);
      field = '';
      if (c === '\n') rows.push([]);
    } else field += c;
  }
  if (quoted) throw new SyntaxError('quote without end');
  return rows.filter((row) => row.some(Boolean));
}

const [header, ...body] = parse(text);
const records = body.map((row) => Object.fromEntries(header.map((key, i) => [key, row[i]])));
for (const record of records) {
  record.amount = Number(record.amount.replace(/,(?=\d{3})/g, ''));
  record.date = new Date(record.date + 'T00:00:00Z');
}
console.log(records);

const money = (x) => x.toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
const groups = Map.groupBy(records, (record) => record.team);
const summary = Array.from(groups, ([team, list]) => {
  const amounts = list.map(({ amount }) => amount);
  return {
    team, count: list.length, sum: amounts.reduce((a, b) => a + b), min: Math.min(...amounts), max: Math.max(...amounts),
    mean: amounts.reduce((a, b) => a + b) / list.length,
  };
}).sort((a, b) => b.sum - a.sum || a.team.localeCompare(b.team));
const width = Math.max(...summary.map(({ team }) => team.length));
for (const { team, count, sum, mean } of summary) {
  console.log(`${team.padEnd(width + 2, '.')}${String(count).padStart(3)}${money(sum).padStart(12)}${money(mean).padStart(12)}`);
}
console.table(summary);
console.table(summary, ['team', 'sum']);
console.table([[1, 'a'], [2, { b: 1 }]]);
console.table(new Map([['x', 1], ['y', [2]]]));
console.table('not a table');

const months = records.reduce((all, { date, amount }) => {
  const key = `${date.getUTCFullYear()}-${String(date.getUTCMonth() + 1).padStart(2, '0')}`;
  (all[key] ??= []).push(amount);
  return all;
}, {});
console.log(months, Object.keys(months).sort());
console.log(records.map(({ date }) => date.toISOString().slice(0, 10)).sort());
console.log(records.toSorted((a, b) => a.date - b.date).map(({ name }) => JSON.stringify(name)).join('; '));
const days = (a, b) => Math.round((b - a) / 864e5);
console.log(days(records[4].date, records[2].date), new Date(2024, 1, 30).getDate() === 1, isNaN(new Date('2024-13-01')));
const quote = (value) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const written = [header, ...records.map((r) => [r.name, r.team, String(r.amount), r.date.toJSON().split('T', 1)[0]])]
  .map((row) => row.map(quote).join()).join('\n');
console.log(written);
console.log(parse(written + '\n').length === records.length + 1);
try { parse('a,"b'); } catch (e) { console.log(`${e}`); }
