// Long chains, as long as Node can do them.
require('./_deep_chains.js')(1000);
