// Getters, setters and private fields: calls that stay in the interpreter.
'use strict';
class Account {
  #balance = 0;
  get balance() {
    return this.#balance;
  }
  set balance(value) {
    this.#balance = value;
  }
}
module.exports = function (n) {
  const account = new Account();
  for (let i = 0; i < n; i++) {
    account.balance = account.balance + 1;
    account.balance += 2;
  }
  return account.balance;
};
