console.log('child', process.argv.slice(2), typeof process.send);
