// Money as whole cents in BigInt: parsing, rounding half to even, allocation without losing a cent, a ledger that balances.
class Money {
  static #rates = new Map([['EUR', 10000n], ['USD', 10850n], ['JPY', 1575000n]]);
  static #digits = { EUR: 2, USD: 2, JPY: 0 };
  #minor;
  constructor(minor, currency = 'EUR') {
    if (typeof minor !== 'bigint') throw new TypeError(`minor units are a BigInt, not ${typeof minor}`);
    this.#minor = minor;
    this.currency = currency;
    Object.freeze(this);
  }
  static parse(text) {
    const { groups } = /^(?<sign>[-−]?)(?<whole>\d{1,3}(?:'?\d{3})*)(?:\.(?<part>\d{1,4}))?\s*(?<currency>[A-Z]{3})$/u.exec(text.trim()) ?? {};
    if (!groups) throw new SyntaxError(`not an amount: ${JSON.stringify(text)}`);
    const digits = Money.#digits[groups.currency] ?? (() => { throw new RangeError(`unknown currency ${groups.currency}`); })();
    const part = (groups.part ?? '').padEnd(4, '0');
    const scaled = BigInt(groups.whole.replaceAll("'", '') + part) * (groups.sign ? -1n : 1n);
    return new Money(Money.#divide(scaled, 10n ** BigInt(4 - digits)), groups.currency);
  }
  // Half to even, also below zero.
  static #divide(a, b) {
    const negative = a < 0n !== b < 0n;
    [a, b] = [a < 0n ? -a : a, b < 0n ? -b : b];
    let q = a / b;
    const twice = (a % b) * 2n;
    if (twice > b || (twice === b && q & 1n)) q += 1n;
    return negative ? -q : q;
  }
  #same(other) {
    if (!(#minor in other)) throw new TypeError('not money');
    if (other.currency !== this.currency) throw new RangeError(`${this.currency} is not ${other.currency}`);
    return other.#minor;
  }
  plus(other) { return new Money(this.#minor + this.#same(other), this.currency); }
  minus(other) { return new Money(this.#minor - this.#same(other), this.currency); }
  times(factor) {
    const [whole, part = ''] = String(factor).split('.');
    return new Money(Money.#divide(this.#minor * BigInt(whole + part), 10n ** BigInt(part.length)), this.currency);
  }
  allocate(...weights) {
    const total = weights.reduce((a, b) => a + b, 0);
    let left = this.#minor;
    const shares = weights.map((weight) => {
      const share = (this.#minor * BigInt(weight)) / BigInt(total);
      left -= share;
      return share;
    });
    for (let i = 0; left !== 0n; i = (i + 1) % shares.length, left += left > 0n ? -1n : 1n) shares[i] += left > 0n ? 1n : -1n;
    return shares.map((share) => new Money(share, this.currency));
  }
  to(currency) {
    const scale = 10n ** BigInt(Math.abs(Money.#digits[currency] - Money.#digits[this.currency]));
    const [from, into] = [Money.#rates.get(this.currency), Money.#rates.get(currency)];
    const down = Money.#digits[currency] < Money.#digits[this.currency];
    return new Money(Money.#divide(this.#minor * into * (down ? 1n : scale), from * (down ? scale : 1n)), currency);
  }
  [Symbol.toPrimitive](hint) {
    if (hint === 'number') return Number(this.#minor) / 10 ** Money.#digits[this.currency];
    const digits = Money.#digits[this.currency];
    const text = String(this.#minor < 0n ? -this.#minor : this.#minor).padStart(digits + 1, '0');
    const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, "'");
    return `${this.#minor < 0n ? '-' : ''}${whole}${digits ? '.' + text.slice(-digits) : ''} ${this.currency}`;
  }
  toJSON() { return `${this}`; }
  [Symbol.for('nodejs.util.inspect.custom')](depth, options) { return options.stylize(`Money<${this}>`, 'number'); }
  static compare = (a, b) => Number(a) - Number(b);
}

const eur = Money.parse('1234.565 EUR');
console.log(`${eur}`, +eur, eur > Money.parse('1000 EUR'), JSON.stringify({ eur }), eur);
console.log([0.005, 0.015, 0.025, -0.005, -0.015].map((x) => String(Money.parse('100.00 EUR').times(x))));
console.log(Money.parse('100 EUR').allocate(1, 1, 1).join(' | '), Money.parse('-0.05 EUR').allocate(3, 7).join(' | '));
console.log(String(eur.to('USD')), String(eur.to('JPY')), String(Money.parse("10'000 JPY").to('EUR')), `${eur.to('USD').to('EUR')}`);
for (const bad of ['12,5 EUR', '1.2.3 USD', '5 XYZ', 'EUR', '']) {
  try { console.log(Money.parse(bad)); } catch (error) { console.log(`${error.name}: ${error.message}`); }
}
for (const wrong of [() => eur.plus(Money.parse('1 USD')), () => eur.plus({}), () => new Money(1), () => { 'use strict'; eur.currency = 'USD'; }]) {
  try { wrong(); console.log('no error'); } catch (error) { console.log(`${error.name}: ${error.message}`); }
}
const ledger = [['rent', '-850 EUR'], ['salary', "2'400.10 EUR"], ['food', '-312.37 EUR'], ['refund', '0.27 EUR']].map(([what, amount]) => ({ what, amount: Money.parse(amount) }));
const sum = ledger.reduce((total, { amount }) => total.plus(amount), new Money(0n));
console.log(String(sum), ledger.toSorted((a, b) => Money.compare(a.amount, b.amount)).map(({ what }) => what));
console.log(ledger);
