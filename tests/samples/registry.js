// A small shop with a bug: every visitor leaves a listener behind. `scrim debug` and `scrim lint` are shown on it.
'use strict';
const EventEmitter = require('node:events');

class Visitor {
  constructor(name, prices) {
    this.name = name;
    this.seen = [];
    if (prices) this.prices = prices;
  }
  notice(price) {
    this.seen.push(price);
  }
}

class Shop extends EventEmitter {
  #till = 0;
  #stock = new Map();

  add(item, price) {
    this.#stock.set(item, price);
    return this;
  }

  sell(item) {
    const price = this.#stock.get(item);
    if (price === undefined) throw new RangeError(`there is no ${item}`);
    this.#till += price;
    this.emit('sold', price);
    return price;
  }

  get till() {
    return this.#till;
  }
}

function makeCounter(step) {
  let count = 0;
  return function next(times) {
    const before = count;
    count += step * times;
    return { before, count };
  };
}

const shop = new Shop().add('tea', 3).add('milk', 2);
shop.setMaxListeners(0);
const counter = makeCounter(2);

// The leak: the listener keeps the visitor, and nobody removes it.
function visit(number) {
  const visitor = new Visitor(`visitor ${number}`, number % 2 ? [3] : undefined);
  shop.on('sold', (price) => visitor.notice(price));
  return counter(1);
}

function summarize(prices) {
  const totals = {};
  for (const i in prices) totals['item' + i] = prices[i];
  delete totals.item0;
  return totals;
}

async function openShop() {
  for (let i = 0; i < 200; i++) visit(i);
  await new Promise((resolve) => setTimeout(resolve, 5));
  shop.sell('tea');
  try {
    shop.sell('coffee');
  } catch (error) {
    console.log('refused:', error.message);
  }
  return summarize([3, 2, 1]);
}

openShop().then((totals) => {
  console.log('till:', shop.till, 'listeners:', shop.listenerCount('sold'), totals);
});
