// node:constants: those of os, fs and crypto in one object (deprecated, but some still ask).
'use strict';
const { constants: os } = require('os');
const { defaultCipherList, ...crypto } = require('internal/crypto_constants');
module.exports = Object.freeze({ ...os.dlopen, ...os.errno, ...os.priority, ...os.signals, ...require('fs').constants, ...crypto });

