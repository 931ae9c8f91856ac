// Private names of the classes around a direct eval: fields, methods, accessors, static ones, `in`, inner classes.
class Account {
  #balance = 5;
  #fee() { return 1; }
  get #rate() { return 'rate'; }
  set #rate(value) { this.rate = value; }
  static #count() { return 'static'; }
  fromInitializer = eval('this.#fee() + this.#balance');
  static count() { return eval('this.#count()'); }
  sum() { return eval('this.#fee() + this.#rate + this.#balance'); }
  store(other) { eval('other.#rate = 9'); return other.rate; }
  has(value) { return eval('#fee in value'); }
  inner() { return eval('class Other { #own = 1; read(o) { return o.#fee() + this.#own; } } new Other().read(this)'); }
  arrow() { return [1].map(() => eval('(() => this.#fee())()')); }
  nested() { return eval('eval("this.#fee()")'); }
  tell(text) {
    try {
      return eval(text);
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  }
}
const account = new Account();
console.log(account.fromInitializer, Account.count(), account.sum(), account.store(new Account()));
console.log(account.has({}), account.has(account), account.inner(), account.arrow(), account.nested());
console.log(account.tell('({}).#fee()'));
console.log(account.tell('this.#fee = 1'));
console.log(account.tell('this.#missing'));
console.log(account.tell('this.#balance++; this.#balance'));
console.log((() => { try { return Account.count.call(class {}); } catch (error) { return error.message; } })());
console.log((() => { const Anonymous = class { #m() {} static f(o) { return eval('o.#m()'); } }; try { Anonymous.f({}); } catch (error) { return error.message; } })());
