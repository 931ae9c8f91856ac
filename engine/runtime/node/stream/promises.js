// node:stream/promises
'use strict';

const { finished, pipelinePromise } = require('internal/stream/finished');

module.exports = { finished, pipeline: Object.defineProperty(pipelinePromise, 'name', { value: 'pipeline' }) };
