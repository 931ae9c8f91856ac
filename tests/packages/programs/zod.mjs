import { z } from 'zod';

const User = z.object({
  username: z.string().min(3),
  email: z.email(),
  age: z.number().int().positive().optional(),
  role: z.enum(['admin', 'user']).default('user'),
  tags: z.array(z.string()).max(2),
  address: z.object({ city: z.string(), zip: z.string().regex(/^\d{5}$/) }).partial(),
  at: z.coerce.date(),
});
console.log(User.parse({ username: 'alice', email: 'a@b.org', tags: [], address: {}, at: '2020-01-01' }));
const bad = User.safeParse({ username: 'al', email: 'no', age: -1.5, role: 'root', tags: ['a', 'b', 3], address: { zip: 'x' }, at: 'never' });
console.log(bad.success, bad.error.issues);
console.log(z.prettifyError(bad.error));
console.log(z.treeifyError(bad.error).properties.tags);
try { z.string().parse(12); } catch (error) { console.log(error.name, error.message); }
const Shape = z.discriminatedUnion('kind', [z.object({ kind: z.literal('circle'), r: z.number() }), z.object({ kind: z.literal('square'), side: z.number() })]);
console.log(Shape.parse({ kind: 'circle', r: 2 }), Shape.safeParse({ kind: 'line' }).error.issues[0]);
const Trimmed = z.string().trim().toLowerCase().transform((text) => text.length).pipe(z.number().max(5));
console.log(Trimmed.safeParse('  HELLO ').data, Trimmed.safeParse('too long').success);
const Category = z.object({ name: z.string(), get children() { return z.array(Category); } });
console.log(Category.parse({ name: 'a', children: [{ name: 'b', children: [] }] }));
console.log(await z.string().refine(async (id) => id.length > 2, { error: 'too short' }).safeParseAsync('ab').then((r) => r.error.issues));
console.log(JSON.stringify(z.toJSONSchema(User, { unrepresentable: 'any' }), null, 1));
console.log(z.record(z.string(), z.union([z.number(), z.null()])).parse({ a: 1, b: null }), z.map(z.string(), z.bigint()).parse(new Map([['x', 1n]])));
console.log(z.strictObject({ a: z.number() }).safeParse({ a: 1, b: 2 }).error.issues, z.tuple([z.string(), z.number()]).rest(z.boolean()).parse(['a', 1, true]));
const fn = z.function({ input: [z.string()], output: z.number() }).implement((text) => text.length);
console.log(fn('four'));
