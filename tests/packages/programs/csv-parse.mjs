import { parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';

console.log(parseSync('a,b\n1,"x ""y"""\n2,"line\nbreak"\n', { columns: true }));
console.log(parseSync('# no\n1;2 ;3\n\n4;5;6', { delimiter: ';', comment: '#', trim: true, skip_empty_lines: true, cast: true, info: true })[1]);
const records = [];
const parser = parse({ delimiter: ':', cast: (value, context) => (context.index === 2 ? Number(value) : value) });
parser.on('readable', () => { let record; while ((record = parser.read()) !== null) records.push(record); });
const done = new Promise((resolve, reject) => parser.on('end', resolve).on('error', reject));
parser.write('root:x:0:0:root:/root:/bin/bash\n');
parser.write('someone:x:1022:1022::/home/some');
parser.write('one:/bin/bash\n');
parser.end();
await done;
console.log(records, parser.info);
for await (const record of Readable.from(['x,y\n', '1,2', '\n3,4']).pipe(parse({ columns: (header) => header.map((name) => name.toUpperCase()) }))) console.log(record);
parse('a,b,c\n1,2', (error, output) => console.log(error?.code, error?.message, output));
try { parseSync('a,"b'); } catch (error) { console.log(error.name, error.code, error.message, error.lines); }
console.log(parseSync('a,b\n1,2\n3', { relax_column_count: true, from_line: 2, to: 5, on_record: (record, { lines }) => [lines, ...record] }));
const big = Array.from({ length: 20_000 }, (_, i) => `${i},"name ""${i}""",${i / 3}`).join('\n');
let sum = 0;
await pipeline(Readable.from([big.slice(0, 70_001), big.slice(70_001)]), parse({ cast: true }), async (source) => { for await (const record of source) sum += record[2]; });
console.log(sum);
console.log(parseSync(Buffer.from('\ufeffä,ö\n1,2', 'utf8'), { bom: true, columns: true, group_columns_by_name: true }));
