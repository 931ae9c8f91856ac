// What deep_chains.js here and in scrim/ run: long chains, as generators write them; each must compile, and give what
// short ones give. `N` links where the engine's stack does not matter.
module.exports = (N) => {
  const long = (first, link, count, last = '') => first + link.repeat(count) + last;
  const run = (text) => {
    try {
      return new Function('o', 'f', 'one', text)(o, f, 1);
    } catch (error) {
      return error.name;
    }
  };
  const o = { v: 0, next() { this.v++; return this; }, get self() { return this; } };
  o.o = o;
  const f = (...parts) => (parts.length === 0 || parts[0]?.raw ? f : parts.length);
  f.call2 = f;
  console.log(run(long('return one', '+one', N)));
  console.log(run(long('return one', '&&one', N)));
  console.log(run(long('return null', '??null', N, '??7')));
  console.log(run(long('if(one&&one', '&&one', N, ')return "all"')));
  console.log(run(long('let x=5;x=x', '-1', N, ';return x')));
  console.log(run(long('return o', '.o', N, '===o')));
  console.log(run(long('return o', '["o"]', N, '===o')));
  console.log(run(long('return o', '?.o', N, '===o')));
  console.log(run(long('return o', '?.o', N, '?.none?.x.y')));
  console.log(run(long('return f', '()', N, '===f')));
  console.log(run(long('return f', '?.()', 1000, '===f')));
  console.log(run(long('return f', '``', 1000, '===f')));
  console.log(run(long('return o', '.next()', 700, '.v')), o.v);
  console.log(run(long('return o', '["next"]()', 500, '?.v')), o.v);
  console.log(run(long('return o', '.self.next()', 500, '.v')), o.v);
  console.log(run(long('if(one==0)return 0;', 'else if(one==2)return 1;', N, 'else return "last"')));
  console.log(run(long('return one', '*1+one', 200)), run(long('return 2', '-one-(one,o.v=0)', 100)));
  console.log(run(long('let i=0;return i', '+i++', 100)), run(long('let i=1;return i', '*(i=2)', 70)));
  let text = '';
  for (let i = 0; i < 200; i++) text += `+"${i % 10}"`;
  console.log(run('return ""' + text).length, run(long('return "a"', '+o.v', 300)).length);
};
