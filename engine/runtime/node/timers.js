// node:timers
'use strict';
module.exports = { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate };
require('internal/shape').accessor(module.exports, 'promises', () => require('timers/promises'));
