// node:timers
'use strict';
module.exports = { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate };
