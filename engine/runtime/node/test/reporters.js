// node:test/reporters
'use strict';
const { dot, junit, spec, tap, lcov } = require('internal/test_reporters');
module.exports = { dot, junit, spec, tap, lcov };
