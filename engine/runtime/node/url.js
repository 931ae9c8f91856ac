// node:url: the legacy parser, and what turns URLs into paths. https://nodejs.org/api/url.html
'use strict';
const { codes } = require('internal/errors');
const { validateString, validateObject } = require('internal/validators');
const querystring = require('querystring');
const web = internal.binding('web');

const kHostless = new Set(['javascript', 'javascript:']);
const kSlashed = new Set(['http', 'http:', 'https', 'https:', 'ftp', 'ftp:', 'gopher', 'gopher:', 'file', 'file:', 'ws', 'ws:', 'wss', 'wss:']);
const kEscaped = { '\t': '%09', '\n': '%0A', '\r': '%0D', ' ': '%20', '"': '%22', "'": '%27', '<': '%3C', '>': '%3E', '\\': '%5C', '^': '%5E', '`': '%60', '{': '%7B', '|': '%7C', '}': '%7D' };

function Url() {
  this.protocol = null;
  this.slashes = null;
  this.auth = null;
  this.host = null;
  this.port = null;
  this.hostname = null;
  this.hash = null;
  this.search = null;
  this.query = null;
  this.pathname = null;
  this.path = null;
  this.href = null;
}

function invalid(url) {
  const error = new codes.ERR_INVALID_URL();
  error.input = url;
  return error;
}

function urlParse(url, parseQueryString, slashesDenoteHost) {
  require('internal/deprecate').warnOnceOutsidePackages('DEP0169', '`url.parse()` behavior is not standardized and prone to errors that have security implications. ' +
    'Use the WHATWG URL API instead. CVEs are not issued for `url.parse()` vulnerabilities.');
  if (url instanceof Url) return url;
  const result = new Url();
  result.parse(url, parseQueryString, slashesDenoteHost);
  return result;
}

