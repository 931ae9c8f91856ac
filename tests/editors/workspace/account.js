// A bank account and what happens to it: tests/editors debugs this program.
'use strict';

class Account {
  #balance = 0;
  #history = [];

  constructor(owner) {
    this.owner = owner;
  }

  get balance() {
    return this.#balance;
  }

  deposit(amount) {
    if (amount <= 0) throw new RangeError(`${amount} is no deposit`);
    this.#balance += amount;
    this.#history.push({ amount, after: this.#balance });
    return this.#balance;
  }
}

function interest(rate) {
  let years = 0;
  return function grow(account) {
    years++;
    const gain = account.balance * rate;
    return account.deposit(gain);
  };
}

const ada = new Account('Ada');
const grow = interest(0.5);
ada.deposit(100);
for (let year = 1; year <= 3; year++) {
  const total = grow(ada);
  console.log('year', year, 'total', total);
}

try {
  ada.deposit(-5);
} catch (error) {
  console.log('refused:', error.message);
}
setTimeout(() => console.log('done', { owner: ada.owner, balance: ada.balance }), 10);
