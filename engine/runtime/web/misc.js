// atob, btoa, navigator, and what stands in for fetch. https://html.spec.whatwg.org/multipage/webappapis.html#atob
'use strict';
const { codes, notYet } = require('internal/errors');
const web = internal.binding('web');

function btoa(data) {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('input');
  const text = web.base64Encode(`${data}`);
  if (text === undefined) throw new DOMException('Invalid character', 'InvalidCharacterError');
  return text;
}
function atob(data) {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('input');
  const text = web.base64Decode(`${data}`);
  if (text === undefined) {
    const isLength = /^[A-Za-z0-9+/]*={0,2}$/.test(`${data}`.replace(/[\t\n\f\r ]/g, ''));
    throw new DOMException(isLength ? 'The string to be decoded is not correctly encoded.' : 'Invalid character', 'InvalidCharacterError');
  }
  return text;
}

async function fetch() {
  throw notYet('fetch');
}

const kSecret = Symbol('navigator');
class Navigator {
  constructor(secret = undefined) {
    if (secret !== kSecret) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }
  get hardwareConcurrency() { return web.processors(); }
  get language() { return typeof Intl === "undefined" ? "en-US" : Intl.DateTimeFormat().resolvedOptions().locale; }
  get languages() { return Object.freeze([this.language]); }
  get userAgent() { return `Node.js/${process.version.slice(1).split('.')[0]}`; }
  get platform() { return process.platform === 'linux' ? `Linux ${process.arch === 'x64' ? 'x86_64' : process.arch}` : process.platform; }
}
for (const key of ['hardwareConcurrency', 'language', 'languages', 'userAgent', 'platform']) {
  Object.defineProperty(Navigator.prototype, key, { enumerable: true });
}

module.exports = { atob, btoa, fetch, Navigator, navigator: new Navigator(kSecret) };
