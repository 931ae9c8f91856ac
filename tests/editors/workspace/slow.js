// Patterns that cost engines dearly: tests/editors looks at what the editor says about them.
const prices = [3, 2, 1];

function first(list) {
  for (const i in list) {
    if (list[i] > 1) return list[i];
  }
  return undefined;
}

function evaluate(text) {
  const local = 1;
  return eval(text) + local;
}

console.log(first(prices), evaluate('1'));
