// The old name of util. https://nodejs.org/api/deprecations.html#DEP0025
'use strict';

process.emitWarning('sys is deprecated. Use `node:util` instead.', 'DeprecationWarning', 'DEP0025');
module.exports = require('util');
