// exits with an error
setTimeout(() => console.log('never'), 100);
Promise.reject(new Error('unhandled'));
console.log('after');
