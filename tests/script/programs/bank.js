// Accounts with private fields, accessors, static members and inheritance.
class InsufficientFunds extends Error {
  constructor(needed, available) {
    super(`need ${needed}, have ${available}`);
    this.name = 'InsufficientFunds';
    this.needed = needed;
  }
}
class Account {
  static #count = 0;
  static get count() { return Account.#count; }
  #balance = 0;
  #log = [];
  owner;
  constructor(owner, balance = 0) {
    this.owner = owner;
    this.#balance = balance;
    this.id = ++Account.#count;
  }
  #record(kind, amount) { this.#log.push({ kind, amount, balance: this.#balance }); }
  deposit(amount) {
    if (!(amount > 0)) throw new RangeError(`bad amount: ${amount}`);
    this.#balance += amount;
    this.#record('deposit', amount);
    return this;
  }
  withdraw(amount) {
    if (amount > this.#balance) throw new InsufficientFunds(amount, this.#balance);
    this.#balance -= amount;
    this.#record('withdraw', amount);
    return this;
  }
  get balance() { return this.#balance; }
  set balance(value) { throw new TypeError(`cannot set balance to ${value}`); }
  get history() { return this.#log.map(({ kind, amount }) => `${kind} ${amount}`).join(', '); }
  static isAccount(value) { return #balance in value; }
  toJSON() { return { owner: this.owner, balance: this.#balance }; }
}
class Savings extends Account {
  #rate;
  constructor(owner, rate) { super(owner); this.#rate = rate; }
  addInterest() { return this.deposit(this.balance * this.#rate); }
  withdraw(amount) { console.log(`penalty for ${this.owner}`); return super.withdraw(amount + 1); }
  get [Symbol.toStringTag]() { return 'Savings'; }
}
const ann = new Account('ann', 50).deposit(25).withdraw(10);
const bob = new Savings('bob', 0.1).deposit(100).addInterest();
console.log(ann.balance, ann.history);
console.log(bob.balance, bob.history, String(bob));
try { bob.withdraw(1000); } catch (error) { console.log(error.name, error.message, error.needed, error instanceof Error, error instanceof InsufficientFunds); }
try { ann.deposit(-1); } catch ({ name, message }) { console.log(name, message); }
try { ann.balance = 5; } catch ({ message }) { console.log(message); }
console.log(Account.count, Account.isAccount(bob), Account.isAccount({}), JSON.stringify([ann, bob]));
console.log(ann, bob, Object.keys(bob));
try { Account.prototype.deposit.call({}, 1); } catch (error) { console.log(error.constructor.name); }
console.log(typeof Account, Account.name, Account.length, Savings.length, Object.getOwnPropertyNames(Account.prototype));
