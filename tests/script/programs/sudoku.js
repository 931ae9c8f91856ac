// Sudoku by constraint and search: bit sets, typed arrays, a generator of solutions, printing with boxes.
const kAll = 0x1ff;
const bits = (n) => { let count = 0; for (; n; n &= n - 1) count++; return count; };
const digit = (mask) => Math.log2(mask) + 1;
const units = [];
for (let i = 0; i < 9; i++) {
  units.push(Array.from({ length: 9 }, (_, k) => i * 9 + k));
  units.push(Array.from({ length: 9 }, (_, k) => k * 9 + i));
  units.push(Array.from({ length: 9 }, (_, k) => (Math.floor(i / 3) * 3 + Math.floor(k / 3)) * 9 + (i % 3) * 3 + (k % 3)));
}
const peers = Array.from({ length: 81 }, (_, cell) => {
  const all = new Set(units.filter((unit) => unit.includes(cell)).flat());
  all.delete(cell);
  return Uint8Array.from(all);
});

class Grid {
  constructor(cells = new Uint16Array(81).fill(kAll)) {
    this.cells = cells;
  }
  static parse(text) {
    const grid = new Grid();
    const digits = text.replace(/[^\d.]/g, '');
    if (digits.length !== 81) throw new RangeError(`a grid has 81 cells, not ${digits.length}`);
    for (let i = 0; i < 81; i++) {
      if (digits[i] >= '1' && !grid.assign(i, 1 << (digits[i] - 1))) throw new Error(`contradiction at row ${(i / 9 | 0) + 1}, column ${i % 9 + 1}`);
    }
    return grid;
  }
  assign(cell, mask) {
    for (let other = this.cells[cell] & ~mask; other; other &= other - 1) {
      if (!this.eliminate(cell, other & -other)) return false;
    }
    return true;
  }
  eliminate(cell, mask) {
    if (!(this.cells[cell] & mask)) return true;
    const left = (this.cells[cell] &= ~mask);
    if (left === 0) return false;
    if ((left & (left - 1)) === 0) for (const peer of peers[cell]) if (!this.eliminate(peer, left)) return false;
    for (const unit of units) {
      if (!unit.includes(cell)) continue;
      const places = unit.filter((place) => this.cells[place] & mask);
      if (places.length === 0) return false;
      if (places.length === 1 && !this.assign(places[0], mask)) return false;
    }
    return true;
  }
  *solutions(depth = 0) {
    Grid.deepest = Math.max(Grid.deepest, depth);
    let best = -1, fewest = 10;
    for (let i = 0; i < 81; i++) {
      const count = bits(this.cells[i]);
      if (count > 1 && count < fewest) [best, fewest] = [i, count];
    }
    if (best < 0) return void (yield this);
    for (let left = this.cells[best]; left; left &= left - 1) {
      const next = new Grid(this.cells.slice());
      if (next.assign(best, left & -left)) yield* next.solutions(depth + 1);
    }
  }
  toString() {
    let out = '';
    this.cells.forEach((mask, i) => {
      if (i && i % 27 === 0) out += '------+-------+------\n';
      out += bits(mask) === 1 ? digit(mask) : '.';
      out += i % 9 === 8 ? '\n' : i % 3 === 2 ? ' | ' : ' ';
    });
    return out.trimEnd();
  }
  static deepest = 0;
}

const easy = `53..7.... 6..195... .98....6. 8...6...3 4..8.3..1 7...2...6 .6....28. ...419..5 ....8..79`;
console.log(`${Grid.parse(easy)}`);
const hard = Grid.parse('4.....8.5.3..........7......2.....6.....8.4......1.......6.3.7.5..2.....1.4......');
console.log(bits(hard.cells[1]), hard.cells.filter((mask) => bits(mask) === 1).length);
const [solution] = hard.solutions();
console.log(String(solution));
console.log(units.every((unit) => unit.reduce((seen, cell) => seen | solution.cells[cell], 0) === kAll), Grid.deepest > 0);
let several = 0;
for (const found of Grid.parse('.'.repeat(81)).solutions()) {
  if (++several === 3) break;
  console.log(found.cells.subarray(0, 9).join().length > 0);
}
console.log(several, peers[0].length, peers[40], units.length);
for (const bad of ['55' + '.'.repeat(79), '123', null]) {
  try { Grid.parse(bad); } catch (e) { console.log(`${e.name}: ${e.message}`); }
}
