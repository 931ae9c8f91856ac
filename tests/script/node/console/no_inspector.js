// What only an inspector would show does nothing; the methods stand in Node's order.
console.log(console.timeStamp('a'), console.profile('b'), console.profileEnd('b'));
console.log(Object.keys(console).filter((name) => !['Console', 'context', 'createTask'].includes(name)));
