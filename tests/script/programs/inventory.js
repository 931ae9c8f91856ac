// A stock keeper in the style of 2012: constructor functions, prototypes, defineProperty, no block scope.
function inherits(Child, Parent) {
  Child.prototype = Object.create(Parent.prototype, {
    constructor: { value: Child, writable: true, configurable: true, enumerable: false }
  });
  Child.super_ = Parent;
}

function Item(name, price) {
  if (!(this instanceof Item)) return new Item(name, price);
  this.name = name;
  var cents = Math.round(price * 100);
  Object.defineProperty(this, 'price', {
    enumerable: true,
    get: function () { return cents / 100; },
    set: function (value) {
      if (typeof value !== 'number' || isNaN(value)) throw new TypeError('price must be a number, not ' + value);
      cents = Math.round(value * 100);
    }
  });
  Object.defineProperty(this, '_id', { value: Item.count++ });
}
Item.count = 0;
Item.prototype.toString = function () { return this.name + ' @ ' + this.price.toFixed(2); };
Item.prototype.toJSON = function () { return { item: this.name, price: this.price }; };

function Perishable(name, price, days) {
  Perishable.super_.call(this, name, price);
  this.days = days;
}
inherits(Perishable, Item);
Perishable.prototype.toString = function () {
  return Item.prototype.toString.apply(this, arguments) + ' (' + this.days + ' days)';
};

function Stock() {
  this._rows = {};
  this.length = 0;
}
Stock.prototype = {
  constructor: Stock,
  add: function (item, quantity) {
    var row = this._rows[item.name] || (this.length++, this._rows[item.name] = { item: item, quantity: 0 });
    row.quantity += quantity === undefined ? 1 : quantity;
    return this;
  },
  remove: function (name, quantity) {
    var row = this._rows[name];
    if (!row) throw new Error('no ' + name + ' in stock');
    if (row.quantity < quantity) throw new RangeError('only ' + row.quantity + ' of ' + name);
    if ((row.quantity -= quantity) === 0) {
      delete this._rows[name];
      this.length--;
    }
    return this;
  },
  each: function (callback, self) {
    for (var name in this._rows) {
      if (Object.prototype.hasOwnProperty.call(this._rows, name)) {
        if (callback.call(self || this, this._rows[name].item, this._rows[name].quantity, name) === false) break;
      }
    }
  },
  total: function () {
    var sum = 0;
    this.each(function (item, quantity) { sum += item.price * quantity; });
    return Math.round(sum * 100) / 100;
  }
};

var stock = new Stock();
stock.add(new Item('hammer', 12.499), 3).add(Item('nail', .015), 1e3).add(new Perishable('glue', 4.2, 30));
console.log(stock.length, stock.total());
stock.each(function (item, quantity, name) { console.log(this === stock, String(item), quantity, name === item.name); });
stock.each(function (item) { console.log(this.prefix + item); return false; }, { prefix: 'first: ' });
var attempts = [
  function () { stock.remove('saw', 1); }, function () { stock.remove('glue', 2); },
  function () { stock._rows.hammer.item.price = 'dear'; }, function () { null.price; },
  function () { stock.missing(); }, function () { stock._rows.nail.item._id = 5; return stock._rows.nail.item._id; }
];
for (var i = 0; i < attempts.length; i++) {
  try {
    console.log(attempts[i]());
  } catch (e) {
    console.log(e.name + ': ' + e.message);
  }
}
stock.remove('glue', 1);
console.log(JSON.stringify(stock, null, 1));
console.log(JSON.stringify(stock, ['_rows', 'nail', 'quantity', 'length']));
console.log(Object.keys(new Perishable('milk', 1, 2)), Object.getOwnPropertyNames(new Item('x', 1)));
console.log(new Perishable('milk', 1, 2), new Item('plain', 2), stock);
console.log(new Perishable instanceof Item, Perishable.super_ === Item, Item.prototype.isPrototypeOf(new Perishable('a', 1)), Item.count);
console.log(i, typeof hoisted, (function () { return typeof arguments; })(), [1, , 3].length, void 0 === undefined);
var hoisted = [10, 9, 1].sort() + '';
console.log(hoisted, parseInt('08'), 010, [].concat([1], [[2]], 3), '' + {} + [] + null);
with_label: for (var a = 0; a < 3; a++) { for (var b = 0; ; b++) { if (b === 2) continue with_label; if (a === 2) break with_label; } }
console.log(a, b);
