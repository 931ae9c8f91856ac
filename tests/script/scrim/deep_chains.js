// Long chains, a hundred times longer than Node can do them.
require('../programs/_deep_chains.js')(100000);
