function one() {
  if (a) {
    b();

function two() {
  while (c) {
    d();
  }
}

class Three {
  method() {
    for (const e of f) {
      e();
  }

  other() { return 1; }
}

const four = () => { return 4; };
