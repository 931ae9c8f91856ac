// node:constants: those of os, fs and crypto in one object (deprecated, but some still ask).
'use strict';
const { constants: os } = require('os');
module.exports = { ...os.dlopen, ...os.errno, ...os.priority, ...os.signals, ...require('fs').constants, ...require('internal/crypto_constants') };