Url.prototype.parse = function parse(url, parseQueryString, slashesDenoteHost) {
  validateString(url, 'url');
  // Backslashes before the query are slashes.
  let rest = url.replace(/^[\s\ufeff]+|[\s\ufeff]+$/g, '');
  const question = rest.search(/[?#]/);
  rest = question < 0 ? rest.replaceAll('\\', '/') : rest.slice(0, question).replaceAll('\\', '/') + rest.slice(question);
  if (!slashesDenoteHost && !rest.includes('#') && !rest.includes('@')) {
    const simple = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/.exec(rest);
    if (simple) {
      this.path = rest;
      this.href = rest;
      this.pathname = simple[1];
      if (simple[2]) {
        this.search = simple[2];
        this.query = parseQueryString ? querystring.parse(this.search.slice(1)) : this.search.slice(1);
      } else if (parseQueryString) {
        this.search = null;
        this.query = { __proto__: null };
      }
      return this;
    }
  }
  const scheme = /^[a-z0-9.+-]+:/i.exec(rest)?.[0];
  const protocol = scheme?.toLowerCase();
  if (scheme) {
    this.protocol = protocol;
    rest = rest.slice(scheme.length);
  }
  let slashes = false;
  if (slashesDenoteHost || scheme || /^\/\/[^@/]+@[^@/]+/.test(rest)) {
    slashes = rest.startsWith('//');
    if (slashes && !(protocol && kHostless.has(protocol))) {
      rest = rest.slice(2);
      this.slashes = true;
    }
  }
  if (!kHostless.has(protocol) && (slashes || (protocol && !kSlashed.has(protocol)))) {
    let hostEnd = rest.search(/[/?#]/);
    if (hostEnd < 0) hostEnd = rest.length;
    const at = rest.lastIndexOf('@', hostEnd - 1 < 0 ? 0 : hostEnd - 1);
    const hostStart = at >= 0 && at < hostEnd ? at + 1 : 0;
    if (hostStart > 0) this.auth = decodeURIComponent(rest.slice(0, at));
    const nonHost = rest.slice(hostStart).search(/[\t\n\r "%';<>\\^`{|}/?#]/);
    const end = nonHost < 0 ? rest.length : hostStart + nonHost;
    this.host = rest.slice(hostStart, end);
    rest = rest.slice(end);
    const port = /:[0-9]*$/.exec(this.host)?.[0];
    let host = this.host;
    if (port) {
      if (port !== ':') this.port = port.slice(1);
      host = host.slice(0, -port.length);
    }
    this.hostname = host;
    const ipv6 = host[0] === '[' && host.at(-1) === ']';
    if (!ipv6 && host.includes(':')) throw new codes.ERR_INVALID_ARG_VALUE('url', 'Invalid port in url', url);
    this.hostname = this.hostname.length > 255 ? '' : this.hostname.toLowerCase();
    if (this.hostname !== '' && !ipv6) {
      if (/[^\0-\x7f]/.test(this.hostname)) this.hostname = web.toAscii(this.hostname, false) ?? '';
      if (this.hostname === '' || /[\0\t\n\r #%/:<>?@[\\\]^|]/.test(this.hostname)) throw invalid(url);
    } else if (ipv6 && /[\0\t\n\r #%/<>?@\\^|]/.test(this.hostname)) throw invalid(url);
    this.host = (this.hostname || '') + (this.port ? `:${this.port}` : '');
    if (ipv6) {
      this.hostname = this.hostname.slice(1, -1);
      if (rest[0] !== '/') rest = `/${rest}`;
    }
  }
  if (!kHostless.has(protocol)) rest = rest.replace(/[\t\n\r "'<>\\^`{|}]/g, (c) => kEscaped[c]);
  const hash = rest.indexOf('#');
  if (hash >= 0) {
    this.hash = rest.slice(hash);
    rest = rest.slice(0, hash);
  }
  const query = rest.indexOf('?');
  if (query >= 0) {
    this.search = rest.slice(query);
    this.query = parseQueryString ? querystring.parse(rest.slice(query + 1)) : rest.slice(query + 1);
    rest = rest.slice(0, query);
  } else if (parseQueryString) {
    this.search = null;
    this.query = { __proto__: null };
  }
  if (rest) this.pathname = rest;
  if (kSlashed.has(protocol) && this.hostname && !this.pathname) this.pathname = '/';
  if (this.pathname || this.search) this.path = (this.pathname || '') + (this.search || '');
  this.href = this.format();
  return this;
};

Url.prototype.format = function format() {
  let auth = this.auth || '';
  if (auth) auth = `${encodeURIComponent(auth).replace(/%3A/i, ':')}@`;
  let protocol = this.protocol || '';
  let pathname = this.pathname || '';
  let hash = this.hash || '';
  let host = '';
  let query = '';
  if (this.host) host = auth + this.host;
  else if (this.hostname) {
    host = auth + (this.hostname.includes(':') && !(this.hostname[0] === '[') ? `[${this.hostname}]` : this.hostname);
    if (this.port) host += `:${this.port}`;
  }
  if (this.query !== null && typeof this.query === 'object') query = querystring.stringify(this.query);
  let search = this.search || (query && `?${query}`) || '';
  if (protocol && !protocol.endsWith(':')) protocol += ':';
  pathname = pathname.replace(/[?#]/g, (c) => (c === '?' ? '%3F' : '%23'));
  if (this.slashes || kSlashed.has(protocol)) {
    if (this.slashes || host) {
      if (pathname && pathname[0] !== '/') pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (protocol === 'file:') host = '//';
  } else if (protocol === 'file:' && host === '') host = '//';
  search = search.replaceAll('#', '%23');
  if (hash && hash[0] !== '#') hash = `#${hash}`;
  if (search && search[0] !== '?') search = `?${search}`;
  return protocol + host + pathname + search + hash;
};

function urlFormat(object, options) {
  if (typeof object === 'string') object = urlParse(object);
  else if (typeof object !== 'object' || object === null) throw new codes.ERR_INVALID_ARG_TYPE('urlObject', ['Object', 'string'], object);
  else if (object instanceof URL) {
    let fragment = true;
    let unicode = false;
    let search = true;
    let auth = true;
    if (options) {
      validateObject(options, 'options');
      fragment = options.fragment ?? true;
      unicode = options.unicode ?? false;
      search = options.search ?? true;
      auth = options.auth ?? true;
    }
    const hasHost = object.host !== '' || object.protocol === 'file:';
    let text = object.protocol;
    if (hasHost) {
      text += '//';
      if (auth && (object.username || object.password)) text += `${object.username}${object.password ? `:${object.password}` : ''}@`;
      text += unicode ? domainToUnicode(object.hostname) : object.hostname;
      if (object.port) text += `:${object.port}`;
    }
    text += object.pathname;
    if (search) text += object.search;
    if (fragment) text += object.hash;
    return text;
  }
  return Url.prototype.format.call(object);
}

const urlResolve = (source, relative) => urlParse(source, false, true).resolve(relative);
const urlResolveObject = (source, relative) => (source ? urlParse(source, false, true).resolveObject(relative) : relative);

Url.prototype.resolve = function resolve(relative) {
  return this.resolveObject(urlParse(relative, false, true)).format();
};

Url.prototype.resolveObject = function resolveObject(relative) {
  if (typeof relative === 'string') relative = urlParse(relative, false, true);
  const result = Object.assign(new Url(), this);
  result.hash = relative.hash;
  if (relative.href === '') {
    result.href = result.format();
    return result;
  }
  if (relative.slashes && !relative.protocol) {
    for (const key of Object.keys(relative)) if (key !== 'protocol') result[key] = relative[key];
    if (kSlashed.has(result.protocol) && result.hostname && !result.pathname) result.path = result.pathname = '/';
    result.href = result.format();
    return result;
  }
  if (relative.protocol && relative.protocol !== result.protocol) {
    if (!kSlashed.has(relative.protocol)) {
      Object.assign(result, relative);
      result.href = result.format();
      return result;
    }
    result.protocol = relative.protocol;
    if (!relative.host && !/^file:?$/.test(relative.protocol) && !kHostless.has(relative.protocol)) {
      const path = (relative.pathname || '').split('/');
      while (path.length && !(relative.host = path.shift()));
      relative.host ||= '';
      relative.hostname ||= '';
      if (path[0] !== '') path.unshift('');
      if (path.length < 2) path.unshift('');
      result.pathname = path.join('/');
    } else result.pathname = relative.pathname;
    result.search = relative.search;
    result.query = relative.query;
    result.host = relative.host || '';
    result.auth = relative.auth;
    result.hostname = relative.hostname || relative.host;
    result.port = relative.port;
    if (result.pathname || result.search) result.path = (result.pathname || '') + (result.search || '');
    result.slashes ||= relative.slashes;
    result.href = result.format();
    return result;
  }
  const sourceAbsolute = result.pathname?.[0] === '/';
  const relativeAbsolute = relative.host || relative.pathname?.[0] === '/';
  let mustEndAbsolute = relativeAbsolute || sourceAbsolute || (result.host && relative.pathname);
  const removeAllDots = mustEndAbsolute;
  let path = result.pathname?.split('/') || [];
  const relativePath = relative.pathname?.split('/') || [];
  const noLeadingSlashes = result.protocol && !kSlashed.has(result.protocol);
  if (noLeadingSlashes) {
    result.hostname = '';
    result.port = null;
    if (result.host) {
      if (path[0] === '') path[0] = result.host;
      else path.unshift(result.host);
    }
    result.host = '';
    if (relative.protocol) {
      relative.hostname = null;
      relative.port = null;
      result.auth = null;
      if (relative.host) {
        if (relativePath[0] === '') relativePath[0] = relative.host;
        else relativePath.unshift(relative.host);
      }
      relative.host = null;
    }
    mustEndAbsolute &&= relativePath[0] === '' || path[0] === '';
  }
  if (relativeAbsolute) {
    if (relative.host || relative.host === '') {
      if (result.host !== relative.host) result.auth = null;
      result.host = relative.host;
      result.port = relative.port;
    }
    if (relative.hostname || relative.hostname === '') {
      if (result.hostname !== relative.hostname) result.auth = null;
      result.hostname = relative.hostname;
    }
    result.search = relative.search;
    result.query = relative.query;
    path = relativePath;
  } else if (relativePath.length) {
    path.pop();
    path = path.concat(relativePath);
    result.search = relative.search;
    result.query = relative.query;
  } else if (relative.search !== null && relative.search !== undefined) {
    if (noLeadingSlashes) {
      result.hostname = result.host = path.shift();
      const auth = result.host?.indexOf('@') > 0 && result.host.split('@');
      if (auth) {
        result.auth = auth.shift();
        result.host = result.hostname = auth.shift();
      }
    }
    result.search = relative.search;
    result.query = relative.query;
    if (result.pathname !== null || result.search !== null) result.path = (result.pathname || '') + (result.search || '');
    result.href = result.format();
    return result;
  }
  if (!path.length) {
    result.pathname = null;
    result.path = result.search ? `/${result.search}` : null;
    result.href = result.format();
    return result;
  }
  let last = path.at(-1);
  const trailing = ((result.host || relative.host || path.length > 1) && (last === '.' || last === '..')) || last === '';
  let up = 0;
  for (let i = path.length - 1; i >= 0; --i) {
    last = path[i];
    if (last === '.') path.splice(i, 1);
    else if (last === '..') {
      path.splice(i, 1);
      ++up;
    } else if (up) {
      path.splice(i, 1);
      --up;
    }
  }
  if (!mustEndAbsolute && !removeAllDots) while (up-- > 0) path.unshift('..');
  if (mustEndAbsolute && path[0] !== '' && (!path[0] || path[0][0] !== '/')) path.unshift('');
  if (trailing && path.join('/').at(-1) !== '/') path.push('');
  const absolute = path[0] === '' || path[0]?.[0] === '/';
  if (noLeadingSlashes) {
    result.hostname = result.host = absolute ? '' : path.length ? path.shift() : '';
    const auth = result.host?.indexOf('@') > 0 ? result.host.split('@') : false;
    if (auth) {
      result.auth = auth.shift();
      result.host = result.hostname = auth.shift();
    }
  }
  mustEndAbsolute ||= result.host && path.length;
  if (mustEndAbsolute && !absolute) path.unshift('');
  if (!path.length) {
    result.pathname = null;
    result.path = null;
  } else result.pathname = path.join('/');
  if (result.pathname !== null || result.search !== null) result.path = (result.pathname || '') + (result.search || '');
  result.auth = relative.auth || result.auth;
  result.slashes ||= relative.slashes;
  result.href = result.format();
  return result;
};
Url.prototype.parseHost = function parseHost() {
  let { host } = this;
  const port = /:[0-9]*$/.exec(host)?.[0];
  if (port) {
    if (port !== ':') this.port = port.slice(1);
    host = host.slice(0, -port.length);
  }
  if (host) this.hostname = host;
};

// --- WHATWG helpers

function domainToASCII(domain) {
  if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('domain');
  try {
    return new URL(`ws://${domain}`).hostname;
  } catch {
    return '';
  }
}
function domainToUnicode(domain) {
  if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('domain');
  try {
    return web.toUnicode(new URL(`ws://${domain}`).hostname);
  } catch {
    return '';
  }
}

function asFileUrl(path) {
  if (typeof path === 'string') path = new URL(path);
  else if (!(path?.href && path.protocol && path.auth === undefined && path.path === undefined)) throw new codes.ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], path);
  if (path.protocol !== 'file:') throw new codes.ERR_INVALID_URL_SCHEME('file');
  return path;
}
function fileURLToPath(path, options = undefined) {
  const url = asFileUrl(path);
  if (options?.windows) {
    const { hostname } = url;
    if (/%2f|%5c/i.test(url.pathname)) throw new codes.ERR_INVALID_FILE_URL_PATH('must not include encoded \\ or / characters');
    const pathname = decodeURIComponent(url.pathname.replaceAll('/', '\\'));
    if (hostname !== '') return `\\\\${domainToUnicode(hostname)}${pathname}`;
    if (!/^\\[a-zA-Z]:/.test(pathname)) throw new codes.ERR_INVALID_FILE_URL_PATH('must be absolute');
    return pathname.slice(1);
  }
  if (url.hostname !== '') throw new codes.ERR_INVALID_FILE_URL_HOST(process.platform);
  if (/%2f/i.test(url.pathname)) throw Object.assign(new codes.ERR_INVALID_FILE_URL_PATH('must not include encoded / characters'), { input: url });
  return decodeURIComponent(url.pathname);
}
function fileURLToPathBuffer(path, options = undefined) {
  const url = asFileUrl(path);
  if (options?.windows) return Buffer.from(fileURLToPath(url, options));
  if (url.hostname !== '') throw new codes.ERR_INVALID_FILE_URL_HOST(process.platform);
  return querystring.unescapeBuffer(url.pathname);
}
function pathToFileURL(filepath, options = undefined) {
  validateString(filepath, 'path');
  const path = require('path');
  const windows = options?.windows;
  let resolved = windows ? path.win32.resolve(filepath) : path.resolve(filepath);
  if ((filepath.endsWith('/') || (windows && filepath.endsWith('\\'))) && !resolved.endsWith(windows ? '\\' : '/')) resolved += '/';
  if (windows) resolved = `/${resolved.replaceAll('\\', '/')}`;
  const escaped = resolved.replace(/[%\\\n\r\t?#]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
  return new URL(`file://${escaped}`);
}

function urlToHttpOptions(url) {
  require('internal/validators').validateObject(url, 'url', { allowArray: true, allowFunction: true });
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null, ...url, protocol: url.protocol,
    hostname: typeof hostname === 'string' && hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
    hash: url.hash, search, pathname, path: `${pathname || ''}${search || ''}`, href: url.href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

module.exports = {
  Url, parse: urlParse, resolve: urlResolve, resolveObject: urlResolveObject, format: urlFormat,
  URL, URLSearchParams, domainToASCII, domainToUnicode, pathToFileURL, fileURLToPath, fileURLToPathBuffer, urlToHttpOptions,
};
