// node:stream/web
'use strict';
module.exports = { ...require('internal/web/streams'), ...require('internal/web/compression') };
