const { writeFileSync, mkdtempSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const dotenv = require('dotenv');

const folder = mkdtempSync(join(require('node:os').tmpdir(), 'dotenv-'));
const file = join(folder, '.env');
writeFileSync(file, `# a comment
BASIC=basic
  SPACED =  around  
QUOTED='single $BASIC'
DOUBLE="two\\nlines"
MULTI="first
second"
EMPTY=
HASH="a # b" # c
BACK=\`it's "both"\`
export EXPORTED=yes
JSON={"foo": "bar"}
PATH_LIKE=a=b=c
`);
process.env.BASIC = 'already';
const result = dotenv.config({ path: file, quiet: true });
console.log(result.parsed);
console.log(process.env.BASIC, JSON.stringify(process.env.MULTI), process.env.EXPORTED);
console.log(dotenv.config({ path: [join(folder, '.none')], quiet: true }).error.code);
dotenv.config({ path: file, override: true, quiet: true });
console.log(process.env.BASIC);
console.log(dotenv.parse(Buffer.from('A=1\r\nB = "2"\nC')));
const target = {};
dotenv.populate(target, { A: '1' });
console.log(target);
rmSync(folder, { recursive: true });
