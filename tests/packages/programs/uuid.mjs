import { MAX, NIL, parse, stringify, v1, v3, v4, v5, v6, v7, v1ToV6, v6ToV1, validate, version } from 'uuid';

console.log(v5('hello.example.com', v5.DNS), v5('http://example.com/hello', v5.URL), v3('hello', v3.DNS));
console.log(v4({ random: Uint8Array.from({ length: 16 }, (_, i) => i * 7) }));
console.log(v1({ node: Uint8Array.of(1, 2, 3, 4, 5, 6), clockseq: 0x1234, msecs: Date.UTC(2011, 10, 1), nsecs: 5678 }));
console.log(v6({ node: Uint8Array.of(1, 2, 3, 4, 5, 6), clockseq: 0x1234, msecs: Date.UTC(2011, 10, 1), nsecs: 5678 }));
console.log(v7({ random: new Uint8Array(16).fill(9), msecs: Date.UTC(2024, 0, 1), seq: 42 }));
console.log(parse('6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b'), stringify(parse(MAX)), NIL);
console.log(v1ToV6('92f62d9e-22c4-11ef-97e9-325096b39f47'), v6ToV1('1ef22c49-2f62-6d9e-97e9-325096b39f47'));
console.log(validate('not a uuid'), validate(v4()), version(v7()), version(v1()), v4() !== v4());
const many = new Set(Array.from({ length: 2000 }, () => v4()));
const sorted = Array.from({ length: 500 }, () => v7());
console.log(many.size, sorted.every((id, i) => i === 0 || sorted[i - 1] < id));
for (const bad of ['x', undefined]) try { parse(bad); } catch (error) { console.log(String(error)); }
