// Prints the sums that unicode_test.cpp compares: node unicode_expected.mjs > unicode_expected.txt (Node 26, Unicode 17).
class Sum {
  state = 0xCBF29CE484222325n;
  add(value) {
    for (let shift = 0; shift < 32; shift += 8) {
      this.state = BigInt.asUintN(64, (this.state ^ BigInt((value >>> shift) & 0xFF)) * 0x100000001B3n);
    }
  }
  text() { return this.state.toString(16); }
}
const property = (name, test) => {
  const sum = new Sum();
  for (let c = 0; c <= 0x10FFFF; c++) if (test(String.fromCodePoint(c))) sum.add(c);
  console.log(name, sum.text());
};
const mapping = (name, map) => {
  const sum = new Sum();
  for (let c = 0; c <= 0x10FFFF; c++) {
    const to = map(String.fromCodePoint(c));
    for (let i = 0; i < to.length; i++) sum.add(to.charCodeAt(i));
    sum.add(0xFFFFFFFF);
  }
  console.log(name, sum.text());
};
for (const name of ['ID_Start', 'ID_Continue', 'Cased', 'Case_Ignorable', 'Space_Separator']) {
  const pattern = new RegExp(`^\\p{${name}}$`, 'u');
  property(name, (c) => pattern.test(c));
}
property('trim', (c) => c.trim() === '');
mapping('upper', (c) => c.toUpperCase());
mapping('lower', (c) => c.toLowerCase());
